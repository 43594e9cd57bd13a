"""An inspection whose judgements must be prepared in every way that a kind may ask for, at several points."""

from domain.dated_rules.library import Library
from domain.evidence.correlation import Comparison, compare
from domain.evidence.events import (
    FeedbackGiven,
    PromptAssessed,
    PromptsAssessed,
)
from domain.inspections.commands import (
    CheckCorrelation,
    Interrogated,
    ProposeRating,
    ProposeRatings,
)
from domain.inspections.events import (
    EvidenceNamed,
    Pin,
    RatingProposed,
)
from domain.inspections.kinds.parts import FieldworkRule, JudgementRule
from tests.support.evidence_room import STRATEGY
from tests.support.example import (
    ALL_READ,
    ALL_SAMPLED,
    ANNOUNCED,
    CASE_READS_CLOSED,
    FIELDWORK_BEGUN,
    FIELDWORK_ENDED,
    FRAMEWORK,
    INSPECTION,
    JUDGED,
    PROPOSALS,
    PROTOCOL,
    READY_FOR_FIELDWORK,
    SCHEME,
    Facts,
    day,
)
from tests.support.specification import Story, given

__all__ = [
    "DERIVE",
    "GIVEN",
    "IN_FIELDWORK",
    "PANEL_DAY",
    "PINNED",
    "PROPOSE",
    "PROPOSED",
    "READY",
    "STREAM",
    "STRICT",
    "TO_THE_PANEL",
    "check",
    "checked",
    "compared",
    "strictly",
    "under",
]

STREAM = f"inspection-{INSPECTION}"
STRICT = PROTOCOL.with_(
    id="strict-2018",
    judgements=JudgementRule(
        preliminary=True,
        names_evidence=True,
        weighs_characteristics=True,
        correlation_steps=2,
        citation="a test",
    ),
    fieldwork=FieldworkRule(closing_feedback=True, citation="a test"),
)
LIBRARY = Library.of([STRICT], [FRAMEWORK], [SCHEME])
PINNED = ANNOUNCED.with_(protocol=Pin(id=STRICT.id, version=STRICT.version, digest=STRICT.digest))


def strictly(facts: Facts) -> Facts:
    """The same inspection, bound to a protocol that asks for everything."""
    return tuple(PINNED if each == ANNOUNCED else each for each in facts)


PLACES = tuple(
    f"{question.number} {prompt.letter}"
    for standard in FRAMEWORK.standards()
    if standard.number in JUDGED
    for question in standard.key_questions
    for prompt in question.prompts
)
ALL_ASSESSED = PromptsAssessed(
    findings=tuple(PromptAssessed(prompt=each, finding="met", evidence=("strategy",)) for each in PLACES)
)
GIVEN = FeedbackGiven(
    given_on=day("2018-07-13"), to=("chief-officer",), inspectors=("lead-inspector-1",), said="Much is good."
)
READY = (*strictly(READY_FOR_FIELDWORK), STRATEGY, ALL_ASSESSED)
IN_FIELDWORK: Facts = (*READY, FIELDWORK_BEGUN)
TO_THE_PANEL: Facts = (
    *IN_FIELDWORK,
    *ALL_SAMPLED,
    *PROPOSALS,
    GIVEN,
    FIELDWORK_ENDED,
    *ALL_READ,
    CASE_READS_CLOSED,
)
PROPOSE = ProposeRating(
    inspection=INSPECTION,
    standard="1.1",
    rating="outstanding",
    reason="As seen.",
    evidence=("strategy",),
    as_worded="met",
    weighed=(("outstanding-1", "present"), ("outstanding-2", "partly"), ("inadequate-1", "absent")),
)
PROPOSED = RatingProposed(
    standard="1.1",
    rating="outstanding",
    reason="As seen.",
    evidence=(EvidenceNamed(entry="strategy", version=1),),
    by="lead-inspector-1",
    as_worded="met",
    weighed=(("outstanding-1", "present"), ("outstanding-2", "partly"), ("inadequate-1", "absent")),
)
PANEL_DAY = "2018-08-08"
DERIVE = ProposeRatings(inspection=INSPECTION)


def under(facts: Facts) -> Story:
    return given(*facts).under(library=LIBRARY)


def compared(story: Story) -> Comparison:
    state = story.state(STREAM)
    return compare(state, SCHEME, {each: story.state(each) for each in state.reads}, 2)


def check(story: Story, **showed: str) -> CheckCorrelation:
    interrogated = tuple(Interrogated(standard=each, showed=words) for each, words in showed.items())
    return CheckCorrelation(inspection=INSPECTION, compared=compared(story).digest, interrogated=interrogated)


def checked(story: Story) -> Story:
    """Somebody has looked at the proposals beside the case results, and into whatever lies far off."""
    command = CheckCorrelation(
        inspection=INSPECTION,
        compared=compared(story).digest,
        interrogated=tuple(
            Interrogated(standard=each, showed="Looked into.") for each in compared(story).diverging
        ),
    )
    return story.when(command, on=PANEL_DAY).story
