"""What happened, one sentence per event, in an inspector's words."""
