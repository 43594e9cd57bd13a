"""Dossiers drawn at random, forged and broken, and the programs that verify them."""
