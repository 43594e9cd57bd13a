"""What may change while an inspection is under way, and what that does to its dates."""

from datetime import date

from domain.decider import Decided, rule
from domain.given import Given
from domain.inspections.commands import ChangeLead, FollowProvider
from domain.inspections.events import LeadChanged, ProviderFollowed
from domain.inspections.stages import IN_PROGRESS, Stage
from domain.inspections.state import Inspection
from domain.library import Library
from domain.providers.provider import Provider
from domain.refusals import Refusal

__all__ = ["RULES"]

_UNDER_WAY = (*IN_PROGRESS, Stage.DEFERRED)

_OWN = frozenset(stage.value for stage in IN_PROGRESS)
"""The deadlines that the inspectorate keeps. The provider's do not move because somebody else's inspector is away."""


@rule(
    ChangeLead,
    stages=_UNDER_WAY,
    events=[LeadChanged],
    refusals=["leads-already", "calendar-exhausted"],
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


def _both(_state: Inspection, command: FollowProvider, _library: Library) -> tuple[str, ...]:
    named = (command.provider, command.successor)
    return tuple(dict.fromkeys(f"provider-{each}" for each in named if each is not None))


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
    before: Provider = given.seen[f"provider-{command.provider}"]
    now_called = command.successor or command.provider
    after: Provider = given.seen[f"provider-{now_called}"]
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


RULES = (change_lead, follow_provider)
