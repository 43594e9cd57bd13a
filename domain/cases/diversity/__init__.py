"""Protected characteristics: collected, and told only in numbers that are not small."""
