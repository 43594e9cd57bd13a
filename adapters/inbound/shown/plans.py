"""The action plans of an inspection: of a provider that is inspected alone, or of each of several."""

from collections.abc import Mapping

from adapters.inbound.services import Services
from domain.action_plans.plan import ActionPlan
from domain.inspections.state import Inspection
from domain.inspections.whose import now_of
from domain.streams import plan_in

__all__ = ["plan_asked_of", "plans_of", "several_plans"]


def several_plans(state: Inspection) -> bool:
    """Whether each of several providers has an action plan of its own, so that a command says whose it is about."""
    return any(plan_in(each)[1] is not None for each in state.plans)


def plans_of(services: Services, state: Inspection) -> Mapping[str, ActionPlan]:
    """The action plans of an inspection as they stand, by their streams; none where none was asked for.

    Raises:
        StoreFault: the record failed.
    """
    found = services.records.read(state.plans) if state.plans else {}
    return {stream: found[stream].state for stream in state.plans}


def plan_asked_of(services: Services, provider: str, state: Inspection) -> tuple[str | None, ActionPlan]:
    """The action plan that is a provider's by now; an empty one where none is.

    Args:
        services: the installation.
        provider: the provider's code.
        state: the inspection.

    Returns:
        As whose it was asked for, where each of several has one, else None; and the plan.

    Raises:
        StoreFault: the record failed.
    """
    its = [
        (plan_in(stream)[1], plan)
        for stream, plan in plans_of(services, state).items()
        if now_of(state, plan.provider) == provider
    ]
    # It has two where it took the place of another that was inspected with it: what is left to do comes first.
    left = [each for each in its if not each[1].followed_up]
    return next(iter((*left, *its)), (None, ActionPlan()))
