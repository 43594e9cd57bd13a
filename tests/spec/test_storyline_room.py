"""What the timeline says of the evidence room: whole sentences, and nothing of what people said."""

import pytest

from domain.deciders import EVENT_NAMES
from domain.evidence.events import PromptAssessed, PromptsAssessed, SurveyRecorded
from domain.inspections.events import CorrelationChecked, RatingProposed
from domain.messages import Event
from domain.storyline.telling import sentence
from tests.support.evidence_room import CHAIR_MET, ENQUIRY, FOLLOWED, PLANNED, STRATEGY, WITHDRAWN
from tests.support.golden.evidence import EVENTS, VARIANTS

BY_NAME = {each.name: each for each in EVENTS}
SURVEY = BY_NAME[SurveyRecorded.name]
CHECKED = BY_NAME[CorrelationChecked.name]
NAMED = VARIANTS["on-named-evidence"]


@pytest.mark.parametrize(
    ("event", "told"),
    [
        (STRATEGY, "Evidence was registered as strategy (document): The strategy."),
        (CHAIR_MET, "Evidence was registered as chair (interview): Interview: chair."),
        (BY_NAME["evidence.corrected.v1"], "What the register says of strategy was put right: A slip."),
        (WITHDRAWN, "The evidence strategy was withdrawn: It was never adopted."),
        (BY_NAME["account.given.v1"], "What was said for chair was written down, sealed."),
        (
            PLANNED,
            (
                "The interview chair with chair was put into the timetable, for 10 July 2018, 09:30 to 10:30, at "
                "Head office."
            ),
        ),
        (
            BY_NAME["fieldwork.session-moved.v1"],
            "The interview chair with chair was moved, to 11 July 2018, 09:30 to 10:30, at Head office: Snow.",
        ),
        (
            BY_NAME["fieldwork.session-cancelled.v1"],
            "The session chair was cancelled: Nobody could come.",
        ),
        (BY_NAME["fieldwork.session-held.v1"], "The session chair was held on 10 July 2018."),
        (SURVEY, "The survey su-2018 was recorded, with 2 questions; few answered."),
        (SURVEY.with_(answered=34), "The survey su-2018 was recorded, with 2 questions; 34 answered."),
        (
            BY_NAME["fieldwork.experience-summarised.v1"],
            "What service users experienced was summed up: Most felt heard.",
        ),
        (
            BY_NAME["fieldwork.feedback-given.v1"],
            "Feedback was given on 13 July 2018 to chief officer, senior managers.",
        ),
        (
            BY_NAME["evidence.prompts-assessed.v1"],
            "The evidence was held against 2 prompts; it says something about 1.",
        ),
        (
            PromptsAssessed(findings=(PromptAssessed(prompt="1.1.1 a", finding="not-known"),)),
            "The evidence was held against 1 prompt; it says something about 0.",
        ),
        (ENQUIRY, "The line of enquiry risks was opened: Who owns the risk register?"),
        (FOLLOWED, "For the line of enquiry risks, strategy showed: The board does."),
        (BY_NAME["enquiry.closed.v1"], "The line of enquiry risks was closed: The board owns it."),
        (
            BY_NAME["enquiry.carried.v1"],
            "The line of enquiry risks was carried to the panel: The chair was ill.",
        ),
        (
            RatingProposed(standard="1.1", rating="good", reason="As seen."),
            "The lead inspector proposed good for standard 1.1: As seen.",
        ),
        (NAMED, "The lead inspector proposed outstanding for standard 1.1 on strategy: As seen."),
        (
            CHECKED,
            "The proposals were looked at beside the case results; 1.1 lay far off and was looked into.",
        ),
        (CHECKED.with_(standards=()), "The proposals were looked at beside the case results."),
    ],
)
def test_an_event_of_the_evidence_room_is_told_in_words(event: Event, told: str) -> None:
    assert sentence(event) == told
    assert event.name in EVENT_NAMES.known
