"""The pages of a year's programme: the choice, the lottery, plans, the consultation, and what is published."""
