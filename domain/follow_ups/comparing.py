"""Putting the results of a follow-up beside the first ones, recomputed from the case streams of both (003 L131)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from domain.canonical import canonical, sha256_hex
from domain.cases.reading import CaseRead
from domain.cases.streams import case_of
from domain.dated_rules.library import Library
from domain.decider import Decided, rule
from domain.follow_ups.commands import CompareResults
from domain.follow_ups.events import FollowUpSetUp, ResultsCompared, Row
from domain.follow_ups.figures import Figure, beside
from domain.follow_ups.recut import SubPopulation, recut
from domain.follow_ups.state import FollowUp, FollowUpStage
from domain.frameworks.model import Framework
from domain.given import Given
from domain.inspections.rules.common import framework_of, scheme_of
from domain.inspections.rules.panel_review import case_answers
from domain.inspections.state import Inspection
from domain.ratings.scheme import Scheme
from domain.refusals import Refusal
from domain.streams import inspection_stream

__all__ = ["RULES", "ResultsCompared"]

NARROWER = "not scored again: the follow-up's focus is narrower"
NOT_RECUT = "the first figure is of all cases, not of those looked at again"


@dataclass(frozen=True, slots=True)
class _Side:
    """One inspection, with the rules it is bound to."""

    state: Inspection
    scheme: Scheme
    framework: Framework


def _all(state: FollowUp, command: CompareResults, _library: Library) -> tuple[str, ...]:
    follows = state.set_up.follows if state.set_up else None
    first = (inspection_stream(follows), *command.first) if follows else ()
    return (inspection_stream(command.inspection), *command.again, *first)


@rule(
    CompareResults,
    stages=[FollowUpStage.SET_UP, FollowUpStage.COMPARED],
    events=[ResultsCompared],
    refusals=["reads-open", "cases-missing", "opening-figures-missing", "no-such-cases"],
    reads=_all,
)
def compare_results(state: FollowUp, command: CompareResults, given: Given) -> Decided:
    """Puts both results beside each other, the first ones cut to the cases that are looked at again."""
    known = state.known
    again: Inspection = given.seen[inspection_stream(command.inspection)]
    first: Inspection | None = given.seen[inspection_stream(known.follows)] if known.follows else None
    refusal = _not_all(again, command.again) or (_not_all(first, command.first) if first else None)
    if refusal is not None:
        return refusal
    if first is None and command.first:
        return Refusal("cases-missing", f"{known.earlier} is not on the record: name none of its cases.")
    if first is None and not state.opening:
        return Refusal(
            "opening-figures-missing",
            f"Record the figures of {known.earlier} first, with where they come from.",
        )
    now = _side(again, given)
    figures, again_cases = _recut(now, known, given, SubPopulation(known.population))
    before: Mapping[str, Figure] = {code: each.figure.figure for code, each in state.opening.items()}
    first_cases, was = None, None
    if first is not None:
        was = _side(first, given)
        before, first_cases = _recut(was, known, given, _meant(known))
    if not again_cases or first_cases == 0:
        whose = command.inspection if not again_cases else known.follows
        return Refusal("no-such-cases", f"No case of {whose} is one of those that are looked at again.")
    periods = {
        each.id: _recut(now, known, given, SubPopulation(known.population, frozenset({each.stratum})))[0]
        for each in known.periods
    }
    why = _apart(state, was, now)
    rows = tuple(
        Row(
            subject=subject,
            beside=beside(before.get(subject), figures.get(subject), why(subject)),
            periods=tuple((code, cut[subject]) for code, cut in periods.items() if subject in cut),
        )
        for subject in _subjects(known, now)
    )
    told = (Row(subject=each, beside=beside(None, None, NARROWER)) for each in known.not_rescored)
    return (
        ResultsCompared(
            rows=(*told, *rows),
            first_cases=first_cases,
            again_cases=again_cases,
            used=_used(command, given),
            compared_on=given.today,
        ),
    )


def _not_all(state: Inspection, named: tuple[str, ...]) -> Refusal | None:
    """Why a comparison cannot rest on these streams: the gate is open, or they are not all that were read."""
    reference = state.known.inspection
    if not state.cases:
        return Refusal("reads-open", f"The case reads of {reference} are not closed yet.")
    if named != state.reads:
        return Refusal("cases-missing", f"Name every case that was read in {reference}, each in its place.")
    return None


def _side(state: Inspection, given: Given) -> _Side:
    return _Side(state, scheme_of(state, given), framework_of(state, given))


def _meant(known: FollowUpSetUp) -> SubPopulation:
    classified: dict[str, frozenset[str]] = {}
    for aspect, its in known.classified:
        classified[aspect] = classified.get(aspect, frozenset()) | {its}
    return SubPopulation(known.population, frozenset(known.strata), classified)


def _recut(
    side: _Side, known: FollowUpSetUp, given: Given, meant: SubPopulation
) -> tuple[Mapping[str, Figure], int]:
    read = case_answers(side.state, given.seen, given.heads)

    def belongs(stream: str) -> bool:
        case = given.seen[case_of(stream)]
        return isinstance(case, CaseRead) and meant.has(case)

    return recut(side.scheme, known.standards, read, belongs)


def _apart(state: FollowUp, was: _Side | None, now: _Side) -> Callable[[str], str | None]:
    """Why one thing cannot be compared: the method has changed, the question has, or the cases are others."""

    def why(subject: str) -> str | None:
        if was is None:
            opening = state.opening.get(subject)
            return NOT_RECUT if opening and not opening.recut else None
        if was.scheme.digest != now.scheme.digest:
            schemes = f"{was.scheme.id} {was.scheme.version}, then {now.scheme.id} {now.scheme.version}"
            return f"the method differs: {schemes}"
        asked, asks = _words(was.framework, subject), _words(now.framework, subject)
        return None if asked == asks else f"{subject} was worded otherwise in {was.framework.version}"

    return why


def _words(framework: Framework, subject: str) -> str | None:
    for standard in framework.standards():
        if standard.number == subject:
            return standard.text
        for question in standard.key_questions:
            if question.number == subject:
                return question.text
    return None


def _subjects(known: FollowUpSetUp, now: _Side) -> list[str]:
    """Each standard, then its key questions."""
    questions = {each.id: each.key_questions for each in now.scheme.standards}
    return [one for each in known.standards for one in (each, *questions.get(each, ()))]


def _used(command: CompareResults, given: Given) -> str:
    return sha256_hex(canonical([[each, *given.heads[each]] for each in (*command.first, *command.again)]))


RULES = (compare_results,)
