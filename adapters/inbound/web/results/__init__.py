"""What was published, as the public pages show it: nothing of it is taken from anything that is not out."""
