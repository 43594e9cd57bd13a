"""What changes while an inspection is under way: its days of fieldwork, its lead and team, its panel, its provider."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from domain.inspections.events.course import Inspected
from domain.messages import Event, Message
from domain.text import Code, Line, Opaque, Prose, Reference

__all__ = [
    "ChangeEvent",
    "FieldworkMoved",
    "LeadChanged",
    "PanelPlanned",
    "ProviderFollowed",
    "TeamMember",
    "TeamSet",
]


class LeadChanged(Event):
    """The inspection was given to another lead inspector.

    Attributes:
        was: who led it before, opaque.
        lead: who leads it from now on, opaque.
        why: why, by a code that says nothing of anybody's health.
        changed_on: the day.
        deadlines: each of the inspectorate's running deadlines that moved, with its new date.
    """

    name: ClassVar[str] = "inspection.lead-changed.v1"
    was: Opaque
    lead: Opaque
    why: Literal["unavailable", "conflict-of-interest", "other-work"]
    changed_on: date
    deadlines: tuple[tuple[Code, date], ...]


class FieldworkMoved(Event):
    """The announced days of fieldwork were moved, before it began.

    Attributes:
        was_from: the first day as it was.
        was_to: the last day as it was.
        fieldwork_from: the first day of fieldwork from now on.
        fieldwork_to: its last planned day.
        reason: why.
    """

    name: ClassVar[str] = "inspection.fieldwork-moved.v1"
    was_from: date
    was_to: date
    fieldwork_from: date
    fieldwork_to: date
    reason: Prose


class TeamMember(Message):
    """Somebody on the team of an inspection besides its lead.

    Attributes:
        person: who, opaque.
        role: in which role.
    """

    person: Opaque
    role: Literal["inspector", "assistant"]


class TeamSet(Event):
    """It was settled who carries out the inspection with its lead: all of them, in the place of any team before.

    Attributes:
        team: everybody on the team but the lead; nobody where the lead carries it out alone.
        programme: the programme that has it so; None where somebody settled it for this inspection alone.
        reason: why it is so.
    """

    name: ClassVar[str] = "inspection.team-set.v1"
    team: Annotated[tuple[TeamMember, ...], Field(max_length=200)]
    programme: Reference | None
    reason: Prose


class PanelPlanned(Event):
    """The year's programme says to which meeting of the panel the inspection goes, and when it is published.

    That is a plan: what the meeting considers stands on its agenda, and publication is set when it comes to it.

    Attributes:
        programme: the programme.
        panel: the meeting, by its reference; None where the kind has no report.
        week: the Monday of the week in which it meets.
        publish_on: the day on which the report is to be published.
    """

    name: ClassVar[str] = "inspection.panel-planned.v1"
    programme: Reference
    panel: Line | None
    week: date | None
    publish_on: date | None


class ProviderFollowed(Event):
    """The inspection went on under a provider's new name, or with the one or those that took its place.

    Attributes:
        was: the provider as the inspection had it.
        provider: the one that it goes on with; the same where it was only renamed. What was under way is its own.
        provider_name: its name now.
        others: of a provider that was split, the further parts that it goes on with.
        left: the parts with which it does not go on.
        reason: why the inspection goes on there.
        followed_on: the day.
        deadlines: each running deadline that moved, with its new date.
    """

    name: ClassVar[str] = "inspection.provider-followed.v2"
    was: Reference
    provider: Reference
    provider_name: Line
    others: tuple[Inspected, ...]
    left: tuple[Inspected, ...]
    reason: Prose
    followed_on: date
    deadlines: tuple[tuple[Code, date], ...]

    @property
    def parts(self) -> tuple[Inspected, ...]:
        """All that it goes on with, the one that what was under way is gone to first."""
        return (Inspected(provider=self.provider, provider_name=self.provider_name), *self.others)


ChangeEvent = LeadChanged | FieldworkMoved | TeamSet | PanelPlanned | ProviderFollowed
