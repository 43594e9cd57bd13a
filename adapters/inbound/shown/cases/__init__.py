"""Case reads as more than one door shows them."""
