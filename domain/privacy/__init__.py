"""What is personal: how an event holds it, how it is forgotten, and how long it is kept."""
