"""The meeting: who is there, who has the chair, and its close (004 §4.17)."""

from collections.abc import Iterable

from domain.decider import Decided, rule
from domain.given import Given
from domain.inspections.rules.common import protocol_of
from domain.inspections.state import Inspection
from domain.panels.commands import AttendPanel, ClosePanel, LeavePanel, OpenPanel, TakeChair
from domain.panels.events import (
    ChairTaken,
    ItemDeferred,
    MemberArrived,
    MemberLeft,
    MemberRecused,
    PanelClosed,
    PanelOpened,
)
from domain.panels.evolve import evolve
from domain.panels.rules.common import deputy_of, must_be_to_come, must_sit, people_and_agenda
from domain.panels.separation import able, barred, interested
from domain.panels.state import Item, Panel
from domain.refusals import Refusal
from domain.streams import inspection_stream, staff_stream

__all__ = ["RULES", "interests_in", "left_to_decide"]


@rule(
    OpenPanel,
    events=[PanelOpened, MemberRecused, ItemDeferred],
    refusals=[
        "unknown-panel",
        "panel-called-off",
        "panel-not-today",
        "panel-already-open",
        "chair-absent",
        "not-a-member",
    ],
    reads=people_and_agenda,
)
def open_panel(state: Panel, command: OpenPanel, given: Given) -> Decided:
    """Opens the meeting on its day and notes who is present, and whose interests bar them from an item.

    An item that too few of all invited may decide is put off at once.
    """
    must_be_to_come(state, command.panel)
    assert state.convened is not None
    if given.today < state.convened.meets_on:
        return Refusal(
            "panel-not-today", f"The panel meets on {state.convened.meets_on}; it cannot be opened before."
        )
    if state.chair not in command.present:
        return Refusal("chair-absent", "The panel cannot sit without its chair.")
    for member in command.present:
        if member not in state.members:
            return Refusal("not-a-member", f"{member} was not invited to this panel.")
    present = tuple(dict.fromkeys(command.present))
    found = _interests(state, present, given)
    return (PanelOpened(present=present), *found, *_hopeless(state, present, given))


def _interests(state: Panel, members: tuple[str, ...], given: Given) -> tuple[MemberRecused, ...]:
    """The interests of some members that are on the record, each for the items that it is an interest in."""
    return tuple(found for item in state.listed for found in interests_in(item, members, given))


def interests_in(item: Item, members: Iterable[str], given: Given) -> tuple[MemberRecused, ...]:
    """The interests that some members have in an item today by the staff record, as far as they are not noted yet."""
    members = tuple(members)
    inspection: Inspection = given.seen[inspection_stream(item.inspection)]
    staff = {each: given.seen[staff_stream(each)] for each in members}
    barring = interested(inspection, staff, given.today)
    return tuple(
        MemberRecused(inspection=item.inspection, member=each, ground="declared-interest")
        for each in members
        if each in barring and each not in item.recused
    )


def _hopeless(state: Panel, present: tuple[str, ...], given: Given) -> tuple[ItemDeferred, ...]:
    """The items that cannot be decided, whoever comes."""
    for event in _interests(state, state.members, given):
        state = evolve(state, event)
    put_off = []
    for item in state.listed:
        left, needed = left_to_decide(state, item, state.members, given)
        if left < needed <= len(state.members):
            reason = f"Of {len(state.members)} invited, {left} may decide on it; {needed} are needed."
            put_off.append(
                ItemDeferred(
                    inspection=item.inspection, cause="quorum", reason=reason, to=None, present=present
                )
            )
    return tuple(put_off)


def left_to_decide(state: Panel, item: Item, members: tuple[str, ...], given: Given) -> tuple[int, int]:
    """How many of some members may decide an item, and how many are needed.

    Who read the cases is not looked at here but when it is decided: no meeting could read every case of its agenda.
    """
    inspection: Inspection = given.seen[inspection_stream(item.inspection)]
    left = able(members, barred(state, inspection, members))
    return len(left), protocol_of(inspection, given).quorum


@rule(
    AttendPanel,
    events=[MemberArrived, MemberRecused],
    refusals=["panel-not-sitting", "not-a-member"],
    reads=people_and_agenda,
)
def attend_panel(state: Panel, command: AttendPanel, given: Given) -> Decided:
    """Notes that a member came in later, or came back; interests on the record are looked up again."""
    must_sit(state, command.panel)
    if command.member not in state.members:
        return Refusal("not-a-member", f"{command.member} was not invited to this panel.")
    if command.member in state.present:
        return ()
    return (MemberArrived(member=command.member), *_interests(state, (command.member,), given))


@rule(LeavePanel, events=[MemberLeft], refusals=["panel-not-sitting", "chair-absent"])
def leave_panel(state: Panel, command: LeavePanel, _given: Given) -> Decided:
    """Notes that a member left; the chair leaves only once somebody else has taken it."""
    must_sit(state, command.panel)
    if command.member not in state.present:
        return ()
    if command.member == state.chair:
        return Refusal("chair-absent", "The panel cannot sit without its chair: let another take it first.")
    return (MemberLeft(member=command.member),)


@rule(
    TakeChair,
    events=[ChairTaken],
    refusals=[
        "unknown-panel",
        "panel-called-off",
        "panel-closed",
        "not-a-member",
        "not-present",
        "deputy-unclear",
    ],
)
def take_chair(state: Panel, command: TakeChair, _given: Given) -> Decided:
    """Lets another member take the chair from now on; whoever was not convened for it says in whose place, and why."""
    if state.closed:
        return Refusal("panel-closed", f"The panel {command.panel} is over.")
    if not state.sitting:
        must_be_to_come(state, command.panel)
    if command.chair not in state.members:
        return Refusal("not-a-member", f"{command.chair} was not invited to this panel.")
    if state.sitting and command.chair not in state.present:
        return Refusal("not-present", f"{command.chair} is not present.")
    deputising = deputy_of(command.in_place_of, command.why)
    if deputising is None and state.convened is not None and command.chair != state.convened.chair:
        return Refusal(
            "deputy-unclear",
            f"The meeting was convened under {state.convened.chair}; a deputy says in whose place, and why.",
        )
    if (command.chair, deputising) == (state.chair, state.deputising):
        return ()
    return (ChairTaken(chair=command.chair, deputising=deputising),)


@rule(
    ClosePanel,
    events=[ItemDeferred, PanelClosed],
    refusals=["panel-not-sitting", "calendar-exhausted"],
)
def close_panel(state: Panel, command: ClosePanel, given: Given) -> Decided:
    """Closes the meeting; what was not reached is put off, and the minutes are due."""
    must_sit(state, command.panel)
    assert state.convened is not None
    days = state.convened.minutes_days
    due = None if days is None else given.calendar.after(given.today, days)
    put_off = tuple(
        ItemDeferred(
            inspection=each.inspection,
            cause="not-reached",
            reason="The meeting closed before it was reached.",
            to=None,
            present=state.present,
        )
        for each in state.listed
    )
    return (*put_off, PanelClosed(minutes=command.minutes, minutes_due=due))


RULES = (open_panel, attend_panel, leave_panel, take_chair, close_panel)
