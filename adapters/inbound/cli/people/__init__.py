"""The group ``assay people``: the staff record."""
