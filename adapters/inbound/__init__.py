"""What drives Assay: the command line, the pages, the JSON API, and the demonstration."""
