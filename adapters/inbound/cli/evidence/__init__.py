"""The group ``assay evidence``: what is asked for, held and rested on."""
