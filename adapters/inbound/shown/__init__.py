"""What more than one door shows, in the same words."""
