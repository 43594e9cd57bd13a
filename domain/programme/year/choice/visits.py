"""The visits of a provider in a year that the record knows of, all kinds together (004 §1.10, §5.5)."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import timedelta

from domain.inspections.state import Inspection
from domain.programme.choice.rules import SelectionRule
from domain.programme.problem import Problem
from domain.programme.year.choice.before import ProgrammeYear, to_come
from domain.programme.year.state import Programme
from domain.programme.year.terms import Slot

__all__ = ["booked"]


def booked(
    family: Collection[str],
    state: Programme,
    rule: SelectionRule,
    others: Iterable[Programme],
    inspections: Mapping[str, Inspection],
    tables: Iterable[Problem],
) -> tuple[str, ...]:
    """What a provider is visited for in the year of a programme, besides what a rule would choose it for.

    Args:
        family: the provider, and those whose places it has taken.
        state: the programme.
        rule: the rule that chooses; the inspections that it chose before are no others.
        others: the other programmes.
        inspections: every inspection that was announced, by reference.
        tables: the tables of this programme's plan and of the others', for what other inspectorates have announced.

    Returns:
        Each visit in a few words, those of other selections first.
    """
    year = ProgrammeYear(state.known.year, state.known.first_monday)
    own = {each.inspection: each for each in _slots(state) if _lives(each, inspections)}
    found = [f"selected by {each.id}" for each in _selecting(family, state, rule)]
    found += [
        f"{code} in this programme" for code, slot in own.items() if _is_another(slot, family, state, rule)
    ]
    for provider in family:
        for programme, planned in to_come(provider, others, inspections):
            if planned.inspection not in own and year.holds(planned.started_on, planned.ended_on):
                found.append(f"{planned.inspection} in the programme {programme.known.programme}")
    for reference, each in inspections.items():
        known = each.known
        ours = each.cancelled or reference in own or not set(family).intersection(known.providers)
        if not ours and year.holds(*each.fieldwork):
            found.append(f"{reference}, which has been announced")
    for problem in tables:
        for visit in problem.visits:
            first = problem.first_monday + timedelta(weeks=visit.weeks.first)
            last = problem.first_monday + timedelta(weeks=visit.weeks.last, days=6)
            if visit.provider in family and year.holds(first, last):
                found.append(f"{visit.who[:200]}, from {first.isoformat()}")
    return tuple(dict.fromkeys(found))


def _slots(state: Programme) -> tuple[Slot, ...]:
    """What this programme has planned, by its published plan or else by the accepted one, and what has started."""
    content = state.plan or (state.plans.get(state.accepted) if state.accepted else None)
    planned = content.slots if content is not None else ()
    codes = {each.inspection for each in planned}
    return (*planned, *(each.slot for code, each in state.started.items() if code not in codes))


def _lives(slot: Slot, inspections: Mapping[str, Inspection]) -> bool:
    announced = inspections.get(slot.inspection)
    return announced is None or not announced.cancelled


def _selecting(family: Collection[str], state: Programme, rule: SelectionRule) -> Iterator[SelectionRule]:
    """The other rules of this programme by which a provider is in it."""
    for each in state.selections.values():
        if each.proposed.rule.id != rule.id and set(family).intersection(each.selected):
            yield each.proposed.rule


def _is_another(slot: Slot, family: Collection[str], state: Programme, rule: SelectionRule) -> bool:
    """Whether a planned inspection is a visit that no selection of this programme accounts for."""
    return (
        not set(family).isdisjoint(slot.providers)
        and not _is_of(slot, rule)
        and not any(_is_of(slot, each) for each in _selecting(family, state, rule))
    )


def _is_of(slot: Slot, rule: SelectionRule) -> bool:
    return not rule.counts or slot.protocol in rule.counts
