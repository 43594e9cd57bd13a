"""Whether somebody would lead an inspection of a provider whose last inspection they led, by what the record says.

Who led it stands with the inspection, and with the provider or one that it has followed: in as many streams as there
are inspections. It is asked whenever a plan is put forward, accepted or published, or takes another's place.
"""

from collections.abc import Container, Iterable

from domain.programme.year.known import OnRecord
from domain.programme.year.plan_commands import AcceptPlan, ProposePlan, PublishProgramme, ReplanProgramme
from domain.programme.year.state import Programme
from domain.refusals import Refusal

__all__ = ["ACROSS_INSPECTIONS", "refused_for_leads"]

ACROSS_INSPECTIONS = (ProposePlan, ReplanProgramme, AcceptPlan, PublishProgramme)
"""The commands for which all providers and inspections are looked at."""

Planned = tuple[str, frozenset[str], tuple[str, ...]]
"""An inspection as it is planned: its code, who leads it, and whom it inspects."""


def refused_for_leads(
    command: ProposePlan | ReplanProgramme | AcceptPlan | PublishProgramme, state: Programme, record: OnRecord
) -> Refusal | None:
    """Why a plan cannot count, as somebody would lead again where they led the last time; None if nobody would.

    What has started goes by its own rules, and is not asked about again.

    Args:
        command: the command.
        state: the programme.
        record: the providers and the inspections on the record.
    """
    if isinstance(command, ProposePlan | ReplanProgramme):
        whom = {each.id: each.providers for each in command.problem.inspections}
        leads = {
            each.inspection: frozenset(one.person for one in each.team if one.role == "lead")
            for each in command.plan.placements
        }
        planned = [(code, leads[code], whom[code]) for code in leads if code in whom]
        return _led_before(planned, whom, state, record)
    content = state.plans.get(command.plan)
    if content is None:
        return None
    slots = [(each.inspection, frozenset((each.lead,)), each.providers) for each in content.slots]
    return _led_before(slots, {*content.found.unplaced, *(code for code, _, _ in slots)}, state, record)


def _led_before(
    planned: Iterable[Planned], year: Container[str], state: Programme, record: OnRecord
) -> Refusal | None:
    for code, leads, providers in planned:
        for provider in providers if code not in state.started else ():
            latest = record.latest(provider, year, state)
            if latest is not None and latest.lead in leads:
                said = f"{latest.lead}, planned as lead of {code}, led the last inspection of {provider}"
                return Refusal("led-last", f"{said} (H3); fill the tables from the record and plan anew.")
    return None
