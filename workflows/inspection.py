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
            # The provider is given notice, and told by when it will be asked for evidence (002 L126).
            await life.through(Stage.ANNOUNCEMENT)
            # Documents and data are asked for once and handed in before the inspectors come (004 §4.15).
            await life.through(Stage.EVIDENCE_REQUEST)
            # Interviews and meetings; samples are drawn from the provider's lists (004 §4.12, §4.14).
            await life.through(Stage.FIELDWORK)
            # Each case: its record, its officer, yes or no to every key question (004 §4.6-4.7).
            await life.through(Stage.CASE_READS)
            # Ratings are derived, proposed by the lead, verified by the panel (004 §4.8-4.10, §4.15-4.24).
            await life.through(Stage.PANEL_REVIEW)
            # The report is signed, checked by the provider for factual accuracy, published (001 L24).
            await life.through(Stage.PUBLICATION)
            # The provider answers each recommendation, and its actions are followed up (002 L215, L239).
            await life.through(Stage.ACTION_PLAN)
            # The last notices go out.
            await life.through(Stage.CLOSED)
            # At any time before publication: put off, with its reason, until it is resumed.
            await life.through(Stage.DEFERRED)
            # At any time before publication: called off for good, with its reason.
            await life.through(Stage.CANCELLED)
            await life.beyond(*Stage)

    @workflow.signal(name=NUDGE)
    def nudge(self, position: int) -> None:
        """There is something new on the record."""
        self._life.nudge(position)

    @workflow.query(name=STANDING)
    def standing(self) -> Standing:
        """Where the inspection stands, what is awaited, and by when."""
        return self._life.standing()
