"""Surveys, what they come to, and the feedback at the end of fieldwork (002 L341-343)."""

from domain.dated_rules.library import Library
from domain.decider import Decided, its_inspection, rule
from domain.evidence.account import AccountGiven
from domain.evidence.commands import GiveFeedback, NoteNoExperience, RecordSurvey, SummariseExperience
from domain.evidence.events import (
    Entry,
    EvidenceRegistered,
    ExperienceMissing,
    ExperienceSummarised,
    FeedbackGiven,
    SurveyRecorded,
)
from domain.evidence.experience import entries_of
from domain.evidence.resting import check_entries
from domain.evidence.rules.common import STAGED, check_places, inspection_of
from domain.evidence.rules.register import check_entry, registered
from domain.evidence.state import EvidenceRoom
from domain.evidence.surveys import check_counts, kept, shown, shown_number
from domain.given import Given
from domain.holdings.checks import DATED_REFUSALS
from domain.inspections.stages import Stage
from domain.refusals import Refusal

__all__ = ["CLOSING", "RULES", "UNHEARD"]

_ASKING = (
    Stage.ANNOUNCEMENT,
    Stage.EVIDENCE_REQUEST,
    Stage.FIELDWORK,
    Stage.CASE_READS,
    Stage.PANEL_REVIEW,
)
UNHEARD = (Stage.FIELDWORK, Stage.CASE_READS, Stage.PANEL_REVIEW, Stage.PUBLICATION)
"""The stages at which it can be said why somebody was not heard: from fieldwork until the report is out."""

CLOSING = (Stage.FIELDWORK, Stage.CASE_READS)
"""The stages at which feedback is given: a provider may hear it just after fieldwork has ended."""


def _and_account(state: EvidenceRoom, command: RecordSurvey, library: Library) -> tuple[str, ...]:
    return (*its_inspection(state, command, library), command.subject)


@rule(
    RecordSurvey,
    events=[SurveyRecorded, EvidenceRegistered, AccountGiven],
    refusals=[
        *STAGED,
        "entry-exists",
        "miscounted",
        "listed-twice",
        "survey-too-long",
        "unknown-place",
        *DATED_REFUSALS,
    ],
    reads=_and_account,
)
def record_survey(state: EvidenceRoom, command: RecordSurvey, given: Given) -> Decided:
    """Records a survey: whole in a sealed account, and with small numbers hidden where it may be shown."""
    inspection = inspection_of(command, given, *_ASKING)
    if command.survey in state.register:
        return Refusal("entry-exists", f"There is an entry {command.survey} in the register already.")
    check_counts(command)
    places = tuple(dict.fromkeys(place for each in command.questions for place in each.bears_on))
    check_places(inspection, places, given)
    content = Entry(
        kind="survey",
        title=command.title,
        bears_on=places,
        true_from=command.true_from,
        true_to=command.true_to,
        source=command.source,
        document=None,
        voice=command.voice,
    )
    if wrong := check_entry(content, given):
        return wrong
    recorded = SurveyRecorded(
        survey=command.survey,
        asked=shown_number(command.asked),
        answered=shown_number(command.answered),
        questions=tuple(shown(command)),
        account=command.subject,
    )
    texts = tuple(text.decode() for text in kept(command.questions))
    return (*registered(command.inspection, command.survey, content, given, texts), recorded)


@rule(
    SummariseExperience,
    events=[ExperienceSummarised],
    refusals=[*STAGED, "unknown-evidence", "evidence-withdrawn", "not-their-voice"],
    reads=its_inspection,
)
def summarise_experience(state: EvidenceRoom, command: SummariseExperience, given: Given) -> Decided:
    """Sums up for the report what service users, or victims, experienced, on the evidence that tells it."""
    inspection_of(command, given, *_ASKING, Stage.PUBLICATION)
    check_entries(state, command.evidence)
    for entry in command.evidence:
        if state.register[entry].content.voice != command.voice:
            whose = command.voice.replace("-", " ")
            return Refusal("not-their-voice", f"The entry {entry} does not tell the experience of {whose}.")
    return (
        ExperienceSummarised(
            voice=command.voice, summary=command.summary, evidence=tuple(dict.fromkeys(command.evidence))
        ),
    )


@rule(
    NoteNoExperience,
    events=[ExperienceMissing],
    refusals=[*STAGED, "heard-already"],
    reads=its_inspection,
)
def note_no_experience(state: EvidenceRoom, command: NoteNoExperience, given: Given) -> Decided:
    """Notes why a group was not heard whose experience the kind of inspection asks for; the report says so."""
    inspection_of(command, given, *UNHEARD)
    whose = command.voice.replace("-", " ")
    if theirs := sorted(entries_of(command.voice, state)):
        return Refusal(
            "heard-already", f"The experience of {whose} is among the evidence: {', '.join(theirs)}."
        )
    return (ExperienceMissing(voice=command.voice, reason=command.reason),)


@rule(
    GiveFeedback,
    events=[FeedbackGiven],
    refusals=[*STAGED, "date-in-future", "too-early"],
    reads=its_inspection,
)
def give_feedback(_state: EvidenceRoom, command: GiveFeedback, given: Given) -> Decided:
    """Notes that the provider was told at the end of fieldwork what had been found."""
    inspection = inspection_of(command, given, *CLOSING)
    if command.given_on > given.today:
        return Refusal("date-in-future", f"Feedback on {command.given_on} cannot have been given yet.")
    if inspection.begun_on is not None and command.given_on < inspection.begun_on:
        return Refusal("too-early", f"Fieldwork began on {inspection.begun_on}, after that feedback.")
    return (
        FeedbackGiven(
            given_on=command.given_on, to=command.to, inspectors=command.inspectors, said=command.said
        ),
    )


RULES = (record_survey, summarise_experience, note_no_experience, give_feedback)
