"""One inspection, from its announcement to a closed action plan."""
