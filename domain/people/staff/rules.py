"""Who works for the inspectorate, in which role, from when to when, and in whose place."""

from collections.abc import Mapping
from typing import Any

from domain.dated_rules.library import Library
from domain.decider import Decided, rule
from domain.given import Given
from domain.people.roles import Role
from domain.people.roll import ROLL_STREAM, Roll
from domain.people.staff.commands import (
    CancelLeave,
    ChangeStaff,
    EndDeputy,
    EndRole,
    GiveRole,
    NameDeputy,
    NoteSkills,
    PlanLeave,
    RecordTraining,
    RegisterStaff,
    ReleaseStaff,
    StaffDetails,
    StaffOrder,
)
from domain.people.staff.events import (
    DeputyEnded,
    DeputyNamed,
    LeaveCancelled,
    LeavePlanned,
    RoleEnded,
    RoleGiven,
    SkillsNoted,
    StaffChanged,
    StaffLeft,
    StaffRegistered,
    TrainingRecorded,
)
from domain.people.staff.state import Staff
from domain.people.staff.terms import ENGAGEMENTS
from domain.privacy.boxes import Plain
from domain.refusals import Refusal
from domain.replacing import NOTHING_STANDS, Standing

__all__ = ["RULES", "not_here", "plain", "the_roll"]


def the_roll(_state: Staff, _command: StaffOrder, _library: Library) -> tuple[str, ...]:
    """The roll, for what it requires."""
    return (ROLL_STREAM,)


def plain(command: StaffOrder, text: str | None) -> Plain | None:
    """A private text about somebody on the staff; None for none."""
    return Plain(str(text), command.stream, "staff") if text else None


def not_here(state: Staff, who: str) -> Refusal | None:
    """The refusal of whatever is asked about somebody who is not, or no longer, on the staff; None if they are."""
    if state.registered is None:
        return Refusal("unknown-staff", f"Nobody is on the staff record as {who}.")
    return Refusal("has-left", f"{who} left on {state.left_on}.") if state.left_on else None


_HERE = ["unknown-staff", "has-left"]


@rule(
    RegisterStaff,
    events=[StaffRegistered],
    refusals=["roll-not-begun", "staff-exists", "area-missing", "body-missing"],
    reads=the_roll,
)
def register_staff(state: Staff, command: RegisterStaff, given: Given) -> Decided:
    """Puts somebody on the staff record; they hold no role until one is given."""
    roll: Roll = given.seen[ROLL_STREAM]
    if not roll.begun:
        return Refusal(
            "roll-not-begun",
            "There is no staff record yet; `assay people begin --help` shows how to begin one.",
        )
    if state.registered is not None:
        return Refusal("staff-exists", f"{command.staff} is on the staff record already.")
    engaged = ENGAGEMENTS[command.engagement]
    if engaged.area_only != (command.area is not None):
        return Refusal("area-missing", "An area is given for a local assessor, and for nobody else.")
    if engaged.body_only != (command.body is not None):
        return Refusal("body-missing", "A body is given for a partner's inspector, and for nobody else.")
    name, email = _details(command, command.details)
    return (
        StaffRegistered(
            engagement=command.engagement,
            area=command.area,
            body=command.body,
            person_name=name,
            email=email,
        ),
    )


def _details(command: StaffOrder, details: StaffDetails) -> tuple[Plain, Plain | None]:
    return Plain(str(details.person_name), command.stream, "staff"), plain(command, details.email)


def _said(state: Staff, _asked: Mapping[str, Any]) -> Standing:
    """What somebody is called and how they are reached is sealed, and is told apart by how often it was said."""
    return {"details": state.addresses} if state.here else NOTHING_STANDS


@rule(ChangeStaff, events=[StaffChanged], refusals=_HERE, replaces=_said)
def change_staff(state: Staff, command: ChangeStaff, _given: Given) -> Decided:
    """Changes what somebody is called, or how they are reached."""
    if refusal := not_here(state, command.staff):
        return refusal
    name, email = _details(command, command.details)
    return (StaffChanged(person_name=name, email=email),)


@rule(ReleaseStaff, events=[StaffLeft], refusals=[*_HERE, "own-role"])
def release_staff(state: Staff, command: ReleaseStaff, given: Given) -> Decided:
    """Notes that somebody has left, with every role and deputyship; what is known of them stays until it is erased."""
    if refusal := not_here(state, command.staff) or _own(command, given):
        return refusal
    return (StaffLeft(left_on=given.today),)


def _own(command: StaffOrder, given: Given) -> Refusal | None:
    if command.staff == given.actor.id:
        return Refusal("own-role", "Nobody gives or takes away a role of their own; another manager does.")
    return None


@rule(
    GiveRole,
    events=[RoleGiven],
    refusals=[*_HERE, "own-role", "role-not-for", "dates-reversed", "role-held", "not-trained"],
    reads=the_roll,
)
def give_role(state: Staff, command: GiveRole, given: Given) -> Decided:
    """Gives somebody a role that their engagement allows, once they have the training that it needs."""
    if refusal := not_here(state, command.staff) or _own(command, given) or _not_for(state, command.held):
        return refusal
    if command.until is not None and command.until < command.since:
        return Refusal("dates-reversed", f"The role cannot end on {command.until}, before it begins.")
    days = [each for each in state.roles if each.role is command.held]
    if any(_meet(each, command) for each in days):
        return Refusal(
            "role-held", f"{command.staff} holds the role {command.held.value} on some of these days."
        )
    if lacking := _untrained(state, command.held, given):
        return lacking
    return (RoleGiven(role=command.held, since=command.since, until=command.until),)


def _meet(held: RoleGiven, command: GiveRole) -> bool:
    before = held.until is not None and held.until < command.since
    after = command.until is not None and command.until < held.since
    return not (before or after)


def _not_for(state: Staff, role: Role) -> Refusal | None:
    if role in state.engaged.roles:
        return None
    assert state.registered is not None
    engaged = state.registered.engagement.replace("-", " ")
    return Refusal("role-not-for", f"The role {role.value} is not for somebody engaged as {engaged}.")


def _untrained(state: Staff, role: Role, given: Given) -> Refusal | None:
    roll: Roll = given.seen[ROLL_STREAM]
    lacking = roll.lacking(role, state, given.today)
    if not lacking:
        return None
    return Refusal("not-trained", f"The role {role.value} needs a valid course {' and '.join(lacking)}.")


@rule(EndRole, events=[RoleEnded], refusals=[*_HERE, "own-role", "role-not-held"])
def end_role(state: Staff, command: EndRole, given: Given) -> Decided:
    """Takes a role away: at once, or after a day that is named."""
    if refusal := not_here(state, command.staff) or _own(command, given):
        return refusal
    last = command.last_day
    held = [each for each in state.roles if each.role is command.held and not _over(each, given)]
    if not held:
        return Refusal("role-not-held", f"{command.staff} does not hold the role {command.held.value}.")
    if last is not None and all(each.until is not None and each.until <= last for each in held):
        return ()
    return (RoleEnded(role=command.held, last_day=last),)


def _over(held: RoleGiven, given: Given) -> bool:
    return held.until is not None and held.until < given.today


@rule(
    NameDeputy,
    events=[DeputyNamed],
    refusals=[*_HERE, "own-role", "own-deputy", "role-not-for", "dates-reversed", "not-trained"],
    reads=the_roll,
)
def name_deputy(state: Staff, command: NameDeputy, given: Given) -> Decided:
    """Names somebody to act in another's place for some days, with the training that the role needs."""
    if refusal := not_here(state, command.staff) or _own(command, given) or _not_for(state, command.held):
        return refusal
    if command.place_of == command.staff:
        return Refusal("own-deputy", "Nobody is their own deputy.")
    if command.until < command.since:
        return Refusal("dates-reversed", f"It cannot end on {command.until}, before it begins.")
    if lacking := _untrained(state, command.held, given):
        return lacking
    named = DeputyNamed(
        place_of=command.place_of, role=command.held, since=command.since, until=command.until
    )
    return () if named in state.deputies else (named,)


@rule(EndDeputy, events=[DeputyEnded], refusals=[*_HERE, "not-a-deputy"])
def end_deputy(state: Staff, command: EndDeputy, _given: Given) -> Decided:
    """Ends a deputyship at once."""
    if refusal := not_here(state, command.staff):
        return refusal
    if (command.place_of, command.held) not in {(each.place_of, each.role) for each in state.deputies}:
        return Refusal(
            "not-a-deputy",
            f"{command.staff} does not act in the place of {command.place_of} as {command.held}.",
        )
    return (DeputyEnded(place_of=command.place_of, role=command.held),)


@rule(PlanLeave, events=[LeavePlanned], refusals=[*_HERE, "dates-reversed", "leave-planned"])
def plan_leave(state: Staff, command: PlanLeave, _given: Given) -> Decided:
    """Notes when somebody is away; nobody is named for new work meanwhile."""
    if refusal := not_here(state, command.staff):
        return refusal
    if command.until < command.since:
        return Refusal("dates-reversed", f"Leave cannot end on {command.until}, before it begins.")
    if any(each.since <= command.until and command.since <= each.until for each in state.leave):
        return Refusal("leave-planned", f"{command.staff} is away on some of these days already.")
    return (LeavePlanned(since=command.since, until=command.until),)


@rule(CancelLeave, events=[LeaveCancelled], refusals=[*_HERE, "no-such-leave"])
def cancel_leave(state: Staff, command: CancelLeave, _given: Given) -> Decided:
    """Notes that somebody is not away after all."""
    if refusal := not_here(state, command.staff):
        return refusal
    if command.since not in {each.since for each in state.leave}:
        return Refusal("no-such-leave", f"{command.staff} has no leave that begins on {command.since}.")
    return (LeaveCancelled(since=command.since),)


@rule(RecordTraining, events=[TrainingRecorded], refusals=[*_HERE, "date-ahead"])
def record_training(state: Staff, command: RecordTraining, given: Given) -> Decided:
    """Notes that somebody passed a course; a later pass renews it."""
    if refusal := not_here(state, command.staff):
        return refusal
    if command.passed_on > given.today:
        return Refusal(
            "date-ahead", f"Nobody can have passed a course on {command.passed_on}: it is still ahead."
        )
    known = state.training.get(command.course)
    if known is not None and known >= command.passed_on:
        return ()
    return (TrainingRecorded(course=command.course, passed_on=command.passed_on),)


@rule(NoteSkills, events=[SkillsNoted], refusals=_HERE)
def note_skills(state: Staff, command: NoteSkills, _given: Given) -> Decided:
    """Notes which lists of cases somebody is trained to read."""
    if refusal := not_here(state, command.staff):
        return refusal
    skills = tuple(sorted(set(command.skills)))
    return () if skills == state.skills else (SkillsNoted(skills=skills),)


RULES = (
    register_staff,
    change_staff,
    release_staff,
    give_role,
    end_role,
    name_deputy,
    end_deputy,
    plan_leave,
    cancel_leave,
    record_training,
    note_skills,
)
