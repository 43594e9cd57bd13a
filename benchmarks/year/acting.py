"""What becomes of an inspection of the year once it is published: the action plan of each provider that is asked."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from domain.action_plans.commands import (
    AcceptActionPlan,
    CompleteAction,
    FollowUpActionPlan,
    ReportProgress,
    ReturnActionPlan,
    SubmitActionPlan,
)
from domain.action_plans.events import Action, Answer
from domain.inspections.commands import CloseInspection
from domain.streams import plan_in
from tests.support.kinds.walk import Mine

if TYPE_CHECKING:
    from benchmarks.year.walking import YearWalk

__all__ = ["LATE_ACTIONS", "Acting"]

LATE_ACTIONS = 5
"""One provider in so many completes an action only after its day."""


class Acting:
    """The action plans that one inspection asks for."""

    def __init__(self, walk: "YearWalk") -> None:
        """None is handed in yet."""
        self._walk = walk

    def act(self) -> None:
        """Each provider that is asked answers, late or not, once or twice, and does what it said."""
        walk = self._walk
        mine: list[Mine] = [
            {"inspection": walk.reference, "provider": plan_in(each)[1]} for each in walk.state.plans
        ]
        walk.wait(25 if walk.once("plan-late") else 10)
        self._submit(mine)
        if walk.once("returned"):
            walk.wait(2)
            for each in mine:
                walk.give(ReturnActionPlan(**each, reason="Say how it will be measured."))
            walk.wait(5)
            self._submit(mine)
        walk.wait(3)
        for each in mine:
            walk.give(AcceptActionPlan(**each))
        walk.wait(15)
        for each in mine:
            walk.give(ReportProgress(**each, action="a1", progress="Half of it."))
        walk.wait(35 if walk.part.number % LATE_ACTIONS == 0 else 10)
        for each in mine:
            walk.give(CompleteAction(**each, action="a1"))
        walk.wait(5)
        for each in mine:
            walk.give(FollowUpActionPlan(**each, conclusion="All done."))
        walk.give(CloseInspection(inspection=walk.reference))

    def _submit(self, mine: Sequence[Mine]) -> None:
        action = Action(
            id="a1",
            text="Do it.",
            owner="Head of operations",
            due=self._walk.later(40),
            measure="Seen in ten.",
        )
        answers = (Answer(recommendation="r1", agreed="agreed", actions=(action,)),)
        for each in mine:
            self._walk.give(SubmitActionPlan(**each, answers=answers))
