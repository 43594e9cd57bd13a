"""The report: drafted, checked by the provider, signed, published, and corrected."""
