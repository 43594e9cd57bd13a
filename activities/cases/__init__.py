"""Cases: their lists, samples, reads, and reads carried away."""
