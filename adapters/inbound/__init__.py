"""What drives Assay: the command line, and the pages."""
