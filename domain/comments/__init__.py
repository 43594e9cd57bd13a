"""Comments and complaints: anyone may comment on an inspection, on a report, or on any matter (003 L372)."""
