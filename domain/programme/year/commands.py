"""What may be asked of a year's programme until a plan is made: opening, what is known, the choice, the draw, pins."""

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from domain.messages import Command
from domain.programme.choice.rules import SelectionRule
from domain.programme.choice.services import Joint, Service
from domain.programme.problem import Name, Role
from domain.programme.year.terms import Area, Facts
from domain.providers.past import PastInspection, Source
from domain.streams import programme_stream
from domain.text import Line, Prose, Reference

__all__ = [
    "AddService",
    "DrawLots",
    "FreezeFrame",
    "LiftPin",
    "LoadHistory",
    "NoteBeaconValue",
    "NoteServices",
    "OpenProgramme",
    "ProgrammeOrder",
    "ProposeSelection",
    "RemoveService",
    "SetPin",
]


class ProgrammeOrder(Command):
    """A command about one year's programme.

    Attributes:
        programme: the programme, by its code.
    """

    programme: Reference

    @property
    def stream(self) -> str:
        """The programme."""
        return programme_stream(self.programme)


class OpenProgramme(ProgrammeOrder):
    """Open a year's programme, with the areas and the regions in which they lie.

    Attributes:
        title: what it is called.
        year: the year for which services are chosen.
        first_monday: the Monday of its first week.
        areas: the areas, as providers have them, each with its region.
        source: where they come from.
    """

    verb: ClassVar[str] = "open-programme"
    title: Line
    year: Annotated[int, Field(ge=1900, le=2200)]
    first_monday: date
    areas: Annotated[tuple[Area, ...], Field(min_length=1, max_length=5_000)]
    source: Source


class LoadHistory(ProgrammeOrder):
    """Load inspections from before Assay kept the record: all of them, or none.

    Attributes:
        past: the inspections.
        lines: the line of the source on which each stands.
        source: where they come from.
    """

    verb: ClassVar[str] = "load-history"
    past: Annotated[tuple[PastInspection, ...], Field(min_length=1, max_length=5_000)]
    lines: Annotated[tuple[int, ...], Field(max_length=5_000)]
    source: Source


class NoteServices(ProgrammeOrder):
    """Note what is known of services: risk scores with their evidence, day and author, and what else a rule asks.

    Attributes:
        services: what is known of each.
        source: where it comes from.
    """

    verb: ClassVar[str] = "note-services"
    services: Annotated[tuple[Facts, ...], Field(min_length=1, max_length=5_000)]
    source: Source


class ProposeSelection(ProgrammeOrder):
    """Select services by a rule, and record of every service why or why not.

    Attributes:
        rule: the rule.
        services: the services from which is chosen, as the record has them.
        joint: what room each inspectorate that joins has; none where nobody joins.
    """

    verb: ClassVar[str] = "propose-selection"
    rule: SelectionRule
    services: Annotated[tuple[Service, ...], Field(min_length=1, max_length=5_000)]
    joint: Annotated[tuple[Joint, ...], Field(max_length=100)] = ()


class FreezeFrame(ProgrammeOrder):
    """Freeze the frame of a draw, before anybody can know the seed.

    Attributes:
        rule: of which selection, by its rule.
        commitment: what has been committed to, and published.
        beacon: which public draw, yet to come, will make the seed.
        value_on: the day on which its numbers become known; it must be ahead.
        numbers: how many different numbers it gives.
        highest: the highest number that it can give; the lowest is 1.
    """

    verb: ClassVar[str] = "freeze-frame"
    rule: Name
    commitment: Line
    beacon: Line
    value_on: date
    numbers: Annotated[int, Field(ge=1, le=20)]
    highest: Annotated[int, Field(ge=2, le=1_000_000)]


class NoteBeaconValue(ProgrammeOrder):
    """Note what the public draw gave that was named when a frame was frozen; another person draws by it.

    Attributes:
        rule: of which selection, by its rule.
        value: its numbers, in any order.
    """

    verb: ClassVar[str] = "note-beacon-value"
    rule: Name
    value: Line


class DrawLots(ProgrammeOrder):
    """Draw from the frozen frame, by what the public draw gave; another person has noted it.

    Attributes:
        rule: of which selection, by its rule.
        value: its numbers, in any order.
    """

    verb: ClassVar[str] = "draw-lots"
    rule: Name
    value: Line


class RemoveService(ProgrammeOrder):
    """Take a selected service out of the programme.

    Attributes:
        service: which one.
        rule: of which selection, by its rule.
        reason: why.
    """

    verb: ClassVar[str] = "remove-service"
    service: Reference
    rule: Name
    reason: Prose


class AddService(ProgrammeOrder):
    """Put a service into the programme that was not selected, or put one back.

    Attributes:
        service: which one.
        rule: into which selection, by its rule.
        reason: why.
    """

    verb: ClassVar[str] = "add-service"
    service: Reference
    rule: Name
    reason: Prose


class SetPin(ProgrammeOrder):
    """Fix something that every plan must keep: the start of an inspection, somebody on its team, or its panel.

    Attributes:
        inspection: of which inspection.
        starts_on: a day of the week in which its fieldwork starts.
        person: somebody who is on its team, by their id.
        post: in which role they are on it.
        panel: the panel's meeting that it goes to.
        why: why.
    """

    verb: ClassVar[str] = "set-pin"
    inspection: Reference
    starts_on: date | None = None
    person: Name | None = None
    post: Role | None = None
    panel: Name | None = None
    why: Line


class LiftPin(ProgrammeOrder):
    """Fix something no more.

    Attributes:
        number: the pin, by its number.
        reason: why.
    """

    verb: ClassVar[str] = "lift-pin"
    number: int
    reason: Prose
