"""Forms made of a command's fields: shown, checked, sent and answered."""
