"""What changes while an inspection is under way, and where the inspection stands after it."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import assert_never

from domain.inspections import events as e
from domain.inspections.folding.publication import checked
from domain.inspections.folding.sharing import succession_code
from domain.inspections.folding.tables import later, put
from domain.inspections.report.state import Challenge, Report
from domain.inspections.state import Evidence, Inspection

__all__ = ["fold"]


def fold(state: Inspection, event: e.ChangeEvent) -> Inspection:
    """Fold a change of days, people or providers."""
    match event:
        case e.LeadChanged():
            return replace(
                state,
                announced=state.known.with_(lead=event.lead),
                leads_before=state.leads_before | {event.was},
                deadlines=later(state.deadlines, event.deadlines),
            )
        case e.FieldworkMoved():
            days = {"fieldwork_from": event.fieldwork_from, "fieldwork_to": event.fieldwork_to}
            return replace(
                state,
                announced=state.known.with_(**days),
                notices=put(state.notices, f"fieldwork-moved-{state.version}", "fieldwork-moved"),
            )
        case e.TeamSet():
            return replace(state, team=event.team)
        case e.PanelPlanned():
            return replace(state, planned=event)
        case e.ProviderFollowed():
            told = {succession_code(each.provider, event): event for each in event.parts}
            after = replace(
                state,
                announced=_followed(state.known, event),
                evidence=_asked_of_now(state, event),
                challenges=_raised_by_now(state, event),
                report=_said_by_now(state.known, state.report, event),
                followed=_followed_by_now(state, event),
                deadlines=later(state.deadlines, event.deadlines),
                notices=MappingProxyType({**state.notices, **dict.fromkeys(told, "succession")}),
                successions=MappingProxyType({**state.successions, **told}),
                gone_on=MappingProxyType(
                    {**state.gone_on, state.version: tuple(each.provider for each in event.parts)}
                ),
            )
            return _over_if_all_have_said(after)
        case _:
            assert_never(event)


def _asked_of_now(state: Inspection, event: e.ProviderFollowed) -> Mapping[str, Evidence]:
    """What was asked of the provider that was is asked of the one that it is now; of several parts, of the first."""
    items = {
        code: replace(each, item=each.item.with_(provider=event.provider))
        for code, each in state.evidence.items()
        if each.item.provider == event.was
    }
    return MappingProxyType({**state.evidence, **items})


def _raised_by_now(state: Inspection, event: e.ProviderFollowed) -> Mapping[str, Challenge]:
    """The points of the provider that was are those of the one that it is now; of several parts, of the first."""
    points = {
        code: replace(each, provider=event.provider)
        for code, each in state.challenges.items()
        if each.provider == event.was
    }
    return MappingProxyType({**state.challenges, **points})


def _said_by_now(
    known: e.InspectionAnnounced, report: Report | None, event: e.ProviderFollowed
) -> Report | None:
    """Where the provider that was had no further points, neither has any that took its place.

    One that was inspected here before speaks for itself: the other's part of the window is over.
    """
    if report is None or event.was not in report.no_more:
        return report
    now = (each.provider for each in _arriving(known, event))
    return replace(report, no_more=report.no_more - {event.was} | {*now})


def _arriving(known: e.InspectionAnnounced, event: e.ProviderFollowed) -> tuple[e.Inspected, ...]:
    """Those in the place of the provider that was, but for any inspected already: with it two parts become one."""
    here = set(known.providers) - {event.was}
    return tuple(each for each in event.parts if each.provider not in here)


def _over_if_all_have_said(state: Inspection) -> Inspection:
    """With the window for points of factual accuracy over, where nobody is left who could raise any."""
    report = state.report
    waiting = report is not None and report.sent is not None and not report.checked
    return checked(state) if waiting and not state.still_checking else state


def _followed_by_now(state: Inspection, event: e.ProviderFollowed) -> Mapping[str, tuple[str, ...]]:
    """Who has whose place: whoever was followed by the provider that was is followed by those that it is now."""
    if event.was == event.provider:
        return state.followed
    parts = tuple(each.provider for each in event.parts)
    return MappingProxyType(
        {code: _with_parts(now, event.was, parts) for code, now in state.followed.items()}
        | {event.was: parts}
    )


def _with_parts(now: tuple[str, ...], was: str, parts: tuple[str, ...]) -> tuple[str, ...]:
    several = (parts if each == was else (each,) for each in now)
    return tuple(dict.fromkeys(each for some in several for each in some))


def _followed(known: e.InspectionAnnounced, event: e.ProviderFollowed) -> e.InspectionAnnounced:
    """The announcement with the provider, or the parts, as they are now in the place of the one that it was."""
    arriving = _arriving(known, event)
    first = e.Inspected(provider=known.provider, provider_name=known.provider_name)
    now, *others = (
        one
        for each in (first, *known.others)
        for one in (arriving if each.provider == event.was else (each,))
    )
    return known.with_(provider=now.provider, provider_name=now.provider_name, others=tuple(others))
