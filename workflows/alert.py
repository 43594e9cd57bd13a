"""The alerts of one case, as Temporal conducts them."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.cases.alerts.alert import AlertStage
    from workflows.conductor import Conductor
    from workflows.contract import ALERT, NUDGE, STANDING, Post, Standing

__all__ = ["AlertWorkflow"]


@workflow.defn(name=ALERT)
class AlertWorkflow:
    """Sees to it that an alert is acknowledged before its day ends, or escalated."""

    @workflow.init
    def __init__(self, post: Post) -> None:
        """Take up the post."""
        self._life = Conductor(post)

    @workflow.run
    async def run(self, post: Post) -> None:
        """The stages of an alert, in order; another one in the same case begins again."""
        life = self._life
        await life.arrive()
        while not life.over:
            await life.through(AlertStage.RAISED)  # somebody else takes it up before the day ends
            await life.through(AlertStage.ESCALATED)  # the operations manager does
            await life.through(AlertStage.ACKNOWLEDGED)  # nothing is left to be seen to
            await life.beyond(*AlertStage)

    @workflow.signal(name=NUDGE)
    def nudge(self, position: int) -> None:
        """There is something new on the record."""
        self._life.nudge(position)

    @workflow.query(name=STANDING)
    def standing(self) -> Standing:
        """Where the alerts stand, what is awaited, and by when."""
        return self._life.standing()
