"""The group ``assay programme``: the annual programme, from files and on the record."""
