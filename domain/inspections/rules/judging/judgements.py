"""Judgements: proposed on evidence, looked at beside the case results, scored or left unrated (004 §4.14-4.20)."""

from collections.abc import Mapping
from typing import Any

from domain.decider import Decided, rule
from domain.evidence.assessment import unassessed
from domain.evidence.correlation import Comparison, compare
from domain.evidence.resting import check_entries, covers
from domain.evidence.state import EvidenceRoom
from domain.evidence.weighing import codes_of
from domain.frameworks.model import Framework
from domain.given import Given
from domain.inspections.commands import CheckCorrelation, LeaveUnrated, ProposeRating, ScoreCriterion
from domain.inspections.events import (
    CorrelationChecked,
    CriterionScored,
    EvidenceNamed,
    RatingProposed,
    StandardLeftUnrated,
    StandardLookedAt,
)
from domain.inspections.kinds.parts import JudgementRule
from domain.inspections.rules.cases.case_reads import sampled_cases
from domain.inspections.rules.common import framework_of, protocol_of, scheme_of
from domain.inspections.rules.judging.readiness import evidence_room
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.ratings.scheme import Scheme
from domain.refusals import Refusal, Refused
from domain.replacing import NOTHING_STANDS, Standing
from domain.streams import room_stream
from domain.text import counted

__all__ = ["RULES", "judged_standards", "not_assessed"]

_JUDGING = (Stage.FIELDWORK, Stage.CASE_READS, Stage.PANEL_REVIEW)
_LEVELS_WITH_CHARACTERISTICS = ("outstanding", "inadequate")

_NOTHING_ASKED = JudgementRule(citation="Nothing is asked.")


def judged_standards(scheme: Scheme) -> tuple[str, ...]:
    """The standards that are judged from all evidence, by number."""
    return tuple(each.id for each in scheme.standards if each.aggregator == "judgement")


def _asked(state: Inspection, given: Given) -> JudgementRule:
    return protocol_of(state, given).judgements or _NOTHING_ASKED


def _proposed(state: Inspection, asked: Mapping[str, Any]) -> Standing:
    stands = state.proposals.get(asked.get("standard", ""))
    if stands is None:
        return NOTHING_STANDS
    return {
        "rating": stands.rating,
        "reason": stands.reason,
        "evidence": [each.entry for each in stands.evidence],
        "as_worded": stands.as_worded,
        "weighed": [list(pair) for pair in stands.weighed],
    }


@rule(
    ProposeRating,
    stages=_JUDGING,
    events=[RatingProposed],
    refusals=[
        "not-judged",
        "unknown-rating",
        "unknown-evidence",
        "evidence-withdrawn",
        "evidence-beside-the-point",
        "evidence-not-named",
        "unknown-characteristic",
        "weighed-twice",
        "characteristics-not-weighed",
    ],
    reads=evidence_room,
    replaces=_proposed,
)
def propose_rating(state: Inspection, command: ProposeRating, given: Given) -> Decided:
    """Proposes one judgement for a standard that rests on all evidence, not on cases, and names that evidence."""
    scheme = scheme_of(state, given)
    judged = judged_standards(scheme)
    if command.standard not in judged:
        return Refusal(
            "not-judged",
            f"Standard {command.standard} is not judged under {scheme.id}; those that are: {', '.join(judged)}.",
        )
    if command.rating not in scheme.rank:
        return Refusal(
            "unknown-rating",
            f"{command.rating} is none of the ratings of {scheme.id}: {', '.join(scheme.rank)}.",
        )
    asked = _asked(state, given)
    _check_weighed(command, framework_of(state, given) if state.known.framework else None, asked)
    return (
        RatingProposed(
            standard=command.standard,
            rating=command.rating,
            reason=command.reason,
            evidence=_named(command, given.seen[room_stream(command.inspection)], asked),
            as_worded=command.as_worded,
            weighed=command.weighed,
            by=given.actor.id,
        ),
    )


def _named(command: ProposeRating, room: EvidenceRoom, asked: JudgementRule) -> tuple[EvidenceNamed, ...]:
    if asked.names_evidence and not command.evidence:
        raise Refused.because(
            "evidence-not-named", f"Name the evidence on which {command.rating} for {command.standard} rests."
        )
    check_entries(room, command.evidence)
    for entry in command.evidence:
        if not covers(room.register[entry].content.bears_on, command.standard):
            raise Refused.because(
                "evidence-beside-the-point",
                f"The register does not say that {entry} bears on {command.standard}; put that right first.",
            )
    return tuple(
        EvidenceNamed(entry=entry, version=room.register[entry].version)
        for entry in dict.fromkeys(command.evidence)
    )


def _check_weighed(command: ProposeRating, framework: Framework | None, asked: JudgementRule) -> None:
    codes = codes_of(framework, command.standard) if framework else ()
    weighed = [code for code, _ in command.weighed]
    for code in weighed:
        if code not in codes:
            raise Refused.because(
                "unknown-characteristic",
                f"No framework sets out a characteristic {code} of standard {command.standard} here.",
            )
    if len(set(weighed)) != len(weighed):
        raise Refused.because("weighed-twice", "A characteristic is weighed twice.")
    level = command.rating if command.rating in _LEVELS_WITH_CHARACTERISTICS else None
    needed = level is not None and any(code.startswith(level) for code in codes)
    if asked.weighs_characteristics and needed and not any(each.startswith(str(level)) for each in weighed):
        raise Refused.because(
            "characteristics-not-weighed",
            f"Say which characteristics of {level} were weighed; which are present decides nothing.",
        )


@rule(
    CheckCorrelation,
    stages=[Stage.PANEL_REVIEW],
    events=[CorrelationChecked],
    refusals=["proposal-missing", "comparison-stale", "not-judged", "divergence-not-interrogated"],
    reads=sampled_cases,
)
def check_correlation(state: Inspection, command: CheckCorrelation, given: Given) -> Decided:
    """Notes that exactly these proposals and case results were looked at, and what looking further showed."""
    compared = _compared(state, given)
    missing = [each.standard for each in compared.judged if each.proposed is None]
    if missing:
        return Refusal(
            "proposal-missing", f"The lead inspector has yet to propose a rating for {', '.join(missing)}."
        )
    if compared.digest != command.compared:
        return Refusal(
            "comparison-stale",
            "A proposal or a case result has changed since that was looked at; look again.",
        )
    showed = {each.standard: each.showed for each in command.interrogated}
    strange = [each for each in showed if each not in {judged.standard for judged in compared.judged}]
    if strange:
        return Refusal("not-judged", f"Standard {strange[0]} is not judged.")
    left = [each for each in compared.diverging if each not in showed]
    if left:
        return Refusal(
            "divergence-not-interrogated",
            f"Say what looking further showed for {', '.join(left)}: there the case results lie far off.",
        )
    return (
        CorrelationChecked(
            compared=compared.digest,
            checked_on=given.today,
            standards=tuple(
                StandardLookedAt(
                    standard=each.standard, diverges=each.diverges, interrogated=showed.get(each.standard)
                )
                for each in compared.judged
            ),
        ),
    )


def _compared(state: Inspection, given: Given) -> Comparison:
    return compare(state, scheme_of(state, given), given.seen, _asked(state, given).correlation_steps)


def _settled(state: Inspection, asked: Mapping[str, Any]) -> Standing:
    match state.settled.get(asked.get("standard", "")):
        case CriterionScored() as scored:
            return {"percent": scored.percent, "reason": scored.reason}
        case StandardLeftUnrated() as left:
            return {"reason": left.reason}
        case _:
            return NOTHING_STANDS


@rule(
    ScoreCriterion,
    stages=_JUDGING,
    events=[CriterionScored],
    refusals=["not-scored", "rests-on-cases"],
    replaces=_settled,
)
def score_criterion(state: Inspection, command: ScoreCriterion, given: Given) -> Decided:
    """Gives a criterion of management its percentage; those that rest on cases have theirs from the cases."""
    scheme = scheme_of(state, given)
    criterion = next((each for each in scheme.standards if each.id == command.standard), None)
    if criterion is None or criterion.aggregator != "percentage":
        return Refusal("not-scored", f"{scheme.id} gives no percentage to {command.standard}.")
    if criterion.population is not None:
        return Refusal(
            "rests-on-cases", f"The percentage of {command.standard} follows from the cases that were read."
        )
    return (
        CriterionScored(
            standard=command.standard, percent=command.percent, reason=command.reason, by=given.actor.id
        ),
    )


@rule(
    LeaveUnrated,
    stages=_JUDGING,
    events=[StandardLeftUnrated],
    refusals=["unknown-standard", "must-be-rated"],
    replaces=_settled,
)
def leave_unrated(state: Inspection, command: LeaveUnrated, given: Given) -> Decided:
    """Leaves a standard unrated that a follow-up does not look at again, or a criterion that could not be scored.

    Or one that rests on cases, once the case reads are closed and every case of its sample had to be taken out with
    none to come in: there is nothing to rate it by, and no other way on.
    """
    scheme, protocol = scheme_of(state, given), protocol_of(state, given)
    standard = next((each for each in scheme.standards if each.id == command.standard), None)
    if standard is None:
        return Refusal("unknown-standard", f"There is no standard {command.standard} in {scheme.id}.")
    again = protocol.follow_up
    beside = again is not None and again.leaves_alone(standard.id)
    if state.used_up(standard.population):
        if state.standing is Stage.PANEL_REVIEW:
            return (StandardLeftUnrated(standard=command.standard, reason=command.reason),)
        sentence = "No case of its sample is left: close the case reads first, or have a new list handed in."
        return Refusal("must-be-rated", f"{protocol.title} rates {command.standard}. {sentence}")
    if not beside and (standard.aggregator != "percentage" or standard.population is not None):
        return Refusal("must-be-rated", f"{protocol.title} rates {command.standard}.")
    return (StandardLeftUnrated(standard=command.standard, reason=command.reason),)


def not_assessed(state: Inspection, room: EvidenceRoom, given: Given) -> Refusal | None:
    """Why fieldwork cannot begin yet: prompts of judged standards that nobody has held against the evidence."""
    if not _asked(state, given).preliminary:
        return None
    left = unassessed(framework_of(state, given), judged_standards(scheme_of(state, given)), room)
    if not left:
        return None
    return Refusal(
        "prompts-not-assessed", f"{counted(len(left), 'prompt')} left to assess: {', '.join(left[:5])}."
    )


RULES = (propose_rating, check_correlation, score_criterion, leave_unrated)
