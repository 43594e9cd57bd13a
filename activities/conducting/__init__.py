"""What the workflows ask for: attending to streams, their offices, notices on their way, lost work coming back."""
