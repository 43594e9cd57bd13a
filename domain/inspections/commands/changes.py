"""What may change while an inspection is under way: days of fieldwork, who leads it, its team, who the provider is."""

from datetime import date
from typing import ClassVar, Literal

from pydantic import Field

from domain.inspections.commands.order import InspectionOrder
from domain.text import Opaque, Prose, Reference

__all__ = ["ChangeLead", "FollowProvider", "MoveFieldwork", "SetTeam"]


class ChangeLead(InspectionOrder):
    """Give an inspection to another lead inspector.

    Attributes:
        lead: the new lead inspector's user id, such as os-1000.
        why: why, in a word: somebody who fell ill is unavailable; the record keeps nobody's health.
        lost: by how many working days the inspectorate's own running deadlines move; none if not given.
    """

    verb: ClassVar[str] = "change-lead"
    lead: Opaque
    why: Literal["unavailable", "conflict-of-interest", "other-work"]
    lost: int = Field(default=0, ge=0, le=250)


class SetTeam(InspectionOrder):
    """Settle who carries out an inspection with its lead: all of them, in the place of any team before.

    Attributes:
        inspectors: an inspector on the team, by user id; none for a lead who goes alone.
        assistants: an assistant on the team, by user id.
        reason: why the team is as it is.
    """

    verb: ClassVar[str] = "set-team"
    inspectors: tuple[Opaque, ...] = Field(default=(), max_length=100)
    assistants: tuple[Opaque, ...] = Field(default=(), max_length=100)
    reason: Prose


class MoveFieldwork(InspectionOrder):
    """Move the announced days of fieldwork that has not begun.

    Attributes:
        fieldwork_from: first day of fieldwork.
        fieldwork_to: last planned day of fieldwork.
        reason: why it is moved, and at whose wish.
    """

    verb: ClassVar[str] = "move-fieldwork"
    fieldwork_from: date
    fieldwork_to: date
    reason: Prose


class FollowProvider(InspectionOrder):
    """Go on with the provider as it is now: renamed, or the one or those that took the place of the one announced.

    Attributes:
        provider: whose name or place has changed, as the inspection has it.
        successor: the provider that took its place; left out where it was only renamed. Of several, the one that what
            is under way goes on with.
        also: a further part of a provider that was split, for a kind that looks at several.
        reason: why the inspection goes on there.
        lost: by how many working days every running deadline moves; none if not given.
    """

    verb: ClassVar[str] = "follow-succession"
    provider: Reference
    successor: Reference | None = None
    also: tuple[Reference, ...] = Field(default=(), max_length=50)
    reason: Prose
    lost: int = Field(default=0, ge=0, le=250)
