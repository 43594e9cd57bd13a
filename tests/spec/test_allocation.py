"""Who reads a case and may answer in it, its prompts, and how it is classified (004 §3.2, §4.13; 003 L224)."""

import pytest

from domain.cases.commands import (
    AllocateCase,
    CompleteCaseRead,
    NoteAnswer,
    NoteReadsShown,
    RecordAnswers,
    RecordClassification,
    RecordInterview,
    RecordPrompts,
    ReopenCaseRead,
    StandIn,
)
from domain.cases.events import (
    AnswersRecorded,
    CaseAllocated,
    ClassificationRecorded,
    PromptsAnswered,
    ReaderStoodIn,
    ReadsShown,
)
from domain.cases.readers import Readers
from domain.cases.second_reads.commands import AllocateSecondRead
from domain.dated_rules.library import Library
from domain.decider import On
from domain.inspections.kinds.parts import Classified
from domain.people.roles import Role
from domain.privacy.boxes import Plain
from tests.support.example import (
    AT_FIELDWORK_WITH_SAMPLES,
    CASE,
    FRAMEWORK,
    SCHEME,
    day,
    read_to_the_end,
)
from tests.support.read_twice import DRAW, TWICE, TWICE_READ, drawn, story, under
from tests.support.specification import Story, given

DAY = "2018-07-11"
ANSWER = RecordAnswers(case=CASE, answers=(("2.1.1", "yes"),))
ANSWERED = On(CASE, AnswersRecorded(answers=(("2.1.1", "yes"),)))
ALLOCATED = On(CASE, CaseAllocated(reader="reader-1"))
PROMPTS = RecordPrompts(case=CASE, prompts=(("2.1.1.a", "yes"), ("2.3.1.d", "not_applicable")))
CLASSIFY = RecordClassification(case=CASE, aspect="risk-of-serious-harm", provider="medium", inspector="high")


def noted(text: str) -> Plain:
    return Plain(text, CASE, "case-note")


def reading(*more: On) -> Story:
    return given(*AT_FIELDWORK_WITH_SAMPLES, *more)


# Allocation


def test_a_case_is_allocated_as_proposed_without_a_word_of_why() -> None:
    allocate = AllocateCase(case=CASE, reader="reader-1", proposed="reader-1")
    after = reading().when(allocate, on=DAY)
    after.then(On(CASE, CaseAllocated(reader="reader-1", proposed="reader-1")))
    after.story.when(allocate, on=DAY).then_nothing()
    after.story.when(allocate.with_(reason="Knows the area."), on=DAY).then_refused("reason-idle")


def test_another_than_proposed_or_than_before_is_named_with_a_reason() -> None:
    other = AllocateCase(case=CASE, reader="reader-2", proposed="reader-1")
    reading().when(other, on=DAY).then_refused("reason-missing")
    because = other.with_(reason="Knows the area.")
    reading().when(because, on=DAY).then(
        On(CASE, CaseAllocated(reader="reader-2", proposed="reader-1", reason=noted("Knows the area.")))
    )
    again = AllocateCase(case=CASE, reader="reader-2")
    reading(ALLOCATED).when(again, on=DAY).then_refused("reason-missing")
    idle = AllocateCase(case=CASE, reader="reader-1", reason="Why not.")
    reading().when(idle, on=DAY).then_refused("reason-idle")


def test_only_a_sampled_case_that_is_open_is_allocated() -> None:
    allocate = AllocateCase(case=CASE, reader="reader-1")
    given().when(allocate, on=DAY).then_refused("unknown-case")
    reading(*read_to_the_end(CASE)).when(allocate, on=DAY).then_refused("read-complete")


def test_whoever_has_the_second_read_is_not_given_the_first() -> None:
    from tests.support.read_twice import ALLOCATED as BOTH
    from tests.support.read_twice import SECOND, drawn

    to_second = AllocateCase(case=TWICE_READ, reader=SECOND, reason="Somebody fell ill.")
    drawn().and_(*BOTH).when(to_second, on="2018-07-16").then_refused("second-reader")
    stand_in = StandIn(case=TWICE_READ, reason="Somebody fell ill.")
    drawn().and_(*BOTH).when(stand_in, on="2018-07-16", who=SECOND).then_refused("second-reader")


# Who may answer


def test_whoever_was_handed_one_read_of_a_case_while_it_was_kept_apart_is_not_given_the_other() -> None:
    note = NoteReadsShown(case=TWICE_READ, to="os-8", first=True, second=False)
    first = drawn().when(note, on="2018-07-16")
    first.then(On(TWICE_READ, ReadsShown(to="os-8", first=True, second=False)))
    first.story.when(note, on="2018-07-16").then_nothing()
    second = AllocateSecondRead(case=TWICE_READ, reader="os-8")
    first.story.when(second, on="2018-07-16").then_refused("was-shown")
    allocate = AllocateCase(case=TWICE_READ, reader="os-8")
    first.story.when(allocate, on="2018-07-16").then_one(CaseAllocated)
    both = first.story.when(note.with_(second=True), on="2018-07-16").story
    both.when(allocate, on="2018-07-16").then_refused("was-shown")
    had = both.and_(On(TWICE_READ, CaseAllocated(reader="reader-1")))
    stand_in = StandIn(case=TWICE_READ, reason="They are ill.")
    had.when(stand_in, on="2018-07-16", who="os-8").then_refused("was-shown")
    given().when(note, on="2018-07-16").then_refused("unknown-case")


def test_what_an_alert_tells_of_which_read_goes_by_who_raised_it_and_who_is_shown_it() -> None:
    readers = Readers(reader="reader-1", twice=True, second="reader-2", seconds=frozenset({"reader-2"}))
    for person, by, learned in (
        ("os-8", "reader-1", (True, False)),
        ("os-8", "reader-2", (False, True)),
        ("os-8", "os-9", (True, True)),  # who may yet be given either
        ("os-8", "os-8", (False, False)),
        ("reader-1", "reader-2", (False, False)),
        ("reader-2", "reader-1", (False, False)),
    ):
        assert readers.of_alert(person, by=by) == learned, (person, by)
        again = readers.shown(person, first=learned[0], second=learned[1])
        assert again.of_alert(person, by=by) == (False, False), "it is noted once"


def test_what_somebody_without_a_hand_says_tells_of_what_they_were_shown() -> None:
    readers = Readers(reader="reader-1", twice=True, second="reader-2", seconds=frozenset({"reader-2"}))
    told_of_first = readers.shown("os-9", first=True, second=False)
    assert told_of_first.of_alert("os-8", by="os-9") == (True, False)
    assert told_of_first.shown("os-9", first=False, second=True).of_alert("os-8", by="os-9") == (True, True)


@pytest.mark.parametrize(
    ("person", "by", "kept"),
    [
        ("reader-1", "reader-1", False),
        ("reader-1", "beside-1", False),
        ("beside-1", "former-1", False),
        ("reader-1", "reader-2", True),
        ("former-1", "reader-2", True),
        ("reader-1", "os-9", True),
        ("reader-2", "reader-2", False),
        ("reader-2", "reader-1", True),
        ("reader-2", "former-2", True),
        ("reader-2", "os-9", True),
        ("os-8", "reader-1", False),
        ("os-8", "reader-2", False),
        ("os-8", "os-9", False),
    ],
)
def test_words_on_a_case_are_kept_from_its_readers_but_those_of_their_own_read(
    person: str, by: str, kept: bool
) -> None:
    readers = Readers(
        reader="reader-1",
        beside=frozenset({"beside-1"}),
        former=frozenset({"former-1"}),
        twice=True,
        second="reader-2",
        seconds=frozenset({"reader-2", "former-2"}),
    )
    assert readers.kept_from(person, by=by) is kept


def test_once_a_case_is_allocated_its_reader_answers_and_nobody_else() -> None:
    story_ = reading(ALLOCATED)
    story_.when(ANSWER, on=DAY, who="reader-1").then(ANSWERED)
    for command in (
        ANSWER,
        PROMPTS,
        CLASSIFY,
        RecordInterview(case=CASE, held_on=day(DAY)),
        NoteAnswer(case=CASE, question="2.1.1", note="Seen."),
        CompleteCaseRead(case=CASE),
    ):
        for role in (Role.INSPECTOR, Role.LEAD_INSPECTOR):
            story_.when(command, on=DAY, by=role, who="reader-2").then_refused("not-reader", "somebody else")


def test_a_case_that_is_read_twice_is_allocated_before_it_is_read() -> None:
    drawn = story().when(DRAW, on="2018-07-16").story
    for command in (
        RecordAnswers(case=TWICE_READ, answers=(("2.1.1", "yes"),)),
        RecordInterview(case=TWICE_READ, held_on=day(DAY)),
        NoteAnswer(case=TWICE_READ, question="2.1.1", note="Seen."),
        PROMPTS.with_(case=TWICE_READ),
        CLASSIFY.with_(case=TWICE_READ),
        CompleteCaseRead(case=TWICE_READ),
    ):
        drawn.when(command, on="2018-07-16").then_refused("not-allocated")


def test_the_lead_inspector_stands_in_with_a_reason_and_then_answers() -> None:
    stand_in = StandIn(case=CASE, reason="The reader is on leave.")
    after = reading(ALLOCATED).when(stand_in, on=DAY, who="lead-1")
    after.then(On(CASE, ReaderStoodIn(reader="lead-1", reason=noted("The reader is on leave."))))
    after.story.when(stand_in, on=DAY, who="lead-1").then_nothing()
    after.story.when(ANSWER, on=DAY, by=Role.LEAD_INSPECTOR, who="lead-1").then(ANSWERED)
    given().when(stand_in, on=DAY).then_refused("unknown-case")
    reading().when(stand_in, on=DAY).then_refused("not-allocated")
    reading(ALLOCATED, *read_to_the_end(CASE)).when(stand_in, on=DAY).then_refused("read-complete")


def test_a_finished_read_is_re_opened_by_its_reader_or_by_the_lead() -> None:
    done = reading(ALLOCATED, *read_to_the_end(CASE))
    reopen = ReopenCaseRead(case=CASE, reason="A page was missed.")
    done.when(reopen, on=DAY, by=Role.INSPECTOR, who="reader-2").then_refused("not-reader")
    assert not done.when(reopen, on=DAY, by=Role.LEAD_INSPECTOR, who="lead-1").refusal
    assert not done.when(reopen, on=DAY, by=Role.INSPECTOR, who="reader-1").refusal


# A case that nobody has

WORDS = (
    ANSWER,
    PROMPTS,
    CLASSIFY,
    RecordInterview(case=CASE, held_on=day(DAY)),
    RecordInterview(case=CASE, reason="The officer has left."),
    NoteAnswer(case=CASE, question="2.1.1", note="Seen."),
)


def test_whoever_says_the_first_thing_in_a_case_that_nobody_has_has_it_from_then_on() -> None:
    for word in WORDS:
        after = reading().when(word, on=DAY, who="os-1")
        assert after.events[0] == (CASE, CaseAllocated(reader="os-1"))
        assert len(after.events) == 2
        assert after.story.state(CASE).begun
        again = after.story.when(WORDS[0].with_(answers=(("2.1.1", "no"),)), on=DAY, who="os-1")
        assert [type(each) for _, each in again.events] == [AnswersRecorded]
        for other in WORDS:
            after.story.when(other, on=DAY, who="os-2").then_refused("not-reader")


def test_a_read_that_was_begun_when_that_was_not_yet_recorded_is_nobodys_until_it_is_allocated() -> None:
    after = reading(ANSWERED).when(PROMPTS, on=DAY, who="os-2")
    assert [type(each) for _, each in after.events] == [PromptsAnswered]


# Prompts


def test_prompts_are_answered_by_their_letters() -> None:
    after = reading().when(PROMPTS, on=DAY)
    after.then(
        On(CASE, CaseAllocated(reader="lead-inspector-1")),
        On(CASE, PromptsAnswered(prompts=(("2.1.1.a", "yes"), ("2.3.1.d", "not_applicable")))),
    )


def test_a_prompt_that_applies_to_every_case_is_answered_yes_or_no() -> None:
    """ "Post-custody cases only" is said of 2.3.1 d alone (004 Annex F): there the answer may be not applicable."""
    wrong = RecordPrompts(case=CASE, prompts=(("2.1.1.a", "not_applicable"),))
    reading().when(wrong, on=DAY).then_refused("prompt-applies", "2.1.1.a")


def test_a_prompt_is_one_of_the_cases_own_and_answered_once() -> None:
    reading().when(RecordPrompts(case=CASE, prompts=(("3.1.1.a", "yes"),)), on=DAY).then_refused(
        "unknown-prompt", "3.1.1.a"
    )
    both = RecordPrompts(case=CASE, prompts=(("2.1.1.a", "yes"), ("2.1.1.a", "no")))
    reading().when(both, on=DAY).then_refused("answered-twice", "2.1.1.a")
    given().when(PROMPTS, on=DAY).then_refused("unknown-case")
    reading(*read_to_the_end(CASE)).when(PROMPTS, on=DAY).then_refused("read-complete")


# Classification


def test_the_inspectors_class_stands_beside_the_providers_and_neither_takes_the_others_place() -> None:
    provider = ClassificationRecorded(aspect="risk-of-serious-harm", provider="medium")
    own = RecordClassification(case=CASE, aspect="risk-of-serious-harm", inspector="high")
    after = reading(On(CASE, provider)).when(own, on=DAY)
    after.then(On(CASE, ClassificationRecorded(aspect="risk-of-serious-harm", inspector="high")))
    assert after.story.state(CASE).beside.classified == {"risk-of-serious-harm": ("medium", "high")}


def test_a_classification_names_a_class_of_a_case_that_is_open() -> None:
    reading().when(RecordClassification(case=CASE, aspect="risk-of-harm"), on=DAY).then_refused(
        "class-missing"
    )
    fruit = CLASSIFY.with_(aspect="fruit")
    reading().when(fruit, on=DAY).then_refused("unknown-aspect", "risk-of-serious-harm")
    for banana in (CLASSIFY.with_(inspector="banana"), CLASSIFY.with_(provider="banana")):
        reading().when(banana, on=DAY).then_refused("unknown-class", "low, medium, high, very-high")


def test_a_kind_of_inspection_lists_the_classes_of_its_own() -> None:
    needs = Classified(aspect="needs", title="Needs", classes=("few", "many"), citation="a test")
    kind = TWICE.with_(id="small-needs-2018", classifications=(needs,))
    assert kind.digest != TWICE.with_(id="small-needs-2018").digest
    library = Library.of([kind], [FRAMEWORK], [SCHEME])
    under_it = given(*under(kind)).under(library=library)
    classify = RecordClassification(case=CASE, aspect="needs", inspector="many")
    assert not under_it.when(classify, on="2018-07-16").refusal
    under_it.when(CLASSIFY, on="2018-07-16").then_refused("unknown-aspect", "needs")
    given().when(CLASSIFY, on=DAY).then_refused("unknown-case")
    reading(*read_to_the_end(CASE)).when(CLASSIFY, on=DAY).then_refused("read-complete")
