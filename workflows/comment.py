"""The life of one comment or complaint, as Temporal conducts it."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.comments.comment import CommentStage
    from workflows.conductor import Conductor
    from workflows.contract import COMMENT, NUDGE, STANDING, Post, Standing

__all__ = ["CommentWorkflow"]


@workflow.defn(name=COMMENT)
class CommentWorkflow:
    """Sees to it that a comment is acknowledged and answered in time, or that it is known not to have been."""

    @workflow.init
    def __init__(self, post: Post) -> None:
        """Take up the post."""
        self._life = Conductor(post)

    @workflow.run
    async def run(self, post: Post) -> None:
        """The stages of a comment, in order."""
        life = self._life
        await life.arrive()
        while not life.over:
            await life.through(CommentStage.RECEIVED)  # whoever made it is told that it came
            await life.through(CommentStage.ACKNOWLEDGED)  # somebody who took no part looks into it
            await life.through(CommentStage.ANSWERED)  # nothing is left to be seen to
            await life.beyond(*CommentStage)

    @workflow.signal(name=NUDGE)
    def nudge(self, position: int) -> None:
        """There is something new on the record."""
        self._life.nudge(position)

    @workflow.query(name=STANDING)
    def standing(self) -> Standing:
        """Where the comment stands, what is awaited, and by when."""
        return self._life.standing()
