"""Judged standards: evidence named, characteristics weighed, feedback given, and what is to be done (004 §4.14)."""

from collections.abc import Iterator

import pytest

from domain.evidence.commands import (
    AssessPrompts,
    CarryEnquiry,
    CloseEnquiry,
    GiveFeedback,
)
from domain.evidence.events import (
    PromptAssessed,
)
from domain.evidence.weighing import remarks
from domain.inspections.commands import (
    BeginFieldwork,
    EndFieldwork,
    ProposeRating,
)
from domain.inspections.events import (
    FieldworkBegun,
    RatingProposed,
)
from domain.inspections.tasks import Surroundings, Task, tasks
from domain.messages import Command
from tests.support.evidence_room import ENQUIRY, FOLLOWED, ROOM, STRATEGY, WITHDRAWN
from tests.support.example import (
    ALL_SAMPLED,
    AT_FIELDWORK,
    FIELDWORK_BEGUN,
    FIELDWORK_ENDED,
    FRAMEWORK,
    INSPECTION,
    PROPOSALS,
    READY_FOR_FIELDWORK,
    SCHEME,
    Facts,
    day,
)
from tests.support.house import shipped_library
from tests.support.judgement_ground import (
    DERIVE,
    GIVEN,
    IN_FIELDWORK,
    PANEL_DAY,
    PROPOSE,
    PROPOSED,
    READY,
    STREAM,
    STRICT,
    TO_THE_PANEL,
    check,
    checked,
    compared,
    strictly,
    under,
)
from tests.support.kinds.walk import KindWalk
from tests.support.specification import Story, given
from tests.support.story_ground import StoryGround, a_working_day_of

# Before fieldwork


def test_fieldwork_begins_once_every_prompt_of_the_judged_standards_was_held_against_the_evidence() -> None:
    begin = BeginFieldwork(inspection=INSPECTION)
    story = under(strictly(READY_FOR_FIELDWORK))
    story.when(begin, on="2018-07-09").then_refused("prompts-not-assessed", "66 prompts left")
    under(READY).when(begin, on="2018-07-09").then(FIELDWORK_BEGUN)
    given(*READY_FOR_FIELDWORK).when(begin, on="2018-07-09").then(
        FieldworkBegun(begun_on=day("2018-07-09"), due=day("2018-07-13"))
    )


# Proposals


def test_a_proposal_names_its_evidence_as_it_stood_and_the_characteristics_that_were_weighed() -> None:
    under(IN_FIELDWORK).when(PROPOSE, on="2018-07-12").then(PROPOSED)


@pytest.mark.parametrize(
    ("changed", "code", "saying"),
    [
        ({"evidence": ()}, "evidence-not-named", "1.1"),
        ({"evidence": ("rumour",)}, "unknown-evidence", "rumour"),
        ({"standard": "1.2", "rating": "good", "weighed": ()}, "evidence-beside-the-point", "strategy"),
        ({"weighed": (("outstanding-7", "present"),)}, "unknown-characteristic", "outstanding-7"),
        ({"weighed": (("outstanding-1", "present"),) * 2}, "weighed-twice", ""),
        ({"weighed": ()}, "characteristics-not-weighed", "decides nothing"),
        ({"weighed": (("inadequate-1", "absent"),)}, "characteristics-not-weighed", "outstanding"),
    ],
)
def test_what_a_proposal_lacks_is_said(changed: dict[str, object], code: str, saying: str) -> None:
    under(IN_FIELDWORK).when(PROPOSE.with_(**changed), on="2018-07-12").then_refused(code, saying)


def test_nothing_is_proposed_on_withdrawn_evidence() -> None:
    story = under((*IN_FIELDWORK, WITHDRAWN))
    story.when(PROPOSE, on="2018-07-12").then_refused("evidence-withdrawn")


def test_characteristics_are_a_guide_and_never_a_checklist() -> None:
    none_present = PROPOSE.with_(weighed=(("outstanding-1", "absent"), ("inadequate-1", "present")))
    proposal = under(IN_FIELDWORK).when(none_present, on="2018-07-12").then_one(RatingProposed)
    assert list(remarks(proposal.rating, proposal.as_worded, proposal.weighed)) == [
        "No characteristic of outstanding was found to be present.",
        "A characteristic of inadequate was found to be present.",
    ]


@pytest.mark.parametrize(
    ("rating", "as_worded", "weighed", "told"),
    [
        ("good", "met", (), 0),
        ("good", None, (), 0),
        ("good", "not-met", (), 1),
        ("outstanding", "not-met", (("outstanding-1", "present"),), 1),
        ("inadequate", "met", (("inadequate-1", "present"),), 1),
        ("inadequate", "not-met", (("inadequate-1", "present"),), 0),
        ("requires_improvement", "not-met", (("inadequate-1", "present"),), 0),
    ],
)
def test_a_panel_is_told_what_it_may_want_to_ask(
    rating: str, as_worded: str | None, weighed: tuple[tuple[str, str], ...], told: int
) -> None:
    assert len(list(remarks(rating, as_worded, weighed))) == told


def test_where_the_kind_of_inspection_asks_nothing_a_proposal_needs_nothing() -> None:
    plain = ProposeRating(inspection=INSPECTION, standard="1.1", rating="outstanding", reason="As seen.")
    given(*AT_FIELDWORK).when(plain, on="2018-07-12").then(
        RatingProposed(standard="1.1", rating="outstanding", reason="As seen.", by="lead-inspector-1")
    )


# The end of fieldwork


def test_fieldwork_ends_once_the_provider_has_had_closing_feedback() -> None:
    end = EndFieldwork(inspection=INSPECTION)
    before: Facts = (*IN_FIELDWORK, *ALL_SAMPLED, *PROPOSALS)
    under(before).when(end, on="2018-07-13").then_refused("feedback-missing")
    under((*before, GIVEN)).when(end, on="2018-07-13").then(FIELDWORK_ENDED)


# Tasks

LIVES: dict[str, Facts] = {
    "nothing assessed": strictly(READY_FOR_FIELDWORK),
    "all assessed": READY,
    "fieldwork": IN_FIELDWORK,
    "an enquiry open": (*IN_FIELDWORK, ENQUIRY),
    "an enquiry followed": (*IN_FIELDWORK, ENQUIRY, FOLLOWED),
    "no feedback": (*IN_FIELDWORK, *ALL_SAMPLED, *PROPOSALS),
    "feedback": (*IN_FIELDWORK, *ALL_SAMPLED, *PROPOSALS, GIVEN),
    "before the panel": TO_THE_PANEL,
    "one judgement missing": tuple(each for each in TO_THE_PANEL if each != PROPOSALS[2]),
    "an enquiry open before the panel": (*TO_THE_PANEL, ENQUIRY),
    "evidence withdrawn before the panel": (*TO_THE_PANEL, PROPOSED, WITHDRAWN),
}


def around(story: Story) -> Surroundings:
    return Surroundings(
        unread=sum(not story.state(each).complete for each in story.state(STREAM).sampled),
        protocol=STRICT,
        scheme=SCHEME,
        framework=FRAMEWORK,
        room=story.state(ROOM),
        compared=compared(story).digest,
    )


def commands(story: Story, task: Task) -> Iterator[Command]:
    """The commands that would do a task of a judgement's preparation."""
    match task.verb:
        case "assess-prompts":
            stands = story.state(ROOM).stands("strategy")
            met = PromptAssessed(prompt="1.1.1 a", finding="met", evidence=("strategy",))
            one = met if stands else PromptAssessed(prompt="1.1.1 a", finding="not-known")
            yield AssessPrompts(inspection=INSPECTION, assessments=(one,))
        case "begin-fieldwork":
            yield BeginFieldwork(inspection=INSPECTION)
        case "carry-enquiry":
            yield CarryEnquiry(inspection=INSPECTION, enquiry="risks", reason="The chair was ill.")
        case "close-enquiry":
            yield CloseEnquiry(inspection=INSPECTION, enquiry="risks", conclusion="The board does.")
        case "give-feedback":
            yield GiveFeedback(
                inspection=INSPECTION,
                given_on=day("2018-07-13"),
                to=("chief-officer",),
                inspectors=("lead-inspector-1",),
                said="Much is good.",
            )
        case "end-fieldwork":
            yield EndFieldwork(inspection=INSPECTION)
        case "check-correlation":
            yield check(story)
        case "propose-ratings":
            yield DERIVE


def listed(story: Story) -> tuple[Task, ...]:
    return tasks(story.state(STREAM), around(story))


@pytest.mark.parametrize("life", LIVES)
def test_what_is_to_do_is_accepted_and_what_is_locked_is_refused(life: str) -> None:
    story = under((STRATEGY, *(each for each in LIVES[life] if each != STRATEGY)))
    tried = 0
    for task in listed(story):
        for command in commands(story, task) if task.status != "done" else ():
            result = story.when(command, on=PANEL_DAY)
            assert (result.refusal is not None) == (task.status == "locked"), (task, result.refusal)
            assert (task.status == "locked") == bool(task.why), task
            tried += 1
    assert tried


def test_a_look_that_stands_is_done_and_then_the_ratings_can_be_proposed() -> None:
    before = {each.verb: each for each in listed(under(TO_THE_PANEL))}
    assert before["check-correlation"].status == "to-do"
    assert "beside the case results" in before["propose-ratings"].why
    after = {each.verb: each.status for each in listed(checked(under(TO_THE_PANEL)))}
    assert (after["check-correlation"], after["propose-ratings"]) == ("done", "to-do")
    assert after["assess-prompts"] == after["give-feedback"] == "done"


def test_the_task_before_fieldwork_says_how_many_prompts_are_left() -> None:
    story = under(strictly(READY_FOR_FIELDWORK))
    found = {each.verb: each for each in listed(story)}
    assert found["assess-prompts"].title == "Hold 66 prompts against the evidence in advance"
    assert found["begin-fieldwork"].why == "66 prompts are not assessed"


# Every kind


@pytest.mark.parametrize("kind", ["pdu-2021", "pdu-2023"])
def test_a_delivery_unit_is_judged_on_evidence_that_was_looked_at_before_the_panel(kind: str) -> None:
    library = shipped_library()
    protocol = library.protocol(kind)
    assert protocol is not None
    ground = StoryGround(library, a_working_day_of(protocol.in_force_from))
    walk = KindWalk(protocol, ground)
    commands_ = walk.to_the_end().commands
    order = [
        "register-evidence",
        "assess-prompts",
        "begin-fieldwork",
        "propose-rating",
        "give-feedback",
        "end-fieldwork",
        "check-correlation",
        "propose-ratings",
    ]
    assert [each for each in dict.fromkeys(commands_) if each in order] == order
    assert all(each.evidence for each in walk.state.proposals.values())
