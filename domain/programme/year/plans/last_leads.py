"""Whether somebody would lead an inspection of a provider whose last inspection they led, by what the record says.

Who led it stands with the inspection, and with the provider or one that it has followed: in as many streams as there
are inspections. It is asked whenever a plan is put forward, accepted or published, or takes another's place, and again
when an inspection starts: months may lie between, and somebody may have led there since.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from domain.programme.year.choice.before import Before, last_of
from domain.programme.year.choice.known import OnRecord
from domain.programme.year.plan_commands import (
    AcceptPlan,
    ProposePlan,
    PublishProgramme,
    RecordInspectionStarted,
    ReplanProgramme,
    StartInspection,
)
from domain.programme.year.state import Programme
from domain.programme.year.terms import Slot
from domain.refusals import Refusal

__all__ = ["PLANS", "STARTS", "led_since", "on_record", "refused_for_leads"]

PLANS = (ProposePlan, ReplanProgramme, AcceptPlan, PublishProgramme)
"""The commands by which a plan comes to count."""
STARTS = (RecordInspectionStarted, StartInspection)
"""The commands by which an inspection starts."""
_LED_LAST = "led-last"
"""The code under which somebody does not lead where they led the last time."""

Planned = tuple[str, frozenset[str], tuple[str, ...], date]
"""An inspection as it is planned: its code, who leads it, whom it inspects, the first day of its fieldwork."""


def on_record(seen: Mapping[str, Any]) -> OnRecord:
    """What some streams tell of providers, announced inspections and programmes.

    Args:
        seen: where streams stand, by their names.
    """

    def of(kind: str) -> dict[str, Any]:
        return {each.removeprefix(kind): state for each, state in seen.items() if each.startswith(kind)}

    inspections = {code: each for code, each in of("inspection-").items() if each.announced is not None}
    return OnRecord(
        providers=of("provider-"),
        inspections=inspections,
        staff={},
        panels={},
        programmes=of("programme-"),
    )


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
        first_monday = command.problem.first_monday
        planned = [
            (
                each.inspection,
                frozenset(one.person for one in each.team if one.role == "lead"),
                whom[each.inspection],
                first_monday + timedelta(weeks=each.start),
            )
            for each in command.plan.placements
            if each.inspection in whom
        ]
        return _led_before(planned, whom, state, record)
    content = state.plans.get(command.plan)
    if content is None:
        return None
    slots = [
        (each.inspection, frozenset((each.lead,)), each.providers, each.fieldwork_from)
        for each in content.slots
    ]
    year = {*content.found.unplaced, *(each.inspection for each in content.slots)}
    return _led_before(slots, year, state, record)


def _led_before(
    planned: Iterable[Planned], year: Container[str], state: Programme, record: OnRecord
) -> Refusal | None:
    for code, leads, providers, first in planned:
        for provider in providers if code not in state.started else ():
            found = record.before(provider, year, state)
            for last in (last_of(found), last_of(_ahead_of(first, found))):
                if last is not None and last.lead in leads:
                    said = f"{last.lead}, planned as lead of {code}, led the last inspection of {provider}"
                    return Refusal(_LED_LAST, f"{said} (H3); fill the tables from the record and plan anew.")
    return None


def led_since(slot: Slot, state: Programme, record: OnRecord) -> Refusal | None:
    """Why an inspection cannot start with its lead, as they have led the one before it by now; None if they have not.

    Two inspections of a provider in one programme were weighed together when it was planned. One of them counts here
    only where somebody else than planned has come to lead it since.

    Args:
        slot: the inspection, as it is planned.
        state: the programme.
        record: the providers and the inspections on the record.
    """
    content = state.plan
    year = {*content.found.unplaced, *(each.inspection for each in content.slots)} if content else set()
    led_otherwise = {
        code
        for code, each in state.started.items()
        if code in record.inspections and record.inspections[code].known.lead != each.slot.lead
    }
    but = {slot.inspection, *(year - led_otherwise)}
    for provider in slot.providers:
        last = last_of(_ahead_of(slot.fieldwork_from, record.before(provider, but, state)))
        if last is not None and last.lead == slot.lead:
            said = f"{slot.lead}, planned as lead of {slot.inspection}, leads {last.inspection}"
            said = f"{said}, the inspection of {provider} before it (H3)"
            return Refusal(_LED_LAST, f"{said}; plan it with another lead.")
    return None


def _ahead_of(day: date, found: Iterable[Before]) -> Iterator[Before]:
    return (each for each in found if each.started_on < day)
