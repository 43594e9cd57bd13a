"""One inspection as a decider: all its rules, and how its events add up."""

from domain.decider import Decider, rules
from domain.inspections.evolve import evolve
from domain.inspections.rules import (
    after_publication,
    announcement,
    case_lists,
    case_reads,
    changes,
    conditions,
    course,
    deciding,
    evidence,
    evidence_coming_in,
    extensions,
    factual_accuracy,
    fieldwork,
    judgements,
    panel_review,
    public_draws,
    publication,
    questions,
    replacing,
    report_draft,
    sampling,
    second_reads,
    sign_off,
    succession,
)
from domain.inspections.state import Inspection

__all__ = ["INSPECTION"]

INSPECTION = Decider(
    kind="inspection",
    initial=Inspection(),
    rules=rules(
        announcement.RULES,
        evidence.RULES,
        evidence_coming_in.RULES,
        extensions.RULES,
        fieldwork.RULES,
        judgements.RULES,
        case_lists.RULES,
        public_draws.RULES,
        questions.RULES,
        sampling.RULES,
        replacing.RULES,
        case_reads.RULES,
        second_reads.RULES,
        panel_review.RULES,
        deciding.RULES,
        conditions.RULES,
        report_draft.RULES,
        factual_accuracy.RULES,
        sign_off.RULES,
        publication.RULES,
        after_publication.RULES,
        course.RULES,
        changes.RULES,
        succession.RULES,
    ),
    evolve=evolve,
    stage=lambda state: state.standing,
)
"""One inspection, from its announcement to a closed action plan."""
