"""A case of a sample that cannot be read, and the next one that takes its place by rule (004 §4.12)."""

from domain.cases.events import (
    AnswerNoted,
    CaseReferenceNoted,
    CaseSampled,
    CaseSetAside,
    CaseSetForSecondRead,
    ClassificationRecorded,
    InterviewHeld,
    PromptsAnswered,
    SecondReadGivenUp,
)
from domain.cases.sampling.drawing import case_stream, next_in_order
from domain.decider import On
from domain.inspections.commands import ReplaceCase
from domain.inspections.events import (
    CaseReplaced,
)
from domain.privacy.boxes import Plain
from tests.support.example import CASE, INSPECTION, LISTS, QUESTIONS, day, read_to_the_end, sample, sampled
from tests.support.lists import (
    DIGEST,
    IN_FIELDWORK,
    LIST,
    answered,
    drawn_story,
    frame,
    on_record,
)


def _said_otherwise(case: str) -> tuple[tuple[On, ...], ...]:
    """Whatever else may have been said in a read, each by itself."""
    return (
        (On(case, PromptsAnswered(prompts=((f"{QUESTIONS[0]}.a", "yes"),))),),
        (On(case, ClassificationRecorded(aspect="risk", inspector="high")),),
        (On(case, AnswerNoted(question=QUESTIONS[0], note=Plain("Seen.", case, "case-note"))),),
        (On(case, InterviewHeld(held_on=day("2018-07-09"))),),
    )


def replace_command(case: str) -> ReplaceCase:
    made, _ = frame()
    return ReplaceCase(
        inspection=INSPECTION,
        case=case,
        code="file-missing",
        note="Not in the store either.",
        frame=made.text,
        reference="NW/99",
        sort="gender: female",
    )


def test_the_next_of_the_same_stratum_takes_the_place_of_a_case_that_cannot_be_read() -> None:
    story, drawn = drawn_story()
    made, _ = frame()
    place = next(place for place, row in enumerate(drawn.rows) if row > 8)
    case, row = drawn.cases[place], drawn.rows[place]
    by_row = next_in_order(DIGEST, drawn.seed, made, row, drawn.rows)
    assert by_row is not None
    assert by_row > 8
    by = case_stream(INSPECTION, "supervised-cases", LIST, by_row)
    was: CaseSampled = story.state(case).sampled
    sort = Plain("gender: female", by, "case-reference")
    after = story.when(replace_command(case), on="2018-07-10").then(
        CaseReplaced(
            population="supervised-cases", case=case, row=row, code="file-missing", by=by, by_row=by_row
        ),
        On(
            case, CaseSetAside(code="file-missing", note=Plain("Not in the store either.", case, "case-note"))
        ),
        On(by, was.model_copy(update={"row": by_row, "sort": sort, "replaces": case})),
        On(by, CaseReferenceNoted(reference=Plain("NW/99", by, "case-reference"))),
    )
    sampled_now = after.state(f"inspection-{INSPECTION}").sampled
    assert sampled_now[place] == by
    assert len(sampled_now) == len(drawn.cases)
    # The women are used up with it: the next one has none to take her place.
    last = after.when(replace_command(by), on="2018-07-10").then(
        CaseReplaced(
            population="supervised-cases", case=by, row=by_row, code="file-missing", by=None, by_row=None
        ),
        On(by, CaseSetAside(code="file-missing", note=Plain("Not in the store either.", by, "case-note"))),
    )
    assert len(last.state(f"inspection-{INSPECTION}").sampled) == len(drawn.cases) - 1


def test_a_case_from_a_list_that_stayed_outside_is_replaced_by_the_next_of_all() -> None:
    story = on_record(*IN_FIELDWORK, sample("supervised-cases"), *sampled("supervised-cases"))
    command = ReplaceCase(inspection=INSPECTION, case=CASE, code="transferred")
    result = story.when(command, on="2018-07-10")
    replaced = result.events[0][1]
    assert isinstance(replaced, CaseReplaced)
    assert replaced.by_row == sample("supervised-cases", 3).rows[2]
    assert replaced.by == case_stream(
        INSPECTION, "supervised-cases", LISTS["supervised-cases"], replaced.by_row
    )


def test_a_case_in_which_anything_was_said_stays_whatever_was_found() -> None:
    story = on_record(*IN_FIELDWORK, sample("supervised-cases"), *sampled("supervised-cases"))
    command = ReplaceCase(inspection=INSPECTION, case=CASE, code="conflict")
    for facts in (answered(CASE), read_to_the_end(CASE), *_said_otherwise(CASE)):
        story.and_(*facts).when(command, on="2018-07-10").then_refused("read-begun")


def test_a_case_that_is_to_be_read_twice_is_not_replaced_before_its_second_read_is_given_up() -> None:
    story = on_record(*IN_FIELDWORK, sample("supervised-cases"), *sampled("supervised-cases"))
    twice = story.and_(On(CASE, CaseSetForSecondRead()))
    command = ReplaceCase(inspection=INSPECTION, case=CASE, code="conflict")
    twice.when(command, on="2018-07-10").then_refused("read-twice", "given up first")
    given_up = twice.and_(On(CASE, SecondReadGivenUp()))
    assert given_up.when(command, on="2018-07-10").refusal is None


def test_a_case_is_replaced_by_the_frame_of_its_own_draw() -> None:
    story, drawn = drawn_story()
    wrong = replace_command(drawn.cases[0]).with_(frame="?")
    story.when(wrong, on="2018-07-10").then_refused("another-frame")
    story.when(wrong.with_(frame=None), on="2018-07-10").then_refused("another-frame")


def test_only_a_case_that_is_in_a_sample_is_replaced() -> None:
    story, _ = drawn_story()
    story.when(replace_command("case-" + "0" * 32), on="2018-07-10").then_refused("not-in-sample")
