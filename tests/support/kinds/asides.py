"""What a kind's further periods and limits come to, tried beside the walk: each by the rule that goes by it.

Nothing of this goes on the walk's record: a story is asked what it would answer, and left as it was.
"""

from datetime import date
from typing import TypeVar

from domain.action_plans.commands import ReturnActionPlan, SubmitActionPlan
from domain.action_plans.events import ActionPlanRequested, Answer
from domain.action_plans.plan import ActionPlan
from domain.cases.quality import low_agreement
from domain.inspections.commands import RecordDeadlinePassed, SchedulePublication, SendEmbargoedCopy
from domain.inspections.events import EvidenceOverdue
from domain.inspections.kinds.protocol import Protocol
from domain.inspections.state import Inspection
from domain.messages import Command, Event
from domain.panels.commands import ConvenePanel
from domain.panels.events import PanelConvened
from domain.people.roles import Role
from domain.ratings.consistency import DoubleRead
from domain.streams import plan_in
from tests.support.specification import Result
from tests.support.story_ground import StoryGround

__all__ = ["agreement", "chased", "embargoed", "papers", "plan_dates"]

_FAR = 250
"""So many working days ahead nothing that a kind asks for is late."""


def _tried(ground: StoryGround, command: Command, on: date, by: Role | None = None) -> Result:
    return ground.story.when(command, on=on.isoformat(), by=by)


_E = TypeVar("_E", bound=Event)


def _only(result: Result, wanted: type[_E]) -> _E:
    [found] = [event for _, event in result.events if isinstance(event, wanted)]
    return found


def chased(ground: StoryGround, state: Inspection) -> str:
    """Within how many working days evidence that is overdue must come in before it goes higher up."""
    item = state.awaited[0]
    code = state.evidence[item].deadline
    due = state.deadlines[code].due
    on = ground.calendar.after(due, 1)
    passed = RecordDeadlinePassed(inspection=state.known.inspection, deadline=code, due=due)
    overdue = _only(_tried(ground, passed, on, Role.MACHINERY), EvidenceOverdue)
    assert overdue.until is not None
    return str(ground.calendar.between(on, overdue.until))


def papers(ground: StoryGround, reference: str, chair: str, members: tuple[str, ...]) -> str:
    """How many working days before a meeting its papers are due; nothing where they have no date."""
    meets_on = ground.calendar.after(ground.today, _FAR)
    convene = ConvenePanel(
        panel="far-ahead", meets_on=meets_on, chair=chair, members=members, agenda=(reference,)
    )
    [item] = _only(_tried(ground, convene, ground.today), PanelConvened).agenda
    return "" if item.papers_due is None else str(ground.calendar.between(item.papers_due, meets_on))


def embargoed(ground: StoryGround, reference: str) -> str:
    """From how many working days before publication a copy may go out under embargo; nothing where none may."""
    publish_on = ground.calendar.after(ground.today, _FAR)
    scheduled = _tried(ground, SchedulePublication(inspection=reference, publish_on=publish_on), ground.today)
    assert scheduled.refusal is None, scheduled.refusal
    copy = SendEmbargoedCopy(inspection=reference, recipient="press-desk", title="The press desk")
    refused = [
        scheduled.story.when(copy, on=ground.calendar.before(publish_on, days).isoformat()).refusal
        for days in range(1, _FAR)
    ]
    return str(sum(each is None for each in refused) or "")


def plan_dates(ground: StoryGround, reference: str, answers: tuple[Answer, ...]) -> str:
    """How long a plan may take, and how long again when it is returned, and how long before it a reminder goes."""
    between = ground.calendar.between
    stream, asked = next(each for each in ground.happened if isinstance(each[1], ActionPlanRequested))
    assert isinstance(asked, ActionPlanRequested)
    whose = plan_in(stream)[1]
    handed_in = _tried(
        ground, SubmitActionPlan(inspection=reference, provider=whose, answers=answers), ground.today
    )
    assert handed_in.refusal is None, handed_in.refusal
    returned = handed_in.story.when(
        ReturnActionPlan(inspection=reference, provider=whose, reason="Say who does it."),
        on=ground.today.isoformat(),
    )
    plan = returned.story.state(stream)
    assert isinstance(plan, ActionPlan)
    assert plan.due is not None
    reminded = f", reminder {between(asked.remind_on, asked.due)} before" if asked.remind_on else ""
    return f"{between(asked.requested_on, asked.due)}, returned {between(ground.today, plan.due)}{reminded}"


def agreement(protocol: Protocol) -> str:
    """Below which share of answers given twice, and from how many on, readers are found to agree too seldom."""
    rule = protocol.second_reads
    if rule is None:
        return ""

    def low(agreed: int, of: int) -> bool:
        reads = [
            DoubleRead("2.1.1", "reader-1", "reader-2", "yes", "yes" if number < agreed else "no")
            for number in range(of)
        ]
        return bool(low_agreement(reads, rule.lowest_agreement, rule.fewest_pairs))

    fewest = next((of for of in range(1, 1001) if low(0, of)), None)
    lowest = next((share for share in range(100, -1, -1) if low(share * 10, 1000)), None)
    return "" if fewest is None or lowest is None else f"below {lowest + 1}% of {fewest} and more"
