"""A programme that others can read: its consultation, its timetable, and its inspections as they start."""
