"""Choosing which services are inspected in a year: by rule, by lot, by topic."""
