"""Files that people hand in, read with an error for every row that is wrong."""
