"""Temporal: its embedded server, and the client, worker and reconciler that conduct inspections on one."""
