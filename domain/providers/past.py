"""What is known of inspections before Assay kept the record: loaded with its source, and kept with its provider.

A provider that merges, splits or is renamed keeps its history: whoever takes its place is asked about it too.
"""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar, Protocol

from domain.messages import Event, Message
from domain.people.staff.terms import StaffId
from domain.text import Digest, LevelId, Line, Reference

__all__ = ["PastInspection", "PastInspectionNoted", "Source", "Succeeded", "followed", "lineage"]


class Source(Message):
    """Where something that was loaded comes from.

    Attributes:
        title: what it is: the name of the file.
        digest: SHA-256 of its bytes.
    """

    title: Line
    digest: Digest


class PastInspection(Message):
    """An inspection from before.

    Attributes:
        provider: whom it inspected.
        inspection: its code.
        kind: its kind.
        ended_on: the last day of its fieldwork.
        rating: its overall rating, by its name; may be left out.
        lead: who led it, by their id; may be left out.
        follow_up: why a follow-up is due; may be left out.
        follow_up_due: by when it is due.
    """

    provider: Reference
    inspection: Reference
    kind: Reference
    ended_on: date
    rating: LevelId | None = None
    lead: StaffId | None = None
    follow_up: Line | None = None
    follow_up_due: date | None = None


class PastInspectionNoted(Event):
    """An inspection from before was noted; noted again, it is corrected.

    Attributes:
        past: the inspection.
        source: where that comes from.
        line: the line of the source.
    """

    name: ClassVar[str] = "provider.past-inspection-noted.v1"
    past: PastInspection
    source: Source
    line: int


class Succeeded(Protocol):
    """A provider, as far as who took its place."""

    @property
    def successors(self) -> tuple[str, ...]:
        """The providers that took its place; empty while it goes on itself."""
        ...


def lineage(providers: Mapping[str, Succeeded], code: str) -> tuple[str, ...]:
    """A provider with all whose place it has taken, itself first, then from the latest to the earliest.

    Args:
        providers: every provider, by code.
        code: the provider.
    """
    found: dict[str, None] = {}
    waiting = [code]
    while waiting:
        each = waiting.pop(0)
        if each not in found:
            found[each] = None
            waiting += sorted(other for other, state in providers.items() if each in state.successors)
    return tuple(found)


def followed(providers: Mapping[str, Succeeded], code: str) -> tuple[str, ...]:
    """A provider with all that have taken its place, itself first, as far as they are among those that are known.

    Args:
        providers: providers, by code; of one that is not there nothing more is known.
        code: the provider.
    """
    found: dict[str, None] = {}
    waiting = [code]
    while waiting:
        each = waiting.pop(0)
        if each not in found:
            found[each] = None
            waiting += providers[each].successors if each in providers else ()
    return tuple(found)
