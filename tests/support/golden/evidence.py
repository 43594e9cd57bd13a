"""Golden events of the evidence room of an inspection, and of the judgements that rest on it."""

from domain.evidence.account import AccountGiven, account_stream
from domain.evidence.events import (
    EnquiryCarried,
    EnquiryClosed,
    EvidenceCorrected,
    ExperienceMissing,
    ExperienceSummarised,
    FeedbackGiven,
    PromptAssessed,
    PromptsAssessed,
    SessionCancelled,
    SessionHeld,
    SessionMoved,
    ShownOption,
    ShownQuestion,
    SurveyRecorded,
)
from domain.inspections.events import CorrelationChecked, EvidenceNamed, RatingProposed, StandardLookedAt
from domain.messages import Event
from domain.privacy.boxes import Sealed
from tests.support.evidence_room import (
    CHAIR_MET,
    ENQUIRY,
    FOLLOWED,
    PLAN,
    PLANNED,
    STRATEGY,
    STRATEGY_ENTRY,
    WITHDRAWN,
)
from tests.support.example import INSPECTION, day

__all__ = ["EVENTS", "VARIANTS"]

_SAID = Sealed(
    algorithm="aes-256-gcm-1",
    category="evidence-note",
    ciphertext="A" * 64,
    commitment="c" * 64,
    field="texts.0",
    nonce="0" * 24,
    subject=account_stream(INSPECTION, "chair"),
)
_ASKED = ShownQuestion(
    question="q1",
    text="Did your officer listen to you?",
    bears_on=("2.1.1",),
    options=(ShownOption(option="always", number=20), ShownOption(option="never", number=None)),
    texts=None,
)

EVENTS: tuple[Event, ...] = (
    STRATEGY,
    EvidenceCorrected(
        entry="strategy",
        content=STRATEGY_ENTRY.with_(title="The old strategy", true_to=day("2018-05-31")),
        recorded_on=day("2018-07-10"),
        account=None,
        reason="A slip.",
    ),
    WITHDRAWN,
    AccountGiven(inspection=INSPECTION, entry="chair", texts=(_SAID,)),
    PLANNED.with_(outside="The board meets once a month."),
    SessionMoved(plan=PLAN.with_(on=day("2018-07-11")), reason="Snow."),
    SessionCancelled(session="chair", reason="Nobody could come."),
    SessionHeld(
        session="chair", held_on=day("2018-07-10"), with_whom=("chair",), inspectors=("inspector-1",)
    ),
    SurveyRecorded(
        survey="su-2018",
        asked=120,
        answered=None,
        questions=(_ASKED, _ASKED.with_(question="q2", options=(), texts=7)),
        account=account_stream(INSPECTION, "su-2018"),
    ),
    ExperienceSummarised(voice="service-users", summary="Most felt heard.", evidence=("su-2018",)),
    ExperienceMissing(voice="parents-carers", reason="Nobody came to the meeting."),
    FeedbackGiven(
        given_on=day("2018-07-13"),
        to=("chief-officer", "senior-managers"),
        inspectors=("lead-inspector-1",),
        said="Much is good; reviewing is not.",
    ),
    PromptsAssessed(
        findings=(
            PromptAssessed(prompt="1.1.1 a", finding="met", evidence=("strategy",)),
            PromptAssessed(prompt="1.1.1 b", finding="not-known", note="Nobody says."),
        )
    ),
    ENQUIRY,
    FOLLOWED,
    EnquiryClosed(enquiry="risks", conclusion="The board owns it."),
    EnquiryCarried(enquiry="risks", reason="The chair was ill."),
    CorrelationChecked(
        compared="f" * 64,
        checked_on=day("2018-08-08"),
        standards=(
            StandardLookedAt(standard="1.1", diverges=True, interrogated="Staff carry it."),
            StandardLookedAt(standard="1.2", diverges=False, interrogated=None),
        ),
    ),
)
"""One of each, with everything said."""

VARIANTS: dict[str, Event] = {
    "with-an-account": CHAIR_MET,
    "on-named-evidence": RatingProposed(
        standard="1.1",
        rating="outstanding",
        reason="As seen.",
        evidence=(EvidenceNamed(entry="strategy", version=1),),
        as_worded="met",
        weighed=(("outstanding-1", "present"), ("inadequate-1", "absent")),
        by="lead-inspector-1",
    ),
}
"""The same where something is said that usually is not."""
