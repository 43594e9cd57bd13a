"""Personal data: kept in boxes, shown, handed over, and erased."""
