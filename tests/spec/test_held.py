"""Bringing back what was written without a connection: nothing is lost, and where two differ a person chooses."""

from domain.cases.commands import AllocateCase, CompleteCaseRead, RecordAnswers
from domain.cases.events import (
    AnswerNoted,
    AnswersRecorded,
    CaseAllocated,
    CaseReadCompleted,
    ClassificationRecorded,
    InterviewHeld,
    InterviewNotHeld,
    PromptsAnswered,
    SecondReadGivenUp,
)
from domain.cases.offline.messages import (
    BringBack,
    ClassEdit,
    Edit,
    EditSettled,
    FileBroughtBack,
    HeldEdit,
    PromptEdit,
    SettleEdit,
)
from domain.cases.second_reads.commands import AllocateSecondRead, CompleteSecondRead
from domain.cases.second_reads.state import SecondAnswerNoted, SecondAnswersRecorded, SecondReadAbandoned
from domain.cases.streams import hold_on, second_read_of
from domain.decider import On
from domain.inspections.commands import CancelInspection, CloseCaseReads
from domain.inspections.events import CaseReadsClosed
from domain.people.roles import Role
from domain.privacy.boxes import Plain
from tests.support.example import (
    ALL_READ,
    AT_CASE_READS,
    AT_FIELDWORK_WITH_SAMPLES,
    CASE,
    CASES,
    INSPECTION,
    day,
    read_to_the_end,
)
from tests.support.read_twice import (
    ALLOCATED,
    SECOND,
    SECOND_STREAM,
    TWICE_READ,
    drawn,
    first_read,
    second_read,
)
from tests.support.specification import Result, Story, given

DAY, TAKEN = "2018-07-12", day("2018-07-11")
HOLD, FILE = hold_on(CASE), "f" * 64
ME = "inspector-1"


def noted(text: str, case: str = CASE) -> Plain:
    return Plain(text, case, "case-note")


def file(*edits: Edit, **more: object) -> BringBack:
    return BringBack.model_validate({"read": CASE, "file": FILE, "taken_on": TAKEN, "edits": edits, **more})


YES = Edit(question="2.1.1", answer="yes")
NOTE = Edit(question="2.1.1", note="The plan was not reviewed.")
THEIRS = On(CASE, AnswersRecorded(answers=(("2.1.1", "no"),)))


def reading(*more: On) -> Story:
    return given(*AT_FIELDWORK_WITH_SAMPLES, On(CASE, CaseAllocated(reader="lead-inspector-1")), *more)


def came(recorded: int, *held: HeldEdit, stream: str = HOLD) -> On:
    return On(stream, FileBroughtBack(file=FILE, taken_on=TAKEN, recorded=recorded, held=held))


def held_yes(number: int = 1, why: str = "changed") -> HeldEdit:
    return HeldEdit(number=number, question="2.1.1", answer="yes", why=why)


# Bringing back


def test_what_nobody_has_touched_meanwhile_is_recorded_answers_notes_and_interview() -> None:
    reading().when(file(YES, NOTE, held_on=TAKEN), on=DAY).then(
        came(3),
        On(CASE, InterviewHeld(held_on=TAKEN)),
        On(CASE, AnswersRecorded(answers=(("2.1.1", "yes"),))),
        On(CASE, AnswerNoted(question="2.1.1", note=noted("The plan was not reviewed."))),
    )
    reading().when(file(reason="The officer has left."), on=DAY).then(
        came(1), On(CASE, InterviewNotHeld(reason=noted("The officer has left.")))
    )


def test_the_same_file_does_nothing_twice() -> None:
    after = reading().when(file(YES), on=DAY).story
    after.when(file(YES), on=DAY).then_nothing()


def test_an_answer_that_stands_already_is_neither_recorded_nor_held() -> None:
    same = On(CASE, AnswersRecorded(answers=(("2.1.1", "yes"),)))
    reading(same).when(file(YES), on=DAY).then(came(0))


def test_what_both_have_changed_is_held_with_what_it_says() -> None:
    reading(THEIRS).when(file(YES), on=DAY).then(came(0, held_yes()))
    other_note = On(CASE, AnswerNoted(question="2.1.1", note=noted("Another's words.")))
    reading(other_note).when(file(NOTE), on=DAY).then(
        came(0, HeldEdit(number=1, question="2.1.1", note=noted("The plan was not reviewed."), why="changed"))
    )


def test_behind_something_held_everything_about_the_same_question_waits_in_order() -> None:
    first = reading(THEIRS).when(file(YES), on=DAY).story
    second = file(Edit(question="2.1.1", answer="not_applicable", was="no"), file="e" * 64)
    event = first.when(second, on=DAY).then_one(FileBroughtBack)
    assert [each.number for each in event.held] == [2]
    story = first.when(second, on=DAY).story
    assert [each.answer for each in story.state(HOLD).open] == ["yes", "not_applicable"]


def test_what_comes_when_the_read_is_finished_or_given_to_another_is_held_and_not_lost() -> None:
    done = reading(*read_to_the_end(CASE, "no"))
    done.when(file(YES, NOTE), on=DAY).then(
        came(
            0,
            held_yes(),
            HeldEdit(number=2, question="2.1.1", note=noted("The plan was not reviewed."), why="changed"),
        )
    )
    moved = reading(On(CASE, CaseAllocated(reader=ME)), On(CASE, CaseAllocated(reader="inspector-2")))
    moved.when(file(YES), on=DAY, who=ME).then(came(0, held_yes(why="not-reader")))


def test_another_interview_than_the_one_recorded_is_held() -> None:
    there = On(CASE, InterviewHeld(held_on=day("2018-07-10")))
    reading(there).when(file(reason="The officer has left."), on=DAY).then(
        came(0, HeldEdit(number=1, question=None, note=noted("The officer has left."), why="changed"))
    )
    reading(there).when(file(held_on=TAKEN), on=DAY).then(
        came(0, HeldEdit(number=1, question=None, held_on=TAKEN, why="changed"))
    )
    reading(there).when(file(held_on=day("2018-07-10")), on=DAY).then(came(0))
    why = On(CASE, InterviewNotHeld(reason=noted("Was ill.")))
    afraid = HeldEdit(number=1, question=None, note=noted("Afraid of the manager."), why="changed")
    reading(why).when(file(reason="Afraid of the manager."), on=DAY).then(came(0, afraid))
    early = day("2018-07-20")
    reading().when(file(held_on=early), on=DAY).then(
        came(0, HeldEdit(number=1, question=None, held_on=early, why="date-in-future"))
    )


def test_an_interview_that_only_the_file_has_changed_is_recorded() -> None:
    there = On(CASE, InterviewHeld(held_on=day("2018-07-10")))
    told = file(held_on=TAKEN, interview_was="held 2018-07-10")
    reading(there).when(told, on=DAY).then(came(1), On(CASE, InterviewHeld(held_on=TAKEN)))
    why = On(CASE, InterviewNotHeld(reason=noted("Was ill.")))
    once = file(reason="Left, it turns out.", interview_was="not-held 1")
    reading(why).when(once, on=DAY).then(
        came(1), On(CASE, InterviewNotHeld(reason=noted("Left, it turns out.")))
    )
    reading(why, why).when(once, on=DAY).then(
        came(0, HeldEdit(number=1, question=None, note=noted("Left, it turns out."), why="changed"))
    )


def test_a_file_that_is_carried_on_with_is_not_held_against_what_it_said_itself() -> None:
    taken: dict[str, object] = {"taken": "c" * 64}
    early = file(YES, NOTE, reason="Was ill.", **taken)
    first = reading().when(early, on=DAY)
    no, more = Edit(question="2.1.1", answer="no"), Edit(question="2.1.1", note="Not reviewed, nor read.")
    later = file(no, more, file="e" * 64, reason="Was ill, then left.", **taken)
    again = first.story.when(later, on=DAY).events[0][1]
    assert isinstance(again, FileBroughtBack)
    assert (again.recorded, again.held) == (3, ())
    other = On(CASE, AnswersRecorded(answers=(("2.1.1", "not_applicable"),)))
    at_odds = first.story.and_(other).when(later, on=DAY).events[0][1]
    assert isinstance(at_odds, FileBroughtBack)
    assert [(each.question, each.answer) for each in at_odds.held] == [("2.1.1", "no"), ("2.1.1", None)]
    same = file(YES, file="d" * 64, **taken)
    assert first.story.and_(other).when(same, on=DAY).then_one(FileBroughtBack).held == ()


def test_what_comes_of_a_case_that_was_taken_out_of_its_sample_is_held_and_can_be_laid_down() -> None:
    cancelled = (
        reading().when(CancelInspection(inspection=INSPECTION, reason="They have merged."), on=DAY).story
    )
    after = cancelled.when(file(YES, NOTE), on=DAY)
    said = noted("The plan was not reviewed.")
    after.then(
        came(0, held_yes(why="set-aside"), HeldEdit(number=2, question="2.1.1", note=said, why="changed"))
    )
    after.story.when(settle(), on=DAY).then_refused("unknown-case")
    assert not after.story.when(settle(keep="theirs"), on=DAY).refusal


def test_what_somebody_brings_back_who_had_the_second_read_before_is_held() -> None:
    other = AllocateSecondRead(case=TWICE_READ, reader="reader-3", reason="They are ill.")
    moved = drawn().and_(*ALLOCATED).when(other, on="2018-07-16").story
    brought = moved.when(file(YES, read=SECOND_STREAM), on="2018-07-16", who=SECOND)
    brought.then(came(0, held_yes(why="not-reader"), stream=hold_on(SECOND_STREAM)))
    choose = settle(read=SECOND_STREAM)
    brought.story.when(choose, on="2018-07-16", who=SECOND).then_refused("not-reader")
    assert not brought.story.when(choose, on="2018-07-16", who="reader-3").refusal


def test_a_file_is_of_a_sampled_case_and_of_somebody_who_had_it() -> None:
    given().when(file(YES), on=DAY).then_refused("unknown-case")
    second = file(YES, read=SECOND_STREAM)
    reading().when(second, on=DAY).then_refused("unknown-second-read")
    allocated = reading(On(CASE, CaseAllocated(reader=ME)))
    allocated.when(file(YES), on=DAY, who="inspector-2").then_refused("not-reader", "never allocated")
    unclear = Edit(question="2.1.1")
    reading().when(file(unclear), on=DAY).then_refused("edit-unclear")
    other = Edit(question="3.1.1", answer="yes")
    reading().when(file(other), on=DAY).then_refused("unknown-key-question")


def test_a_second_read_is_brought_back_in_the_same_way() -> None:
    second = file(YES, NOTE, read=SECOND_STREAM)
    drawn().and_(*ALLOCATED).when(second, on="2018-07-16", who=SECOND).then(
        came(2, stream=hold_on(SECOND_STREAM)),
        On(SECOND_STREAM, SecondAnswersRecorded(answers=(("2.1.1", "yes"),))),
        On(
            SECOND_STREAM,
            SecondAnswerNoted(question="2.1.1", note=noted("The plan was not reviewed.", TWICE_READ)),
        ),
    )


# Choosing


def conflict(*edits: Edit) -> Story:
    return reading(THEIRS).when(file(*(edits or (YES,))), on=DAY).story


def settle(number: int = 1, keep: str = "mine", **more: object) -> SettleEdit:
    return SettleEdit.model_validate({"read": CASE, "number": number, "keep": keep, **more})


def test_mine_takes_the_place_of_what_stands_or_theirs_stays() -> None:
    conflict().when(settle(), on=DAY).then(
        On(HOLD, EditSettled(number=1, kept="mine")),
        On(CASE, AnswersRecorded(answers=(("2.1.1", "yes"),))),
    )
    theirs = conflict().when(settle(keep="theirs"), on=DAY)
    theirs.then(On(HOLD, EditSettled(number=1, kept="theirs")))
    assert theirs.story.state(HOLD).edits[1].answer == "yes"
    theirs.story.when(settle(), on=DAY).then_refused("nothing-held")
    # Somebody else is told the same whether anything is held or not.
    for number in (1, 2):
        conflict().when(settle(number), on=DAY, by=Role.INSPECTOR, who="os-9").then_refused("not-reader")


def test_a_held_note_stands_with_the_words_that_are_given_its_own_or_both_joined() -> None:
    other = On(CASE, AnswerNoted(question="2.1.1", note=noted("Another's words.")))
    held = reading(other).when(file(NOTE), on=DAY).story
    held.when(settle(), on=DAY).then_refused("note-missing")
    held.when(settle(note="Both: reviewed, and not."), on=DAY).then(
        On(HOLD, EditSettled(number=1, kept="mine")),
        On(CASE, AnswerNoted(question="2.1.1", note=noted("Both: reviewed, and not."))),
    )
    held.when(settle(keep="theirs", note="Idle."), on=DAY).then_refused("note-idle")


def test_what_is_held_is_settled_in_the_order_in_which_it_came() -> None:
    two = conflict().when(file(Edit(question="2.1.1", answer="not_applicable"), file="e" * 64), on=DAY).story
    two.when(settle(2), on=DAY).then_refused("out-of-order", "Number 1")


def test_a_held_interview_is_settled_too() -> None:
    there = On(CASE, InterviewHeld(held_on=day("2018-07-10")))
    held = reading(there).when(file(reason="The officer has left."), on=DAY).story
    held.when(settle(note="The officer has left."), on=DAY).then(
        On(HOLD, EditSettled(number=1, kept="mine")),
        On(CASE, InterviewNotHeld(reason=noted("The officer has left."))),
    )
    early = reading().when(file(held_on=day("2018-07-20")), on=DAY).story
    early.when(settle(), on=DAY).then_refused("date-in-future")
    assert not early.when(settle(), on="2018-07-20").refusal
    before = reading().when(file(held_on=day("2018-06-03")), on=DAY).story
    before.when(settle(), on=DAY).then_refused("before-announcement", "2018-06-04")


def test_whoever_brings_back_or_lets_stand_the_first_thing_in_a_case_that_nobody_has_has_it_then() -> None:
    nobodys = given(*AT_FIELDWORK_WITH_SAMPLES)
    nobodys.when(file(YES), on=DAY, who=ME).then(
        came(1), On(CASE, CaseAllocated(reader=ME)), On(CASE, AnswersRecorded(answers=(("2.1.1", "yes"),)))
    )
    later = day("2018-07-20")
    early = nobodys.when(file(held_on=later), on=DAY, who=ME).story
    early.when(settle(), on="2018-07-20", who=ME).then(
        On(HOLD, EditSettled(number=1, kept="mine")),
        On(CASE, CaseAllocated(reader=ME)),
        On(CASE, InterviewHeld(held_on=later)),
    )


def test_what_is_held_can_only_stand_where_the_read_itself_allows_it() -> None:
    done = reading(*read_to_the_end(CASE, "no")).when(file(YES), on=DAY).story
    done.when(settle(), on=DAY).then_refused("read-complete")
    moved = reading(THEIRS, On(CASE, CaseAllocated(reader=ME))).when(file(YES), on=DAY, who=ME).story
    taken = moved.when(AllocateCase(case=CASE, reader="inspector-2", reason="They are ill."), on=DAY).story
    taken.when(settle(), on=DAY, who=ME).then_refused("not-reader")
    taken.when(settle(), on=DAY, who="inspector-3").then_refused("not-reader", "never allocated")
    assert not taken.when(settle(), on=DAY, who="inspector-2").refusal
    twice = drawn().and_(came(0, held_yes(), stream=hold_on(TWICE_READ)))
    twice.when(settle(read=TWICE_READ), on="2018-07-16").then_refused("not-allocated")
    given_up = drawn().and_(
        *ALLOCATED,
        came(0, held_yes(), stream=hold_on(SECOND_STREAM)),
        On(SECOND_STREAM, SecondReadAbandoned(reason=noted("They are ill.", TWICE_READ))),
        On(TWICE_READ, SecondReadGivenUp()),
    )
    given_up.when(settle(read=SECOND_STREAM), on="2018-07-16", who=SECOND).then_refused("given-up")


def test_a_held_answer_and_note_of_a_second_read_are_settled_on_its_own_stream() -> None:
    stream = hold_on(SECOND_STREAM)
    note = HeldEdit(number=2, question="2.1.2", note=noted("Mine.", TWICE_READ), why="changed")
    held = drawn().and_(*ALLOCATED, came(0, held_yes(), note, stream=stream))
    held.when(settle(read=SECOND_STREAM), on="2018-07-16", who=SECOND).then(
        On(stream, EditSettled(number=1, kept="mine")),
        On(SECOND_STREAM, SecondAnswersRecorded(answers=(("2.1.1", "yes"),))),
    )
    held.when(settle(2, read=SECOND_STREAM, note="Mine."), on="2018-07-16", who=SECOND).then(
        On(stream, EditSettled(number=2, kept="mine")),
        On(SECOND_STREAM, SecondAnswerNoted(question="2.1.2", note=noted("Mine.", TWICE_READ))),
    )


# What waits for it


def test_a_read_is_not_finished_and_the_gate_not_closed_while_something_is_held() -> None:
    whole = read_to_the_end(CASE, "no")[:2]
    held = reading(*whole).when(file(YES), on=DAY).story
    held.when(CompleteCaseRead(case=CASE), on=DAY).then_refused("edits-held", "1 thing")
    settled = held.when(settle(keep="theirs"), on=DAY).story
    assert not settled.when(CompleteCaseRead(case=CASE), on=DAY).refusal
    second = drawn().and_(*ALLOCATED, second_read()[0], came(0, held_yes(), stream=hold_on(SECOND_STREAM)))
    second.when(CompleteSecondRead(case=TWICE_READ), on="2018-07-16", who=SECOND).then_refused("edits-held")
    given_up = drawn().and_(
        *ALLOCATED,
        *first_read(),
        came(0, held_yes(), stream=hold_on(SECOND_STREAM)),
        On(SECOND_STREAM, SecondReadAbandoned(reason=noted("They are ill.", TWICE_READ))),
        On(TWICE_READ, SecondReadGivenUp()),
    )
    finished = [On(each, CaseReadCompleted()) for each in CASES if each != TWICE_READ]
    over = [
        On(second_read_of(each), SecondReadAbandoned(reason=noted("They are ill.", each))) for each in CASES
    ]
    given_up.and_(*finished, *over).when(CloseCaseReads(inspection=INSPECTION), on="2018-07-16").then_one(
        CaseReadsClosed
    )
    late = given(*AT_CASE_READS, *ALL_READ).and_(came(0, held_yes()))
    late.when(CloseCaseReads(inspection=INSPECTION), on="2018-07-16").then_refused("edits-held")


PROMPT = PromptEdit(prompt="2.1.1.a", answer="yes")
CLASS = ClassEdit(aspect="risk-of-harm", provider="low", inspector="high")


def test_prompts_and_classes_in_a_file_are_recorded_where_nobody_has_touched_them() -> None:
    reading().when(file(prompts=(PROMPT,), classes=(CLASS,)), on=DAY).then(
        came(2),
        On(CASE, PromptsAnswered(prompts=(("2.1.1.a", "yes"),))),
        On(CASE, ClassificationRecorded(aspect="risk-of-harm", provider="low", inspector="high")),
    )
    same = On(CASE, PromptsAnswered(prompts=(("2.1.1.a", "yes"),)))
    reading(same).when(file(prompts=(PROMPT,)), on=DAY).then(came(0))


def test_prompts_and_classes_that_both_have_changed_or_that_there_are_not_are_held_and_settled_in_order() -> (
    None
):
    theirs = (
        On(CASE, PromptsAnswered(prompts=(("2.1.1.a", "no"),))),
        On(CASE, ClassificationRecorded(aspect="risk-of-harm", provider="medium")),
    )
    banana = CLASS.with_(aspect="safety-and-wellbeing", inspector="banana")
    back = reading(*theirs).when(file(prompts=(PROMPT,), classes=(CLASS, banana)), on=DAY)
    held = back.then_one(FileBroughtBack).held
    assert [(each.about, each.why) for each in held] == [
        ("prompt 2.1.1.a", "changed"),
        ("class risk-of-harm", "changed"),
        ("class safety-and-wellbeing", "unknown-class"),
    ]
    story = back.story
    story.when(settle(), on=DAY).then(
        On(HOLD, EditSettled(number=1, kept="mine")),
        On(CASE, PromptsAnswered(prompts=(("2.1.1.a", "yes"),))),
    )
    story.when(settle(2), on=DAY).then(
        On(HOLD, EditSettled(number=2, kept="mine")),
        On(CASE, ClassificationRecorded(aspect="risk-of-harm", provider="low", inspector="high")),
    )
    story.when(settle(3), on=DAY).then_refused("unknown-class", "banana")
    assert not story.when(settle(3, keep="theirs"), on=DAY).refusal
    for wrong, code in ((PROMPT.with_(prompt="2.1.1.z"), "unknown-prompt"), (_NOT, "prompt-applies")):
        odd = reading().when(file(prompts=(wrong,)), on=DAY).story
        assert odd.state(HOLD).open[0].why == code
        odd.when(settle(), on=DAY).then_refused(code)
    fruit = reading().when(file(classes=(CLASS.with_(aspect="fruit"),)), on=DAY).story
    fruit.when(settle(), on=DAY).then_refused("unknown-aspect")


_NOT = PromptEdit(prompt="2.1.1.a", answer="not_applicable")


def test_the_quality_lead_settles_what_is_held_of_a_read_that_is_over_with_the_reason() -> None:
    """Its reader may have left; nothing can come into it any more, and what was written stays to be read."""
    stream = hold_on(SECOND_STREAM)
    held = drawn().and_(*ALLOCATED, came(0, held_yes(), stream=stream))
    given_up = held.and_(
        On(SECOND_STREAM, SecondReadAbandoned(reason=noted("They are ill.", TWICE_READ))),
        On(TWICE_READ, SecondReadGivenUp()),
    )
    choice = settle(read=SECOND_STREAM, keep="theirs", reason="The reader has left.")

    def led(story: Story, choice: SettleEdit) -> Result:
        return story.when(choice, on="2018-07-16", by=Role.QUALITY_LEAD, who="quality-1")

    after = led(given_up, choice)
    after.then(
        On(stream, EditSettled(number=1, kept="theirs", reason=noted("The reader has left.", TWICE_READ)))
    )
    assert after.story.state(stream).edits[1].answer == "yes", "word for word, as it came"
    led(given_up, choice.with_(reason=None)).then_refused("reason-missing")
    led(given_up, choice.with_(keep="mine")).then_refused("read-over")
    led(held, choice.with_(reason=None)).then_refused("not-reader")
    given_up.when(choice, on="2018-07-16", who=SECOND).then_refused("reason-idle")


def test_nothing_that_is_held_changes_an_answer_by_itself() -> None:
    story = conflict()
    assert story.state(CASE).answers == {"2.1.1": "no"}
    same = AnswersRecorded(answers=(("2.1.1", "no"),))
    story.when(RecordAnswers(case=CASE, answers=same.answers), on=DAY).then(On(CASE, same))
