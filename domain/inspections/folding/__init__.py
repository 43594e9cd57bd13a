"""How each event changes where an inspection stands, a module for each part of its life."""
