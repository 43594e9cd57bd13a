"""The life of a process: founding an installation, hosting its parts, following the record."""
