"""What every door must know of a command: its fields, and an example of each."""
