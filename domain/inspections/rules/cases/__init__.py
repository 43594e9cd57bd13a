"""Cases: their lists, the samples drawn from them, their questions, and the gate behind their reads."""
