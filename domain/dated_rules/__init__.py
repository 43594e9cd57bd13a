"""Rules that hold from a day: found by name and day, and pinned by digest to what used them."""
