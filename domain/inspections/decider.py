"""One inspection as a decider: all its rules, and how its events add up."""

from domain.decider import Decider, rules
from domain.inspections.evolve import evolve
from domain.inspections.rules import announcement, changes, course, fieldwork, succession
from domain.inspections.rules.cases import (
    case_lists,
    case_reads,
    public_draws,
    questions,
    replacing,
    sampling,
    second_reads,
)
from domain.inspections.rules.evidence import asking as evidence
from domain.inspections.rules.evidence import coming_in as evidence_coming_in
from domain.inspections.rules.evidence import extensions
from domain.inspections.rules.judging import conditions, deciding, judgements, panel_review
from domain.inspections.rules.report import after_publication, factual_accuracy, publication, sign_off
from domain.inspections.rules.report import draft as report_draft
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
