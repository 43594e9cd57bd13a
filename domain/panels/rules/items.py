"""What becomes of an item besides a decision: recusal, deferral, taking it up again, dissent (004 §4.17)."""

from domain.dated_rules.library import Library
from domain.decider import Decided, On, its_inspection, rule
from domain.given import Given
from domain.inspections.events import RatingsDecided
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.panels.commands import DeferItem, RecordDissent, RecuseMember, RetableItem
from domain.panels.events import (
    DissentRecorded,
    ItemDeferred,
    ItemRetabled,
    ItemTabled,
    MemberRecused,
)
from domain.panels.evolve import evolve
from domain.panels.rules.common import agenda_item, item_of, must_be_to_come, must_have_the_chair, must_sit
from domain.panels.rules.meeting import interests_in, left_to_decide
from domain.panels.separation import barred
from domain.panels.state import Item, Panel
from domain.refusals import Refusal, Refused
from domain.streams import inspection_stream, panel_stream, staff_stream

__all__ = ["RULES"]


@rule(
    RecuseMember,
    events=[MemberRecused, ItemDeferred],
    refusals=[
        "unknown-panel",
        "panel-called-off",
        "panel-closed",
        "not-on-agenda",
        "item-not-listed",
        "not-a-member",
    ],
    reads=its_inspection,
)
def recuse_member(state: Panel, command: RecuseMember, given: Given) -> Decided:
    """Notes that a member takes no part in deciding an item; if too few are left of those present, it is put off."""
    if state.closed:
        return Refusal("panel-closed", f"The panel {command.panel} is over.")
    if not state.sitting:
        must_be_to_come(state, command.panel)
    item = item_of(state, command.panel, command.inspection)
    if item.outcome != "listed":
        return Refusal("item-not-listed", f"{command.inspection} was {item.outcome} here already.")
    if command.member not in state.members:
        return Refusal("not-a-member", f"{command.member} was not invited to this panel.")
    if command.member in item.recused:
        return ()
    recused = MemberRecused(inspection=command.inspection, member=command.member, ground=command.ground)
    if not state.sitting:
        return (recused,)
    left, needed = left_to_decide(evolve(state, recused), item, state.present, given)
    before, _ = left_to_decide(state, item, state.present, given)
    if left >= needed or before < needed:
        return (recused,)
    reason = f"Of {len(state.present)} present, {left} may decide on it after this; {needed} are needed."
    put_off = ItemDeferred(
        inspection=command.inspection, cause="quorum", reason=reason, to=None, present=state.present
    )
    return (recused, put_off)


def _must_chair_it(state: Panel, item: Item, given: Given, what: str) -> None:
    """Refuse to steer an item to anybody but whoever has the chair, and to them where they take no part in it.

    Raises:
        Refused: ``not-the-chair`` or ``chair-barred``.
    """
    must_have_the_chair(state, given, what)
    inspection: Inspection = given.seen[inspection_stream(item.inspection)]
    interests = {each.member for each in interests_in(item, (state.chair,), given)}
    if barred(state, inspection, (state.chair,), interests=interests):
        raise Refused.because(
            "chair-barred", "Whoever has the chair takes no part in this item; let another member take it."
        )


def _deferring(state: Panel, command: DeferItem, _library: Library) -> tuple[str, ...]:
    to = (panel_stream(command.to),) if command.to else ()
    return (inspection_stream(command.inspection), staff_stream(state.chair), *to)


@rule(
    DeferItem,
    events=[ItemDeferred, ItemTabled],
    refusals=[
        "panel-not-sitting",
        "not-on-agenda",
        "item-not-listed",
        "not-the-chair",
        "chair-barred",
        "to-itself",
        "unknown-panel",
        "panel-called-off",
        "panel-already-open",
        "on-agenda",
        "inspection-over",
        "no-panel",
        "calendar-exhausted",
    ],
    reads=_deferring,
)
def defer_item(state: Panel, command: DeferItem, given: Given) -> Decided:
    """Puts an item off, to another meeting if one is called, with the reason; whoever chairs the item does so."""
    must_sit(state, command.panel)
    item = item_of(state, command.panel, command.inspection)
    if item.outcome != "listed":
        return Refusal("item-not-listed", f"{command.inspection} was {item.outcome} here already.")
    _must_chair_it(state, item, given, "Putting an item off is")
    put_off = ItemDeferred(
        inspection=command.inspection,
        cause="panel",
        reason=command.reason,
        to=command.to,
        present=state.present,
    )
    if command.to is None:
        return (put_off,)
    if command.to == command.panel:
        return Refusal("to-itself", "An item is put off to another meeting, or to none that is called yet.")
    other: Panel = given.seen[panel_stream(command.to)]
    must_be_to_come(other, command.to)
    assert other.convened is not None
    if command.inspection in other.items:
        return Refusal(
            "on-agenda", f"{command.inspection} is on the agenda of the panel {command.to} already."
        )
    tabled = agenda_item(command.inspection, other.convened.meets_on, given, command.panel)
    return (put_off, On(panel_stream(command.to), ItemTabled(item=tabled, reason=command.reason)))


def _retabling(state: Panel, command: RetableItem, _library: Library) -> tuple[str, ...]:
    people = dict.fromkeys((*state.present, state.chair))
    return (inspection_stream(command.inspection), *map(staff_stream, people))


@rule(
    RetableItem,
    events=[ItemRetabled, MemberRecused],
    refusals=["panel-not-sitting", "not-on-agenda", "not-the-chair", "chair-barred", "decision-stands"],
    reads=_retabling,
)
def retable_item(state: Panel, command: RetableItem, given: Given) -> Decided:
    """Takes up an item again that this meeting put off, or whose decision no longer stands.

    Whoever chairs the item does so, and the interests of those present are looked up again: some may have come in, or
    declared one, while it was not before the meeting.
    """
    must_sit(state, command.panel)
    item = item_of(state, command.panel, command.inspection)
    if item.outcome == "listed":
        return ()
    _must_chair_it(state, item, given, "Taking an item up again is")
    inspection: Inspection = given.seen[inspection_stream(command.inspection)]
    if item.outcome == "decided" and inspection.standing is not Stage.PANEL_REVIEW:
        return Refusal(
            "decision-stands", "The decision on it stands; it must be before the panel again first."
        )
    retabled = ItemRetabled(inspection=command.inspection, reason=command.reason)
    return (retabled, *interests_in(item, state.present, given))


@rule(
    RecordDissent,
    events=[DissentRecorded],
    refusals=["unknown-panel", "minutes-approved", "not-on-agenda", "not-decided", "took-no-part"],
    reads=its_inspection,
)
def record_dissent(state: Panel, command: RecordDissent, given: Given) -> Decided:
    """Notes that a member who took part in a decision does not agree with it, until the minutes are approved."""
    if state.convened is None:
        return Refusal("unknown-panel", f"The panel {command.panel} has not been convened.")
    if state.written is not None and state.written.approved_by is not None:
        return Refusal("minutes-approved", "The minutes of this meeting are approved.")
    item = item_of(state, command.panel, command.inspection)
    inspection: Inspection = given.seen[inspection_stream(command.inspection)]
    decided = inspection.decided
    if not isinstance(decided, RatingsDecided) or inspection.decision != item.decision:
        return Refusal("not-decided", f"No decision of this panel on {command.inspection} stands.")
    took_part = decided.sitting.deciding if decided.sitting else decided.present
    if command.member not in took_part:
        return Refusal("took-no-part", f"{command.member} did not take part in that decision.")
    if command.member in item.dissenting:
        return ()
    return (
        DissentRecorded(
            inspection=command.inspection,
            decision=str(item.decision),
            member=command.member,
            reason=command.reason,
        ),
    )


RULES = (recuse_member, defer_item, retable_item, record_dissent)
