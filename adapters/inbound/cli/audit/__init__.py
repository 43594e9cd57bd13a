"""The group ``assay audit``: replay, explanation, queries, dossiers, checkpoints."""
