"""Ratings panels and what they decide."""
