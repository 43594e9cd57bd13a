"""The parts of which a recorded programme is made."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from domain.messages import Message
from domain.programme.choice.lottery import LotOutcome
from domain.programme.choice.rules import By
from domain.programme.choice.services import Risk
from domain.programme.plan import Member, Plan
from domain.programme.problem import MOST_INSPECTIONS, Name
from domain.streams import staff_stream
from domain.text import Digest, Line, LongLine, Opaque, Reference

__all__ = [
    "Area",
    "Change",
    "Chosen",
    "Facts",
    "Found",
    "Lot",
    "PanelSlots",
    "PlanContent",
    "ResponseOutcome",
    "ResponseStream",
    "Slot",
]

ResponseStream = Annotated[str, StringConstraints(pattern=r"^response-[0-9a-f]{32}$")]
"""The stream of one response to a draft programme. Its id is drawn at random."""

ResponseOutcome = Literal["accepted", "partly-accepted", "not-accepted", "noted"]
"""What is decided on a response; one that asks for nothing is noted."""


class Area(Message):
    """An area, as providers have it, and the region in which it lies.

    Attributes:
        area: the area.
        region: the region, by the code under which it is planned.
    """

    area: Line
    region: Name


class Facts(Message):
    """What is known of a provider for the choice, besides its history.

    Attributes:
        provider: which provider.
        risk: its risk score, with evidence, day and who gave it.
        performance: its published performance; higher is better.
        size: how large it is, in whatever unit all have.
        density: how dense its area is.
        visits: how many visits of other programmes it already has in the year.
    """

    provider: Reference
    risk: Risk | None = None
    performance: Annotated[int, Field(ge=-100_000, le=100_000)] | None = None
    size: Annotated[int, Field(ge=0, le=100_000_000)] | None = None
    density: Annotated[int, Field(ge=0, le=100_000_000)] | None = None
    visits: Annotated[int, Field(ge=0, le=52)] = 0


class Chosen(Message):
    """What became of one service in a choice.

    Attributes:
        id: the service.
        by: the step by which it was chosen; None: it was not.
        reason: why, or why not, a clause.
    """

    id: Name
    by: By | None
    reason: LongLine


class Lot(Message):
    """What a draw came to for one service.

    Attributes:
        id: the service.
        region: where it is.
        lot: its lot.
        outcome: whether it was drawn.
        reason: why, in a few words.
    """

    id: Name
    region: Name
    lot: Digest
    outcome: LotOutcome
    reason: Line


class Slot(Message):
    """An inspection of the year with its days and its team.

    Attributes:
        inspection: its code.
        protocol: its kind, by the id of the kind of inspection.
        providers: whom it inspects; the first is the one that it is announced as an inspection of.
        area: the area, for a kind that looks at one.
        team: who is on it, by role.
        announce_on: the day on which it is announced.
        fieldwork_from: the first day of fieldwork.
        fieldwork_to: the last day of fieldwork.
        panel: the panel's meeting that it goes to; None where it has no report.
        panel_week: the Monday of the week in which that meets.
        publish_on: the day on which its report is published.
    """

    inspection: Reference
    protocol: Reference
    providers: Annotated[tuple[Reference, ...], Field(min_length=1, max_length=200)]
    area: Line | None
    team: Annotated[tuple[Member, ...], Field(max_length=200)]
    announce_on: date
    fieldwork_from: date
    fieldwork_to: date
    panel: Name | None
    panel_week: date | None
    publish_on: date | None

    @property
    def lead(self) -> str:
        """Who leads it; a slot without a lead is not recorded."""
        return next(each.person for each in self.team if each.role == "lead")

    @property
    def staff(self) -> tuple[str, ...]:
        """The streams of everybody on the team."""
        return tuple(staff_stream(each.person) for each in self.team)


class Found(Message):
    """What the checker found when a plan came onto the record; every hard rule was kept.

    Attributes:
        cost: what the plan costs, in points.
        terms: the points by term, those that are 0 left out.
        unplaced: the inspections without a place, mandatory ones first.
        mandatory_unplaced: how many of them are mandatory.
    """

    cost: Annotated[int, Field(ge=0)]
    terms: tuple[tuple[Line, int], ...]
    unplaced: tuple[Name, ...]
    mandatory_unplaced: Annotated[int, Field(ge=0)]


class PanelSlots(Message):
    """How many inspections a meeting of the panel can consider, all programmes together.

    Attributes:
        panel: the panel's meeting.
        slots: how many.
    """

    panel: Name
    slots: Annotated[int, Field(ge=0, le=1_000)]


class PlanContent(Message):
    """A plan on the record, with what it is a plan of and what the checker says of it.

    Attributes:
        digest: the plan's digest, by which people name it.
        plan: the plan.
        document: the digest of the file that holds what it is a plan of: the tables of the year.
        slots: what it comes to in days, by inspection.
        found: what the checker found.
        panels: the slots of the meetings to which its inspections go, by the tables; empty in a plan from before they
            were noted with it.
    """

    digest: Digest
    plan: Plan
    document: Digest
    slots: Annotated[tuple[Slot, ...], Field(max_length=MOST_INSPECTIONS)]
    found: Found
    panels: Annotated[tuple[PanelSlots, ...], Field(max_length=1_000)]

    def slot(self, inspection: str) -> Slot | None:
        """The place of an inspection; None if it has none."""
        return next((each for each in self.slots if each.inspection == inspection), None)


class Change(Message):
    """What another plan means for one inspection.

    Attributes:
        inspection: which inspection.
        was: its place before; None where it had none.
        now: its place from now on; None where it has none.
    """

    inspection: Opaque
    was: Slot | None
    now: Slot | None

    @property
    def staff(self) -> tuple[str, ...]:
        """The streams of all whom it touches: those on either team, if dates move; else those who come and go."""
        before = self.was.staff if self.was else ()
        after = self.now.staff if self.now else ()
        if self.was and self.now and _days(self.was) == _days(self.now):
            mine = set(self.was.team) ^ set(self.now.team)
            changed = {staff_stream(each.person) for each in mine}
            return tuple(each for each in dict.fromkeys((*before, *after)) if each in changed)
        return tuple(dict.fromkeys((*before, *after)))


def _days(slot: Slot) -> tuple[object, ...]:
    return (
        slot.announce_on,
        slot.fieldwork_from,
        slot.fieldwork_to,
        slot.panel,
        slot.panel_week,
        slot.publish_on,
    )
