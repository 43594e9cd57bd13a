"""A framework read from the lines of its official document."""
