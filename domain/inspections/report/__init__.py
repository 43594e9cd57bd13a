"""The report of an inspection: its parts, its content and its state."""
