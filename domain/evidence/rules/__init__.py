"""How the commands of an evidence room are decided."""
