"""The demonstration and the example programme: whole inspections, played by people who do not exist."""
