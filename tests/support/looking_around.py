"""What the tasks of an inspection depend on, looked up in a story as the views look it up in the record."""

from collections.abc import Iterable, Mapping
from typing import Any

from activities.viewing.surroundings import LookingAround
from domain.inspections.tasks import Surroundings, Task, tasks
from tests.support.specification import Story

__all__ = ["around_in", "tasks_in"]


def around_in(story: Story, stream: str) -> Surroundings:
    """What the tasks of an inspection depend on."""

    def states(streams: Iterable[str]) -> Mapping[str, Any]:
        return {each: story.state(each) for each in streams}

    def streams(prefix: str) -> list[str]:
        return sorted(each for each in story.history if each.startswith(prefix))

    return LookingAround(states, streams, story.library).at(story.state(stream))


def tasks_in(story: Story, stream: str) -> tuple[Task, ...]:
    """The tasks of an inspection; of one that was not announced, what there is with nothing around it."""
    state = story.state(stream)
    return tasks(state, around_in(story, stream) if state.announced else Surroundings())
