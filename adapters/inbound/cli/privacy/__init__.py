"""The group ``assay privacy``: what is held about a person, access to it, and its end."""
