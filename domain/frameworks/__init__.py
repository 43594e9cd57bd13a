"""Standards, key questions and prompts."""
