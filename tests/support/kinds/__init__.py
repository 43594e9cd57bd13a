"""An inspection of any kind, walked from announcement to its end."""
