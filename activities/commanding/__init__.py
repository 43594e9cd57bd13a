"""How a command becomes events: standing, secrecy, the draft and the append."""
