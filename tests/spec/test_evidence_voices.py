"""The experience of service users and victims: surveys, and what they come to for the report (002 L341-343)."""

import json

import pytest

from domain.dated_rules.library import Library
from domain.decider import On
from domain.evidence.account import AccountGiven, account_stream
from domain.evidence.commands import NoteNoExperience, RecordSurvey, SummariseExperience, SurveyQuestion
from domain.evidence.events import (
    Entry,
    EvidenceRegistered,
    ExperienceMissing,
    ExperienceSummarised,
    ShownOption,
    SurveyRecorded,
)
from domain.evidence.experience import Experience, experience_section, still_due
from domain.evidence.surveys import LONGEST
from domain.inspections.commands import DraftReport
from domain.inspections.kinds.parts import ExperienceWanted
from domain.inspections.tasks.judgements import experience
from domain.inspections.tasks.listing import Surroundings
from domain.inspections.tasks.publication import publication
from domain.messages import Command
from domain.privacy.boxes import Plain
from tests.support.evidence_room import ROOM, STRATEGY
from tests.support.example import (
    ANNOUNCED,
    AT_ACTION_PLAN,
    AT_FIELDWORK,
    AT_PUBLICATION,
    FRAMEWORK,
    INSPECTION,
    PROTOCOL,
    SCHEME,
    day,
)
from tests.support.house import shipped_library
from tests.support.specification import Story, given

LISTENED = SurveyQuestion(
    question="q1",
    text="Did your officer listen to you?",
    bears_on=("2.1.1",),
    scale=("always", "mostly", "sometimes", "never"),
    counts=(20, 7, 3, 2),
)
WORDS = SurveyQuestion(
    question="q2", text="What would you change?", bears_on=("1.3",), answers=("Nothing.", "The waiting room.")
)
SURVEY = RecordSurvey(
    inspection=INSPECTION,
    survey="su-2018",
    title="Service user survey",
    voice="service-users",
    source="Everybody under supervision on 1 June, by post",
    true_from=day("2018-06-01"),
    true_to=day("2018-06-15"),
    asked=120,
    answered=34,
    questions=(LISTENED, WORDS),
)
SUMMARY = SummariseExperience(
    inspection=INSPECTION, voice="service-users", summary="Most felt heard.", evidence=("su-2018",)
)
UNHEARD = NoteNoExperience(inspection=INSPECTION, voice="victims", reason="Nobody could be asked in time.")
ON = "2018-07-10"


def recorded(story: Story) -> SurveyRecorded:
    found: SurveyRecorded = story.state(ROOM).surveys["su-2018"]
    return found


def options(survey: RecordSurvey) -> dict[str, int | None]:
    story = given(*AT_FIELDWORK).when(survey, on=ON).story
    return {each.option: each.number for each in recorded(story).questions[0].options}


def test_a_survey_is_evidence_with_its_answers_whole_in_a_sealed_account() -> None:
    result = given(*AT_FIELDWORK).when(SURVEY, on=ON)
    assert [(stream, type(event)) for stream, event in result.events] == [
        (ROOM, EvidenceRegistered),
        (account_stream(INSPECTION, "su-2018"), AccountGiven),
        (ROOM, SurveyRecorded),
    ]
    result.then(*(On(stream, event) for stream, event in result.events))
    given_ = result.events[1][1]
    assert isinstance(given_, AccountGiven)
    texts = [each.text for each in given_.texts if isinstance(each, Plain)]
    assert [json.loads(each) for each in texts] == [
        {
            "question": "q1",
            "counts": {"always": 20, "mostly": 7, "sometimes": 3, "never": 2},
            "answers": [],
        },
        {"question": "q2", "counts": {}, "answers": ["Nothing.", "The waiting room."]},
    ]
    entry = result.story.state(ROOM).register["su-2018"].content
    assert (entry.kind, entry.voice, entry.bears_on) == ("survey", "service-users", ("2.1.1", "1.3"))


def test_small_numbers_are_hidden_and_cannot_be_worked_out() -> None:
    # 3, 2 and the 2 who did not answer come to 7 and differ, so no more need be hidden.
    assert options(SURVEY) == {
        "always": 20,
        "mostly": 7,
        "sometimes": None,
        "never": None,
        "no answer": None,
    }
    # One hidden number alone could be worked out from the total, so the smallest shown one goes with it.
    alone = SURVEY.with_(questions=(LISTENED.with_(counts=(20, 7, 6, 1)),), answered=34)
    assert options(alone) == {"always": 20, "mostly": 7, "sometimes": None, "never": None}


def test_of_few_people_not_even_the_number_is_recorded_in_plain() -> None:
    few = SURVEY.with_(
        voice="victims",
        asked=4,
        answered=3,
        questions=(LISTENED.with_(counts=(3, 0, 0, 0)), WORDS),
    )
    story = given(*AT_FIELDWORK).when(few, on=ON).story
    survey = recorded(story)
    assert (survey.asked, survey.answered, survey.questions[1].texts) == (None, None, None)
    assert {each.number for each in survey.questions[0].options} == {None}


@pytest.mark.parametrize(
    ("changed", "code", "saying"),
    [
        ({"answered": 121}, "miscounted", "120"),
        ({"answered": 31}, "miscounted", "q1"),
        ({"questions": (LISTENED.with_(counts=(1, 2)),)}, "miscounted", "one count for each"),
        ({"questions": (WORDS.with_(answers=()),)}, "miscounted", "q2"),
        ({"questions": (LISTENED.with_(answers=("Yes.",)),)}, "miscounted", "q1"),
        ({"questions": (WORDS,), "answered": 1}, "miscounted", "q2"),
        ({"questions": (WORDS, WORDS)}, "listed-twice", ""),
        ({"questions": (LISTENED.with_(scale=("always", "always", "now", "never")),)}, "listed-twice", ""),
        ({"questions": (WORDS.with_(bears_on=("8.8",)),)}, "unknown-place", "8.8"),
        ({"true_to": day("2018-05-01")}, "dates-reversed", ""),
        ({"true_from": day("2018-08-01"), "true_to": day("2018-08-01")}, "truth-to-come", ""),
        ({"questions": (WORDS.with_(answers=("x" * 8000,) * 4),)}, "survey-too-long", str(LONGEST)),
    ],
)
def test_numbers_that_cannot_be_are_not_recorded(changed: dict[str, object], code: str, saying: str) -> None:
    given(*AT_FIELDWORK).when(SURVEY.with_(**changed), on=ON).then_refused(code, saying)


def test_a_survey_has_a_code_of_its_own_in_the_register() -> None:
    story = given(*AT_FIELDWORK, STRATEGY)
    story.when(SURVEY.with_(survey="strategy"), on=ON).then_refused("entry-exists", "strategy")


@pytest.mark.parametrize("command", [SURVEY, SUMMARY, UNHEARD], ids=lambda each: each.verb)
def test_experience_is_gathered_for_an_inspection_that_goes_on(command: Command) -> None:
    given().when(command, on=ON).then_refused("unknown-inspection")
    given(*AT_ACTION_PLAN).when(command, on="2018-10-01").then_refused("not-at-this-stage")


def test_an_experience_is_summed_up_on_what_tells_it() -> None:
    story = given(*AT_FIELDWORK, STRATEGY).when(SURVEY, on=ON).story
    summed = ExperienceSummarised(voice="service-users", summary="Most felt heard.", evidence=("su-2018",))
    story.when(SUMMARY, on=ON).then(summed)
    story.when(SUMMARY.with_(voice="victims"), on=ON).then_refused("not-their-voice", "victims")
    story.when(SUMMARY.with_(evidence=("strategy",)), on=ON).then_refused("not-their-voice", "strategy")
    story.when(SUMMARY.with_(evidence=("other",)), on=ON).then_refused("unknown-evidence", "other")


def test_nothing_is_summed_up_on_what_was_withdrawn() -> None:
    from tests.support.evidence_room import WITHDRAWN

    story = given(*AT_FIELDWORK, STRATEGY, WITHDRAWN)
    story.when(SUMMARY.with_(evidence=("strategy",)), on=ON).then_refused("evidence-withdrawn")


def test_the_section_of_the_report_has_each_group_that_was_heard_and_no_number_that_points_at_somebody() -> (
    None
):
    story = given(*AT_FIELDWORK, STRATEGY)
    assert experience_section(story.state(ROOM)) == ()
    story = story.when(SURVEY, on=ON).story.when(SUMMARY, on=ON).story
    (heard,) = experience_section(story.state(ROOM))
    assert (heard.voice, heard.summary, heard.heard) == ("service-users", "Most felt heard.", 0)
    assert [(each.title, each.asked, each.answered) for each in heard.surveys] == [
        ("Service user survey", 120, 34)
    ]
    assert heard.surveys[0].questions[0].options[0] == ShownOption(option="always", number=20)


# What a kind asks for


DUE = (
    ExperienceWanted(voice="service-users", by="either", citation="a test"),
    ExperienceWanted(voice="service-users", by="interviews", citation="a test"),
    ExperienceWanted(voice="victims", by="survey", citation="a test"),
)


def test_what_is_due_is_what_is_not_in_by_the_way_that_is_asked_for() -> None:
    story = given(*AT_FIELDWORK)
    assert still_due(story.state(ROOM), DUE) == DUE
    story = story.when(SURVEY, on=ON).story
    assert still_due(story.state(ROOM), DUE) == DUE[1:], "a survey is no interview"
    heard = Entry(
        kind="interview",
        title="Three interviews",
        bears_on=(),
        true_from=day(ON),
        true_to=None,
        source="Victims",
        document=None,
        voice="victims",
    )
    account = EvidenceRegistered(entry="victims-heard", content=heard, recorded_on=day(ON), account=None)
    assert still_due(story.and_(On(ROOM, account)).state(ROOM), DUE) == DUE[1:], "an interview is no survey"


def test_why_a_group_was_not_heard_is_recorded_and_the_report_says_so() -> None:
    story = (
        given(*AT_FIELDWORK)
        .when(UNHEARD, on=ON)
        .then(On(ROOM, ExperienceMissing(voice="victims", reason="Nobody could be asked in time.")))
    )
    assert still_due(story.state(ROOM), DUE) == DUE[:2]
    assert experience_section(story.state(ROOM)) == (
        Experience(voice="victims", summary="Nobody could be asked in time.", heard=0, surveys=()),
    )


def test_a_group_that_was_heard_was_not_unheard() -> None:
    story = given(*AT_FIELDWORK).when(SURVEY, on=ON).story
    other = UNHEARD.with_(voice="service-users")
    story.when(other, on=ON).then_refused("heard-already", "su-2018")


def test_whoever_is_heard_after_all_stands_in_the_report_as_heard() -> None:
    other = UNHEARD.with_(voice="service-users")
    story = given(*AT_FIELDWORK).when(other, on=ON).story.when(SURVEY, on=ON).story
    (heard,) = experience_section(story.state(ROOM))
    assert heard.surveys
    assert heard.summary is None


def test_a_task_stands_until_a_group_is_heard_or_it_is_recorded_why_not() -> None:
    protocol = PROTOCOL.with_(experience=(DUE[0], DUE[2]))
    story = given(*AT_FIELDWORK)
    for room, done in (
        (story.state(ROOM), [False, False]),
        (story.when(SURVEY, on=ON).story.state(ROOM), [True, False]),
        (story.when(UNHEARD, on=ON).story.state(ROOM), [False, True]),
    ):
        listed = list(experience(Surroundings(protocol=protocol, room=room)))
        assert [each.done for each in listed] == done
        assert (
            listed[0].title
            == "Hear service users in interviews or by a survey, or record why they were not heard"
        )


def test_no_report_is_drafted_while_somebodys_experience_is_due_and_nobody_has_said_why() -> None:
    protocol = PROTOCOL.with_(experience=(DUE[0], DUE[2]))
    bound = ANNOUNCED.with_(protocol=ANNOUNCED.protocol.with_(digest=protocol.digest))
    facts = [bound if fact is ANNOUNCED else fact for fact in AT_PUBLICATION]
    story = given(*facts).under(library=Library.of([protocol], [FRAMEWORK], [SCHEME]))
    draft = DraftReport(inspection=INSPECTION, findings="Well led.", recommendations=())

    def drafting(then: Story) -> list[tuple[str, str, bool]]:
        room, state = then.state(ROOM), then.state(f"inspection-{INSPECTION}")
        listed = publication(state, Surroundings(protocol=protocol, room=room))
        return [(each.verb, each.why, each.done) for each in listed][:3]

    story.when(draft, on="2018-08-20").then_refused(
        "experience-due", "hears service users in interviews or by a survey and victims by a survey"
    )
    assert drafting(story) == [
        (NoteNoExperience.verb, "", False),
        (NoteNoExperience.verb, "", False),
        (
            "draft-report",
            "nobody has heard service users in interviews or by a survey and victims by a survey, or said why not",
            False,
        ),
    ]
    for voice in ("service-users", "victims"):
        story.when(draft, on="2018-08-20").then_refused("experience-due")
        story = story.when(UNHEARD.with_(voice=voice), on="2018-08-20").story
    drafted = story.when(draft, on="2018-08-20")
    assert drafted.refusal is None
    assert drafting(story)[0] == ("draft-report", "", False)


@pytest.mark.parametrize(
    ("kind", "voices"),
    [
        ("nps-division-2018", ["service-users", "victims"]),
        ("crc-2018", ["service-users"]),
        ("pdu-2021", ["service-users", "victims"]),
        ("pdu-2023", ["service-users", "victims"]),
        ("yot-2018", ["children", "parents-carers"]),
        ("yot-2021", ["children", "parents-carers"]),
    ],
)
def test_routine_kinds_say_whose_experience_is_due_and_by_what(kind: str, voices: list[str]) -> None:
    """002 L341-343; victims where statute has them told and heard."""
    shipped = next(each for each in shipped_library().protocols() if each.id == kind)
    assert [each.voice for each in shipped.experience] == voices
    assert all(each.citation for each in shipped.experience)
