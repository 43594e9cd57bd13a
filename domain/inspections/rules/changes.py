"""What may change while an inspection is under way, and what that does to its dates."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from domain.dated_rules.library import Library
from domain.decider import Decided, rule
from domain.given import Given
from domain.inspections.commands import ChangeLead, FollowProvider, MoveFieldwork, SetTeam
from domain.inspections.events import FieldworkMoved, LeadChanged, ProviderFollowed, TeamMember, TeamSet
from domain.inspections.rules.common import bad_fieldwork, protocol_of
from domain.inspections.stages import IN_PROGRESS, Stage
from domain.inspections.state import Inspection
from domain.providers.provider import Provider
from domain.refusals import Refusal
from domain.replacing import Standing
from domain.streams import provider_stream

__all__ = ["RULES"]

_UNDER_WAY = (*IN_PROGRESS, Stage.DEFERRED)

_OWN = frozenset(stage.value for stage in IN_PROGRESS)
"""The deadlines that the inspectorate keeps. The provider's do not move because somebody else's inspector is away."""


def _led(state: Inspection, _asked: Mapping[str, Any]) -> Standing:
    return {"led_by": state.known.lead}


@rule(
    ChangeLead,
    stages=_UNDER_WAY,
    events=[LeadChanged],
    refusals=["leads-already", "calendar-exhausted"],
    replaces=_led,
)
def change_lead(state: Inspection, command: ChangeLead, given: Given) -> Decided:
    """Gives the inspection to another lead; its own running deadlines move by the working days lost, no others."""
    if command.lead == state.known.lead:
        return Refusal("leads-already", f"{command.lead} leads this inspection already.")
    return (
        LeadChanged(
            was=state.known.lead,
            lead=command.lead,
            why=command.why,
            changed_on=given.today,
            deadlines=_later(state, command.lost, given, only=_OWN),
        ),
    )


def _days(state: Inspection, _asked: Mapping[str, Any]) -> Standing:
    known = state.known
    return {
        "fieldwork_from": known.fieldwork_from.isoformat(),
        "fieldwork_to": known.fieldwork_to.isoformat(),
    }


@rule(
    MoveFieldwork,
    stages=[Stage.ANNOUNCEMENT, Stage.EVIDENCE_REQUEST],
    events=[FieldworkMoved],
    refusals=[
        "date-in-past",
        "dates-reversed",
        "not-a-working-day",
        "notice-too-short",
        "calendar-exhausted",
    ],
    replaces=_days,
)
def move_fieldwork(state: Inspection, command: MoveFieldwork, given: Given) -> Decided:
    """Moves the announced days of fieldwork; an earlier day keeps the notice that the kind gives, from today."""
    known = state.known
    first, last = command.fieldwork_from, command.fieldwork_to
    if (first, last) == (known.fieldwork_from, known.fieldwork_to):
        return ()
    notice = protocol_of(state, given).days("notice") if first < known.fieldwork_from else 0
    return bad_fieldwork(first, last, notice, given) or (
        FieldworkMoved(
            was_from=known.fieldwork_from,
            was_to=known.fieldwork_to,
            fieldwork_from=first,
            fieldwork_to=last,
            reason=command.reason,
        ),
    )


def _team(state: Inspection, _asked: Mapping[str, Any]) -> Standing:
    return {
        f"{role}s": [each.person for each in state.team if each.role == role]
        for role in dict.fromkeys(each.role for each in state.team)
    }


@rule(
    SetTeam,
    stages=_UNDER_WAY,
    events=[TeamSet],
    refusals=["listed-twice", "leads-already"],
    replaces=_team,
)
def set_team(state: Inspection, command: SetTeam, _given: Given) -> Decided:
    """Settles who is on the team besides the lead; the same team again is no news."""
    named = (*command.inspectors, *command.assistants)
    if len(set(named)) != len(named):
        return Refusal("listed-twice", "Somebody is on the team twice; name each person once, in one role.")
    if state.known.lead in named:
        said = f"{state.known.lead} leads this inspection, and is on its team by that"
        return Refusal("leads-already", f"{said}; name the others alone.")
    team = (
        *(TeamMember(person=each, role="inspector") for each in command.inspectors),
        *(TeamMember(person=each, role="assistant") for each in command.assistants),
    )
    if team == state.team:
        return ()
    return (TeamSet(team=team, programme=None, reason=command.reason),)


def _both(_state: Inspection, command: FollowProvider, _library: Library) -> tuple[str, ...]:
    named = (command.provider, command.successor)
    return tuple(dict.fromkeys(provider_stream(each) for each in named if each is not None))


@rule(
    FollowProvider,
    stages=_UNDER_WAY,
    events=[ProviderFollowed],
    refusals=["not-inspected", "not-its-successor", "inspected-already", "same-name", "calendar-exhausted"],
    reads=_both,
)
def follow_provider(state: Inspection, command: FollowProvider, given: Given) -> Decided:
    """Goes on under a provider's new name, or with the one that took its place; the announcement stays as it was."""
    if command.provider not in state.known.providers:
        inspected = ", ".join(state.known.providers)
        return Refusal("not-inspected", f"{command.provider} is not inspected here; inspected: {inspected}.")
    before: Provider = given.seen[provider_stream(command.provider)]
    now_called = command.successor or command.provider
    after: Provider = given.seen[provider_stream(now_called)]
    if command.successor is not None:
        if command.successor not in before.successors:
            known = ", ".join(before.successors) or "nobody"
            return Refusal(
                "not-its-successor",
                f"{command.successor} did not take the place of {command.provider}; who did: {known}.",
            )
        if command.successor in state.known.providers:
            return Refusal("inspected-already", f"{command.successor} is inspected here already.")
    elif after.title == state.name_of(command.provider):
        return Refusal("same-name", f"{command.provider} still has the name under which it is inspected.")
    return (
        ProviderFollowed(
            was=command.provider,
            provider=now_called,
            provider_name=after.title,
            reason=command.reason,
            followed_on=given.today,
            deadlines=_later(state, command.lost, given),
        ),
    )


def _later(
    state: Inspection, lost: int, given: Given, only: frozenset[str] | None = None
) -> tuple[tuple[str, date], ...]:
    """The running deadlines that have not passed, each later by some working days."""
    if not lost:
        return ()
    return tuple(
        (code, given.calendar.after(running.due, lost))
        for code, running in sorted(state.deadlines.items())
        if (only is None or code in only) and given.at < running.passes_at
    )


RULES = (change_lead, move_fieldwork, set_team, follow_provider)
