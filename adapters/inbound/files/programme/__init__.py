"""The files of a planner: a programme read, and a plan written."""
