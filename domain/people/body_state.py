"""What stands of a body beside the provider: where it is reached, in which languages, and what it may read."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import assert_never

from domain.languages import Language
from domain.notices.words import ENGLISH
from domain.people.bodies import (
    BodyAddressChanged,
    BodyAddressRefused,
    BodyAreaNamed,
    BodyEnded,
    BodyEvent,
    BodyLanguagesChanged,
    BodyRegistered,
    CopiesClosed,
    CopyOffered,
    in_area,
)

__all__ = ["Body", "Copy", "Reached", "evolve"]


@dataclass(frozen=True, slots=True)
class Reached:
    """Where a body is reached from a day on.

    Attributes:
        since: that day.
        refused: whether the address took no notice the last time.
        until: the day from which on it holds no more, as the body was ended then; None where it was not.
    """

    since: date
    refused: bool = False
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Copy:
    """A report under embargo, as a body may read it.

    Attributes:
        inspection: of which inspection.
        notice: the notice that told of it, by its code.
        report: the digest of the report.
        digest: the digest of the secret part of its address.
        place: at which of its own addresses the body was reached then; None if that is not known.
        closed: whether it was closed, and shows nothing any more.
    """

    inspection: str
    notice: str
    report: str
    digest: str
    place: int | None = None
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Body:
    """A body beside the provider to which reports go.

    Attributes:
        title: its name, of one area's with the area; empty for one that nobody has registered.
        areas: of a post that differs by area, the code of each area's, by the area.
        addresses: where it is reached, in the order in which it was said.
        written_in: in which languages it is written to from which day on, in the order in which it was said.
        ended: from which day on nothing more is sent there; None while that has no end.
        copies: what it may read under embargo, by inspection and notice.
    """

    title: str = ""
    areas: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    addresses: tuple[Reached, ...] = ()
    written_in: tuple[tuple[date, tuple[Language, ...]], ...] = ()
    ended: date | None = None
    copies: Mapping[tuple[str, str], Copy] = field(default_factory=lambda: MappingProxyType({}))

    def place_on(self, day: date) -> int | None:
        """Which of its addresses holds on a day; of several since the same day, what was said last."""
        if self.ended is not None and self.ended <= day:
            return None
        begun = [(each.since, place) for place, each in enumerate(self.addresses) if each.since <= day]
        if not begun:
            return None
        place = max(begun)[1]
        until = self.addresses[place].until
        return place if until is None or day < until else None

    def reached_on(self, day: date) -> Reached | None:
        """Where it is reached on a day; None where it is not."""
        place = self.place_on(day)
        return None if place is None else self.addresses[place]

    def languages_on(self, day: date) -> tuple[Language, ...]:
        """In which languages it is written to on a day; before the first such day, in those of what was said last."""
        begun = [(since, place) for place, (since, _) in enumerate(self.written_in) if since <= day]
        if begun:
            return self.written_in[max(begun)[1]][1]
        return self.written_in[-1][1] if self.written_in else ENGLISH

    def may_read(self, copy: Copy, day: date) -> bool:
        """Whether a copy can be opened on a day: it was not closed, and notices still go where its address was sent."""
        place = self.place_on(day)
        return not copy.closed and place is not None and copy.place in (None, place)

    def copy_at(self, digest: str, day: date) -> Copy | None:
        """What it may read on a day at an address whose secret part has this digest; None for nothing."""
        found = (each for each in self.copies.values() if each.digest == digest)
        return next((each for each in found if self.may_read(each, day)), None)


def evolve(state: Body, event: BodyEvent) -> Body:
    """Fold one event into the state."""
    match event:
        case BodyRegistered():
            before = tuple(replace(each, until=each.until or state.ended) for each in state.addresses)
            addresses = (*before, Reached(event.since))
            return replace(
                state,
                title=in_area(event.title, event.area),
                addresses=addresses,
                written_in=_said(state, event),
                ended=None,
            )
        case BodyAreaNamed():
            return replace(state, areas=MappingProxyType({**state.areas, event.area: event.body}))
        case BodyAddressChanged():
            addresses = (*state.addresses, Reached(event.since))
            return replace(state, addresses=addresses, written_in=_said(state, event))
        case BodyLanguagesChanged():
            return replace(state, written_in=_said(state, event))
        case BodyEnded():
            return replace(state, ended=event.since)
        case BodyAddressRefused():
            refused = state.place_on(event.refused_on)
            return replace(
                state,
                addresses=tuple(
                    replace(each, refused=each.refused or place == refused)
                    for place, each in enumerate(state.addresses)
                ),
            )
        case CopyOffered():
            copy = Copy(event.inspection, event.notice, event.report, event.digest, event.place)
            key = (event.inspection, event.notice)
            return replace(state, copies=MappingProxyType({**state.copies, key: copy}))
        case CopiesClosed():
            left = {
                key: replace(each, closed=each.closed or each.inspection == event.inspection)
                for key, each in state.copies.items()
            }
            return replace(state, copies=MappingProxyType(left))
        case _:
            assert_never(event)


def _said(
    state: Body, event: BodyRegistered | BodyAddressChanged | BodyLanguagesChanged
) -> tuple[tuple[date, tuple[Language, ...]], ...]:
    """What was said of its languages so far, and with an event."""
    return (*state.written_in, (event.since, event.languages))
