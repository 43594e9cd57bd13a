"""Running an installation and looking after it: processes, database, keys, backups, tokens."""
