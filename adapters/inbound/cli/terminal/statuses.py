"""With what a command ends, for programs that call it."""

__all__ = ["DONE", "ENDS", "FAULT", "INTERRUPTED", "NOT_THE_FIRST", "REFUSED", "WRONG"]

DONE = 0

FAULT = 1
"""A fault of the machine, said in one sentence."""

WRONG = 1
"""What was looked at is not as it should be. Nobody asked for anything wrong, so it is no refusal."""

REFUSED = 2
"""A refusal, or bad input."""

NOT_THE_FIRST = 3
"""A sample comes out as recorded, but a list was replaced before whose seed was known: look at why."""

INTERRUPTED = 130

ENDS = {"verified": 0, "changed": 10, "incomplete": 11, "forked": 12, "unsigned": 13}
"""By verdict on the record, what ``assay audit verify`` and its like end with."""
