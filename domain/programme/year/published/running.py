"""A published programme as it runs: inspections start on their days, and another plan may take its place."""

from collections.abc import Mapping
from datetime import date, timedelta

from domain.dated_rules.library import Library
from domain.decider import Decided, On, rule
from domain.given import Given
from domain.holdings.document import DocumentKept, document_of, keeps
from domain.inspections.commands import AnnounceInspection, MoveDeadline, MoveFieldwork
from domain.inspections.decider import INSPECTION
from domain.inspections.events import (
    DeadlineMoved,
    FieldworkMoved,
    InspectionAnnounced,
    PanelPlanned,
    TeamMember,
    TeamSet,
)
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.people.roles import Role
from domain.people.roll import ROLL_STREAM, Roll
from domain.people.staff.state import Staff
from domain.people.standing import Concern, acting, conflicting
from domain.programme.year.choice.opening import provider_streams
from domain.programme.year.events import (
    InspectionNotStarted,
    InspectionStarted,
    ProgrammeNoticeSent,
    ProgrammeReplanned,
)
from domain.programme.year.plan_commands import (
    RecordInspectionStarted,
    RecordProgrammeNoticeSent,
    ReplanProgramme,
    StartInspection,
)
from domain.programme.year.plans.complete import dropped, incomplete
from domain.programme.year.plans.differences import differences
from domain.programme.year.plans.fitness import UNFIT, content_of, looked_at
from domain.programme.year.plans.last_leads import led_since, on_record
from domain.programme.year.plans.people_fit import (
    UNABLE,
    family,
    people_unable,
    whoever_followed,
    working_weeks,
)
from domain.programme.year.published.started import as_it_runs, given_up, running_seen
from domain.programme.year.state import Programme, ProgrammeStage
from domain.programme.year.terms import Change, PlanContent, Slot
from domain.providers.provider import Provider
from domain.refusals import Refusal, Refused
from domain.streams import inspection_stream, staff_stream

__all__ = ["RULES"]

_ANNOUNCE = INSPECTION.rules[AnnounceInspection]
_MOVE = INSPECTION.rules[MoveDeadline]
_MOVE_FIELDWORK = INSPECTION.rules[MoveFieldwork]
_LATE = frozenset({Stage.PANEL_REVIEW.value, Stage.PUBLICATION.value})
"""The deadlines that hang on the panel and on publication, and not on the days of fieldwork."""


def _starting(
    state: Programme, command: RecordInspectionStarted | StartInspection, _library: Library
) -> tuple[str, ...]:
    slot = state.plan.slot(command.inspection) if state.plan else None
    if slot is None:
        return ()
    staff = (staff_stream(each.person) for each in slot.team)
    inspection = inspection_stream(slot.inspection)
    return tuple(dict.fromkeys((inspection, *provider_streams(slot.providers), ROLL_STREAM, *staff)))


@rule(
    RecordInspectionStarted,
    events=[InspectionStarted, InspectionNotStarted, InspectionAnnounced, TeamSet, PanelPlanned],
    refusals=["unknown-programme", "not-yet"],
    reads=_starting,
    further=whoever_followed,
)
def record_inspection_started(state: Programme, command: RecordInspectionStarted, given: Given) -> Decided:
    """Starts an inspection whose day has come, under the rules of its announcement, or notes why it cannot start."""
    if state.opened is None:
        return Refusal("unknown-programme", f"There is no programme {command.programme}.")
    slot = state.plan.slot(command.inspection) if state.plan else None
    if (
        slot is None
        or slot.announce_on != command.due
        or command.inspection in (*state.started, *state.failed)
    ):
        return ()
    if given.today < command.due:
        return Refusal("not-yet", f"{command.inspection} starts on {command.due}, not before.")
    started = _started(slot, command.programme, state, given)
    if isinstance(started, Refusal):
        return (
            InspectionNotStarted(
                inspection=slot.inspection, due=command.due, code=started.code, why=started.sentence
            ),
        )
    return started


@rule(
    StartInspection,
    stages=[ProgrammeStage.PUBLISHED],
    events=[InspectionStarted, InspectionAnnounced, TeamSet, PanelPlanned],
    refusals=["not-planned", "started-already", "cannot-start"],
    reads=_starting,
    further=whoever_followed,
)
def start_inspection(state: Programme, command: StartInspection, given: Given) -> Decided:
    """Starts an inspection of the programme now; one that somebody has announced already is taken as started."""
    slot = state.plan.slot(command.inspection) if state.plan else None
    if slot is None:
        return Refusal("not-planned", f"{command.inspection} has no place in the programme.")
    if command.inspection in state.started:
        return Refusal("started-already", f"{command.inspection} has started already.")
    started = _started(slot, command.programme, state, given)
    return Refusal("cannot-start", started.sentence) if isinstance(started, Refusal) else started


def _started(slot: Slot, programme: str, state: Programme, given: Given) -> Decided:
    """Announce an inspection as it is planned, with all that keeps people from taking part in it."""
    stream = inspection_stream(slot.inspection)
    inspection: Inspection = given.seen[stream]
    reason = f"It stands so in the programme {programme}."
    if inspection.announced is not None:
        leads = inspection.announced.lead
        arranged = _arranged(slot, programme, reason, inspection, leads)
        return (InspectionStarted(inspection=slot.inspection, slot=slot, announced_before=True), *arranged)
    if refusal := _kept_out(slot, given) or led_since(slot, state, on_record(given.seen)):
        return refusal
    command = AnnounceInspection(
        inspection=slot.inspection,
        provider=slot.providers[0],
        protocol=slot.protocol,
        lead=slot.lead,
        fieldwork_from=slot.fieldwork_from,
        fieldwork_to=slot.fieldwork_to,
        also=slot.providers[1:],
        area=slot.area,
    )
    try:
        announced = _ANNOUNCE.decide(inspection, command, given)
    except Refused as refused:
        return refused.refusal
    if isinstance(announced, Refusal):
        return announced
    return (
        InspectionStarted(inspection=slot.inspection, slot=slot, announced_before=False),
        *(each if isinstance(each, On) else On(stream, each) for each in announced),
        *_arranged(slot, programme, reason, inspection, slot.lead),
    )


def _arranged(slot: Slot, programme: str, reason: str, inspection: Inspection, lead: str) -> tuple[On, ...]:
    """The team, panel and publication that the plan has for an inspection, where it has them otherwise, or not yet.

    A second lead in the plan goes with the first as an inspector: an inspection has one lead.
    """
    stream = inspection_stream(slot.inspection)
    team = tuple(
        TeamMember(person=each.person, role="assistant" if each.role == "assistant" else "inspector")
        for each in slot.team
        if each.person != lead
    )
    planned = PanelPlanned(
        programme=programme, panel=slot.panel, week=slot.panel_week, publish_on=slot.publish_on
    )
    found = []
    if set(team) != set(inspection.team):
        found.append(On(stream, TeamSet(team=team, programme=programme, reason=reason)))
    if planned != inspection.planned:
        found.append(On(stream, planned))
    return tuple(found)


def _kept_out(slot: Slot, given: Given) -> Refusal | None:
    """Why the lead cannot lead it, or somebody cannot be on its team; the plan was made some time ago."""
    roll: Roll = given.seen[ROLL_STREAM]
    if not roll.begun:
        return None
    providers: list[Provider] = [given.seen[each] for each in provider_streams(slot.providers)]
    protocol = given.library.protocol(slot.protocol)
    concern = Concern(
        slot.inspection,
        family(slot.providers, given),
        tuple(sorted({each.registered.area for each in providers if each.registered})),
        tuple(each.body for each in protocol.partners) if protocol else (),
    )
    for member in slot.team:
        staff: Staff = given.seen[staff_stream(member.person)]
        if not staff.here:
            return Refusal("not-on-staff", f"{member.person} is not on the staff record, or has left.")
        leads = member.person == slot.lead
        refusal = acting(member.person, staff, roll, Role.LEAD_INSPECTOR, given.today) if leads else None
        if refusal := refusal or conflicting(member.person, staff, concern, given.today):
            return refusal
    return None


def _replanning(state: Programme, command: ReplanProgramme, _library: Library) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*looked_at(state, command), *document_of(command.document))))


@rule(
    ReplanProgramme,
    stages=[ProgrammeStage.PUBLISHED],
    events=[ProgrammeReplanned, DeadlineMoved, FieldworkMoved, TeamSet, PanelPlanned, DocumentKept],
    refusals=[
        "plan-moved",
        "started-dropped",
        "lead-of-started",
        "cannot-move",
        "mandatory-unplaced",
        "published-dropped",
        *UNFIT,
        *UNABLE,
    ],
    reads=_replanning,
    further=whoever_followed,
)
def replan(state: Programme, command: ReplanProgramme, given: Given) -> Decided:
    """Puts another plan in the published one's place, moves what runs by it, and owes a notice to all it touches."""
    before = state.plan
    if before is None or before.digest != command.was:
        now = before.digest[:12] if before else "none"
        return Refusal("plan-moved", f"The published plan is {now}, and not {command.was[:12]}; look again.")
    if command.plan.digest == before.digest:
        return ()
    content = content_of(state, command, given, before.plan.with_(problem=command.plan.problem))
    if isinstance(content, Refusal):
        return content
    running = running_seen(state, given)
    if refusal := (
        _started_kept(content, running)
        or incomplete(state, content)
        or dropped(state, content, {*command.leaving, *given_up(running)}, given.library)
    ):
        return refusal
    for refusal in people_unable(state, content.slots, given, working_weeks(command.problem)):
        return refusal
    changes = differences(
        (
            as_it_runs(each, running[each.inspection]) if each.inspection in running else each
            for each in before.slots
        ),
        content.slots,
    )
    moved: list[On] = []
    for change in changes:
        found = _rearranged(change, command, given) if change.inspection in running else ()
        if isinstance(found, Refusal):
            return found
        moved += found
    replanned = ProgrammeReplanned(was=before.digest, content=content, reason=command.reason, changes=changes)
    return (replanned, *moved, *keeps(command.document, given))


def _started_kept(content: PlanContent, running: Mapping[str, Inspection]) -> Refusal | None:
    """What has started keeps its place in the plan, and whoever leads it is changed by a decision about that alone.

    What was given up needs no place any more.
    """
    for code, inspection in running.items():
        slot = content.slot(code)
        if inspection.cancelled:
            continue
        if slot is None:
            return Refusal("started-dropped", f"{code} has started, and has no place in this plan.")
        if slot.lead != inspection.known.lead:
            said = f"{code} has started, and another would lead it: change its lead first, by itself"
            return Refusal("lead-of-started", f"{said}.")
    return None


def _rearranged(change: Change, command: ReplanProgramme, given: Given) -> tuple[On, ...] | Refusal:
    """What another plan means for an inspection that has started: its days and deadlines, its team and its panel."""
    inspection: Inspection = given.seen[inspection_stream(change.inspection)]
    if change.now is None or inspection.cancelled or inspection.stage is Stage.CLOSED:
        return ()
    days = _days_moved(change, inspection, command.reason, given)
    deadlines = _moved(change, command.reason, given)
    if isinstance(days, Refusal):
        return days
    if isinstance(deadlines, Refusal):
        return deadlines
    lead = inspection.known.lead
    return (
        *days,
        *deadlines,
        *_arranged(change.now, command.programme, command.reason, inspection, lead),
    )


def _days_moved(
    change: Change, inspection: Inspection, reason: str, given: Given
) -> tuple[On, ...] | Refusal:
    """The announced days of fieldwork that has not begun, moved under their own rule."""
    was, now = change.was, change.now
    if was is None or now is None or inspection.standing not in _MOVE_FIELDWORK.stages:
        return ()
    if (was.fieldwork_from, was.fieldwork_to) == (now.fieldwork_from, now.fieldwork_to):
        return ()
    command = MoveFieldwork(
        inspection=change.inspection,
        fieldwork_from=now.fieldwork_from,
        fieldwork_to=now.fieldwork_to,
        reason=reason,
    )
    moved = _MOVE_FIELDWORK.decide(inspection, command, given)
    if isinstance(moved, Refusal):
        return Refusal("cannot-move", f"{change.inspection}: {moved.sentence}")
    stream = inspection_stream(change.inspection)
    return tuple(each if isinstance(each, On) else On(stream, each) for each in moved)


def _moved(change: Change, reason: str, given: Given) -> tuple[On, ...] | Refusal:
    """The deadlines of a running inspection, moved by as many weeks as the plan moves it: under their own rule."""
    was, now = change.was, change.now
    if was is None or now is None:
        return ()
    stream = inspection_stream(change.inspection)
    inspection: Inspection = given.seen[stream]
    if inspection.standing not in _MOVE.stages:
        return ()  # it is put off or over, and no date of it runs
    fieldwork = _weeks(was.fieldwork_from, now.fieldwork_from)
    published = _weeks(was.publish_on, now.publish_on)
    found = []
    for code, deadline in sorted(inspection.deadlines.items()):
        by = published if code in _LATE else fieldwork
        if not by or given.at >= deadline.passes_at:
            continue
        due = given.calendar.after(deadline.due + by, 0)
        command = MoveDeadline(inspection=change.inspection, deadline=code, due=due, reason=reason)
        moved = _MOVE.decide(inspection, command, given)
        if isinstance(moved, Refusal):
            return Refusal("cannot-move", f"{change.inspection}: {moved.sentence}")
        found += [each if isinstance(each, On) else On(stream, each) for each in moved]
    return tuple(found)


def _weeks(before: date | None, after: date | None) -> timedelta:
    """By how many whole weeks a day moves: by its week, whatever closed days do to the day itself."""
    if before is None or after is None:
        return timedelta(0)
    return (after - timedelta(days=after.weekday())) - (before - timedelta(days=before.weekday()))


@rule(RecordProgrammeNoticeSent, events=[ProgrammeNoticeSent], refusals=["unknown-programme"])
def record_notice_sent(state: Programme, command: RecordProgrammeNoticeSent, _given: Given) -> Decided:
    """Notes that a notice has gone out; each is recorded once."""
    if state.opened is None:
        return Refusal("unknown-programme", f"There is no programme {command.programme}.")
    if command.notice not in state.notices:
        return ()
    return (ProgrammeNoticeSent(notice=command.notice, document=command.document, to=command.to),)


RULES = (record_inspection_started, start_inspection, replan, record_notice_sent)
