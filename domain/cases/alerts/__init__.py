"""Somebody in danger: who raised it, who was told, and what was done."""
