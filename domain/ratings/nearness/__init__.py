"""How near a rating stands to another: what would have changed it."""
