"""What is said about persons: those behind the cases, and the contacts of providers. All of it is private."""

import json

import pytest
from pydantic import ValidationError

from domain.cases.commands import (
    CompleteCaseRead,
    NoteAnswer,
    NoteCaseReference,
    RecordCharacteristics,
)
from domain.cases.diversity.characteristics import CHARACTERISTICS, WITHHELD
from domain.cases.diversity.counting import aggregate
from domain.cases.diversity.report import DiversityReported, ReportDiversity, counted_streams, seen_as
from domain.cases.events import AnswerNoted, CaseAllocated, CaseReferenceNoted, CharacteristicsRecorded
from domain.decider import On
from domain.people.contacts import (
    ChangePerson,
    ContactChanged,
    ContactDetails,
    LeavePerson,
    PersonLeft,
    PersonRegistered,
    RegisterPerson,
)
from domain.people.roles import Role
from domain.privacy.boxes import Plain
from domain.privacy.subjects import SubjectErased
from domain.providers.provider import ContactNamed, ContactReleased
from tests.support.example import (
    A_PROVIDER,
    AT_FIELDWORK_WITH_SAMPLES,
    AT_PANEL_REVIEW,
    CASE,
    CASES,
    INSPECTION,
    PROVIDER,
    read_to_the_end,
)
from tests.support.specification import Story, given

PERSON = "person-" + "0a1b" * 8
DETAILS = ContactDetails(person_name="Ada Example", email="ada@example.org", telephone="01632 960000")
REGISTER = RegisterPerson(person=PERSON, provider=PROVIDER, details=DETAILS)
NEW = ContactDetails(person_name="Ada Example-Field", email="field@example.org")


def reading(*more: On) -> Story:
    return given(*AT_FIELDWORK_WITH_SAMPLES, *more)


def about(text: str, category: str) -> Plain:
    return Plain(text, CASE, category)  # type: ignore[arg-type]  # the tests' own categories


def known(text: str) -> Plain:
    return Plain(text, PERSON, "contact")


REFERENCED = On(CASE, CaseReferenceNoted(reference=about("NW/12/0815", "case-reference")))
NAMED = On(f"provider-{PROVIDER}", ContactNamed(person=PERSON))
REGISTERED = On(
    PERSON,
    PersonRegistered(
        provider=PROVIDER,
        person_name=known("Ada Example"),
        email=known("ada@example.org"),
        telephone=known("01632 960000"),
    ),
)

# The person behind a case


def test_the_reference_of_a_drawn_case_is_noted_and_a_slip_put_right() -> None:
    story = reading().when(NoteCaseReference(case=CASE, reference="NW/12/0815"), on="2018-07-09")
    after = story.then(REFERENCED)
    assert after.state(CASE).referenced
    right = On(CASE, CaseReferenceNoted(reference=about("NW/12/0816", "case-reference")))
    after.when(NoteCaseReference(case=CASE, reference="NW/12/0816"), on="2018-07-09").then(right)


def test_a_case_that_nobody_drew_has_no_reference() -> None:
    given().when(NoteCaseReference(case=CASE, reference="NW/1"), on="2018-07-09").then_refused("unknown-case")


def test_an_inspector_notes_something_beside_an_answer() -> None:
    note = On(CASE, AnswerNoted(question="2.1.1", note=about("The plan was never signed.", "case-note")))
    reading().when(
        NoteAnswer(case=CASE, question="2.1.1", note="The plan was never signed."),
        on="2018-07-11",
        who="os-1",
    ).then(On(CASE, CaseAllocated(reader="os-1")), note)


def test_a_note_stands_beside_a_question_that_is_asked_of_the_case() -> None:
    asked_elsewhere = NoteAnswer(case=CASE, question="4.1.1", note="Something.")
    reading().when(asked_elsewhere, on="2018-07-11").then_refused("unknown-key-question", "4.1.1")
    given().when(asked_elsewhere, on="2018-07-11").then_refused("unknown-case")


def test_protected_characteristics_are_recorded_as_given_in_one_private_text() -> None:
    command = RecordCharacteristics(case=CASE, characteristics=(("sex", "female"), ("age", WITHHELD)))
    text = '{"age":"prefer-not-to-say","sex":"female"}'
    recorded = On(CASE, CharacteristicsRecorded(answers=about(text, "protected-characteristic")))
    reading().when(command, on="2018-07-11").then(recorded)


def test_every_answer_to_every_protected_characteristic_is_accepted_and_comes_back() -> None:
    for code, characteristic in CHARACTERISTICS.items():
        for answer in characteristic.answers:
            command = RecordCharacteristics(case=CASE, characteristics=((code, answer),))
            recorded = On(
                CASE,
                CharacteristicsRecorded(
                    answers=about(
                        json.dumps({code: answer}, separators=(",", ":")), "protected-characteristic"
                    )
                ),
            )
            reading().when(command, on="2018-07-11").then(recorded)


def test_a_slip_in_a_characteristic_is_told_without_saying_it_again() -> None:
    for pairs, code in (
        ((("shoe-size", "44"),), "unknown-characteristic"),
        ((("age", "forty-four"),), "unknown-group"),
        ((("age", "40-49"), ("age", "50-59")), "answered-twice"),
    ):
        command = RecordCharacteristics(case=CASE, characteristics=pairs)
        told = reading().when(command, on="2018-07-11")
        told.then_refused(code)
        sentence = str(told.refusal)  # which is kept in the log of refusals
        assert not [each for each in ("shoe", "44", "forty") if each in sentence.split("of: ")[0]]
    unknown = RecordCharacteristics(case=CASE, characteristics=(("sex", "male"),))
    given().when(unknown, on="2018-07-11").then_refused("unknown-case")


def test_once_a_read_is_finished_nothing_is_said_about_the_person_until_it_is_opened_again() -> None:
    finished = given(*AT_FIELDWORK_WITH_SAMPLES, *read_to_the_end(CASE))
    for command in (
        NoteCaseReference(case=CASE, reference="NW/1"),
        NoteAnswer(case=CASE, question="2.1.1", note="Late."),
        RecordCharacteristics(case=CASE, characteristics=(("sex", "male"),)),
    ):
        finished.when(command, on="2018-07-12").then_refused("read-complete")


def test_a_read_is_complete_without_any_of_it() -> None:
    finished = read_to_the_end(CASE)
    given(*AT_FIELDWORK_WITH_SAMPLES, *finished[:-1]).when(CompleteCaseRead(case=CASE), on="2018-07-11").then(
        finished[-1]
    )


# The contact of a provider


def test_a_person_is_registered_as_a_providers_contact() -> None:
    story = given(A_PROVIDER).when(REGISTER, on="2018-05-01").then(REGISTERED, NAMED)
    assert story.state(f"provider-{PROVIDER}").contacts == (PERSON,)


def test_a_person_is_registered_once_and_with_a_provider_that_is_known() -> None:
    given(A_PROVIDER, REGISTERED, NAMED).when(REGISTER, on="2018-05-02").then_refused("person-exists")
    given().when(REGISTER, on="2018-05-01").then_refused("unknown-provider", PROVIDER)


def test_how_a_contact_is_reached_changes_as_a_whole() -> None:
    changed = On(
        PERSON,
        ContactChanged(
            person_name=known("Ada Example-Field"), email=known("field@example.org"), telephone=None
        ),
    )
    given(A_PROVIDER, REGISTERED, NAMED).when(ChangePerson(person=PERSON, details=NEW), on="2018-06-01").then(
        changed
    )


def test_a_contact_may_say_that_an_address_has_changed_and_an_inspector_may_not() -> None:
    change, story = ChangePerson(person=PERSON, details=NEW), given(A_PROVIDER, REGISTERED, NAMED)
    by_contact = story.when(change, on="2018-06-01", by=Role.PROVIDER_CONTACT)
    assert by_contact.refusal is None
    story.when(change, on="2018-06-01", by=Role.INSPECTOR).then_refused("not-authorised")


def test_a_contact_who_leaves_gets_no_more_notices() -> None:
    released = On(f"provider-{PROVIDER}", ContactReleased(person=PERSON))
    story = given(A_PROVIDER, REGISTERED, NAMED).when(LeavePerson(person=PERSON), on="2018-06-01")
    after = story.then(On(PERSON, PersonLeft()), released)
    assert after.state(f"provider-{PROVIDER}").contacts == ()
    after.when(LeavePerson(person=PERSON), on="2018-06-02").then_refused("person-left")
    after.when(ChangePerson(person=PERSON, details=NEW), on="2018-06-02").then_refused("person-left")


def test_nothing_is_changed_about_a_person_whom_nobody_has_registered() -> None:
    given(A_PROVIDER).when(LeavePerson(person=PERSON), on="2018-06-01").then_refused("unknown-person")
    given(A_PROVIDER).when(ChangePerson(person=PERSON, details=NEW), on="2018-06-01").then_refused(
        "unknown-person"
    )


def test_an_address_is_one_address_and_a_slip_is_not_repeated() -> None:
    for slip in ("ada", "a da@example.org", "ada@example.org, bob@example.org", "@", ""):
        with pytest.raises(ValidationError) as told:
            ContactDetails(person_name="Ada Example", email=slip)
        assert "ada" not in str(told.value).lower()


def test_the_id_of_a_person_cannot_be_a_name() -> None:
    for name in ("person-jane-smith", "person-1", "jane", "person-" + "0" * 31):
        with pytest.raises(ValidationError):
            LeavePerson(person=name)


# The report on protected characteristics


def counted(cases: int, at: Story | None = None) -> ReportDiversity:
    at = at or given(*AT_PANEL_REVIEW)
    return ReportDiversity(
        inspection=INSPECTION,
        cases=cases,
        characteristics=aggregate([{}] * cases),
        counted=seen_as({each: at.head(each) for each in counted_streams(CASES)}),
    )


REPORT = counted(len(CASES))
REPORTED = On(
    f"diversity-{INSPECTION}", DiversityReported(cases=len(CASES), characteristics=REPORT.characteristics)
)


def test_characteristics_are_reported_once_when_the_case_reads_are_closed() -> None:
    story = given(*AT_PANEL_REVIEW).when(REPORT, on="2018-08-01").then(REPORTED)
    story.when(REPORT, on="2018-08-02").then_refused("diversity-reported", "once")


def test_while_cases_are_read_nothing_is_counted() -> None:
    reading = given(*AT_FIELDWORK_WITH_SAMPLES)
    reading.when(REPORT, on="2018-07-10").then_refused("reads-open", "fieldwork")
    given().when(REPORT, on="2018-07-10").then_refused("unknown-inspection")


def test_a_report_counts_the_sampled_cases_by_all_groups_and_shows_no_small_number() -> None:
    story, (sex,) = (
        given(*AT_PANEL_REVIEW),
        [each for each in REPORT.characteristics if each.characteristic == "sex"],
    )
    story.when(counted(len(CASES) + 1), on="2018-08-01").then_refused("miscounted", str(len(CASES)))
    one_alone = REPORT.with_(characteristics=(sex,))
    story.when(one_alone, on="2018-08-01").then_refused("miscounted", "Every")
    lacking = sex.with_(groups=sex.groups[1:])
    story.when(REPORT.with_(characteristics=(lacking,)), on="2018-08-01").then_refused("miscounted", "sex")
    for counts in ((30, 20, 3, 9), (30, 20, None, 9)):
        groups = tuple(each.with_(cases=count) for each, count in zip(sex.groups, counts, strict=True))
        told = REPORT.with_(characteristics=(sex.with_(groups=groups),))
        story.when(told, on="2018-08-01").then_refused("small-numbers", "sex")


def test_what_is_reported_was_counted_from_the_cases_as_they_stand() -> None:
    """Whoever counted before something was said of a case, or erased of it, counts again."""
    story = given(*AT_PANEL_REVIEW)
    for later in (
        On(CASE, CharacteristicsRecorded(answers=Plain("{}", CASE, "protected-characteristic"))),
        On(
            f"privacy-{CASE}",
            SubjectErased(
                subject=CASE,
                categories=("protected-characteristic",),
                authority="A request.",
                reason="It is so.",
            ),
        ),
    ):
        after = story.and_(later)
        after.when(REPORT, on="2018-08-01").then_refused("counted-before-it-changed", "again")
        after.when(counted(len(CASES), after), on="2018-08-01").then(REPORTED)
