"""The group ``assay provider``: whom the inspectorate inspects, and their contacts."""
