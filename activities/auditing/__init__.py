"""What an auditor asks of the record: replay, explanation, queries."""
