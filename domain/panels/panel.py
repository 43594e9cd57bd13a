"""A ratings panel: one meeting that considers one or more inspections (004 §4.16-4.17)."""

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar, assert_never

from pydantic import Field

from domain.decider import Decided, Decider, rule, rules
from domain.given import Given
from domain.inspections.stages import Stage
from domain.library import Library
from domain.messages import Command, Event
from domain.refusals import Refusal
from domain.text import Digest, Opaque, Prose, Reference

__all__ = [
    "PANEL",
    "ClosePanel",
    "ConvenePanel",
    "InspectionConsidered",
    "OpenPanel",
    "Panel",
    "PanelClosed",
    "PanelCommand",
    "PanelConvened",
    "PanelEvent",
    "PanelOpened",
]


class PanelOrder(Command):
    """A command to one panel."""

    panel: Reference

    @property
    def stream(self) -> str:
        """The stream that is commanded."""
        return f"panel-{self.panel}"


class ConvenePanel(PanelOrder):
    """Call a meeting of the ratings panel.

    Attributes:
        meets_on: its day.
        chair: who takes the chair, opaque.
        members: everyone invited, the chair among them.
        agenda: the inspections to be considered.
    """

    verb: ClassVar[str] = "convene-panel"
    meets_on: date
    chair: Opaque
    members: tuple[Opaque, ...] = Field(min_length=1, max_length=50)
    agenda: tuple[Reference, ...] = Field(min_length=1, max_length=100)


class OpenPanel(PanelOrder):
    """Open the meeting and note who is present."""

    verb: ClassVar[str] = "open-panel"
    present: tuple[Opaque, ...] = Field(min_length=1, max_length=50)


class ClosePanel(PanelOrder):
    """Close the meeting with its minutes."""

    verb: ClassVar[str] = "close-panel"
    minutes: Prose


class PanelConvened(Event):
    """A meeting was called."""

    name: ClassVar[str] = "panel.convened.v1"
    meets_on: date
    chair: Opaque
    members: tuple[Opaque, ...]
    agenda: tuple[Reference, ...]


class PanelOpened(Event):
    """The meeting began; these were present."""

    name: ClassVar[str] = "panel.opened.v1"
    present: tuple[Opaque, ...]


class InspectionConsidered(Event):
    """The panel decided the ratings of an inspection.

    Attributes:
        inspection: which one.
        decision: the digest of the decision, which stands in full on the inspection's own stream.
    """

    name: ClassVar[str] = "panel.inspection-considered.v1"
    inspection: Reference
    decision: Digest


class PanelClosed(Event):
    """The meeting was over; its minutes."""

    name: ClassVar[str] = "panel.closed.v1"
    minutes: Prose


PanelCommand = ConvenePanel | OpenPanel | ClosePanel
PanelEvent = PanelConvened | PanelOpened | InspectionConsidered | PanelClosed


@dataclass(frozen=True, slots=True)
class Panel:
    """A meeting.

    Attributes:
        convened: how it was called; None if it was not.
        present: who is there, once it is open.
        considered: the inspections whose ratings it has decided, in order.
        closed: whether it is over.
    """

    convened: PanelConvened | None = None
    present: tuple[str, ...] = ()
    considered: tuple[str, ...] = ()
    closed: bool = False

    @property
    def sitting(self) -> bool:
        """Whether the meeting is open now."""
        return bool(self.present) and not self.closed


def _evolve(state: Panel, event: PanelEvent) -> Panel:
    match event:
        case PanelConvened():
            return replace(state, convened=event)
        case PanelOpened():
            return replace(state, present=event.present)
        case InspectionConsidered():
            return replace(state, considered=(*state.considered, event.inspection))
        case PanelClosed():
            return replace(state, closed=True)
        case _:
            assert_never(event)


def _agenda(_state: Panel, command: ConvenePanel, _library: Library) -> tuple[str, ...]:
    return tuple(f"inspection-{inspection}" for inspection in command.agenda)


@rule(
    ConvenePanel,
    events=[PanelConvened],
    refusals=[
        "panel-exists",
        "date-in-past",
        "chair-not-invited",
        "listed-twice",
        "unknown-inspection",
        "inspection-over",
    ],
    reads=_agenda,
)
def convene_panel(state: Panel, command: ConvenePanel, given: Given) -> Decided:
    """Calls a meeting with a chair, members and an agenda."""
    if state.convened is not None:
        return Refusal("panel-exists", f"The panel {command.panel} has been convened already.")
    if command.meets_on < given.today:
        return Refusal("date-in-past", f"The panel cannot meet on {command.meets_on}: that day is over.")
    if command.chair not in command.members:
        return Refusal("chair-not-invited", "The chair must be one of the members.")
    for named in (command.members, command.agenda):
        if len(set(named)) != len(named):
            return Refusal("listed-twice", "A member or an inspection is listed twice.")
    for inspection in command.agenda:
        standing = given.seen[f"inspection-{inspection}"].standing
        if standing is None:
            return Refusal("unknown-inspection", f"There is no inspection {inspection} to be considered.")
        if standing in (Stage.CLOSED, Stage.CANCELLED):
            return Refusal("inspection-over", f"The inspection {inspection} is {standing.value}.")
    return (
        PanelConvened(
            meets_on=command.meets_on, chair=command.chair, members=command.members, agenda=command.agenda
        ),
    )


@rule(
    OpenPanel,
    events=[PanelOpened],
    refusals=["unknown-panel", "panel-not-today", "panel-already-open", "chair-absent", "not-a-member"],
)
def open_panel(state: Panel, command: OpenPanel, given: Given) -> Decided:
    """Opens the meeting on its day and notes who is present."""
    if state.convened is None:
        return Refusal("unknown-panel", f"The panel {command.panel} has not been convened.")
    if state.present:
        return Refusal("panel-already-open", f"The panel {command.panel} has been opened already.")
    if given.today < state.convened.meets_on:
        return Refusal(
            "panel-not-today", f"The panel meets on {state.convened.meets_on}; it cannot be opened before."
        )
    if state.convened.chair not in command.present:
        return Refusal("chair-absent", "The panel cannot sit without its chair.")
    for member in command.present:
        if member not in state.convened.members:
            return Refusal("not-a-member", f"{member} was not invited to this panel.")
    return (PanelOpened(present=tuple(dict.fromkeys(command.present))),)


@rule(ClosePanel, events=[PanelClosed], refusals=["panel-not-sitting"])
def close_panel(state: Panel, command: ClosePanel, _given: Given) -> Decided:
    """Closes the meeting with its minutes."""
    if not state.sitting:
        return Refusal("panel-not-sitting", f"The panel {command.panel} is not sitting.")
    return (PanelClosed(minutes=command.minutes),)


PANEL = Decider(
    kind="panel", initial=Panel(), rules=rules([convene_panel, open_panel, close_panel]), evolve=_evolve
)
"""One meeting of a ratings panel."""
