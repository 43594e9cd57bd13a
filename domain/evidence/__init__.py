"""What a provider is asked for, and what it has given."""
