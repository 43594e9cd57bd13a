"""What a provider's contact sees: one page for each inspection of theirs, and a page for each thing that is asked."""
