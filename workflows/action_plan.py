"""The life of one action plan, as Temporal conducts it."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.action_plans.plan import PlanStage
    from workflows.conductor import Conductor
    from workflows.contract import ACTION_PLAN, NUDGE, STANDING, Post, Standing

__all__ = ["ActionPlanWorkflow"]


@workflow.defn(name=ACTION_PLAN)
class ActionPlanWorkflow:
    """Sees one action plan from the published recommendations to the last action's end."""

    @workflow.init
    def __init__(self, post: Post) -> None:
        """Take up the post."""
        self._life = Conductor(post)

    @workflow.run
    async def run(self, post: Post) -> None:
        """The stages of an action plan, in order; a plan that is returned goes back to the provider."""
        life = self._life
        await life.arrive()
        while not life.over:
            await life.through(PlanStage.REQUESTED)  # the provider answers each recommendation (002 L215)
            await life.through(PlanStage.SUBMITTED)  # the lead inspector accepts the answer, or returns it
            await life.through(PlanStage.CARRYING_OUT)  # each action has an owner and a date (002 L239)
            await life.through(PlanStage.FOLLOWED_UP)  # the last notices go out
            await life.beyond(*PlanStage)

    @workflow.signal(name=NUDGE)
    def nudge(self, position: int) -> None:
        """There is something new on the record."""
        self._life.nudge(position)

    @workflow.query(name=STANDING)
    def standing(self) -> Standing:
        """Where the plan stands, what is awaited, and by when."""
        return self._life.standing()
