"""What Assay reaches, measured beside a baseline in the same run. ``make bench`` prints it; no test depends on it."""
