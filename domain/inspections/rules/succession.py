"""What becomes of an inspection whose provider has another name by now, or whose place another has taken."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from domain.action_plans.common import dates_moved
from domain.action_plans.events import PlanProviderFollowed
from domain.action_plans.plan import ActionPlan
from domain.dated_rules.library import Library
from domain.decider import Decided, On, rule
from domain.given import Given
from domain.inspections.commands import FollowProvider
from domain.inspections.events import Inspected, ProviderFollowed
from domain.inspections.rules.changes import later_deadlines
from domain.inspections.rules.common import protocol_of
from domain.inspections.stages import IN_PROGRESS, Stage
from domain.inspections.state import Inspection
from domain.inspections.whose import now_of
from domain.providers.provider import Provider
from domain.refusals import Refusal
from domain.streams import provider_stream

__all__ = ["RULES"]


def _both(state: Inspection, command: FollowProvider, _library: Library) -> tuple[str, ...]:
    named = (command.provider, command.successor, *command.also)
    return (*dict.fromkeys(provider_stream(each) for each in named if each is not None), *state.plans)


def _parts(command: FollowProvider, seen: Mapping[str, Any]) -> tuple[str, ...]:
    """Whoever took the provider's place, as those with whom the inspection does not go on are said too."""
    before: Provider = seen[provider_stream(command.provider)]
    return tuple(map(provider_stream, before.successors))


@rule(
    FollowProvider,
    stages=(*IN_PROGRESS, Stage.DEFERRED),
    events=[ProviderFollowed, PlanProviderFollowed],
    refusals=[
        "not-inspected",
        "not-its-successor",
        "successor-missing",
        "listed-twice",
        "one-provider-only",
        "same-name",
        "calendar-exhausted",
    ],
    reads=_both,
    further=_parts,
)
def follow_provider(state: Inspection, command: FollowProvider, given: Given) -> Decided:
    """Goes on under a provider's new name, or with the one or those in its place; the announcement stays as it was."""
    if command.provider not in state.known.providers:
        inspected = ", ".join(state.known.providers)
        return Refusal("not-inspected", f"{command.provider} is not inspected here; inspected: {inspected}.")
    before: Provider = given.seen[provider_stream(command.provider)]
    now_called = command.successor or command.provider
    after: Provider = given.seen[provider_stream(now_called)]
    if (wrong := _not_its_parts(state, command, before, given)) is not None:
        return wrong
    if command.successor is None and after.title == state.name_of(command.provider):
        return Refusal("same-name", f"{command.provider} still has the name under which it is inspected.")
    parts = (command.successor, *command.also) if command.successor is not None else ()
    return (
        ProviderFollowed(
            was=command.provider,
            provider=now_called,
            provider_name=after.title,
            others=_named(command.also, given),
            left=_named((each for each in before.successors if each not in parts), given) if parts else (),
            reason=command.reason,
            followed_on=given.today,
            deadlines=later_deadlines(state, command.lost, given),
        ),
        *_its_plan(state, command, now_called, given),
    )


def _not_its_parts(
    state: Inspection, command: FollowProvider, before: Provider, given: Given
) -> Refusal | None:
    """Why an inspection cannot go on with those that are named in the place of the provider that was."""
    if command.successor is None:
        return (
            Refusal("successor-missing", "Name first the one that what is under way goes on with.")
            if command.also
            else None
        )
    parts = (command.successor, *command.also)
    for each in parts:
        if each not in before.successors:
            known = ", ".join(before.successors) or "nobody"
            return Refusal(
                "not-its-successor", f"{each} did not take the place of {command.provider}; who did: {known}."
            )
    if len(set(parts)) != len(parts):
        return Refusal("listed-twice", "A provider is named twice.")
    protocol = protocol_of(state, given)
    if command.also and protocol.whom in ("provider", "case"):
        return Refusal(
            "one-provider-only",
            f"{protocol.title} looks at one provider only; choose one, and the others are said on the record.",
        )
    return None


def _named(providers: Iterable[str], given: Given) -> tuple[Inspected, ...]:
    states: dict[str, Provider] = {each: given.seen[provider_stream(each)] for each in providers}
    return tuple(Inspected(provider=code, provider_name=each.title) for code, each in states.items())


def _its_plan(state: Inspection, command: FollowProvider, now_called: str, given: Given) -> Iterator[On]:
    """What follows for the provider's action plan, while there is something left of it: whose it is, and its dates."""
    for stream in state.plans:
        plan: ActionPlan = given.seen[stream]
        if plan.followed_up or now_of(state, plan.provider) != command.provider:
            continue
        moved = tuple(dates_moved(plan, command.lost, given))
        if moved or now_called != command.provider:
            yield On(stream, PlanProviderFollowed(was=command.provider, provider=now_called, moved=moved))


RULES = (follow_provider,)
