"""What the auditor's pages are made of: who may open them, a point, and a tree that opens step by step."""
