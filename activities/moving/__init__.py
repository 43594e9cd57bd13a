"""A whole record moved out of one installation and into another."""
