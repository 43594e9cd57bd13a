"""What becomes of an inspection whose provider has another name by now, or whose place another has taken."""

from collections.abc import Iterator

from domain.action_plans.common import dates_moved
from domain.action_plans.events import PlanProviderFollowed
from domain.action_plans.plan import ActionPlan
from domain.dated_rules.library import Library
from domain.decider import Decided, On, rule
from domain.given import Given
from domain.inspections.commands import FollowProvider
from domain.inspections.events import ProviderFollowed
from domain.inspections.rules.changes import later_deadlines
from domain.inspections.stages import IN_PROGRESS, Stage
from domain.inspections.state import Inspection
from domain.inspections.whose import now_of
from domain.providers.provider import Provider
from domain.refusals import Refusal
from domain.streams import provider_stream

__all__ = ["RULES"]


def _both(state: Inspection, command: FollowProvider, _library: Library) -> tuple[str, ...]:
    named = (command.provider, command.successor)
    return (*dict.fromkeys(provider_stream(each) for each in named if each is not None), *state.plans)


@rule(
    FollowProvider,
    stages=(*IN_PROGRESS, Stage.DEFERRED),
    events=[ProviderFollowed, PlanProviderFollowed],
    refusals=["not-inspected", "not-its-successor", "same-name", "calendar-exhausted"],
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
    elif after.title == state.name_of(command.provider):
        return Refusal("same-name", f"{command.provider} still has the name under which it is inspected.")
    return (
        ProviderFollowed(
            was=command.provider,
            provider=now_called,
            provider_name=after.title,
            reason=command.reason,
            followed_on=given.today,
            deadlines=later_deadlines(state, command.lost, given),
        ),
        *_its_plan(state, command, now_called, given),
    )


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
