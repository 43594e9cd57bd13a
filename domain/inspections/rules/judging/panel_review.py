"""The ratings as the pinned scheme derives them from the record, put to the panel (004 §4.8-4.10, §4.15-4.22)."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from domain.cases.reading import CaseRead
from domain.cases.second_reads.state import SecondRead, answers_that_count, whose
from domain.cases.streams import second_read_of
from domain.dated_rules.library import Library
from domain.decider import Decided, rule
from domain.given import Given
from domain.inspections.commands import ProposeRatings
from domain.inspections.events import CriterionScored, RatingsDerived, StandardRating
from domain.inspections.rules.cases.case_reads import cases_used, sampled_cases
from domain.inspections.rules.common import protocol_of, scheme_of
from domain.inspections.rules.judging.readiness import UNREADY, unready, what_it_rests_on
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.ratings.derivation import Derivation, derive
from domain.ratings.inputs import (
    Again,
    CaseAnswers,
    Inputs,
    Judgement,
    NotRated,
    Percentage,
    StandardInput,
)
from domain.ratings.scale import Answer
from domain.ratings.scheme import Scheme
from domain.refusals import Refusal, Refused
from domain.streams import room_stream

__all__ = ["RULES", "case_answers", "derivation_of"]


def derivation_of(
    state: Inspection,
    scheme: Scheme,
    cases: Mapping[str, CaseRead | SecondRead],
    heads: Mapping[str, tuple[int, str | None]],
    own: Sequence[str],
) -> Derivation:
    """Derive the ratings of an inspection from what stands on its record; a replay calls this very function.

    Args:
        state: the inspection.
        scheme: the scheme it is bound to, or another for a what-if.
        cases: every sampled case, and every second read.
        heads: version and last digest of the stream of each.
        own: the digest of each event of the inspection's own stream, in hexadecimal, in order.

    Raises:
        Refused: the scheme cannot rate these inputs, for instance because a judgement is missing.
    """
    read = case_answers(state, cases, heads)
    standards: dict[str, StandardInput] = {
        standard: _judgement(state, standard, own) for standard in state.proposals
    }
    for id_, said in state.settled.items():
        standards[id_] = (
            Percentage(Fraction(said.percent)) if isinstance(said, CriterionScored) else NotRated(said.reason)
        )
    for standard in scheme.standards:
        sample = state.samples.get(standard.population or "")
        if sample is not None and not sample.cases:
            standards[standard.id] = NotRated("The provider had no such cases.")
    return derive(scheme, Inputs(standards=standards, cases=read))


def case_answers(
    state: Inspection,
    cases: Mapping[str, CaseRead | SecondRead],
    heads: Mapping[str, tuple[int, str | None]],
) -> list[CaseAnswers]:
    """What every sampled case says, as a derivation takes it; arguments as of :func:`derivation_of`.

    Of a case that was read twice the answers count that the quality lead decided on, and else those both gave.
    """
    read = []
    for stream in state.sampled:
        case = cases[stream]
        assert isinstance(case, CaseRead)
        version, digest = heads[stream]
        second = cases.get(second_read_of(stream))
        assert not isinstance(second, CaseRead)
        read.append(
            CaseAnswers(
                case=stream,
                digest=str(digest),
                population=case.sampled.population if case.sampled else "",
                answers={q: Answer(answer) for q, answer in answers_that_count(case, second).items()},
                version=version,
                again=_again(stream, case, second, heads) if second else None,
            )
        )
    return read


def _again(
    case: str, first: CaseRead, second: SecondRead, heads: Mapping[str, tuple[int, str | None]]
) -> Again:
    stream = second_read_of(case)
    version, digest = heads[stream]
    return Again(stream=stream, version=version, digest=str(digest), counted=whose(first, second))


def _judgement(state: Inspection, standard: str, own: Sequence[str]) -> Judgement:
    """The lead's proposal, with the place and digest of the event that recorded it."""
    version = state.proposed_at[standard]
    reference = f"inspection-{state.known.inspection}/{version}"
    return Judgement(state.proposals[standard].rating, reference, own[version - 1])


def _cases_and_room(state: Inspection, command: ProposeRatings, library: Library) -> tuple[str, ...]:
    return (*sampled_cases(state, command, library), *what_it_rests_on(state, command, library))


@rule(
    ProposeRatings,
    stages=[Stage.PANEL_REVIEW],
    events=[RatingsDerived],
    refusals=["proposal-missing", "reads-moved", *UNREADY, "not-ratable"],
    reads=_cases_and_room,
)
def propose_ratings(state: Inspection, command: ProposeRatings, given: Given) -> Decided:
    """Derives every rating under the pinned scheme and puts them to the panel for verification."""
    scheme = scheme_of(state, given)
    settled = {*state.proposals, *state.settled}
    missing = [s.id for s in scheme.standards if s.aggregator == "judgement" and s.id not in settled]
    if missing:
        return Refusal(
            "proposal-missing", f"The lead inspector has yet to propose a rating for {', '.join(missing)}."
        )
    used = cases_used(state, given)
    if used != state.cases:
        return Refusal("reads-moved", "A case has changed since the gate behind the case reads closed.")
    asked = protocol_of(state, given).judgements
    if refusal := unready(state, given.seen[room_stream(command.inspection)], scheme, given.seen, asked):
        return refusal
    try:
        derivation = derivation_of(state, scheme, given.seen, given.heads, given.own)
    except Refused as refused:
        gone = [s.id for s in scheme.standards if state.used_up(s.population) and s.id not in settled]
        way = (
            f" No case is left to rate {', '.join(gone)} by: leave each unrated, with the reason."
            if gone
            else ""
        )
        return Refusal(
            "not-ratable", f"{scheme.id} cannot rate this: {refused.refusal.sentence.rstrip('.')}.{way}"
        )
    return (
        RatingsDerived(
            cases=used,
            ratings=tuple(
                StandardRating(standard=id_, rating=result.rating)
                for id_, result in derivation.standards.items()
            ),
            score=derivation.score,
            max_score=derivation.max_score,
            overall=derivation.overall,
            trace=derivation.trace_bytes.decode(),
            trace_digest=derivation.digest,
        ),
    )


RULES = (propose_ratings,)
