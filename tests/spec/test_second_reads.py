"""Reading a share of the cases twice, blind, and settling what differs (004 §4.13)."""

from domain.cases.commands import (
    RecordAnswers,
    ReopenCaseRead,
)
from domain.cases.events import (
    AnswersRecorded,
    CaseAllocated,
    CaseSetForSecondRead,
    SecondReadCalledBack,
    SecondReaderNamed,
    SecondReadGivenUp,
    SecondReadReceived,
)
from domain.cases.second_reads.commands import (
    AllocateSecondRead,
    CompleteSecondRead,
    DecideDifference,
    GiveUpSecondRead,
    NoteSecondAnswer,
    RecordSecondAnswers,
    ReopenSecondRead,
)
from domain.cases.second_reads.state import (
    DifferenceDecided,
    SecondAnswerNoted,
    SecondAnswersRecorded,
    SecondReadAbandoned,
    SecondReadAllocated,
    SecondReadCompleted,
    SecondReadDrawn,
    SecondReadReopened,
    whose,
)
from domain.cases.streams import second_read_of
from domain.decider import On
from domain.inspections.commands import (
    CloseCaseReads,
    DrawSecondReads,
    ProposeRatings,
    WaiveSecondReads,
)
from domain.inspections.events import (
    CaseReadsClosed,
    RatingsDerived,
    SecondReadsDrawn,
    SecondReadsWaived,
)
from domain.inspections.rules.cases.second_reads import to_read_twice
from domain.privacy.boxes import Plain
from tests.support.example import (
    ALL_READ,
    AT_FIELDWORK,
    CASES,
    INSPECTION,
    POPULATIONS,
    QUESTIONS,
    questions_of,
    read_to_the_end,
    sample,
)
from tests.support.read_twice import (
    ALLOCATED,
    DRAW,
    FIRST,
    NEVER,
    QUALITY,
    SECOND,
    SECOND_STREAM,
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
WAIVE = WaiveSecondReads(inspection=INSPECTION, reason="Only one inspector is trained for this.")
ALLOCATE = AllocateSecondRead(case=TWICE_READ, reader=SECOND)
ANSWER = RecordSecondAnswers(case=TWICE_READ, answers=(("2.1.1", "no"),))
NOTE = NoteSecondAnswer(case=TWICE_READ, question="2.1.1", note="Not reviewed.")
COMPLETE = CompleteSecondRead(case=TWICE_READ)
REOPEN = ReopenSecondRead(case=TWICE_READ, reason="A page was missed.")
GIVE_UP = GiveUpSecondRead(case=TWICE_READ, reason="The second reader fell ill.")
DECIDE = DecideDifference(case=TWICE_READ, question="2.1.1", answer="no", reason="The plan shows it.")
CLOSE = CloseCaseReads(inspection=INSPECTION)


def noted(text: str) -> Plain:
    return Plain(text, TWICE_READ, "case-note")


def allocated(*more: On) -> Story:
    return drawn().and_(*ALLOCATED, *more)


def both_in(*different: str) -> Story:
    return allocated(*first_read(), *second_read(*different))


# The draw

SAMPLES = {each: sample(each).cases for each in POPULATIONS}
SEED = Story._digest(STREAM, story().state(STREAM).sampled_at)
"""It stands for the digest of the entry that drew the last sample."""


def test_half_of_each_sample_is_drawn_rounded_up_to_whole_cases() -> None:
    cases = to_read_twice(SAMPLES, 50, SEED)
    assert [sum(case in SAMPLES[each] for case in cases) for each in POPULATIONS] == [1, 1, 1]
    story().when(DRAW, on=DAY).then(
        SecondReadsDrawn(percent=50, seed=SEED, cases=cases),
        *(On(case, CaseSetForSecondRead()) for case in cases),
        *(
            On(
                second_read_of(case),
                SecondReadDrawn(
                    inspection=INSPECTION,
                    case=case,
                    population=population,
                    key_questions=questions_of(population),
                ),
            )
            for case, population in zip(cases, POPULATIONS, strict=True)
        ),
    )


def test_it_is_drawn_once_and_from_whole_samples() -> None:
    drawn().when(DRAW, on=DAY).then_refused("second-reads-settled")
    drawn().when(WAIVE, on=DAY).then_refused("second-reads-settled")
    at_fieldwork = given(*(each for each in AT_FIELDWORK if each not in ALL_READ))
    pinned = story().history[STREAM][0]
    early = at_fieldwork.under(library=UNDER).and_(pinned, at_fieldwork.history[STREAM][-1])
    early.when(DRAW, on="2018-07-09").then_refused("sample-missing", "Supervised cases")


def test_a_kind_that_asks_for_none_draws_none() -> None:
    story(NEVER).when(DRAW, on=DAY).then_refused("second-reads-not-asked")


def test_a_case_that_somebody_has_begun_is_allocated_to_them_before_it_can_be_drawn() -> None:
    begun = story().and_(On(TWICE_READ, AnswersRecorded(answers=(("2.1.1", "yes"),))))
    begun.when(DRAW, on=DAY).then_refused("reader-unknown", TWICE_READ)


def test_a_share_of_none_or_doing_without_needs_a_recorded_reason() -> None:
    for kind in (None, NEVER):
        before = (story(kind) if kind else story()).and_(*ALL_READ)
        before.when(CLOSE, on=DAY).then_refused("second-reads-missing")
        after = before.when(WAIVE, on=DAY)
        after.then(SecondReadsWaived(reason="Only one inspector is trained for this."))
        assert not after.story.when(CLOSE, on=DAY).refusal


# The second reader


def test_the_second_read_is_given_to_somebody_with_no_hand_in_the_first() -> None:
    first = allocated().state(TWICE_READ).readers.first
    assert first == {FIRST}
    on_first = drawn().and_(ALLOCATED[0])
    on_first.when(ALLOCATE.with_(reader=FIRST), on=DAY).then_refused("first-reader")
    on_first.when(ALLOCATE, on=DAY).then(
        On(SECOND_STREAM, SecondReadAllocated(reader=SECOND)),
        On(TWICE_READ, SecondReaderNamed(reader=SECOND)),
    )


def test_another_second_reader_is_named_with_a_reason_and_only_before_it_is_begun() -> None:
    allocated().when(ALLOCATE, on=DAY).then_nothing()
    other = ALLOCATE.with_(reader="reader-3")
    allocated().when(other, on=DAY).then_refused("reason-missing")
    drawn().when(ALLOCATE.with_(reason="Why not."), on=DAY).then_refused("reason-idle")
    because = other.with_(reason="On leave.")
    assert not allocated().when(because, on=DAY).refusal
    begun = allocated(On(SECOND_STREAM, SecondAnswersRecorded(answers=(("2.1.1", "no"),))))
    begun.when(because, on=DAY).then_refused("read-begun")


def test_a_case_that_was_not_drawn_has_no_second_read() -> None:
    for command in (ALLOCATE, ANSWER, NOTE, COMPLETE, REOPEN, GIVE_UP, DECIDE):
        story().when(command, on=DAY).then_refused("unknown-second-read")


def test_the_second_reader_answers_notes_and_finishes() -> None:
    after = allocated().when(ANSWER, on=DAY, who=SECOND)
    after.then(On(SECOND_STREAM, SecondAnswersRecorded(answers=(("2.1.1", "no"),))))
    after.story.when(ANSWER, on=DAY, who=SECOND).then(*(On(*each) for each in after.events))
    allocated().when(NOTE, on=DAY, who=SECOND).then(
        On(SECOND_STREAM, SecondAnswerNoted(question="2.1.1", note=noted("Not reviewed.")))
    )
    after.story.when(COMPLETE, on=DAY, who=SECOND).then_refused("questions-unanswered", "2.1.2")
    whole = allocated(second_read()[0])
    done = whole.when(COMPLETE, on=DAY, who=SECOND)
    done.then(On(SECOND_STREAM, SecondReadCompleted()), On(TWICE_READ, SecondReadReceived()))
    done.story.when(COMPLETE, on=DAY, who=SECOND).then_nothing()


def test_only_the_second_reader_answers_the_second_read_whatever_role_is_taken() -> None:
    for person in (FIRST, "lead-1"):
        for command in (ANSWER, NOTE, COMPLETE, REOPEN):
            allocated().when(command, on=DAY, who=person).then_refused("not-reader")


def test_second_answers_are_to_questions_of_the_case_each_once_and_while_it_is_open() -> None:
    other = RecordSecondAnswers(case=TWICE_READ, answers=(("3.1.1", "yes"),))
    allocated().when(other, on=DAY, who=SECOND).then_refused("unknown-key-question")
    allocated().when(NOTE.with_(question="3.1.1"), on=DAY, who=SECOND).then_refused("unknown-key-question")
    twice_ = RecordSecondAnswers(case=TWICE_READ, answers=(("2.1.1", "yes"), ("2.1.1", "no")))
    allocated().when(twice_, on=DAY, who=SECOND).then_refused("answered-twice")
    done = allocated(*second_read())
    for command in (ANSWER, NOTE):
        done.when(command, on=DAY, who=SECOND).then_refused("read-complete")


def test_no_refusal_tells_a_reader_whether_the_other_has_given_the_same_answer() -> None:
    """To repeat an answer that stands would do nothing, and to change it would do something: both are refused alike."""
    for answer in ("yes", "no", "not_applicable"):
        probe = RecordAnswers.model_validate({"case": TWICE_READ, "answers": (("2.1.1", answer),)})
        allocated(*first_read()[:2]).when(probe, on=DAY, who=SECOND).then_refused("not-reader")
        back = RecordSecondAnswers.model_validate({"case": TWICE_READ, "answers": (("2.1.1", answer),)})
        allocated(*second_read()[:1]).when(back, on=DAY, who=FIRST).then_refused("not-reader")


# Opening again, giving up


def test_a_finished_second_read_is_opened_again_until_the_first_is_in() -> None:
    allocated().when(REOPEN, on=DAY, who=SECOND).then_refused("read-not-complete")
    allocated(*second_read()).when(REOPEN, on=DAY, who=SECOND).then(
        On(SECOND_STREAM, SecondReadReopened(reason=noted("A page was missed."))),
        On(TWICE_READ, SecondReadCalledBack()),
    )
    both_in().when(REOPEN, on=DAY, who=SECOND).then_refused("both-in")


def test_a_first_read_is_not_opened_again_once_both_are_in() -> None:
    reopen = ReopenCaseRead(case=TWICE_READ, reason="A page was missed.")
    both_in().when(reopen, on=DAY, who=FIRST).then_refused("both-in", "quality lead")
    assert not allocated(*first_read()).when(reopen, on=DAY, who=FIRST).refusal


def test_a_second_read_is_given_up_with_a_reason_before_both_are_in() -> None:
    after = allocated().when(GIVE_UP, on=DAY)
    after.then(
        On(SECOND_STREAM, SecondReadAbandoned(reason=noted("The second reader fell ill."))),
        On(TWICE_READ, SecondReadGivenUp()),
    )
    after.story.when(GIVE_UP, on=DAY).then_nothing()
    after.story.when(ALLOCATE.with_(reader="reader-3"), on=DAY).then_refused("given-up")
    for command in (ANSWER, NOTE, COMPLETE, REOPEN):
        after.story.when(command, on=DAY, who=SECOND).then_refused("given-up")


# Differences


def test_a_second_read_that_is_in_is_not_given_up_nor_one_by_whoever_reads_the_case() -> None:
    for in_ in (allocated(*second_read()), both_in()):
        in_.when(GIVE_UP, on=DAY, who=QUALITY).then_refused("read-complete")
    stood_in = allocated(On(TWICE_READ, CaseAllocated(reader="reader-4")))
    for reader in (FIRST, SECOND, "reader-4"):
        stood_in.when(GIVE_UP, on=DAY, who=reader).then_refused("own-read")


def test_whoever_reads_a_case_neither_draws_nor_waives_the_second_reads() -> None:
    reading = story().and_(On(CASES[0], CaseAllocated(reader=FIRST)))
    for command in (DRAW, WAIVE):
        reading.when(command, on=DAY, who=FIRST).then_refused("own-read")
        assert not reading.when(command, on=DAY, who=QUALITY).refusal


def test_the_quality_lead_decides_with_a_reason_which_answer_counts() -> None:
    after = both_in("2.1.1").when(DECIDE, on=DAY, who=QUALITY)
    after.then(
        On(
            SECOND_STREAM,
            DifferenceDecided(question="2.1.1", answer="no", reason=noted("The plan shows it.")),
        )
    )
    after.story.when(DECIDE, on=DAY, who=QUALITY).then_nothing()
    first, second = after.story.state(TWICE_READ), after.story.state(SECOND_STREAM)
    assert whose(first, second) == {"2.1.1": "second"}


def test_what_counts_is_decided_by_somebody_who_read_it_neither_time_once_both_are_in() -> None:
    allocated(*first_read()).when(DECIDE, on=DAY, who=QUALITY).then_refused("reads-not-in")
    for reader in (FIRST, SECOND):
        both_in("2.1.1").when(DECIDE, on=DAY, who=reader).then_refused("own-read")
    other = DECIDE.with_(question="3.1.1")
    both_in().when(other, on=DAY, who=QUALITY).then_refused("unknown-key-question")


def everything_read(*different: str) -> Story:
    """All reads are in; of the other drawn cases the second read was given up."""
    others = tuple(
        fact
        for case in drawn().state(STREAM).twice
        if case != TWICE_READ
        for fact in (
            On(second_read_of(case), SecondReadAbandoned(reason=noted("Ill."))),
            On(case, SecondReadGivenUp()),
        )
    )
    rest = tuple(fact for case in CASES if case != TWICE_READ for fact in read_to_the_end(case))
    return both_in(*different).and_(*rest, *others)


def test_the_gate_closes_only_when_second_reads_and_differences_are_settled() -> None:
    half = drawn().and_(
        *ALLOCATED, *first_read(), *(f for c in CASES if c != TWICE_READ for f in read_to_the_end(c))
    )
    half.when(CLOSE, on=DAY).then_refused("second-reads-incomplete", "3 of 3 second reads")
    everything_read("2.1.1", "2.2.1").when(CLOSE, on=DAY).then_refused("differences-open", "2 answers")
    decided = On(SECOND_STREAM, DifferenceDecided(question="2.1.1", answer="no", reason=noted("So.")))
    closing = everything_read("2.1.1").and_(decided).when(CLOSE, on=DAY)
    closed = closing.then_one(CaseReadsClosed)
    listed = [each.stream for each in closed.cases]
    assert listed == [*CASES, *(second_read_of(case) for case in drawn().state(STREAM).twice)]
    used = next(each for each in closed.cases if each.stream == SECOND_STREAM)
    assert (used.version, used.digest) == everything_read("2.1.1").and_(decided).head(SECOND_STREAM)
    closing.story.when(DECIDE, on=DAY, who=QUALITY).then_refused("gate-closed")


def test_the_decided_answer_counts_in_the_ratings_and_the_trace_says_whose_it_was() -> None:
    decided = On(SECOND_STREAM, DifferenceDecided(question="2.1.1", answer="no", reason=noted("So.")))
    closed = everything_read("2.1.1").and_(decided).when(CLOSE, on=DAY).story
    derived = closed.when(ProposeRatings(inspection=INSPECTION), on=DAY).events[0][1]
    assert isinstance(derived, RatingsDerived)
    assert '"format":"assay.trace.v2"' in derived.trace
    assert '"counted":{"2.1.1":"second"}' in derived.trace
    ratings = {each.standard: each.rating for each in derived.ratings}
    assert (ratings["2.1"], ratings["2.2"]) == ("requires_improvement", "outstanding")
    after = closed.and_(
        On(SECOND_STREAM, DifferenceDecided(question="2.1.1", answer="yes", reason=noted("No.")))
    )
    after.when(ProposeRatings(inspection=INSPECTION), on=DAY).then_refused("reads-moved")


def test_a_decision_on_what_both_said_confirms_both_or_is_the_quality_leads_own() -> None:
    first, second = both_in().state(TWICE_READ), both_in().state(SECOND_STREAM)
    assert whose(first, second) == {}
    own = both_in().when(DECIDE, on=DAY, who=QUALITY).story
    assert whose(own.state(TWICE_READ), own.state(SECOND_STREAM)) == {"2.1.1": "quality-lead"}
    assert set(own.state(SECOND_STREAM).answers) == set(QUESTIONS)


def test_whenever_and_by_whomever_the_share_is_drawn_the_same_cases_come_of_it() -> None:
    """Nothing that is done after the samples were drawn moves the seed, so nobody can try for another."""
    assert "seed" not in DrawSecondReads.model_fields
    begun = story().and_(On(CASES[1], CaseAllocated(reader=FIRST)), *first_read(case=CASES[1]))
    for who in ("lead-1", QUALITY):
        event = begun.when(DRAW, on=DAY, who=who).events[0][1]
        assert event == SecondReadsDrawn(percent=50, seed=SEED, cases=to_read_twice(SAMPLES, 50, SEED))
