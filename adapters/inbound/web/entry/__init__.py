"""Who comes in: sign-in, sessions, what they may see, and what guards it."""
