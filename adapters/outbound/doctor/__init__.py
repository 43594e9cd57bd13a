"""What ``assay doctor`` looks at."""
