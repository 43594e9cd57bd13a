"""How a terminal is written to and read from: quoting, progress, days as typed, and with what a command ends."""
