"""A year's programme as it goes on the record: what is known, what is chosen, planned, consulted on and published."""
