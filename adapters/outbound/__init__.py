"""What Assay drives: databases, Temporal, files, clocks."""
