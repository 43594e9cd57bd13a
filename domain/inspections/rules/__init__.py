"""How the commands of an inspection are decided, a module for each part of its life."""
