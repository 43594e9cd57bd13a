"""The group ``assay framework``: frameworks found, compared and published."""
