"""What follows a report: comments and complaints, action plans, follow-ups."""
