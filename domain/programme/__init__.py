"""The annual programme."""
