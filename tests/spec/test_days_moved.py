"""A provider is told when a day of its own is moved; of the inspectorate's own days it is told nothing."""

from domain.inspections.earlier.course import UPCASTERS, DeadlineMovedV1
from domain.inspections.events import (
    DeadlineMoved,
    EvidenceOverdue,
    EvidenceReceived,
    NoticeSent,
)
from domain.inspections.notices import notice_of
from domain.inspections.react import react
from domain.inspections.state import Inspection
from domain.inspections.told import told_clause
from tests.spec.test_evidence_of_several import ASKED, AT_START, SOUTH
from tests.support.example import (
    AT_EVIDENCE,
    AT_FIELDWORK,
    DRAFT_SENT,
    INSPECTION,
    PROVIDER,
    WITH_A_SIGNED_DRAFT,
    day,
)
from tests.support.specification import Story, given

STREAM = f"inspection-{INSPECTION}"
SNOW = DeadlineMoved(deadline="evidence", was=day("2018-06-27"), due=day("2018-06-21"), reason="Snow fell.")
MORE_TIME = DeadlineMoved(
    deadline="factual-accuracy", was=day("2018-09-05"), due=day("2018-09-12"), reason="A holiday."
)


def told(story: Story) -> dict[str, str]:
    """What is told of days that moved, by whom it goes to."""
    state = story.state(STREAM)
    assert isinstance(state, Inspection)
    owed = [each for each in state.notices if each.startswith(("evidence-moved", "draft-moved"))]
    notices = [notice_of(INSPECTION, state, each, ("cy", "en")) for each in owed]
    assert {f"inspection-{INSPECTION}/{each}" for each in owed} == {each.id for each in notices}
    return {each.to: each.body for each in notices}


def test_a_day_for_evidence_that_comes_nearer_is_told_with_both_days_the_reason_and_what_it_is_for() -> None:
    story = given(*AT_EVIDENCE, SNOW)
    body = told(story)[PROVIDER]
    assert "by the end of 27 June 2018. The day is now 21 June 2018: Snow fell.\n\n- " in body
    assert "erbyn diwedd 27 Mehefin 2018. Y diwrnod bellach yw 21 Mehefin 2018: Snow fell." in body
    assert body.count("\n- ") == 2 * 2, "two items, in two languages"
    [duty] = [each for each in react(story.state(STREAM)).duties if "moved" in each.about]
    assert duty.kind == "send-notice"
    sent = story.and_(NoticeSent(notice=duty.about, document="e" * 64, to=()))
    assert told(sent) == {}


def test_each_of_several_providers_is_told_of_its_own_evidence_alone() -> None:
    story = given(*AT_START, ASKED, SNOW)
    assert {to: body.count("\n- ") for to, body in told(story).items()} == {PROVIDER: 2, SOUTH: 4}
    received = EvidenceReceived(item="staffing-north", document=None)
    assert told(given(*AT_START, ASKED, received, SNOW)).keys() == {SOUTH}


def test_a_day_after_which_evidence_is_taken_higher_up_is_told_as_that() -> None:
    late = EvidenceOverdue(items=("policy", "rota"), due=day("2018-06-27"), until=day("2018-07-04"))
    moved = SNOW.with_(deadline="escalation", was=day("2018-07-04"), due=day("2018-07-02"))
    body = told(given(*AT_EVIDENCE, late, moved))[PROVIDER]
    assert "above the lead inspector after 4 July 2018. The day is now 2 July 2018" in body


def test_more_time_for_points_of_factual_accuracy_is_told_to_whoever_may_still_raise_any() -> None:
    story = given(*WITH_A_SIGNED_DRAFT, DRAFT_SENT, MORE_TIME)
    body = told(story)[PROVIDER]
    assert "until the end of 5 September 2018 to send points" in body
    assert "The day is now 12 September 2018: A holiday." in body
    state = story.state(STREAM)
    assert isinstance(state, Inspection)
    [moved] = state.moved.values()
    assert (moved.to, moved.items) == ((PROVIDER,), ())


def test_of_a_day_of_the_inspectorates_own_no_provider_is_told() -> None:
    fieldwork = SNOW.with_(deadline="fieldwork", was=day("2018-07-13"), due=day("2018-07-16"))
    assert told(given(*AT_FIELDWORK, fieldwork)) == {}


def test_a_day_that_was_moved_before_providers_were_told_of_it_owes_no_notice() -> None:
    [step] = [each for each in UPCASTERS if each.old is DeadlineMovedV1]
    before = step.turn(DeadlineMovedV1(**SNOW.model_dump(exclude={"told"})))
    assert before == SNOW.with_(told=False)
    story = given(*AT_EVIDENCE, before)
    assert told(story) == {}
    assert [each.due for each in react(story.state(STREAM)).deadlines] == [day("2018-06-21")]


def test_on_the_time_line_it_stands_to_which_day_it_was_said_to_have_moved() -> None:
    assert told_clause("evidence-moved-12") == "to which day evidence was moved"
    assert told_clause("draft-moved-40") == "to which day points of factual accuracy were moved"
    assert told_clause("draft-1").endswith("checked for factual accuracy")
