"""What the contact of a provider is shown, and no more."""
