"""How fast the record is written and read, beside the least that a database could do and beside another library."""
