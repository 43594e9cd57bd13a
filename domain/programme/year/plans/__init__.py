"""A year's plans on the record: what they must keep, and what another would change."""
