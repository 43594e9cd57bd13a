"""From the proposal of ratings to the panel's decision on them (004 §4.15-4.17, §4.22-4.24)."""

from collections.abc import Mapping, Sequence

from domain.cases.reading import CaseRead
from domain.cases.second_reads import SecondRead, answers_that_count, whose
from domain.cases.streams import second_read_of
from domain.decider import Decided, On, rule
from domain.given import Given
from domain.inspections.commands import DecideRatings, DepartureAsked, ProposeRatings
from domain.inspections.events import (
    Departure,
    InspectionClosed,
    RatingsDecided,
    RatingsDerived,
    StandardRating,
)
from domain.inspections.folding.panel_review import decision_digest
from domain.inspections.rules.case_reads import cases_used, sampled_cases
from domain.inspections.rules.common import protocol_of, scheme_of
from domain.inspections.rules.gates import closing
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.library import Library
from domain.panels.panel import InspectionConsidered, Panel
from domain.ratings import departures
from domain.ratings.derivation import Derivation, derive
from domain.ratings.inputs import Again, CaseAnswers, Inputs, Judgement, NotRated
from domain.ratings.scale import Answer
from domain.ratings.scheme import Scheme
from domain.refusals import Refusal, Refused

__all__ = ["RULES", "case_answers", "decision_on", "derivation_of"]

_OVERALL = "overall"


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
    standards: dict[str, Judgement | NotRated] = {
        standard: _judgement(state, standard, own) for standard in state.proposals
    }
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


@rule(
    ProposeRatings,
    stages=[Stage.PANEL_REVIEW],
    events=[RatingsDerived],
    refusals=["proposal-missing", "reads-moved", "not-ratable"],
    reads=sampled_cases,
)
def propose_ratings(state: Inspection, _command: ProposeRatings, given: Given) -> Decided:
    """Derives every rating under the pinned scheme and puts them to the panel for verification."""
    scheme = scheme_of(state, given)
    missing = [s.id for s in scheme.standards if s.aggregator == "judgement" and s.id not in state.proposals]
    if missing:
        return Refusal(
            "proposal-missing", f"The lead inspector has yet to propose a rating for {', '.join(missing)}."
        )
    used = cases_used(state, given)
    if used != state.cases:
        return Refusal("reads-moved", "A case has changed since the gate behind the case reads closed.")
    try:
        derivation = derivation_of(state, scheme, given.seen, given.heads, given.own)
    except Refused as refused:
        return Refusal(
            "not-ratable", f"{scheme.id} cannot rate this: {refused.refusal.sentence.rstrip('.')}."
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


def _panel(_state: Inspection, command: DecideRatings, _library: Library) -> tuple[str, ...]:
    return (f"panel-{command.panel}",)


@rule(
    DecideRatings,
    stages=[Stage.PANEL_REVIEW],
    events=[RatingsDecided, InspectionClosed, InspectionConsidered],
    refusals=[
        "nothing-proposed",
        "stale-proposal",
        "unknown-panel",
        "panel-not-sitting",
        "not-on-agenda",
        "no-quorum",
        "departed-twice",
        "unknown-standard",
        "departure-not-by-panel",
        "departure-not-allowed",
        "nothing-derived",
        "unknown-rating",
        "not-a-departure",
        "unknown-trigger",
    ],
    reads=_panel,
)
def decide_ratings(state: Inspection, command: DecideRatings, given: Given) -> Decided:
    """Records the panel's decision on exactly the ratings that it was shown, with its departures and their reasons."""
    derived = state.derived
    if derived is None:
        return Refusal("nothing-proposed", "No ratings have been proposed to the panel.")
    if derived.trace_digest != command.derivation:
        return Refusal("stale-proposal", "The ratings have changed since the panel was shown them.")
    panel: Panel = given.seen[f"panel-{command.panel}"]
    wrong = _cannot_sit(panel, command, protocol_of(state, given).quorum)
    if wrong is not None:
        return wrong
    ratings, overall, departed = decision_on(scheme_of(state, given), derived, command.departures)
    decided = RatingsDecided(
        panel=command.panel,
        decided_on=given.today,
        present=panel.present,
        derivation=derived.trace_digest,
        ratings=ratings,
        overall=overall,
        departures=departed,
    )
    considered = InspectionConsidered(inspection=command.inspection, decision=decision_digest(decided))
    return (
        decided,
        *closing(state, Stage.PANEL_REVIEW, given),
        On(f"panel-{command.panel}", considered),
    )


def _cannot_sit(panel: Panel, command: DecideRatings, quorum: int) -> Refusal | None:
    if panel.convened is None:
        return Refusal("unknown-panel", f"The panel {command.panel} has not been convened.")
    if not panel.sitting:
        return Refusal("panel-not-sitting", f"The panel {command.panel} is not sitting.")
    if command.inspection not in panel.convened.agenda:
        return Refusal(
            "not-on-agenda", f"{command.inspection} is not on the agenda of the panel {command.panel}."
        )
    if len(panel.present) < quorum:
        return Refusal("no-quorum", f"{len(panel.present)} are present; the panel needs {quorum} to decide.")
    return None


def decision_on(
    scheme: Scheme, derived: RatingsDerived, departing: Sequence[DepartureAsked | Departure]
) -> tuple[tuple[StandardRating, ...], str | None, tuple[Departure, ...]]:
    """The ratings and the overall rating as decided, and the departures that led to them.

    A replay asks this very function about recorded departures, whose rating by the rule must then be what it was.

    Args:
        scheme: the pinned scheme.
        derived: what the panel had before it.
        departing: its departures, as asked for or as recorded.

    Raises:
        Refused: the scheme does not allow a departure, it is not complete, or it is from another rating.
    """
    outcome = departures.outcome_of(
        scheme,
        {each.standard: each.rating for each in derived.ratings},
        derived.overall,
        {each.id: bool(each.default) for each in scheme.facts},
        [
            departures.Departure(
                None if each.subject == _OVERALL else each.subject,
                each.decided,
                each.trigger,
                each.reason,
                each.derived if isinstance(each, Departure) else None,
            )
            for each in departing
        ],
    )
    return (
        tuple(each.with_(rating=outcome.standards[each.standard]) for each in derived.ratings),
        outcome.overall,
        tuple(
            Departure(
                subject=each.standard or _OVERALL,
                derived=str(each.derived),
                decided=each.decided,
                trigger=each.trigger,
                reason=each.reason,
            )
            for each in outcome.departures
        ),
    )


RULES = (propose_ratings, decide_ratings)
