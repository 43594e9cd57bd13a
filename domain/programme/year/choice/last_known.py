"""Whether a choice is made of services as the record has them: when each was inspected last, and what follows from it.

It stands in as many streams as there are inspections, so it is worked out again from all of them when a choice is
recorded, whoever has put it together.
"""

from domain.programme.choice.services import Service
from domain.programme.year.choice.known import OnRecord, services_of
from domain.programme.year.commands import ProposeSelection
from domain.programme.year.state import Programme
from domain.refusals import Refusal, Refused

__all__ = ["refused_for_services"]


def refused_for_services(command: ProposeSelection, state: Programme, record: OnRecord) -> Refusal | None:
    """Why a choice cannot be recorded, as a service is not as the record has it; None if all are.

    Everybody is among the services who is of the same kind of provider as one of them: nobody is passed over by being
    left out. Visits that other inspectorates have announced stand in the tables of plans, and may be named besides
    those that the record knows.

    Args:
        command: the choice.
        state: the programme.
        record: the providers, the inspections and the programmes on the record.
    """
    kinds = {
        known.registered.kind
        for each in command.services
        if (known := record.providers.get(each.id)) is not None and known.registered is not None
    }
    try:
        found = services_of(state, record, kinds, command.rule)
    except Refused as refused:
        return refused.refusal
    given = {each.id: each for each in command.services}
    for each in found:
        if each.id not in given:
            return _otherwise(each.id, "it is of the same kind as the others, and is not among them")
        if wrong := _differs(each, given[each.id], tables=_with_tables(state, record)):
            return _otherwise(each.id, wrong)
    return None


def _with_tables(state: Programme, record: OnRecord) -> bool:
    """Whether any plan counts whose tables could name the visits of other inspectorates."""
    return state.accepted is not None or any(each.last is not None for each in record.others(state))


def _differs(known: Service, given: Service, *, tables: bool) -> str | None:
    """What is said of a service that the record has otherwise, a clause; None if nothing is."""
    if (known.last, known.ended_on) != (given.last, given.ended_on):
        on = f"was last inspected on {known.ended_on}" if known.ended_on else "has not been inspected yet"
        return f"by the record it {on}"
    if known.follow_up != given.follow_up:
        due = f"a follow-up is due ({known.follow_up})" if known.follow_up else "no follow-up is due"
        return f"by the record {due}"
    missing = [each for each in known.booked if each not in given.booked]
    if missing:
        return f"the record knows of a visit that is not counted: {missing[0]}"
    more = [each for each in given.booked if each not in known.booked]
    return f"the record knows of no such visit: {more[0]}" if more and not tables else None


def _otherwise(service: str, clause: str) -> Refusal:
    return Refusal("not-as-recorded", f"{service} is not as the record has it: {clause}; look again.")
