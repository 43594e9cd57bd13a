"""Who read which read of a case, and what becomes of second reads whose case is read no further (004 §4.13)."""

from collections.abc import Iterable, Iterator, Sequence

from domain.cases.commands import (
    AllocateCase,
    NoteAnswer,
    RecordAnswers,
    RecordClassification,
    RecordInterview,
    RecordPrompts,
    StandIn,
)
from domain.cases.events import (
    AnswerNoted,
    AnswersRecorded,
    CaseAllocated,
    CaseSetAside,
    ClassificationRecorded,
    InterviewHeld,
)
from domain.cases.lists.events import CaseListHandedIn
from domain.cases.offline.messages import BringBack, Edit, FileBroughtBack, SettleEdit
from domain.cases.quality import double_reads
from domain.cases.second_reads.commands import (
    AllocateSecondRead,
    CompleteSecondRead,
    GiveUpSecondRead,
    NoteSecondAnswer,
    RecordSecondAnswers,
    ReopenSecondRead,
)
from domain.cases.second_reads.state import (
    SecondReadSetAside,
)
from domain.cases.streams import second_read_of
from domain.decider import On
from domain.inspections.commands import (
    CancelInspection,
    CloseCaseReads,
    ReplaceCaseList,
    WaiveSecondReads,
)
from domain.inspections.events import (
    CaseListReceived,
    InspectionAnnounced,
    InspectionCancelled,
    NewListAgreed,
    Pin,
    SampleWithdrawn,
    SecondReadsDrawn,
)
from domain.inspections.rules.cases.second_reads import to_read_twice
from domain.panels.separation import readers_of
from domain.privacy.boxes import Plain
from tests.support.example import (
    ALL_READ,
    AT_FIELDWORK_WITH_SAMPLES,
    INSPECTION,
    QUESTIONS,
    day,
    sample,
    sampled,
)
from tests.support.read_twice import (
    ALLOCATED,
    DRAW,
    FIRST,
    SECOND,
    SECOND_STREAM,
    TWICE,
    TWICE_READ,
    UNDER,
    drawn,
    first_read,
    second_read,
    story,
)
from tests.support.specification import Story, given

DAY = "2018-07-16"
STREAM = f"inspection-{INSPECTION}"
ALLOCATE = AllocateSecondRead(case=TWICE_READ, reader=SECOND)
ANSWER = RecordSecondAnswers(case=TWICE_READ, answers=(("2.1.1", "no"),))
NOTE = NoteSecondAnswer(case=TWICE_READ, question="2.1.1", note="Not reviewed.")
COMPLETE = CompleteSecondRead(case=TWICE_READ)
REOPEN = ReopenSecondRead(case=TWICE_READ, reason="A page was missed.")
GIVE_UP = GiveUpSecondRead(case=TWICE_READ, reason="The second reader fell ill.")
CLOSE = CloseCaseReads(inspection=INSPECTION)


def noted(text: str) -> Plain:
    return Plain(text, TWICE_READ, "case-note")


def allocated(*more: On) -> Story:
    return drawn().and_(*ALLOCATED, *more)


# Who read what


def test_a_second_read_in_which_something_was_only_noted_stays_with_its_reader() -> None:
    noted_only = allocated().when(NOTE, on=DAY, who=SECOND).story
    assert noted_only.state(SECOND_STREAM).status == "begun"
    other = ALLOCATE.with_(reader="reader-3", reason="They are ill.")
    noted_only.when(other, on=DAY).then_refused("read-begun")


def test_whoever_once_had_the_second_read_is_given_no_first_read_and_is_a_reader_to_the_panel() -> None:
    moved = allocated().when(ALLOCATE.with_(reader="reader-3", reason="They are ill."), on=DAY).story
    first = AllocateCase(case=TWICE_READ, reader=SECOND, reason="They are ill.")
    moved.when(first, on=DAY).then_refused("second-reader")
    moved.when(StandIn(case=TWICE_READ, reason="They are ill."), on=DAY, who=SECOND).then_refused(
        "second-reader"
    )
    assert readers_of([moved.state(TWICE_READ)]) == {FIRST, SECOND, "reader-3"}


def test_whoever_said_the_first_thing_in_a_case_is_no_second_reader_and_a_reader_to_the_panel() -> None:
    for word in (
        RecordAnswers(case=TWICE_READ, answers=(("2.1.1", "yes"),)),
        NoteAnswer(case=TWICE_READ, question="2.1.1", note="Seen."),
    ):
        said = story().when(word, on=DAY, who="os-9").story
        given_to = said.when(
            AllocateCase(case=TWICE_READ, reader=FIRST, reason="They are ill."), on=DAY
        ).story
        drawn_ = given_to.when(DRAW, on=DAY).story
        second = AllocateSecondRead(case=TWICE_READ, reader="os-9")
        drawn_.when(second, on=DAY).then_refused("first-reader")
        assert readers_of([drawn_.state(TWICE_READ)]) == {"os-9", FIRST}


def test_whoever_says_the_first_thing_in_a_case_that_nobody_has_is_recorded_as_its_reader() -> None:
    nobodys = story()
    for word, recorded in (
        (
            RecordAnswers(case=TWICE_READ, answers=(("2.1.1", "yes"),)),
            AnswersRecorded(answers=(("2.1.1", "yes"),)),
        ),
        (
            RecordClassification(case=TWICE_READ, aspect="risk-of-harm", inspector="high"),
            ClassificationRecorded(aspect="risk-of-harm", inspector="high"),
        ),
        (
            RecordInterview(case=TWICE_READ, held_on=day("2018-07-11")),
            InterviewHeld(held_on=day("2018-07-11")),
        ),
    ):
        begun = nobodys.when(word, on=DAY, who="os-9").then(
            On(TWICE_READ, CaseAllocated(reader="os-9")), On(TWICE_READ, recorded)
        )
        assert begun.state(TWICE_READ).readers.reader == "os-9"


def test_a_case_in_which_something_was_only_noted_has_a_reader_before_it_is_drawn() -> None:
    note = On(TWICE_READ, AnswerNoted(question="2.1.1", note=noted("Seen.")))
    story().and_(note).when(DRAW, on=DAY).then_refused("reader-unknown", "was begun")


def test_an_answer_is_compared_for_whoever_had_the_case_when_it_was_given() -> None:
    moved = (
        On(TWICE_READ, CaseAllocated(reader="reader-3")),
        *second_read("2.1.1"),
    )
    after = allocated(*first_read()).and_(*moved)
    (question, *_) = QUESTIONS
    after = after.and_(On(TWICE_READ, AnswersRecorded(answers=((question, "no"),))))
    pairs = tuple(double_reads([(after.state(TWICE_READ), after.state(SECOND_STREAM))]))
    assert {each.key_question: each.first_reader for each in pairs} == {
        each: "reader-3" if each == question else FIRST for each in QUESTIONS
    }


def test_all_is_recorded_as_given_whatever_stood_there() -> None:
    """A repeated answer that were left out would tell, by what is counted, that it is the same."""
    words = (
        RecordAnswers(case=TWICE_READ, answers=(("2.1.1", "yes"), ("2.1.2", "no"))),
        RecordPrompts(case=TWICE_READ, prompts=(("2.1.1.a", "yes"),)),
        RecordClassification(case=TWICE_READ, aspect="risk-of-harm", inspector="high"),
    )
    for word in words:
        once = allocated().when(word, on=DAY, who=FIRST)
        assert once.story.when(word, on=DAY, who=FIRST).events == once.events


# What is read no further

CANCEL = CancelInspection(inspection=INSPECTION, reason="The division was merged.")
STATED = (ANSWER, NOTE, COMPLETE, REOPEN)


def set_aside(cases: Iterable[str], twice: Sequence[str], code: str) -> Iterator[On]:
    """Each case is read no further, and nor is the second read of those that have one."""
    for case in cases:
        yield On(case, CaseSetAside(code=code))
        if case in twice:
            yield On(second_read_of(case), SecondReadSetAside(code=code))


def test_when_an_inspection_is_cancelled_its_second_reads_end_and_nobody_is_kept_from_anything_any_more() -> (
    None
):
    before = allocated(*second_read()[:1])
    assert before.state(TWICE_READ).blind
    state = before.state(STREAM)
    cancelled = before.when(CANCEL, on=DAY).then(
        InspectionCancelled(reason=CANCEL.reason),
        *set_aside(state.sampled, state.twice, "inspection-cancelled"),
    )
    assert not cancelled.state(TWICE_READ).blind
    assert cancelled.state(SECOND_STREAM).over
    for command in STATED:
        cancelled.when(command, on=DAY, who=SECOND).then_refused("set-aside")
    for order in (ALLOCATE.with_(reader="reader-3", reason="They are ill."), GIVE_UP):
        cancelled.when(order, on=DAY).then_refused("set-aside")


def test_a_second_read_that_was_given_up_is_not_set_aside_as_well() -> None:
    cancelled = allocated().when(GIVE_UP, on=DAY).story.when(CANCEL, on=DAY)
    assert (SECOND_STREAM, SecondReadSetAside(code="inspection-cancelled")) not in cancelled.events
    assert len([each for _, each in cancelled.events if isinstance(each, SecondReadSetAside)]) == 2


def at_fieldwork() -> Story:
    """Samples and second reads are drawn while lists can still be replaced."""
    pin = Pin(id=TWICE.id, version=TWICE.version, digest=TWICE.digest)
    facts = tuple(
        each.with_(protocol=pin) if isinstance(each, InspectionAnnounced) else each
        for each in AT_FIELDWORK_WITH_SAMPLES
    )
    return given(*facts).under(library=UNDER).when(DRAW, on="2018-07-10").story


REPLACE = ReplaceCaseList(
    inspection=INSPECTION,
    population="supervised-cases",
    list="list-" + "e" * 32,
    list_digest="e" * 64,
    rows=12,
    columns=("row",),
    document="e" * 64,
    key="row",
    reason="It is old.",
)


def test_a_sample_stands_once_anything_was_said_in_the_first_or_the_second_read_of_a_case() -> None:
    story_ = at_fieldwork().and_(*ALLOCATED)
    note = NoteAnswer(case=TWICE_READ, question="2.1.1", note="Seen.")
    for word, who in ((ANSWER, SECOND), (NOTE, SECOND), (note, FIRST)):
        begun = story_.when(word, on="2018-07-10", who=who).story
        begun.when(REPLACE, on="2018-07-10").then_refused("reads-begun", "1 of the drawn cases")


def test_second_reads_are_drawn_anew_of_a_sample_that_takes_the_place_of_a_withdrawn_one_and_of_it_alone() -> (
    None
):
    agreed = NewListAgreed(population=REPLACE.population, list=None, reason="It is old.", by="manager-1")
    before = at_fieldwork().and_(*ALLOCATED, agreed)
    twice = before.state(STREAM).twice
    drawn_before = before.state(STREAM).samples["supervised-cases"].cases
    replaced = before.when(REPLACE, on="2018-07-10").then(
        CaseListReceived(
            population=REPLACE.population,
            list=REPLACE.list,
            list_digest=REPLACE.list_digest,
            cases=REPLACE.rows,
            replaces=None,
            reason=REPLACE.reason,
        ),
        On(
            REPLACE.list,
            CaseListHandedIn(
                inspection=INSPECTION,
                population=REPLACE.population,
                list_digest=REPLACE.list_digest,
                rows=REPLACE.rows,
                columns=REPLACE.columns,
                document=REPLACE.document,
                key=Plain(REPLACE.key, REPLACE.list, "case-list"),
            ),
        ),
        SampleWithdrawn(population=REPLACE.population, reason=REPLACE.reason),
        *set_aside(drawn_before, twice, "list-replaced"),
    )
    assert TWICE_READ in drawn_before
    state = replaced.state(STREAM)
    assert TWICE_READ not in (state.read_twice or ())
    left = [case for case in twice if before.state(case).sampled.population != "supervised-cases"]
    assert list(state.twice) == left
    replaced.when(DRAW, on="2018-07-10").then_refused("sample-missing")
    again = sample("supervised-cases").with_(list_digest="e" * 64, cases=("case-new-1", "case-new-2"))
    facts = sampled("supervised-cases")
    new = tuple(On(case, facts[0].event) for case in again.cases)
    drawn_again = replaced.and_(again, *new).when(DRAW, on="2018-07-10")
    event = drawn_again.events[0][1]
    assert isinstance(event, SecondReadsDrawn)
    assert event.cases == to_read_twice({"supervised-cases": again.cases}, 50, event.seed)
    assert drawn_again.story.state(STREAM).twice == (*left, *event.cases)
    drawn_again.story.when(DRAW, on="2018-07-10").then_refused("second-reads-settled")
    waived = WaiveSecondReads(inspection=INSPECTION, reason="Too late.")
    kept = replaced.and_(again, *new).when(waived, on="2018-07-10").story
    assert list(kept.state(STREAM).twice) == left


def test_the_gate_stays_open_until_the_second_reads_of_a_new_sample_are_drawn() -> None:
    withdrawn = SampleWithdrawn(population="victims", reason="It is old.")
    again = sample("victims")
    open_ = story().when(DRAW, on=DAY).story.and_(withdrawn, again, *ALL_READ)
    open_.when(CLOSE, on=DAY).then_refused("second-reads-missing")


def test_what_was_written_offline_about_a_read_that_was_set_aside_is_held_and_does_not_stand() -> None:
    cancelled = allocated().when(CANCEL, on=DAY).story
    edit = Edit(question="2.1.1", answer="yes")
    file = BringBack(read=SECOND_STREAM, file="f" * 64, taken_on=day("2018-07-11"), edits=(edit,))
    back = cancelled.when(file, on=DAY, who=SECOND)
    held = back.then_one(FileBroughtBack).held
    assert [each.why for each in held] == ["set-aside"]
    settle = SettleEdit(read=SECOND_STREAM, number=1, keep="mine")
    back.story.when(settle, on=DAY, who=SECOND).then_refused("set-aside")
