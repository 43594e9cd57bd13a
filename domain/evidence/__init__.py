"""The evidence room of one inspection: what judgements rest on, how it was gathered, and what it was found to say."""
