"""What is to be done in a follow-up stands on its list of tasks, and what it offers is not refused."""

from domain.decider import On
from domain.follow_ups.commands import (
    CompareResults,
    ConcludeCriterion,
    ConcludeFollowUp,
    SetUpFollowUp,
    follow_up_stream,
)
from domain.follow_ups.events import CriterionConcluded
from domain.inspections.stages import Stage
from domain.inspections.tasks import Surroundings, tasks
from domain.messages import Command
from tests.spec.test_follow_up import BEFORE_THE_RECORD, IS_SET_UP, ON, OPENED, OPENING, SET_UP, compare
from tests.support.followed import AGAIN, LIBRARY, followed
from tests.support.specification import Story

STREAM = follow_up_stream(AGAIN)
VERBS = {
    each.verb for each in (SetUpFollowUp, CompareResults, ConcludeCriterion, ConcludeFollowUp, type(OPENING))
}


def listed(story: Story) -> dict[str, tuple[str, str]]:
    """Status and reason of each task about what is followed, by its verb."""
    state = story.state(f"inspection-{AGAIN}")
    protocol = LIBRARY.protocol_with(state.known.protocol.digest)
    around = Surroundings(protocol=protocol, follow_up=story.state(STREAM))
    return {each.verb: (each.status, each.why) for each in tasks(state, around) if each.verb in VERBS}


def agrees(story: Story) -> dict[str, tuple[str, str]]:
    """The list, after each of its tasks was tried: what is to do is accepted, what is locked is refused."""
    known = story.state(STREAM).set_up
    on_record = known is None or known.follows is not None
    commands: dict[str, Command] = {
        "set-up-follow-up": SET_UP,
        "record-opening-figures": OPENING,
        "compare-results": compare(story) if on_record else compare(story).with_(first=()),
        "conclude-criterion": ConcludeCriterion(inspection=AGAIN, standard="B1", conclusion="It is better."),
        "conclude-follow-up": ConcludeFollowUp(inspection=AGAIN, conclusion="It is better."),
    }
    found = listed(story)
    for verb, (status, why) in found.items():
        if status != "done":
            refused = story.when(commands[verb], on=ON).refusal is not None
            assert refused == (status == "locked"), (verb, status, why)
    return found


def test_first_it_is_laid_down_what_is_looked_at_again() -> None:
    found = agrees(followed(Stage.CASE_READS))
    assert found["set-up-follow-up"][0] == "to-do"
    assert found["compare-results"] == ("locked", "nobody has laid down what is looked at again")
    assert "record-opening-figures" not in found


def test_results_are_compared_once_the_reads_are_closed() -> None:
    early = agrees(followed(Stage.CASE_READS).and_(On(STREAM, IS_SET_UP)))
    assert early["compare-results"] == ("locked", "the case reads are not closed")
    found = agrees(followed().and_(On(STREAM, IS_SET_UP)))
    assert (found["set-up-follow-up"][0], found["compare-results"][0]) == ("done", "to-do")
    assert found["conclude-follow-up"] == ("locked", "nothing is compared yet")


def test_the_first_figures_are_a_task_where_the_first_inspection_is_not_on_record() -> None:
    story = followed().when(BEFORE_THE_RECORD, on=ON).story
    found = agrees(story)
    assert found["record-opening-figures"][0] == "to-do"
    assert found["compare-results"] == ("locked", "the first figures are not recorded")
    assert agrees(story.and_(On(STREAM, OPENED)))["compare-results"][0] == "to-do"


def test_the_follow_up_is_concluded_last() -> None:
    story = followed().and_(On(STREAM, IS_SET_UP))
    story = story.when(compare(story), on=ON).story
    assert agrees(story)["conclude-follow-up"] == ("locked", "nothing is concluded on B1, B2")
    for each in ("B1", "B2"):
        story = story.and_(On(STREAM, CriterionConcluded(standard=each, conclusion="It is better.")))
    assert agrees(story)["conclude-follow-up"][0] == "to-do"
    story = story.when(ConcludeFollowUp(inspection=AGAIN, conclusion="It is better."), on=ON).story
    assert {status for status, _ in listed(story).values()} == {"done"}
