"""Two reads of a case in any order: until both are in nobody sees the other's, and every difference can be settled."""

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.cases.commands import CompleteCaseRead, RecordAnswers, RecordInterview
from domain.cases.offline.merging import Change, fate_of
from domain.cases.second_reads.commands import (
    CompleteSecondRead,
    DecideDifference,
    RecordSecondAnswers,
    ReopenSecondRead,
)
from domain.cases.second_reads.state import answers_that_count, differences, undecided, whose
from domain.messages import Command
from tests.support.example import QUESTIONS
from tests.support.read_twice import ALLOCATED, FIRST, QUALITY, SECOND, SECOND_STREAM, TWICE_READ, drawn
from tests.support.specification import Story

START = drawn().and_(*ALLOCATED)
ANSWERS = st.sampled_from(["yes", "no", "not_applicable"])
ON = "2018-07-17"


def answering(
    kind: type[RecordAnswers | RecordSecondAnswers], person: str
) -> st.SearchStrategy[tuple[Command, str]]:
    pairs = st.dictionaries(st.sampled_from(QUESTIONS), ANSWERS, min_size=1).map(
        lambda each: tuple(each.items())
    )
    return pairs.map(lambda each: (kind.model_validate({"case": TWICE_READ, "answers": each}), person))


STEPS = st.lists(
    st.one_of(
        answering(RecordAnswers, FIRST),
        answering(RecordSecondAnswers, SECOND),
        st.just((CompleteSecondRead(case=TWICE_READ), SECOND)),
        st.just((ReopenSecondRead(case=TWICE_READ, reason="Once again."), SECOND)),
        st.just((CompleteCaseRead(case=TWICE_READ), FIRST)),
        answering(RecordAnswers, SECOND),
        answering(RecordSecondAnswers, FIRST),
    ),
    max_size=12,
)


def to_the_end(story: Story) -> Story:
    whole = dict.fromkeys(QUESTIONS, "yes")
    first = {**whole, **story.state(TWICE_READ).answers}
    second = {**whole, **story.state(SECOND_STREAM).answers}
    for command, person in (
        (RecordInterview(case=TWICE_READ, reason="They have left."), FIRST),
        (RecordAnswers.model_validate({"case": TWICE_READ, "answers": tuple(first.items())}), FIRST),
        (CompleteCaseRead(case=TWICE_READ), FIRST),
        (RecordSecondAnswers.model_validate({"case": TWICE_READ, "answers": tuple(second.items())}), SECOND),
        (CompleteSecondRead(case=TWICE_READ), SECOND),
    ):
        story = story.when(command, on=ON, who=person).story
    return story


@settings(max_examples=60)
@given(STEPS)
def test_whatever_the_order_the_reads_stay_apart_until_both_are_in(steps: list[tuple[Command, str]]) -> None:
    story = START
    for command, person in steps:
        result = story.when(command, on=ON, who=person)
        if (person, type(command)) in {(SECOND, RecordAnswers), (FIRST, RecordSecondAnswers)}:
            assert result.refusal is not None
            assert result.refusal.code == "not-reader"
        story = result.story
        first, second = story.state(TWICE_READ), story.state(SECOND_STREAM)
        assert first.blind != (first.complete and second.complete)
        assert not first.blind or differences(first, second) == ()


@settings(max_examples=40)
@given(STEPS, st.dictionaries(st.sampled_from(QUESTIONS), ANSWERS))
def test_every_difference_is_settled_and_each_question_has_one_answer_that_counts(
    steps: list[tuple[Command, str]], more: dict[str, str]
) -> None:
    story = START
    for command, person in steps:
        story = story.when(command, on=ON, who=person).story
    story = to_the_end(story)
    first, second = story.state(TWICE_READ), story.state(SECOND_STREAM)
    decided = dict.fromkeys(undecided(first, second), "no") | more
    for question, answer in decided.items():
        command = DecideDifference.model_validate(
            {"case": TWICE_READ, "question": question, "answer": answer, "reason": "It is so."}
        )
        result = story.when(command, on=ON, who=QUALITY)
        assert result.refusal is None
        story = result.story
    second = story.state(SECOND_STREAM)
    assert undecided(first, second) == ()
    counts = answers_that_count(first, second)
    assert set(counts) == set(QUESTIONS)
    for question, who in whose(first, second).items():
        either = {"first": first.answers[question], "second": second.answers[question]}
        assert who == "quality-lead" or counts[question] in either.values()
        assert (who == "both") == (either["first"] == either["second"] == counts[question])


@given(*[st.one_of(st.none(), ANSWERS)] * 3)
def test_what_is_brought_back_is_recorded_there_already_or_held_and_never_lost(
    was: str | None, mine: str | None, theirs: str | None
) -> None:
    fate = fate_of(Change(was, mine, theirs))
    if fate == "there":
        assert mine is None or mine in (was, theirs)
    elif fate == "new":
        assert theirs == was != mine
    else:
        assert len({was, mine, theirs}) == 3 or (theirs is None and was != mine)
