"""The staff record: who is on it, trained in what, and on duty."""
