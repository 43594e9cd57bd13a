"""Reports as they are read, under embargo and out, and what was said of their drafts."""
