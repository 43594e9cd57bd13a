"""Evidence as more than one door shows it."""
