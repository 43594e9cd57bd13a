"""Lists of cases: what a row must say, and what becomes of it."""
