"""The record sealed, proved, handed out and verified."""
