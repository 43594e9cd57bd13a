"""The life of one inspection, as Temporal conducts it."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.inspections.stages import Stage
    from workflows.conductor import Conductor
    from workflows.contract import INSPECTION, NUDGE, STANDING, Post, Standing

__all__ = ["InspectionWorkflow"]


@workflow.defn(name=INSPECTION)
class InspectionWorkflow:
    """Sees one inspection from announcement to a closed action plan, or to its cancellation."""

    @workflow.init
    def __init__(self, post: Post) -> None:
        """Take up the post."""
        self._life = Conductor(post)

    @workflow.run
    async def run(self, post: Post) -> None:
        """The stages of an inspection, in order.

        A stage that the protocol does not have, or that is over already, is passed at once. When what was
        approved no longer stands, the inspection goes back to an earlier stage, and is walked through again;
        a deferred one resumes where it was.
        """
        life = self._life
        await life.arrive()
        while not life.over:
            await life.through(Stage.ANNOUNCEMENT)  # notice of a routine inspection is given (002 L126)
            await life.through(Stage.EVIDENCE_REQUEST)  # documents are submitted in advance (004 §4.15)
            await life.through(
                Stage.FIELDWORK
            )  # interviews, meetings, and the samples drawn (004 §4.12, §4.14)
            await life.through(
                Stage.CASE_READS
            )  # each case: its record, its officer, yes or no (004 §4.6-4.7)
            await life.through(
                Stage.PANEL_REVIEW
            )  # ratings derived, proposed, verified (004 §4.8-4.10, §4.16-4.24)
            await life.through(Stage.PUBLICATION)  # signed, checked for factual accuracy, published (001 L24)
            await life.through(Stage.ACTION_PLAN)  # the provider answers each recommendation (002 L215)
            await life.through(Stage.CLOSED)  # the last notices go out
            await life.through(Stage.DEFERRED)  # put off, with its reason, until it is resumed or cancelled
            await life.through(Stage.CANCELLED)  # called off, with its reason; the last notices go out
            await life.beyond(*Stage)

    @workflow.signal(name=NUDGE)
    def nudge(self, position: int) -> None:
        """There is something new on the record."""
        self._life.nudge(position)

    @workflow.query(name=STANDING)
    def standing(self) -> Standing:
        """Where the inspection stands, what is awaited, and by when."""
        return self._life.standing()
