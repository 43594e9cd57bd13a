"""Workflows as somebody might alter them: one in a way that breaks inspections in flight, one in a way that does not.

In a module of their own, because a sandbox imports the module of a workflow afresh for each one it runs.
"""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.inspections.stages import IN_PROGRESS
    from workflows.conductor import Conductor
    from workflows.contract import INSPECTION, NUDGE, Post

__all__ = ["HastyWorkflow", "ReorderedWorkflow"]


@workflow.defn(name=INSPECTION)
class HastyWorkflow:
    """An inspection's workflow as somebody in a hurry might change it: it rests a while before it looks."""

    @workflow.init
    def __init__(self, post: Post) -> None:
        self._life = Conductor(post)

    @workflow.run
    async def run(self, post: Post) -> None:
        await workflow.sleep(60)
        await self._life.arrive()

    @workflow.signal(name=NUDGE)
    def nudge(self, position: int) -> None:
        self._life.nudge(position)


@workflow.defn(name=INSPECTION)
class ReorderedWorkflow:
    """An inspection's workflow whose stages are named in another order, and one of them not at all."""

    @workflow.init
    def __init__(self, post: Post) -> None:
        self._life = Conductor(post)

    @workflow.run
    async def run(self, post: Post) -> None:
        await self._life.arrive()
        while not self._life.over:
            for stage in reversed(IN_PROGRESS[1:]):
                await self._life.through(stage)
            await self._life.beyond(*IN_PROGRESS[1:])

    @workflow.signal(name=NUDGE)
    def nudge(self, position: int) -> None:
        self._life.nudge(position)
