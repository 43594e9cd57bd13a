"""What was published of all inspections, together: how many were rated how, and how their cases were answered."""
