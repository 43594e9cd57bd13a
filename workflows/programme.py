"""The life of one year's programme, as Temporal conducts it."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.programme.year.state import ProgrammeStage
    from workflows.conductor import Conductor
    from workflows.contract import NUDGE, PROGRAMME, STANDING, Post, Standing

__all__ = ["ProgrammeWorkflow"]


@workflow.defn(name=PROGRAMME)
class ProgrammeWorkflow:
    """Sees one year's programme from its opening until all its inspections have started."""

    @workflow.init
    def __init__(self, post: Post) -> None:
        """Take up the post."""
        self._life = Conductor(post)

    @workflow.run
    async def run(self, post: Post) -> None:
        """The stages of a programme, in order; one that is withdrawn is consulted on and published again."""
        life = self._life
        await life.arrive()
        while not life.over:
            await life.through(ProgrammeStage.PREPARATION)  # services are chosen and drawn, plans put forward
            await life.through(ProgrammeStage.CONSULTATION)  # responses come in until the last day for them
            await life.through(
                ProgrammeStage.PUBLISHED
            )  # each inspection starts on its day, as planned by then
            await life.through(ProgrammeStage.CLOSED)  # the last notices go out
            await life.beyond(*ProgrammeStage)

    @workflow.signal(name=NUDGE)
    def nudge(self, position: int) -> None:
        """There is something new on the record."""
        self._life.nudge(position)

    @workflow.query(name=STANDING)
    def standing(self) -> Standing:
        """Where the programme stands, what is awaited, and by when."""
        return self._life.standing()
