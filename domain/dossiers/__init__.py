"""Dossiers: one file with which a stranger checks how an inspection came to its ratings."""
