"""What national bodies answer to the recommendations that a report makes to them; recorded as it comes in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import ClassVar, Literal

from domain.action_plans.common import unclear
from domain.decider import Decided, Decider, its_inspection, rule, rules
from domain.given import Given
from domain.inspections.folding.tables import put
from domain.inspections.state import Inspection
from domain.inspections.whose import recommended_to
from domain.messages import Command, Event
from domain.refusals import Refusal
from domain.streams import code_in, inspection_stream
from domain.text import Line, Prose, Reference

__all__ = ["BODY_ANSWERS", "BodyAnswers", "RecommendationAnswered", "RecordBodyAnswer", "answers_stream"]


def answers_stream(inspection: str) -> str:
    """The stream of what national bodies answered to the report of an inspection."""
    return f"body-answers-{inspection}"


class RecordBodyAnswer(Command):
    """Record what a national body answered to a recommendation; a later answer takes an earlier one's place.

    Attributes:
        recommendation: which one, by its code.
        agreed: agreed, partly agreed or not agreed.
        answered_by: the office that answered, not a person's name.
        which_part: for a partly agreed one, the part that is agreed, as it was said.
        reason: for one that is not wholly agreed, why.
        doing: what the body says it will do, and by when.
        answered_on: the day of the answer; today, if not given.
    """

    verb: ClassVar[str] = "record-body-answer"
    inspection: Reference
    recommendation: Reference
    agreed: Literal["agreed", "partly-agreed", "not-agreed"]
    answered_by: Line
    which_part: Prose | None = None
    reason: Prose | None = None
    doing: Prose | None = None
    answered_on: date | None = None

    @property
    def stream(self) -> str:
        """What national bodies answered to the inspection's recommendations."""
        return answers_stream(self.inspection)


class RecommendationAnswered(Event):
    """A national body answered a recommendation.

    Attributes:
        recommendation: which one.
        body: to whom it was made, by its short code.
        agreed: agreed, partly agreed or not agreed.
        answered_by: the office that answered.
        which_part: for a partly agreed one, the part that is agreed, as it was said.
        reason: for one that is not wholly agreed, why.
        doing: what the body says it will do.
        answered_on: the day of the answer.
    """

    name: ClassVar[str] = "body-answers.recommendation-answered.v1"
    recommendation: Reference
    body: Reference
    agreed: Literal["agreed", "partly-agreed", "not-agreed"]
    answered_by: Line
    which_part: Prose | None
    reason: Prose | None
    doing: Prose | None
    answered_on: date


@dataclass(frozen=True, slots=True)
class BodyAnswers:
    """The latest answer to each recommendation that was made to a national body."""

    answers: Mapping[str, RecommendationAnswered] = field(default_factory=lambda: MappingProxyType({}))


@rule(
    RecordBodyAnswer,
    events=[RecommendationAnswered],
    refusals=[
        "not-published",
        "unknown-recommendation",
        "answered-by-plan",
        "part-unclear",
        "reason-missing",
        "date-ahead",
    ],
    reads=its_inspection,
)
def record_body_answer(_state: BodyAnswers, command: RecordBodyAnswer, given: Given) -> Decided:
    """Records what a national body answered to a recommendation of a published report."""
    inspection: Inspection = given.seen[inspection_stream(command.inspection)]
    if not inspection.editions or inspection.report is None:
        return Refusal("not-published", f"No report of {command.inspection} has been published yet.")
    made = {each.id: each.to for each in inspection.report.recommendations}
    body = made.get(command.recommendation)
    if body is None:
        return Refusal(
            "unknown-recommendation", f"The report has no recommendation {command.recommendation}."
        )
    if body == "provider" or (inspection.plans and recommended_to(inspection, body)):
        return Refusal(
            "answered-by-plan", f"{command.recommendation} is to a provider, whose action plan answers it."
        )
    code, answered_on = command.recommendation, command.answered_on or given.today
    if refusal := unclear(code, command.agreed, command.which_part, command.reason):
        return refusal
    if answered_on > given.today:
        return Refusal("date-ahead", f"It cannot have been answered on {answered_on}: that is still ahead.")
    return (
        RecommendationAnswered(
            recommendation=code,
            body=body,
            agreed=command.agreed,
            answered_by=command.answered_by,
            which_part=command.which_part,
            reason=command.reason,
            doing=command.doing,
            answered_on=answered_on,
        ),
    )


def _evolve(state: BodyAnswers, event: RecommendationAnswered) -> BodyAnswers:
    return BodyAnswers(put(state.answers, event.recommendation, event))


BODY_ANSWERS = Decider(
    kind="body-answers",
    initial=BodyAnswers(),
    rules=rules([record_body_answer]),
    evolve=_evolve,
    matter=lambda stream, _state: inspection_stream(code_in(stream, answers_stream)),
    silent=(RecommendationAnswered,),
)
"""What national bodies answered to one report."""
