"""The lists of cases: handing them in, and handing in a corrected one in place of a faulty one."""

from collections.abc import Iterator
from datetime import date

from domain.cases.events import CaseSetAside
from domain.cases.lists.events import CaseListHandedIn, CaseListReplaced
from domain.cases.lists.rules import CaseList
from domain.cases.second_reads.state import SecondReadSetAside
from domain.cases.streams import case_of, second_read_of
from domain.dated_rules.library import Library
from domain.decider import Decided, On, rule
from domain.given import Given
from domain.inspections.commands import AgreeToNewList, HandInCaseList, NotePublicValue, ReplaceCaseList
from domain.inspections.events import CaseListReceived, NewListAgreed, SampleDrawn, SampleWithdrawn
from domain.inspections.kinds.parts import Population
from domain.inspections.rules.cases.second_reads import reads_set_aside
from domain.inspections.rules.common import protocol_of
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.privacy.boxes import Category, Plain
from domain.privacy.subjects import SubjectErased, privacy_stream
from domain.refusals import Refusal, Refused

__all__ = ["LIST_STAGES", "RULES", "erased_list", "list_that_stands", "population_of", "seed_known"]

LIST_STAGES = (Stage.ANNOUNCEMENT, Stage.EVIDENCE_REQUEST, Stage.FIELDWORK)
"""From the announcement until fieldwork is over, by when every sample is drawn."""

LIST_REPLACED = "list-replaced"


def population_of(state: Inspection, population: str, given: Given) -> Population:
    """What the kind of inspection says of one of its lists.

    Raises:
        Refused: ``unknown-population`` when it has no such list; ``pin-missing``.
    """
    protocol = protocol_of(state, given)
    found = protocol.population(population)
    if found is None:
        known = ", ".join(each.id for each in protocol.populations) or "none"
        raise Refused.because(
            "unknown-population", f"{protocol.title} has no list {population}; it has {known}."
        )
    return found


def erased_list(list_: str, given: Given, why: str, classes: tuple[Category, ...] = ()) -> tuple[On, ...]:
    """The erasure of what a list says, once it has served; nothing where somebody asked for it to be kept.

    What is still needed of the persons on it is with their own cases by then, where each can be erased by itself.
    """
    privacy = given.seen[privacy_stream(list_)]
    if privacy.whole or privacy.holds or (classes and all(map(privacy.has_erased, classes))):
        return ()
    return (
        On(
            privacy_stream(list_),
            SubjectErased(
                subject=list_, categories=classes, authority="the rule for lists of cases", reason=why
            ),
        ),
    )


def _the_new_list(
    _state: Inspection, command: HandInCaseList | ReplaceCaseList, _library: Library
) -> tuple[str, ...]:
    return (command.list,)


@rule(
    HandInCaseList,
    stages=LIST_STAGES,
    events=[CaseListReceived, CaseListHandedIn],
    refusals=["unknown-population", "list-known", "list-handed-in", "sample-drawn"],
    reads=_the_new_list,
)
def hand_in_case_list(state: Inspection, command: HandInCaseList, given: Given) -> Decided:
    """Takes the list of a population in; whoever handed it in is told its digest as a receipt."""
    title = population_of(state, command.population, given).title.lower()
    if command.population in state.lists:
        return Refusal(
            "list-handed-in",
            f"The list of {title} was handed in already; a corrected one is handed in with a reason, in its place.",
        )
    if command.population in state.samples:
        return Refusal(
            "sample-drawn", f"The sample of {title} was drawn already, from a list that stayed outside."
        )
    if given.heads[command.list][0]:
        return Refusal("list-known", "There is a list with this code already.")
    return _taken_in(command, None, None)


def seed_known(state: Inspection, population: str, on_record: CaseList | None, today: date) -> bool:
    """Whether the seed of a list is known: then whoever has the list can tell who is, or will be, drawn by it.

    Args:
        state: the inspection.
        population: which list.
        on_record: the list that stands, as its own stream has it; None if there is none.
        today: the day on which it is asked.
    """
    if population in state.samples:
        return True
    if on_record is None or on_record.closed is None:
        return False
    return on_record.closed.public_day is None or today >= on_record.closed.public_day


def _seed_known(state: Inspection, population: str, given: Given) -> bool:
    listed = state.lists.get(population)
    return seed_known(state, population, given.seen[listed.list] if listed else None, given.today)


def list_that_stands(
    state: Inspection, command: AgreeToNewList | NotePublicValue, _library: Library
) -> tuple[str, ...]:
    """The stream of the list of a population, if there is one."""
    listed = state.lists.get(command.population)
    return (listed.list,) if listed else ()


@rule(
    AgreeToNewList,
    stages=LIST_STAGES,
    events=[NewListAgreed],
    refusals=["unknown-population", "list-missing", "seed-unknown"],
    reads=list_that_stands,
)
def agree_to_new_list(state: Inspection, command: AgreeToNewList, given: Given) -> Decided:
    """Agrees that another list may take the place of one whose seed is known; somebody else then hands it in."""
    title = population_of(state, command.population, given).title.lower()
    listed = state.lists.get(command.population)
    if listed is None and command.population not in state.samples:
        return Refusal("list-missing", f"There is no list of {title} yet whose place another could take.")
    if not _seed_known(state, command.population, given):
        return Refusal(
            "seed-unknown",
            f"The list of {title} has no seed that anybody could know yet, so it is replaced without an agreement.",
        )
    return (
        NewListAgreed(
            population=command.population,
            list=listed.list if listed else None,
            reason=command.reason,
            by=given.actor.id,
        ),
    )


def _all_that_moves(state: Inspection, command: ReplaceCaseList, _library: Library) -> tuple[str, ...]:
    """The new list, the old one with what was erased of it, and every read of a sample that would no longer stand."""
    old, drawn = state.lists.get(command.population), state.samples.get(command.population)
    return (
        command.list,
        *((old.list, privacy_stream(old.list)) if old else ()),
        *(_reads_of(state, drawn) if drawn else ()),
    )


@rule(
    ReplaceCaseList,
    stages=LIST_STAGES,
    events=[
        CaseListReceived,
        CaseListHandedIn,
        CaseListReplaced,
        SubjectErased,
        SampleWithdrawn,
        CaseSetAside,
        SecondReadSetAside,
    ],
    refusals=[
        *("unknown-population", "list-known", "list-missing", "same-list", "reads-begun"),
        *("not-agreed", "agreed-oneself"),
    ],
    reads=_all_that_moves,
)
def replace_case_list(state: Inspection, command: ReplaceCaseList, given: Given) -> Decided:
    """Takes a corrected list in, in place of a faulty one; a sample that was drawn from that no longer stands.

    From when its seed is known, whoever could replace a list alone could do so until they like who is drawn. So it
    takes two people then: one agrees, with a reason, and another hands the corrected list in, such as the provider's
    own contact. Once the read of one of its cases has begun, a sample stands; single cases are then replaced by rule.
    """
    title = population_of(state, command.population, given).title.lower()
    old, drawn = state.lists.get(command.population), state.samples.get(command.population)
    if old is None and drawn is None:
        return Refusal("list-missing", f"There is no list of {title} yet whose place this one could take.")
    if given.heads[command.list][0]:
        return Refusal("list-known", "There is a list with this code already.")
    before = (*state.lists_before.get(command.population, ()), *((old,) if old else ()))
    if command.list_digest in {each.list_digest for each in before}:
        return Refusal(
            "same-list",
            f"This very list of {title} was handed in before; nothing in it is corrected, so nothing is drawn anew.",
        )
    reads = _reads_of(state, drawn) if drawn else ()
    begun = {case_of(read) for read in reads if given.seen[read].begun}
    if begun:
        return Refusal(
            "reads-begun",
            f"The read of {len(begun)} of the drawn cases has begun, so the sample stands; a case that cannot be read "
            "is replaced by rule.",
        )
    if refusal := _not_by_one_person(state, command, title, given):
        return refusal
    return (
        *_taken_in(command, old.list if old else None, command.reason),
        *(_replaced(old, command, given) if old else ()),
        *(_withdrawn(state, drawn, command, given) if drawn else ()),
    )


def _not_by_one_person(
    state: Inspection, command: ReplaceCaseList, title: str, given: Given
) -> Refusal | None:
    """Why somebody may not replace a list alone: with another list comes another seed."""
    if not _seed_known(state, command.population, given):
        return None
    agreed = state.agreed_to_new_list(command.population)
    if agreed is None:
        return Refusal(
            "not-agreed",
            f"The list of {title} has a seed, and with another list comes another: first somebody else agrees to that, "
            "with a reason (`assay lists agree-to-new`).",
        )
    if agreed.by == given.actor.id:
        return Refusal(
            "agreed-oneself",
            "You agreed to another list yourself; somebody else hands it in, such as the provider's contact.",
        )
    return None


def _cases_of(state: Inspection, drawn: SampleDrawn) -> tuple[str, ...]:
    """The cases of a sample that are to be read: those in it now."""
    return tuple(case for each in drawn.cases if (case := state.in_place_of(each)) is not None)


def _reads_of(state: Inspection, drawn: SampleDrawn) -> tuple[str, ...]:
    """Those cases, and the second reads of those that were drawn for one."""
    cases, twice = _cases_of(state, drawn), set(state.twice)
    return (*cases, *(second_read_of(case) for case in cases if case in twice))


def _taken_in(
    command: HandInCaseList | ReplaceCaseList, replaces: str | None, reason: str | None
) -> tuple[CaseListReceived | On, ...]:
    return (
        CaseListReceived(
            population=command.population,
            list=command.list,
            list_digest=command.list_digest,
            cases=command.rows,
            replaces=replaces,
            reason=reason,
        ),
        On(
            command.list,
            CaseListHandedIn(
                inspection=command.inspection,
                population=command.population,
                list_digest=command.list_digest,
                rows=command.rows,
                columns=command.columns,
                document=command.document,
                key=Plain(str(command.key), command.list, "case-list"),
            ),
        ),
    )


def _replaced(old: CaseListReceived, command: ReplaceCaseList, given: Given) -> tuple[On, ...]:
    return (
        On(old.list, CaseListReplaced(by=command.list, reason=command.reason)),
        *erased_list(old.list, given, "Another list took its place."),
    )


def _withdrawn(
    state: Inspection, drawn: SampleDrawn, command: ReplaceCaseList, given: Given
) -> Iterator[SampleWithdrawn | On]:
    yield SampleWithdrawn(population=command.population, reason=command.reason)
    yield from reads_set_aside(_cases_of(state, drawn), state, LIST_REPLACED, given)


RULES = (hand_in_case_list, agree_to_new_list, replace_case_list)
