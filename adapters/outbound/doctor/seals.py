"""What the doctor says of checkpoints and keys."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal, NamedTuple

from activities.proof.ports import Sealed
from activities.proof.sealing import NotConsistent, Sealing, SigningKeyMissing
from adapters.outbound.clocks.system import SystemClock
from adapters.outbound.keys import FolderSealingKeys
from adapters.outbound.keys.cabinet import KeyShown
from adapters.outbound.store import Store
from domain.text import counted

__all__ = ["Said", "of_checkpoints", "of_keys", "of_what_was_sealed"]

LATE = 3
"""A worker seals at every interval; what has waited for three is waiting for something that will not come."""


class Said(NamedTuple):
    """A verdict, what was found, and what to do."""

    verdict: Literal["good", "note", "wrong"]
    found: str
    remedy: str = ""


def of_checkpoints(
    last: Sealed | None, events: int, since: datetime | None, every: timedelta, conducted: bool, now: datetime
) -> Said:
    """How old the last checkpoint is, and how many events lie beyond it.

    Args:
        last: the last checkpoint.
        events: how many events there are.
        since: when the first event beyond it was recorded; None if there is none.
        every: how often a worker makes one.
        conducted: whether a worker should be at work, by this clock.
        now: the time.
    """
    if last is None:
        return Said(
            "wrong", "Nothing has been sealed.", "`assay db migrate` makes a key and the first checkpoint."
        )
    if last.size > events:
        return Said(
            "wrong",
            f"Checkpoint {last.number} was signed over {counted(last.size, 'event')}, of which {events} are there.",
            "`assay audit verify` says more. Keep this record as it is, and find a back-up.",
        )
    age = now - datetime.fromisoformat(last.at)
    beyond = events - last.size
    found = (
        f"The last checkpoint, {last.number}, is {_long(age)} old; "
        f"{counted(beyond, 'event')} {'lies' if beyond == 1 else 'lie'} beyond it."
    )
    if since is not None and conducted and now - since > LATE * every:
        return Said(
            "wrong",
            found,
            "Start a worker if none runs, else look into its log for what is wrong.",
        )
    if beyond and not conducted:
        return Said("note", found, "A running worker seals them, or `assay audit checkpoint publish`.")
    return Said("good", found)


def of_what_was_sealed(store: Store, keys: Path) -> Said | None:
    """What is wrong with what was sealed, as far as digests show it; None if nothing is.

    Args:
        store: the record.
        keys: the keys folder.
    """
    origin = f"assay/{store.identity().id}"
    sealing = Sealing(store=store, keys=FolderSealingKeys(keys), clock=SystemClock(), origin=origin)
    try:
        sealing.held()
    except NotConsistent as broken:
        return Said(
            "wrong",
            f"THE RECORD IS NOT WHAT WAS SEALED. {broken}",
            "Keep it as it is; `assay audit verify` says what does not hold.",
        )
    except SigningKeyMissing as missing:
        return Said("wrong", str(missing), "`assay keys restore` puts keys back from a copy.")
    return None


def of_keys(keys: Sequence[KeyShown]) -> Said:
    """Whether every key is there, whole, and its owner's alone."""
    for state, what, remedy in (
        ("missing", "is missing", "`assay keys restore` puts it back from a copy."),
        ("damaged", "is damaged", "Move it away; `assay keys restore` puts it back from a copy."),
        ("open", "can be read by others", "Keep it to yourself: chmod 600 {file}"),
    ):
        wrong = [each for each in keys if each.state == state]
        if wrong:
            files = " ".join(str(each.file) for each in wrong)
            found = ". ".join(f"The {each.kind} key {each.file} {what}" for each in wrong)
            lost = state == "missing" and any(each.kind == "command" for each in wrong)
            other = " Is the command key elsewhere? Set ASSAY_COMMAND_KEY_FILE." if lost else ""
            return Said("wrong", f"{found}.", f"{remedy.format(file=files)}{other}")
    return Said("good", f"{counted(len(keys), 'key')}, each readable by its owner only.")


def _long(age: timedelta) -> str:
    seconds = max(int(age.total_seconds()), 0)
    for unit, length in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= 2 * length:
            return counted(seconds // length, unit)
    return counted(seconds, "second")
