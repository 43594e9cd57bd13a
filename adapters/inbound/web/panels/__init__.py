"""The pages of panels: their meetings and decisions."""
