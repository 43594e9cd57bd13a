"""The group ``assay case``: who reads what, answers, alerts, second reads, work offline."""
