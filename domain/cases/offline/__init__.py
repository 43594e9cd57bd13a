"""Reads carried away in a file, and merged when they come back."""
