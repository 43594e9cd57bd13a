"""The annual programme: planned, recorded, and told to calendars."""
