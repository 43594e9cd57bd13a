"""How each event changes where a meeting stands. Nothing is decided here and nothing is refused."""

from dataclasses import replace
from types import MappingProxyType
from typing import Any, assert_never

from domain.canonical import canonical, sha256_hex
from domain.messages import Event
from domain.panels import events as e
from domain.panels.state import Item, Minutes, Panel, minutes_digest

__all__ = ["evolve"]


def evolve(state: Panel, event: e.PanelEvent) -> Panel:
    """Fold one event into the state."""
    if isinstance(event, e.ConveningEvent):
        return _convening(state, event)
    if isinstance(event, e.MeetingEvent):
        return _meeting(_told(state, event), event)
    if isinstance(event, e.ItemEvent):
        return _item(_told(state, event), event)
    return _minutes(state, event)


def _told(state: Panel, event: Event) -> Panel:
    """With one more thing that the minutes must tell of."""
    said = {"before": state.proceedings, "event": event.name, "said": event.model_dump(mode="json")}
    return replace(state, proceedings=sha256_hex(canonical(said)))


def _convening(state: Panel, event: e.ConveningEvent) -> Panel:
    match event:
        case e.PanelConvened():
            return replace(
                state,
                convened=event,
                members=event.members,
                chair=event.chair,
                deputising=event.deputising,
                items=MappingProxyType({each.inspection: _listed(each) for each in event.agenda}),
                notices=("meeting",) if event.notify else (),
            )
        case e.MemberInvited():
            return replace(state, members=(*state.members, event.member))
        case e.ItemTabled():
            return _with(state, _listed(event.item))
        case e.ItemRemoved():
            kept = {code: each for code, each in state.items.items() if code != event.inspection}
            return replace(state, items=MappingProxyType(kept))
        case e.AgendaArranged():
            return replace(
                state,
                items=MappingProxyType(
                    {
                        each.inspection: replace(
                            state.items[each.inspection], starts_at=each.starts_at, minutes=each.minutes
                        )
                        for each in event.items
                    }
                ),
            )
        case e.PackIssued():
            return _changed(state, event.inspection, pack=event, papers_due=None)
        case e.PapersOverdue():
            owing = _changed(state, event.inspection, papers_due=None)
            return replace(owing, notices=(*owing.notices, f"papers-overdue-{event.inspection}"))
        case e.PanelCalledOff():
            told = ("called-off",) if state.convened and state.convened.notify else ()
            off = replace(state, called_off=True, notices=(*state.notices, *told))
            return replace(off, items=_without_dates(off))
        case e.PanelNoticeSent():
            return replace(state, notices=tuple(each for each in state.notices if each != event.notice))
        case _:
            assert_never(event)


def _meeting(state: Panel, event: e.MeetingEvent) -> Panel:
    match event:
        case e.PanelOpened():
            return replace(state, opened=True, present=event.present, items=_without_dates(state))
        case e.MemberArrived():
            return replace(state, present=(*state.present, event.member))
        case e.MemberLeft():
            return replace(state, present=tuple(each for each in state.present if each != event.member))
        case e.ChairTaken():
            return replace(state, chair=event.chair, deputising=event.deputising)
        case e.PanelClosed():
            closed = replace(state, closed=True, minutes_due=event.minutes_due)
            return closed if event.minutes is None else _written(closed, event.minutes)
        case _:
            assert_never(event)


def _item(state: Panel, event: e.ItemEvent) -> Panel:
    match event:
        case e.MemberRecused():
            recused = {**_of(state, event.inspection).recused, event.member: event.ground}
            return _changed(state, event.inspection, recused=MappingProxyType(recused))
        case e.InspectionConsidered():
            decided = _changed(
                state, event.inspection, outcome="decided", decision=event.decision, dissenting=()
            )
            return replace(decided, considered=(*state.considered, event.inspection))
        case e.ItemDeferred():
            return _changed(state, event.inspection, outcome="deferred")
        case e.ItemRetabled():
            return _changed(state, event.inspection, outcome="listed", decision=None, dissenting=())
        case e.DissentRecorded():
            dissenting = (*_of(state, event.inspection).dissenting, event.member)
            return _changed(state, event.inspection, dissenting=dissenting)
        case _:
            assert_never(event)


def _minutes(state: Panel, event: e.MinutesEvent) -> Panel:
    match event:
        case e.MinutesDrafted() | e.MinutesCorrected():
            return _written(state, event.text)
        case e.MinutesApproved():
            assert state.written is not None, "the record has minutes approved before they were drafted"
            return replace(state, written=replace(state.written, approved_by=event.chair), minutes_due=None)
        case e.MinutesOverdue():
            return replace(state, minutes_due=None, notices=(*state.notices, "minutes-overdue"))
        case _:
            assert_never(event)


def _listed(item: e.AgendaItem) -> Item:
    return Item(item.inspection, papers_due=item.papers_due, deferred_from=item.deferred_from)


def _of(state: Panel, inspection: str) -> Item:
    """An item; one that a meeting decided without having it on its agenda was never recorded, but is still read."""
    return state.items.get(inspection) or Item(inspection)


def _with(state: Panel, item: Item) -> Panel:
    return replace(state, items=MappingProxyType({**state.items, item.inspection: item}))


def _changed(state: Panel, inspection: str, **changes: Any) -> Panel:
    return _with(state, replace(_of(state, inspection), **changes))


def _without_dates(state: Panel) -> MappingProxyType[str, Item]:
    """Papers that did not come before the meeting are waited for no longer."""
    return MappingProxyType({code: replace(each, papers_due=None) for code, each in state.items.items()})


def _written(state: Panel, text: str) -> Panel:
    return replace(state, written=Minutes(text, minutes_digest(text, state.proceedings)))
