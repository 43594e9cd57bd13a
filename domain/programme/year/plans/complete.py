"""Whether a plan places all that it must: what is mandatory, what was selected, and what was published before."""

from collections.abc import Container

from domain.dated_rules.library import Library
from domain.programme.year.choice.taken_out import Planned, barred
from domain.programme.year.state import Programme
from domain.programme.year.terms import PlanContent, Slot
from domain.refusals import Refusal

__all__ = ["INCOMPLETE", "dropped", "incomplete", "unless_taken_out"]

INCOMPLETE = ("mandatory-unplaced", "service-left-out")
"""The codes under which a plan that leaves something out is neither accepted nor put in another's place."""


def incomplete(state: Programme, content: PlanContent) -> Refusal | None:
    """Why a plan may not count, as it has no place for something that leaves by a decision alone; None if it may.

    Whatever the tables call mandatory must have a place; so must every service that a rule or a person has selected,
    whatever the tables call it.

    Args:
        state: the programme.
        content: the plan.
    """
    if content.found.mandatory_unplaced:
        without = ", ".join(content.found.unplaced[: content.found.mandatory_unplaced])
        return Refusal("mandatory-unplaced", f"The plan has no place for what is mandatory: {without}.")
    placed = {service for slot in content.slots for service in slot.providers}
    for code, choice in sorted(state.selections.items()):
        for service in choice.selected:
            if service not in placed:
                said = f"{service} was selected by {code}, and the plan has no place for an inspection of it"
                return Refusal("service-left-out", f"{said}; it leaves by a decision alone.")
    return None


def unless_taken_out(state: Programme, library: Library) -> tuple[Slot, ...]:
    """The published inspections, but for those whose services were taken out of the programme.

    Args:
        state: the programme.
        library: the dated rules.
    """
    slots = state.plan.slots if state.plan else ()
    gone = {each.inspection for each in barred(state, Planned.of_slots(slots), library)}
    return tuple(each for each in slots if each.inspection not in gone)


def dropped(
    state: Programme, content: PlanContent, leaving: Container[str], library: Library
) -> Refusal | None:
    """Why a plan may not replace the published one, as an inspection would be gone without a word; None if it may.

    An inspection for which a service was selected that was taken out since leaves by that decision.

    Args:
        state: the programme, published.
        content: the new plan.
        leaving: the inspections that are said to leave.
        library: the dated rules.
    """
    placed = {each.inspection for each in content.slots}
    for slot in unless_taken_out(state, library):
        if slot.inspection not in placed and slot.inspection not in leaving:
            said = f"{slot.inspection} was published, and has no place in this plan"
            return Refusal("published-dropped", f"{said}; name it as leaving, or find it a place.")
    return None
