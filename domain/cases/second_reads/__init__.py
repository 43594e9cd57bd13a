"""A share read twice, blind, and how differences are settled."""
