"""A public draw that adds to a seed: two people look up what it gave, each by themselves."""

from domain.cases.lists.rules import CaseList
from domain.cases.sampling.public_draw import numbers_of
from domain.decider import Decided, rule
from domain.given import Given
from domain.inspections.commands import DrawFromList, NotePublicValue
from domain.inspections.events import PublicValueNoted
from domain.inspections.rules.cases.case_lists import list_that_stands, population_of
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.public_draw import not_confirmed
from domain.refusals import Refusal

__all__ = ["DRAWING", "RULES", "confirmed_by_another"]

DRAWING = (Stage.EVIDENCE_REQUEST, Stage.FIELDWORK)
"""The stages in which samples are drawn."""


def confirmed_by_another(
    state: Inspection, command: DrawFromList, value: str, on_record: CaseList, given: Given
) -> Refusal | None:
    """Why what a public draw gave is not confirmed: two people look it up, each by themselves."""
    assert on_record.closed is not None
    if on_record.closed.public_numbers is None:  # closed when anything could be said, and by anybody
        return None
    noted = state.public_values.get(command.population)
    stands = (noted.value, noted.by) if noted is not None and noted.list == command.list else None
    return not_confirmed(value, stands, given.actor.id)


@rule(
    NotePublicValue,
    stages=DRAWING,
    events=[PublicValueNoted],
    refusals=[
        *("unknown-population", "sample-drawn", "list-missing", "list-open", "too-early", "bad-public-value"),
        *("public-value-unwanted",),
    ],
    reads=list_that_stands,
)
def note_public_value(state: Inspection, command: NotePublicValue, given: Given) -> Decided:
    """Notes what the public draw gave that adds to the seed of a list; somebody else draws by it."""
    title = population_of(state, command.population, given).title.lower()
    if command.population in state.samples:
        return Refusal("sample-drawn", f"The sample of {title} has been drawn already.")
    listed = state.lists.get(command.population)
    if listed is None:
        return Refusal("list-missing", f"There is no list of {title} yet.")
    on_record: CaseList = given.seen[listed.list]
    closed = on_record.closed
    if closed is None:
        return Refusal("list-open", "The list is not closed yet, so no public draw was named.")
    numbers = numbers_of(closed)
    if numbers is None or closed.public_day is None:
        return Refusal("public-value-unwanted", "No public draw was named when the list was closed.")
    if given.today < closed.public_day:
        return Refusal("too-early", "The public draw that adds to the seed is yet to come.")
    value = numbers.of(command.value)
    return (
        PublicValueNoted(population=command.population, list=listed.list, value=value, by=given.actor.id),
    )


RULES = (note_public_value,)
