"""The API: the same use cases as the command line and the pages, for other systems."""
