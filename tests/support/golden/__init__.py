"""One event of every version, as it was first written."""
