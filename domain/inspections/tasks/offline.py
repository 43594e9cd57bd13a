"""What was written without a connection into the reads of an inspection, and waits for whoever reads them to choose."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from domain.cases.offline.messages import Held
from domain.cases.second_reads.state import SecondRead
from domain.cases.state import CaseRead
from domain.cases.streams import case_of, hold_on
from domain.inspections.state import Inspection
from domain.inspections.tasks.item import Item, Listed
from domain.people.roles import Role
from domain.text import counted, words_of

__all__ = ["HeldIn", "held_in", "settling", "unsettled"]

_READERS = (Role.INSPECTOR, Role.LEAD_INSPECTOR)
"""The roles in which cases are read. The quality lead settles only what is held of a read that nobody waits for."""


@dataclass(frozen=True, slots=True)
class HeldIn:
    """What is held of one read, and keeps it and the gate behind the case reads from being closed.

    Attributes:
        read: the stream of the read: of the case, or of its second read.
        title: what the case is called.
        things: how many things wait for a choice.
        readers: who reads it now, and so chooses; empty while nobody has it.
        must_be_given: whether nobody may choose before it is given to a reader, for it is read twice.
    """

    read: str
    title: str
    things: int
    readers: tuple[str, ...]
    must_be_given: bool


def held_in(state: Inspection, seen: Mapping[str, Any]) -> tuple[HeldIn, ...]:
    """What is held of the reads of an inspection.

    What is held of a second read that was given up keeps nobody waiting, and is left out.

    Args:
        state: the inspection.
        seen: while its cases are read, each of its reads, and what is held of it, by stream; else nothing.
    """
    return tuple(_held(state, seen))


def _held(state: Inspection, seen: Mapping[str, Any]) -> Iterator[HeldIn]:
    for stream in state.reads if seen else ():
        read: CaseRead | SecondRead = seen[stream]
        held: Held = seen[hold_on(stream)]
        if not held.open or (isinstance(read, SecondRead) and read.given_up):
            continue
        case: CaseRead = seen[case_of(stream)]
        readers = tuple(sorted(_readers(read)))
        must_be_given = not readers and case.readers.paired
        yield HeldIn(stream, _title(read, case), len(held.open), readers, must_be_given)


def _readers(read: CaseRead | SecondRead) -> frozenset[str]:
    if isinstance(read, SecondRead):
        return frozenset({read.reader} if read.reader else ())
    return read.readers.answering


def _title(read: CaseRead | SecondRead, case: CaseRead) -> str:
    assert case.drawn is not None, "it is in the sample"
    which = f"case {case.drawn.row} of {words_of(case.drawn.population)}"
    return f"the second read of {which}" if isinstance(read, SecondRead) else which


def settling(held: tuple[HeldIn, ...]) -> Listed:
    """To choose between what was written without a connection and what stands: for the readers of each case alone.

    Nobody else is told of it before all reads are in, for it would tell them something of a read that is kept from
    them: that what was said in it changed. What nobody has is allocated first.
    """
    for each in held:
        if each.must_be_given:
            continue
        yield Item(
            "settle-edit",
            f"Choose what stands in {each.title}: {counted(each.things, 'thing')} written without a connection "
            f"{_waits(each.things)}",
            roles=_READERS,
            read=each.read,
            whose=each.readers,
        )


def unsettled(held: tuple[HeldIn, ...]) -> str:
    """Why the gate cannot close for the sake of what is held; empty if it can."""
    things = sum(each.things for each in held)
    if not things:
        return ""
    readers = sorted({reader for each in held for reader in each.readers})
    by = f" by {' and '.join(readers)}" if readers else ""
    return (
        f"{counted(things, 'thing')} written without a connection in {counted(len(held), 'case read')} "
        f"{_waits(things)} for a choice{by}"
    )


def _waits(things: int) -> str:
    return "waits" if things == 1 else "wait"
