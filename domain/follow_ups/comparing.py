"""Putting the results of a follow-up beside the first ones, recomputed from the case streams of both (003 L131)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from domain.canonical import canonical, sha256_hex
from domain.cases.reading import CaseRead
from domain.cases.streams import case_of
from domain.dated_rules.library import Library
from domain.decider import Decided, rule
from domain.follow_ups.commands import CompareResults
from domain.follow_ups.events import FollowUpSetUp, NarrowedList, ResultsCompared, Row
from domain.follow_ups.figures import Figure, beside
from domain.follow_ups.reasons import because
from domain.follow_ups.recut import SubPopulation, recut
from domain.follow_ups.state import FollowUp, FollowUpStage, gate_of
from domain.frameworks.model import Framework
from domain.given import Given
from domain.inspections.rules.common import framework_of, scheme_of
from domain.inspections.rules.judging.panel_review import case_answers
from domain.inspections.stages import READS_CLOSED
from domain.inspections.state import Inspection
from domain.ratings.scheme import Scheme
from domain.refusals import Refusal
from domain.streams import inspection_stream

__all__ = ["RULES", "ResultsCompared"]


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
    stages=[FollowUpStage.SET_UP, FollowUpStage.COMPARED, FollowUpStage.CONCLUDED],
    events=[ResultsCompared],
    refusals=["reads-open", "cases-missing", "opening-figures-missing", "no-such-cases", "already-concluded"],
    reads=_all,
)
def compare_results(state: FollowUp, command: CompareResults, given: Given) -> Decided:
    """Puts both results beside each other, the first ones cut to the cases that are looked at again.

    What was concluded as a whole is concluded anew once the cases were read again.
    """
    known = state.known
    again: Inspection = given.seen[inspection_stream(command.inspection)]
    first: Inspection | None = given.seen[inspection_stream(known.follows)] if known.follows else None
    refusal = _not_all(again, command.again) or (_not_all(first, command.first) if first else None)
    if refusal is not None:
        return refusal
    if state.concluded is not None and not state.read_again_since(again.cases):
        return Refusal(
            "already-concluded",
            f"The follow-up {command.inspection} is concluded, and none of its cases was read again since.",
        )
    if first is None and command.first:
        return Refusal("cases-missing", f"{known.earlier} is not on the record: name none of its cases.")
    if first is None and not state.opening:
        return Refusal(
            "opening-figures-missing",
            f"Record the figures of {known.earlier} first, with where they come from.",
        )
    now = _side(again, given)
    figures, again_cases = _recut(now, known, given, [SubPopulation(each.population) for each in known.lists])
    before: Mapping[str, Figure] = {code: each.figure.figure for code, each in state.opening.items()}
    first_cases, was = None, None
    if first is not None:
        was = _side(first, given)
        before, first_cases = _recut(was, known, given, [_meant(each) for each in known.lists])
    for side, found in ((again, again_cases), (first, first_cases)):
        if side is not None and found == 0 and not _none_to_read(side, known):
            whose = side.known.inspection
            return Refusal(
                "no-such-cases",
                f"No case of {whose} is one of those that are looked at again: lay down anew which ones are meant.",
            )
    periods = {
        each.id: _recut(now, known, given, [SubPopulation(known.population, frozenset({each.stratum}))])[0]
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
    told = (Row(subject=each, beside=beside(None, None, because("narrower"))) for each in known.not_rescored)
    return (
        ResultsCompared(
            rows=(*told, *rows),
            first_cases=first_cases,
            again_cases=again_cases,
            used=_used(command, given),
            compared_on=given.today,
            gate=gate_of(again.cases),
        ),
    )


def _not_all(state: Inspection, named: tuple[str, ...]) -> Refusal | None:
    """Why a comparison cannot rest on these streams: the gate is open, or they are not all that were read."""
    reference = state.known.inspection
    if state.stage not in READS_CLOSED:
        return Refusal("reads-open", f"The case reads of {reference} are not closed yet.")
    if named != state.reads:
        return Refusal("cases-missing", f"Name every case that was read in {reference}, each in its place.")
    return None


def _none_to_read(state: Inspection, known: FollowUpSetUp) -> bool:
    """Whether the provider had no such cases, or every one was taken out of its sample: nothing to put beside."""
    samples = [state.samples.get(each.population) for each in known.lists]
    return all(
        sample is not None and all(state.in_place_of(case) is None for case in sample.cases)
        for sample in samples
    )


def _side(state: Inspection, given: Given) -> _Side:
    return _Side(state, scheme_of(state, given), framework_of(state, given))


def _meant(narrowed: NarrowedList) -> SubPopulation:
    classified: dict[str, frozenset[str]] = {}
    for aspect, its in narrowed.classified:
        classified[aspect] = classified.get(aspect, frozenset()) | {its}
    return SubPopulation(narrowed.population, frozenset(narrowed.strata), classified)


def _recut(
    side: _Side, known: FollowUpSetUp, given: Given, meant: Sequence[SubPopulation]
) -> tuple[Mapping[str, Figure], int]:
    read = case_answers(side.state, given.seen, given.heads)

    def belongs(stream: str) -> bool:
        case = given.seen[case_of(stream)]
        return isinstance(case, CaseRead) and any(each.has(case) for each in meant)

    return recut(side.scheme, known.standards, read, belongs)


def _apart(state: FollowUp, was: _Side | None, now: _Side) -> Callable[[str], str | None]:
    """Why one thing cannot be compared: the method has changed, the question has, or the cases are others."""

    def why(subject: str) -> str | None:
        if was is None:
            opening = state.opening.get(subject)
            return because("of_all_cases") if opening and not opening.recut else None
        if was.scheme.digest != now.scheme.digest:
            schemes = f"{was.scheme.id} {was.scheme.version}, then {now.scheme.id} {now.scheme.version}"
            return because("method", schemes=schemes)
        asked, asks = _words(was.framework, subject), _words(now.framework, subject)
        return None if asked == asks else because("question", subject=subject, version=was.framework.version)

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
