"""The group ``assay lists``: lists of cases, from handing in to closing."""
