"""The life of one meeting of the ratings panel, as Temporal conducts it."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.panels.react import PanelStage
    from workflows.conductor import Conductor
    from workflows.contract import NUDGE, PANEL, STANDING, Post, Standing

__all__ = ["PanelWorkflow"]


@workflow.defn(name=PANEL)
class PanelWorkflow:
    """Sees one meeting from its notice to approved minutes."""

    @workflow.init
    def __init__(self, post: Post) -> None:
        """Take up the post."""
        self._life = Conductor(post)

    @workflow.run
    async def run(self, post: Post) -> None:
        """The stages of a meeting, in order."""
        life = self._life
        await life.arrive()
        while not life.over:
            await life.through(PanelStage.CONVENED)  # members are told; papers are due before it meets
            await life.through(PanelStage.SITTING)  # it verifies what the leads propose (004 §4.16-4.17)
            await life.through(PanelStage.MINUTES)  # the minutes are to be approved
            await life.through(PanelStage.OVER)  # the last notices go out
            await life.beyond(*PanelStage)

    @workflow.signal(name=NUDGE)
    def nudge(self, position: int) -> None:
        """There is something new on the record."""
        self._life.nudge(position)

    @workflow.query(name=STANDING)
    def standing(self) -> Standing:
        """Where the meeting stands, what is awaited, and by when."""
        return self._life.standing()
