"""What is known of a year's services, and the choice among them."""
