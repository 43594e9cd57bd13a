"""Inspections that follow an earlier one, and what has become better since (003; 002 measure 2.1)."""
