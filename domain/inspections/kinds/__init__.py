"""Kinds of inspection: a protocol read from its file, and checked."""
