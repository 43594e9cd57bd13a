"""Prompts against the evidence in advance, and the lines of enquiry that gaps lead to (004 §4.15)."""

import pytest

from domain.evidence.assessment import (
    assessment_of,
    awaited_for,
    come_in_for,
    there_for,
    unassessed,
)
from domain.evidence.commands import AssessPrompts, CarryEnquiry, CloseEnquiry, OpenEnquiry, WorkOnEnquiry
from domain.evidence.events import (
    EnquiryCarried,
    EnquiryClosed,
    EnquiryOpened,
    EvidenceRegistered,
    PromptAssessed,
    PromptsAssessed,
)
from domain.messages import Command
from tests.support.evidence_room import ENQUIRY, FOLLOWED, ROOM, STRATEGY, WITHDRAWN
from tests.support.example import (
    AT_EVIDENCE,
    AT_FIELDWORK,
    AT_PUBLICATION,
    FRAMEWORK,
    INSPECTION,
    JUDGED,
    POLICY_RECEIVED,
    day,
)
from tests.support.specification import given

MET = PromptAssessed(prompt="1.1.1 a", finding="met", evidence=("strategy",))
UNKNOWN = PromptAssessed(prompt="1.1.1 b", finding="not-known", note="Nobody says how staff were told.")
ASSESS = AssessPrompts(inspection=INSPECTION, assessments=(MET, UNKNOWN))
GAP = EnquiryOpened(
    enquiry="gap-1-1-1",
    question="What the evidence so far does not say: 1.1.1 b.",
    bears_on=("1.1.1 b",),
    from_gap=True,
)
OPEN = OpenEnquiry(
    inspection=INSPECTION,
    enquiry="risks",
    question="Who owns the risk register?",
    bears_on=("1.1.2 a",),
)
WORK = WorkOnEnquiry(inspection=INSPECTION, enquiry="risks", evidence=("strategy",), showed="The board does.")
CLOSE = CloseEnquiry(inspection=INSPECTION, enquiry="risks", conclusion="The board owns it.")
CARRY = CarryEnquiry(inspection=INSPECTION, enquiry="risks", reason="The chair was ill.")
CLOSED = EnquiryClosed(enquiry="risks", conclusion="The board owns it.")
CARRIED = EnquiryCarried(enquiry="risks", reason="The chair was ill.")
ALL: tuple[Command, ...] = (ASSESS, OPEN, WORK, CLOSE, CARRY)
ON = "2018-06-25"


def test_a_prompt_of_which_nothing_is_known_opens_a_line_of_enquiry() -> None:
    story = given(*AT_EVIDENCE, STRATEGY).when(ASSESS, on=ON)
    after = story.then(PromptsAssessed(findings=(MET, UNKNOWN)), GAP)
    first = assessment_of(FRAMEWORK, JUDGED, after.state(ROOM))[0]
    assert (first.question, first.findings[:3], first.whole) == (
        "1.1.1",
        (("1.1.1 a", "met"), ("1.1.1 b", "not-known"), ("1.1.1 c", None)),
        None,
    )
    assert first.evidence == ("strategy",)
    assert "1.1.1 c" in unassessed(FRAMEWORK, JUDGED, after.state(ROOM))


def test_a_gap_is_not_opened_twice_while_its_line_runs_and_is_again_after_it_was_closed() -> None:
    again = ASSESS.with_(assessments=(UNKNOWN,))
    story = given(*AT_EVIDENCE, STRATEGY).when(ASSESS, on=ON).story
    story.when(again, on=ON).then(PromptsAssessed(findings=(UNKNOWN,)))
    closed = story.and_(EnquiryClosed(enquiry="gap-1-1-1", conclusion="By letter."))
    closed.when(again, on=ON).then(PromptsAssessed(findings=(UNKNOWN,)), GAP.with_(enquiry="gap-1-1-1-n2"))


def test_a_later_finding_replaces_an_earlier_one() -> None:
    later = ASSESS.with_(assessments=(MET.with_(finding="partly"),))
    story = given(*AT_EVIDENCE, STRATEGY).when(ASSESS, on=ON).story.when(later, on=ON).story
    assert story.state(ROOM).findings["1.1.1 a"].finding == "partly"


def test_when_every_prompt_of_the_judged_standards_was_looked_at_none_is_left() -> None:
    story = given(*AT_EVIDENCE, STRATEGY)
    places = unassessed(FRAMEWORK, JUDGED, story.state(ROOM))
    assert len(places) == 66, "the prompts of domain 1 (004 Annex F)"
    whole = ASSESS.with_(assessments=tuple(MET.with_(prompt=each) for each in places))
    after = story.when(whole, on=ON).then(PromptsAssessed(findings=whole.assessments))
    assert unassessed(FRAMEWORK, JUDGED, after.state(ROOM)) == ()


@pytest.mark.parametrize(
    ("finding", "code", "saying"),
    [
        (MET.with_(prompt="1.1"), "not-a-prompt", "1.1"),
        (MET.with_(prompt="1.1.1 z"), "not-a-prompt", "1.1.1 z"),
        (MET.with_(prompt="2.1.1 a"), "not-judged", "case by case"),
        (MET.with_(evidence=()), "evidence-missing", "1.1.1 a"),
        (MET.with_(evidence=("rumour",)), "unknown-evidence", "rumour"),
    ],
)
def test_a_finding_is_about_a_prompt_of_a_judged_standard_and_names_its_evidence(
    finding: PromptAssessed, code: str, saying: str
) -> None:
    story = given(*AT_EVIDENCE, STRATEGY)
    story.when(ASSESS.with_(assessments=(finding,)), on=ON).then_refused(code, saying)


def test_nothing_is_found_twice_or_on_what_was_withdrawn() -> None:
    story = given(*AT_EVIDENCE, STRATEGY)
    story.when(ASSESS.with_(assessments=(MET, MET)), on=ON).then_refused("assessed-twice", "1.1.1 a")
    story.and_(WITHDRAWN).when(ASSESS, on="2018-07-10").then_refused("evidence-withdrawn")


def test_a_key_question_may_be_assessed_as_a_whole() -> None:
    whole = PromptAssessed(prompt="1.1.1", finding="partly", evidence=("strategy",))
    story = given(*AT_EVIDENCE, STRATEGY).when(ASSESS.with_(assessments=(whole,)), on=ON).story
    assert assessment_of(FRAMEWORK, JUDGED, story.state(ROOM))[0].whole == "partly"


@pytest.mark.parametrize("command", ALL, ids=lambda each: each.verb)
def test_enquiries_are_made_for_an_inspection_before_its_panel_decides(command: Command) -> None:
    given(STRATEGY, ENQUIRY).when(command, on=ON).then_refused("unknown-inspection")
    story = given(*AT_PUBLICATION, STRATEGY, ENQUIRY)
    story.when(command, on="2018-08-23").then_refused("not-at-this-stage")


def test_a_line_of_enquiry_is_opened_followed_and_closed_with_a_conclusion() -> None:
    story = given(*AT_FIELDWORK, STRATEGY).when(OPEN, on="2018-07-09").then(ENQUIRY)
    assert story.state(ROOM).open_enquiries == ("risks",)
    story = story.when(WORK, on="2018-07-10").then(FOLLOWED).when(CLOSE, on="2018-07-11").then(CLOSED)
    assert story.state(ROOM).open_enquiries == ()
    for command in (WORK, CLOSE, CARRY):
        story.when(command, on="2018-07-12").then_refused("enquiry-closed", "risks")


def test_a_line_of_enquiry_is_not_closed_before_anything_was_looked_at() -> None:
    given(*AT_FIELDWORK, ENQUIRY).when(CLOSE, on="2018-07-11").then_refused("nothing-looked-at", "carry")


def test_a_line_of_enquiry_is_not_closed_on_what_was_withdrawn_since() -> None:
    story = given(*AT_FIELDWORK, STRATEGY, ENQUIRY, FOLLOWED, WITHDRAWN)
    story.when(CLOSE, on="2018-07-11").then_refused("nothing-looked-at", "strategy was withdrawn")


def test_a_line_of_enquiry_that_was_closed_on_what_was_withdrawn_since_is_followed_again() -> None:
    other = EvidenceRegistered(
        entry="minutes", content=STRATEGY.content, recorded_on=day("2018-07-11"), account=None
    )
    story = given(*AT_FIELDWORK, STRATEGY, other, ENQUIRY, FOLLOWED, CLOSED)
    again = WORK.with_(evidence=("minutes",))
    story.when(again, on="2018-07-12").then_refused("enquiry-closed")
    followed = story.and_(WITHDRAWN).when(again, on="2018-07-12").then(FOLLOWED.with_(evidence=("minutes",)))
    assert followed.state(ROOM).open_enquiries == ("risks",)
    followed.when(CLOSE, on="2018-07-12").then(CLOSED)


def test_a_line_of_enquiry_is_carried_to_the_panel_and_may_be_closed_after_all() -> None:
    story = given(*AT_FIELDWORK, STRATEGY, ENQUIRY).when(CARRY, on="2018-07-13").then(CARRIED)
    assert story.state(ROOM).open_enquiries == ()
    story.when(CARRY, on="2018-07-13").then_refused("enquiry-carried")
    story.when(WORK, on="2018-07-16").then(FOLLOWED).when(CLOSE, on="2018-07-16").then(CLOSED)


def test_a_line_of_enquiry_has_a_code_of_its_own_and_is_about_something_in_the_framework() -> None:
    story = given(*AT_FIELDWORK, ENQUIRY)
    story.when(OPEN, on="2018-07-09").then_refused("enquiry-exists", "risks")
    odd = OPEN.with_(enquiry="odd", bears_on=("1.1.9",))
    story.when(odd, on="2018-07-09").then_refused("unknown-place", "1.1.9")
    for command in (WORK, CLOSE, CARRY):
        other = command.with_(enquiry="other")
        story.when(other, on="2018-07-09").then_refused("unknown-enquiry", "other")


def test_an_enquiry_looks_at_what_is_in_the_register() -> None:
    story = given(*AT_FIELDWORK, ENQUIRY)
    story.when(WORK, on="2018-07-10").then_refused("unknown-evidence", "strategy")
    story.and_(STRATEGY, WITHDRAWN).when(WORK, on="2018-07-10").then_refused("evidence-withdrawn")


def test_for_each_prompt_it_is_known_what_is_there_and_what_is_to_come() -> None:
    story = given(*AT_EVIDENCE, STRATEGY)
    state, room = story.state(f"inspection-{INSPECTION}"), story.state(ROOM)
    assert there_for("1.1.1 a", room) == there_for("1.1.2 b", room) == ("strategy",), "1.1 as a whole, too"
    assert there_for("1.2.1 a", room) == ()
    assert (awaited_for("1.1.1 a", state), awaited_for("1.2.1 a", state)) == (("policy",), ("rota",))
    after = story.and_(POLICY_RECEIVED)
    came = after.state(f"inspection-{INSPECTION}")
    assert (awaited_for("1.1.1 a", came), come_in_for("1.1.1 a", came, room)) == ((), ("policy",))
    assert there_for("1.1.1 a", after.and_(WITHDRAWN).state(ROOM)) == ()
