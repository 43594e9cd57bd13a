"""What an auditor asks of the record: what changed, who was allowed to, and why a rating came out."""
