"""From the proposal of ratings to the panel's decision on them (004 §4.15-4.17, §4.22-4.24)."""

from collections.abc import Mapping

from domain.cases.reading import CaseRead
from domain.decider import Decided, On, rule
from domain.given import Given
from domain.inspections.commands import DecideRatings, ProposeRatings
from domain.inspections.events import Departure, RatingsDecided, RatingsDerived, StandardRating
from domain.inspections.evolve import decision_digest
from domain.inspections.rules.case_reads import cases_used, sampled_cases
from domain.inspections.rules.common import protocol_of, scheme_of
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.library import Library
from domain.panels.panel import InspectionConsidered, Panel
from domain.ratings.departures import check_departure
from domain.ratings.derivation import Derivation, derive
from domain.ratings.inputs import CaseAnswers, Inputs, Judgement
from domain.ratings.overall import rate_overall
from domain.ratings.scale import Answer
from domain.ratings.scheme import Scheme
from domain.refusals import Refusal

__all__ = ["RULES", "derivation_of"]


def derivation_of(
    state: Inspection,
    scheme: Scheme,
    cases: Mapping[str, CaseRead],
    heads: Mapping[str, tuple[int, str | None]],
) -> Derivation:
    """Derive the ratings of an inspection from what stands on its record; a replay calls this very function.

    Args:
        state: the inspection.
        scheme: the scheme it is bound to, or another for a what-if.
        cases: every sampled case.
        heads: version and last digest of every sampled case's stream.

    Raises:
        Refused: the scheme cannot rate these inputs, for instance because a judgement is missing.
    """
    read = []
    for stream in state.sampled:
        case = cases[stream]
        version, digest = heads[stream]
        read.append(
            CaseAnswers(
                case=stream,
                digest=str(digest),
                population=case.sampled.population if case.sampled else "",
                answers={question: Answer(answer) for question, answer in case.answers.items()},
                version=version,
            )
        )
    judged = {standard: Judgement(proposal.rating) for standard, proposal in state.proposals.items()}
    return derive(scheme, Inputs(standards=judged, cases=read))


@rule(
    ProposeRatings,
    stages=[Stage.PANEL_REVIEW],
    events=[RatingsDerived],
    refusals=["proposal-missing", "reads-moved"],
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
    derivation = derivation_of(state, scheme, given.seen, given.heads)
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
    events=[RatingsDecided, InspectionConsidered],
    refusals=[
        "nothing-proposed",
        "stale-proposal",
        "unknown-panel",
        "panel-not-sitting",
        "not-on-agenda",
        "no-quorum",
        "departed-twice",
        "unknown-standard",
        "departure-not-allowed",
        "nothing-derived",
        "unknown-rating",
        "not-a-departure",
        "departure-without-trigger",
        "unknown-trigger",
        "departure-without-reason",
        "calendar-exhausted",
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
    protocol = protocol_of(state, given)
    wrong = _cannot_sit(given.seen[f"panel-{command.panel}"], command, protocol.panel.quorum)
    if wrong is not None:
        return wrong
    scheme = scheme_of(state, given)
    departures = _departures(scheme, derived, command)
    if isinstance(departures, Refusal):
        return departures
    ratings, overall = _decided(scheme, derived, departures)
    panel: Panel = given.seen[f"panel-{command.panel}"]
    decided = RatingsDecided(
        panel=command.panel,
        decided_on=given.today,
        present=panel.present,
        derivation=derived.trace_digest,
        ratings=ratings,
        overall=overall,
        departures=departures,
        due=state.publication_due or given.calendar.after(given.today, protocol.days("publication")),
    )
    considered = InspectionConsidered(inspection=command.inspection, decision=decision_digest(decided))
    return (decided, On(f"panel-{command.panel}", considered))


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


def _departures(
    scheme: Scheme, derived: RatingsDerived, command: DecideRatings
) -> tuple[Departure, ...] | Refusal:
    by_rule = {each.standard: each.rating for each in derived.ratings}
    departures: list[Departure] = []
    for asked in command.departures:
        if any(each.subject == asked.subject for each in departures):
            return Refusal("departed-twice", f"{asked.subject} is departed from twice.")
        if asked.subject != "overall" and asked.subject not in by_rule:
            return Refusal("unknown-standard", f"There is no standard {asked.subject} under {scheme.id}.")
        rule_gives = derived.overall if asked.subject == "overall" else by_rule[asked.subject]
        refusal = check_departure(
            scheme,
            derived=rule_gives,
            decided=asked.decided,
            trigger=asked.trigger,
            reason=asked.reason,
            standard=None if asked.subject == "overall" else asked.subject,
        )
        if refusal is not None:
            return refusal
        departures.append(
            Departure(
                subject=asked.subject,
                derived=str(rule_gives),
                decided=asked.decided,
                trigger=asked.trigger,
                reason=asked.reason,
            )
        )
    return tuple(departures)


def _decided(
    scheme: Scheme, derived: RatingsDerived, departures: tuple[Departure, ...]
) -> tuple[tuple[StandardRating, ...], str | None]:
    """The ratings as decided. Where a standard was departed from, the overall rule is asked again."""
    by_subject = {each.subject: each.decided for each in departures}
    ratings = tuple(
        StandardRating(standard=each.standard, rating=by_subject.get(each.standard, each.rating))
        for each in derived.ratings
    )
    if "overall" in by_subject:
        return ratings, by_subject["overall"]
    if ratings == derived.ratings:
        return ratings, derived.overall
    standing = {each.standard: each.rating for each in ratings}
    again = rate_overall(
        scheme, [(standing[s.id], s.weight) for s in scheme.standards if s.counted], {}, None
    )
    return ratings, again.rating


RULES = (propose_ratings, decide_ratings)
