"""What may be done with a meeting of the ratings panel, sorted by its course."""
