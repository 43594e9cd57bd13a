"""What a plan must keep to, and what it costs: shares no code with the solver."""
