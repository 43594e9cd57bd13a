"""Case lists, samples and case reads."""
