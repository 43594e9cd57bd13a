"""The organisations that are inspected."""
