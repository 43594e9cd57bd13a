"""Who acts: whom the operating system or a token says it is."""

import os

from adapters.inbound.services import SUMMONED

__all__ = ["my_id"]


def my_id() -> str:
    """Who acts: the operating system's user, by number, so that no name gets into the record; or who a token says."""
    summon = SUMMONED.get()
    caller = summon().caller if summon is not None else None
    return caller.id if caller else f"os-{os.getuid()}"
