"""The group ``assay inspection``, and what belongs to one inspection: enquiries, fieldwork, correlation, diversity."""
