"""Plans on the record, the consultation on a draft, and the published programme."""

from collections.abc import Iterator

from domain.dated_rules.library import Library
from domain.decider import Decided, rule
from domain.given import Given
from domain.holdings.document import DocumentKept, document_of, keeps
from domain.inspections.state import Inspection
from domain.programme.year.choice.taken_out import Planned
from domain.programme.year.events import (
    ConsultationClosed,
    DraftIssued,
    PlanAccepted,
    PlanProposed,
    PlanWithdrawn,
    ProgrammeClosed,
    ProgrammePublished,
    ProgrammeWithdrawn,
)
from domain.programme.year.plan_commands import (
    AcceptPlan,
    CloseProgramme,
    IssueDraft,
    ProposePlan,
    PublishProgramme,
    RecordConsultationClosed,
    WithdrawPlan,
    WithdrawProgramme,
)
from domain.programme.year.plans.complete import INCOMPLETE, incomplete
from domain.programme.year.plans.fitness import (
    UNFIT,
    content_of,
    days_past,
    looked_at,
    pins_not_kept,
    removed,
)
from domain.programme.year.plans.people_fit import (
    UNABLE,
    people_of,
    people_unable,
    whoever_followed,
    working_weeks,
)
from domain.programme.year.published.started import as_it_runs, given_up, running_seen, running_streams
from domain.programme.year.state import Programme, ProgrammeStage
from domain.programme.year.terms import PlanContent
from domain.refusals import Refusal
from domain.text import counted
from domain.working_days import end_of_day

__all__ = ["RULES"]

_PLANNING = (ProgrammeStage.PREPARATION, ProgrammeStage.CONSULTATION)
_OVERTAKEN = ("pin-not-kept", "days-past", "not-on-staff", *UNABLE)
"""The codes under which a plan counts no more because of what has come up since it was put forward."""


def _put_forward(state: Programme, command: ProposePlan, _library: Library) -> tuple[str, ...]:
    return (*looked_at(state, command), *document_of(command.document))


@rule(
    ProposePlan,
    stages=_PLANNING,
    events=[PlanProposed, DocumentKept],
    refusals=(*UNFIT, *UNABLE),
    reads=_put_forward,
    further=whoever_followed,
)
def propose_plan(state: Programme, command: ProposePlan, given: Given) -> Decided:
    """Puts a plan forward that keeps every hard rule, with what the checker says of it, and its days."""
    if command.plan.digest in state.plans:
        return ()
    content = content_of(state, command, given, None)
    if isinstance(content, Refusal):
        return content
    for refusal in people_unable(state, content.slots, given, working_weeks(command.problem)):
        return refusal
    return (PlanProposed(content=content), *keeps(command.document, given))


def _counts(state: Programme, command: AcceptPlan | PublishProgramme, _library: Library) -> tuple[str, ...]:
    content = state.plans.get(command.plan)
    return (*people_of(content.slots), *running_streams(state)) if content is not None else ()


def _no_plan(state: Programme, digest: str) -> Refusal | None:
    if digest in state.plans:
        return None
    known = ", ".join(each[:12] for each in state.plans) or "none"
    return Refusal("unknown-plan", f"No plan {digest[:12]} was put forward; put forward: {known}.")


@rule(
    AcceptPlan,
    stages=_PLANNING,
    events=[PlanAccepted],
    refusals=["unknown-plan", "service-removed", *INCOMPLETE, *_OVERTAKEN],
    reads=_counts,
    further=whoever_followed,
)
def accept_plan(state: Programme, command: AcceptPlan, given: Given) -> Decided:
    """Accepts a plan that places all that is mandatory or selected; another that was accepted before is so no more."""
    if refusal := _no_plan(state, command.plan):
        return refusal
    if state.accepted == command.plan:
        return ()
    content = state.plans[command.plan]
    if refusal := incomplete(state, content):
        return refusal
    for refusal in removed(state, Planned.of_slots(content.slots), given.library):
        return refusal
    for refusal in _overtaken(state, content, given):
        return refusal
    return (PlanAccepted(plan=command.plan),)


def _overtaken(state: Programme, content: PlanContent, given: Given) -> Iterator[Refusal]:
    """What has come up since a plan was put forward and keeps it from counting: pins, days that passed, people."""
    yield from pins_not_kept(state, content, given_up(running_seen(state, given)))
    yield from days_past(state, content.slots, given.today)
    yield from people_unable(state, content.slots, given)


@rule(
    WithdrawPlan,
    stages=_PLANNING,
    events=[PlanWithdrawn],
    refusals=["unknown-plan"],
)
def withdraw_plan(state: Programme, command: WithdrawPlan, _given: Given) -> Decided:
    """Withdraws a plan, with the reason; one that was accepted stands accepted no more."""
    if refusal := _no_plan(state, command.plan):
        return refusal
    return (PlanWithdrawn(plan=command.plan, reason=command.reason),)


@rule(
    IssueDraft,
    stages=_PLANNING,
    events=[DraftIssued],
    refusals=[
        "no-plan-accepted",
        "date-in-past",
        "not-a-working-day",
        "calendar-exhausted",
        "consultation-open",
    ],
)
def issue_draft(state: Programme, command: IssueDraft, given: Given) -> Decided:
    """Issues the accepted plan as a draft, with the last day for responses; another draft may follow a closed one."""
    if state.accepted is None:
        return Refusal("no-plan-accepted", "No plan has been accepted yet, so there is nothing to issue.")
    if state.draft is not None and not state.consulted:
        return Refusal("consultation-open", f"Responses are taken until {state.draft.closes_on} already.")
    if command.closes_on <= given.today:
        return Refusal(
            "date-in-past", f"Responses cannot be taken until {command.closes_on}: it must be ahead."
        )
    if not given.calendar.is_working(command.closes_on):
        return Refusal("not-a-working-day", f"{command.closes_on} is not a working day.")
    slots = state.plans[state.accepted].slots
    providers = tuple(sorted({code for each in slots for code in each.providers}))
    return (DraftIssued(plan=state.accepted, closes_on=command.closes_on, providers=providers),)


@rule(
    RecordConsultationClosed,
    events=[ConsultationClosed],
    refusals=["unknown-programme", "not-yet"],
)
def record_consultation_closed(state: Programme, command: RecordConsultationClosed, given: Given) -> Decided:
    """Notes that the last day for responses has passed, once."""
    if state.opened is None:
        return Refusal("unknown-programme", f"There is no programme {command.programme}.")
    if state.draft is None or state.consulted or state.draft.closes_on != command.due:
        return ()
    if given.at < end_of_day(command.due):
        return Refusal("not-yet", f"Responses are taken until the end of {command.due}.")
    return (ConsultationClosed(due=command.due),)


@rule(
    PublishProgramme,
    stages=[ProgrammeStage.CONSULTATION],
    events=[ProgrammePublished],
    refusals=[
        "not-accepted",
        "consultation-open",
        "responses-undecided",
        "started-elsewhere",
        *INCOMPLETE,
        *_OVERTAKEN,
    ],
    reads=_counts,
    further=whoever_followed,
)
def publish_programme(state: Programme, command: PublishProgramme, given: Given) -> Decided:
    """Publishes the accepted plan, once the consultation is over and every response has been decided on."""
    if state.accepted != command.plan:
        accepted = state.accepted[:12] if state.accepted else "none"
        return Refusal("not-accepted", f"The plan {command.plan[:12]} is not accepted; accepted: {accepted}.")
    draft = state.draft
    if draft is not None and not state.consulted and given.at < end_of_day(draft.closes_on):
        return Refusal("consultation-open", f"Responses are taken until the end of {draft.closes_on}.")
    if state.undecided:
        left = counted(len(state.undecided), "response")
        return Refusal("responses-undecided", f"Nothing has been decided on {left}; decide on each first.")
    content = state.plans[command.plan]
    if refusal := incomplete(state, content):
        return refusal
    for code, inspection in running_seen(state, given).items():
        if not inspection.cancelled and not _stands(state, content, code, inspection):
            return Refusal("started-elsewhere", f"{code} has started, and has another place in this plan.")
    for refusal in _overtaken(state, content, given):
        return refusal
    return (ProgrammePublished(plan=command.plan, published_on=given.today),)


def _stands(state: Programme, content: PlanContent, code: str, inspection: Inspection) -> bool:
    """Whether a plan has what has started where it runs, and where the programme last had its panel."""
    slot = content.slot(code)
    before = (state.last.slot(code) if state.last else None) or state.started[code].slot
    if slot is None or inspection.announced is None:
        return slot == before
    if (slot.panel, slot.panel_week, slot.publish_on) != (before.panel, before.panel_week, before.publish_on):
        return False
    return as_it_runs(slot, inspection).with_(announce_on=slot.announce_on) == slot


@rule(WithdrawProgramme, stages=[ProgrammeStage.PUBLISHED], events=[ProgrammeWithdrawn])
def withdraw_programme(_state: Programme, command: WithdrawProgramme, _given: Given) -> Decided:
    """Withdraws the published programme, with the reason; what has started goes on, nothing more starts."""
    return (ProgrammeWithdrawn(reason=command.reason),)


@rule(
    CloseProgramme,
    stages=[ProgrammeStage.PUBLISHED],
    events=[ProgrammeClosed],
    refusals=["not-all-started"],
)
def close_programme(state: Programme, _command: CloseProgramme, given: Given) -> Decided:
    """Closes a programme of which every inspection has started."""
    left = (
        [each.inspection for each in state.plan.slots if each.inspection not in state.started]
        if state.plan
        else []
    )
    if left:
        return Refusal(
            "not-all-started", f"{counted(len(left), 'inspection')} still to start: {', '.join(left[:5])}."
        )
    return (ProgrammeClosed(closed_on=given.today),)


RULES = (
    propose_plan,
    accept_plan,
    withdraw_plan,
    issue_draft,
    record_consultation_closed,
    publish_programme,
    withdraw_programme,
    close_programme,
)
