"""Samples: their size, their strata, and a draw that anybody can do again."""
