"""The scale, the schemes, and the derivation of a rating with its trace."""
