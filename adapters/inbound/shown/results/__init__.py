"""What all published inspections say together."""
