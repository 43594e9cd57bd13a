"""Calling a meeting: its members, its chair, its agenda and its papers (004 §4.17)."""

from collections.abc import Mapping
from typing import Any

from domain.dated_rules.library import Library
from domain.decider import Decided, rule
from domain.given import Given
from domain.inspections.bound import bound_of
from domain.inspections.state import Inspection
from domain.panels.commands import (
    ArrangeAgenda,
    CallOffPanel,
    ConvenePanel,
    InviteMember,
    IssuePack,
    RemoveItem,
    TableItem,
)
from domain.panels.events import (
    AgendaArranged,
    ItemDeferred,
    ItemRemoved,
    ItemTabled,
    MemberInvited,
    PackIssued,
    PanelCalledOff,
    PanelConvened,
)
from domain.panels.papers import last_day_for_papers
from domain.panels.rules.common import agenda_item, deputy_of, item_of, must_be_to_come, panel_rule, shortest
from domain.panels.state import Panel
from domain.refusals import Refusal
from domain.replacing import Standing
from domain.streams import inspection_stream, panel_stream, room_stream
from domain.text import counted
from domain.working_days import in_words

__all__ = ["RULES"]


def _called(_state: Panel, command: ConvenePanel, _library: Library) -> tuple[str, ...]:
    return tuple(inspection_stream(inspection) for inspection in command.agenda)


@rule(
    ConvenePanel,
    events=[PanelConvened],
    refusals=[
        "panel-exists",
        "date-in-past",
        "chair-not-invited",
        "deputy-unclear",
        "listed-twice",
        "unknown-inspection",
        "inspection-over",
        "no-panel",
        "calendar-exhausted",
    ],
    reads=_called,
)
def convene_panel(state: Panel, command: ConvenePanel, given: Given) -> Decided:
    """Calls a meeting with a chair, members and an agenda; its papers are due as the kinds on the agenda say."""
    if state.convened is not None:
        return Refusal("panel-exists", f"The panel {command.panel} has been convened already.")
    if command.meets_on < given.today:
        return Refusal("date-in-past", f"The panel cannot meet on {command.meets_on}: that day is over.")
    if command.chair not in command.members:
        return Refusal("chair-not-invited", "The chair must be one of the members.")
    for named in (command.members, command.agenda):
        if len(set(named)) != len(named):
            return Refusal("listed-twice", "A member or an inspection is listed twice.")
    agenda = tuple(agenda_item(each, command.meets_on, given) for each in command.agenda)
    kinds = [panel_rule(given.seen[inspection_stream(each)], given) for each in command.agenda]
    return (
        PanelConvened(
            meets_on=command.meets_on,
            chair=command.chair,
            members=command.members,
            agenda=agenda,
            deputising=deputy_of(command.in_place_of, command.why),
            minutes_days=shortest(each.minutes_days for each in kinds),
        ),
    )


@rule(
    InviteMember,
    events=[MemberInvited],
    refusals=["unknown-panel", "panel-called-off", "panel-closed"],
)
def invite_member(state: Panel, command: InviteMember, _given: Given) -> Decided:
    """Invites somebody more to a meeting that is not over."""
    if state.closed:
        return Refusal("panel-closed", f"The panel {command.panel} is over.")
    if not state.sitting:
        must_be_to_come(state, command.panel)
    return () if command.member in state.members else (MemberInvited(member=command.member),)


def _tabled(_state: Panel, command: TableItem, _library: Library) -> tuple[str, ...]:
    before = (panel_stream(command.deferred_from),) if command.deferred_from else ()
    return (inspection_stream(command.inspection), *before)


_NOT_TO_COME = ["unknown-panel", "panel-called-off", "panel-already-open"]


@rule(
    TableItem,
    events=[ItemTabled],
    refusals=[
        *_NOT_TO_COME,
        "on-agenda",
        "unknown-inspection",
        "inspection-over",
        "no-panel",
        "not-deferred",
        "calendar-exhausted",
    ],
    reads=_tabled,
)
def table_item(state: Panel, command: TableItem, given: Given) -> Decided:
    """Puts one more inspection on the agenda, or one that another meeting put off."""
    must_be_to_come(state, command.panel)
    assert state.convened is not None
    if command.inspection in state.items:
        return Refusal("on-agenda", f"{command.inspection} is on the agenda already.")
    item = agenda_item(command.inspection, state.convened.meets_on, given, command.deferred_from)
    if command.deferred_from is not None:
        before: Panel = given.seen[panel_stream(command.deferred_from)]
        there = before.items.get(command.inspection)
        if there is None or there.outcome != "deferred":
            return Refusal(
                "not-deferred", f"The panel {command.deferred_from} did not put {command.inspection} off."
            )
    return (ItemTabled(item=item, reason=command.reason),)


@rule(
    RemoveItem,
    events=[ItemRemoved],
    refusals=[*_NOT_TO_COME, "not-on-agenda", "nothing-left"],
)
def remove_item(state: Panel, command: RemoveItem, _given: Given) -> Decided:
    """Takes an inspection off the agenda before the meeting opens, with the reason."""
    must_be_to_come(state, command.panel)
    item_of(state, command.panel, command.inspection)
    if len(state.items) == 1:
        return Refusal("nothing-left", "Nothing would be left on the agenda; call the meeting off instead.")
    return (ItemRemoved(inspection=command.inspection, reason=command.reason),)


def _agenda(state: Panel, _asked: Mapping[str, Any]) -> Standing:
    items = state.items.values()
    rows = [
        {"inspection": each.inspection, "starts_at": each.starts_at, "minutes": each.minutes}
        for each in items
    ]
    return {"items": rows}


@rule(
    ArrangeAgenda,
    events=[AgendaArranged],
    refusals=[*_NOT_TO_COME, "not-the-agenda", "times-reversed"],
    replaces=_agenda,
)
def arrange_agenda(state: Panel, command: ArrangeAgenda, _given: Given) -> Decided:
    """Puts the agenda in order, with times that do not run backwards."""
    must_be_to_come(state, command.panel)
    named = [each.inspection for each in command.items]
    if sorted(named) != sorted(state.agenda):
        return Refusal("not-the-agenda", f"Name each item once: {', '.join(state.agenda)}.")
    times = [each.starts_at for each in command.items if each.starts_at is not None]
    if times != sorted(set(times)):
        return Refusal("times-reversed", "An item would be taken before, or with, the one it follows.")
    return (AgendaArranged(items=command.items),)


def _item(_state: Panel, command: IssuePack, _library: Library) -> tuple[str, ...]:
    beside = (inspection_stream(other) for other, _ in command.beside)
    return (inspection_stream(command.inspection), room_stream(command.inspection), *beside)


@rule(
    IssuePack,
    events=[PackIssued],
    refusals=[
        "panel-over",
        "not-on-agenda",
        "item-not-listed",
        "nothing-proposed",
        "stale-pack",
        "calendar-exhausted",
        "reason-missing",
        "reason-idle",
    ],
    reads=_item,
)
def issue_pack(state: Panel, command: IssuePack, given: Given) -> Decided:
    """Issues the papers of an item; what they are about is recorded by digest, so that a change shows.

    Papers that leave members less time to read than the kind of inspection gives them say why.
    """
    if not (state.sitting or state.to_come):
        return Refusal("panel-over", f"The panel {command.panel} does not sit, and is not going to.")
    item = item_of(state, command.panel, command.inspection)
    if item.outcome != "listed":
        return Refusal("item-not-listed", f"{command.inspection} was {item.outcome} here already.")
    inspection: Inspection = given.seen[inspection_stream(command.inspection)]
    beside = [given.seen[inspection_stream(other)] for other, _ in command.beside]
    under = bound_of(inspection, given.seen[room_stream(command.inspection)], beside)
    if under is None:
        return Refusal("nothing-proposed", "No ratings have been proposed to the panel.")
    if under.derivation != command.derivation:
        return Refusal("stale-pack", "The ratings have changed since the pack was made; make it again.")
    if under.beside != tuple(sorted(command.beside)):
        return Refusal(
            "stale-pack",
            "A rating that the pack shows beside these has changed since it was made; make it again.",
        )
    if item.pack is not None and (item.pack.pack, item.pack.document) == (command.pack, command.page):
        return ()
    if refusal := _unreasoned(state, inspection, command, given):
        return refusal
    return (
        PackIssued(
            inspection=command.inspection,
            pack=command.pack,
            document=command.page,
            under=under,
            late_because=command.late_because,
        ),
    )


def _unreasoned(state: Panel, inspection: Inspection, command: IssuePack, given: Given) -> Refusal | None:
    """Why papers cannot be issued as they are: late without a reason, or in time with one."""
    rule_ = panel_rule(inspection, given)
    last = last_day_for_papers(state, rule_, given.calendar)
    late = given.today > last
    if late and command.late_because is None:
        return Refusal(
            "reason-missing",
            f"Members are to have the papers {counted(rule_.days_to_read, 'working day')} before the meeting, "
            f"by {in_words(last)}; say why these come later.",
        )
    if not late and command.late_because is not None:
        return Refusal("reason-idle", f"Papers are late only after {in_words(last)}; these need no reason.")
    return None


@rule(CallOffPanel, events=[PanelCalledOff, ItemDeferred], refusals=_NOT_TO_COME)
def call_off_panel(state: Panel, command: CallOffPanel, _given: Given) -> Decided:
    """Calls a meeting off that has not opened; its items wait for another."""
    must_be_to_come(state, command.panel)
    put_off = tuple(
        ItemDeferred(
            inspection=each.inspection, cause="called-off", reason=command.reason, to=None, present=()
        )
        for each in state.listed
    )
    return (*put_off, PanelCalledOff(reason=command.reason))


RULES = (
    convene_panel,
    invite_member,
    table_item,
    remove_item,
    arrange_agenda,
    issue_pack,
    call_off_panel,
)
