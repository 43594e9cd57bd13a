"""What lies behind a service when a year is chosen and planned: its inspections, and the follow-ups that are due.

A programme has a year of its own, from April to March at the inspectorate: whether four years are up is told by its
first Monday and its last day, and not by the calendar's years.
"""

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from domain.inspections.state import Inspection
from domain.privacy.retention import months_after
from domain.programme.choice.rules import FollowUps, SelectionRule
from domain.programme.year.state import Programme
from domain.programme.year.terms import Slot
from domain.providers.past import PastInspection
from domain.providers.provider import Provider

__all__ = ["Before", "ProgrammeYear", "follow_up_of", "inspected", "last_of", "to_come"]

_YEAR = 12
_MIDWEEK = 3


@dataclass(frozen=True, slots=True)
class Before:
    """An inspection of a provider that lies behind it, is under way, or is to come by a published programme.

    Attributes:
        inspection: its code.
        kind: its kind, by the id of the kind of inspection.
        started_on: the first day of its fieldwork; that of a loaded one is not known, and its last stands.
        ended_on: the last day of its fieldwork, as planned while it is ahead.
        lead: who led it, if that is known.
        rating: the overall rating, once the report is out.
        follow_up: why a follow-up is due, if somebody has said so.
        follow_up_due: by when.
    """

    inspection: str
    kind: str
    started_on: date
    ended_on: date
    lead: str | None
    rating: str | None = None
    follow_up: str | None = None
    follow_up_due: date | None = None


@dataclass(frozen=True, slots=True)
class ProgrammeYear:
    """The year of a programme.

    Attributes:
        year: the year by which it is called: 2027 from April 2027 to March 2028.
        starts_on: the Monday of its first week.
    """

    year: int
    starts_on: date

    @property
    def ends_on(self) -> date:
        """Its last day: the Sunday before the Monday that lies nearest to the same day a year on."""
        again = months_after(self.starts_on, _YEAR)
        monday = again - timedelta(days=again.weekday())
        return monday + timedelta(weeks=again.weekday() > _MIDWEEK) - timedelta(days=1)

    def holds(self, first: date, last: date) -> bool:
        """Whether any of some days on end is in it."""
        return first <= self.ends_on and self.starts_on <= last

    def of(self, day: date) -> int:
        """The programme year of a day: four years from it are up in the programme that is called four years later.

        Args:
            day: any day.
        """
        years = self.ends_on.year - day.year
        return self.year - (years if months_after(day, years * _YEAR) <= self.ends_on else years - 1)


def inspected(
    code: str, provider: Provider | None, inspections: Mapping[str, Inspection]
) -> Iterator[Before]:
    """The inspections of a provider, those from before Assay kept the record and those that it has announced.

    What was loaded of an inspection that is on the record too adds the follow-up that its recommendations prompt.

    Args:
        code: the provider.
        provider: what is known of it.
        inspections: every inspection that was announced, by reference.
    """
    loaded = {each.past.inspection: each.past for each in provider.past.values()} if provider else {}
    for past in loaded.values():
        if past.inspection not in inspections:
            yield _loaded(past)
    for reference, each in inspections.items():
        if not each.cancelled and code in each.known.providers:
            yield _here(reference, each, loaded.get(reference))


def _loaded(past: PastInspection) -> Before:
    return Before(
        inspection=past.inspection,
        kind=past.kind,
        started_on=past.ended_on,
        ended_on=past.ended_on,
        lead=past.lead,
        rating=past.rating,
        follow_up=past.follow_up,
        follow_up_due=past.follow_up_due,
    )


def _here(reference: str, each: Inspection, past: PastInspection | None) -> Before:
    known, out = each.known, each.published is not None and each.withdrawn is None
    first, last = each.fieldwork
    return Before(
        inspection=reference,
        kind=known.protocol.id,
        started_on=first,
        ended_on=last,
        lead=known.lead,
        rating=dict(each.editions[-1].ratings).get("overall") if out else None,
        follow_up=past.follow_up if past else None,
        follow_up_due=past.follow_up_due if past else None,
    )


def to_come(
    code: str, programmes: Iterable[Programme], inspections: Container[str]
) -> Iterator[tuple[Programme, Before]]:
    """What published programmes have planned for a provider and not yet announced, each with its programme.

    Args:
        code: the provider.
        programmes: the programmes.
        inspections: every inspection that was announced, cancelled or not: these are told by themselves.
    """
    for state in programmes:
        for slot in state.plan.slots if state.plan else ():
            if code in slot.providers and slot.inspection not in inspections:
                yield state, _planned(slot)


def _planned(slot: Slot) -> Before:
    return Before(
        inspection=slot.inspection,
        kind=slot.protocol,
        started_on=slot.fieldwork_from,
        ended_on=slot.fieldwork_to,
        lead=slot.lead,
    )


def last_of(found: Iterable[Before], kinds: Collection[str] = ()) -> Before | None:
    """The latest of some inspections that are of some kinds, if kinds are named; of any kind if none is."""
    counted = [each for each in found if not kinds or each.kind in kinds]
    return max(counted, key=lambda each: (each.ended_on, each.inspection), default=None)


def follow_up_of(found: Sequence[Before], rule: SelectionRule, until: date) -> str | None:
    """Why a follow-up is due by a day: as somebody recorded it, or as the rule has it for a rating; None if none is.

    It is due no more once the provider was inspected again, or followed up.

    Args:
        found: the inspections of a provider.
        rule: says which kinds count, which of them are follow-ups, and which ratings prompt one.
        until: the day.
    """
    again = rule.follow_ups or FollowUps()
    latest = last_of(found, (*rule.counts, *again.kinds) if rule.counts else ())
    if latest is None:
        return None
    if latest.follow_up is not None:
        return latest.follow_up if latest.follow_up_due is None or latest.follow_up_due <= until else None
    if latest.rating not in again.rated or months_after(latest.ended_on, again.months) > until:
        return None
    return f"{latest.inspection} was rated {str(latest.rating).replace('_', ' ').replace('-', ' ')}"
