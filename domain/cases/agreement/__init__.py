"""How far the readers of the same cases agree, added up over the inspections of a period (004 §4.13)."""
