"""Temporal process managers: they carry out what the rules say comes next."""
