"""The pages of case reads, from allocation to differences."""
