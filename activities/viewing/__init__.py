"""The views: rows worked out from the record, kept up with it, and read by lists and tasks."""
