"""What can be set, from where, and the page that says so."""
