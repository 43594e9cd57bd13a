"""Evidence asked of the provider: what, by when, and what comes in."""
