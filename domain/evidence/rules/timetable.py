"""The timetable of fieldwork: sessions planned, moved, cancelled and held (003 L129; 004 §4.14)."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.decider import Decided, its_inspection, rule
from domain.evidence.account import AccountGiven
from domain.evidence.commands import CancelSession, HoldSession, MoveSession, PlanSessions
from domain.evidence.conflicts import outside_fieldwork
from domain.evidence.events import (
    Entry,
    EvidenceRegistered,
    SessionCancelled,
    SessionHeld,
    SessionMoved,
    SessionPlan,
    SessionPlanned,
)
from domain.evidence.rules.common import STAGED, check_places, inspection_and_account, inspection_of
from domain.evidence.rules.register import registered
from domain.evidence.state import EvidenceRoom, Session
from domain.evidence.terms import EvidenceKind, SessionKind, Voice
from domain.given import Given
from domain.inspections.stages import Stage
from domain.refusals import Refusal, Refused

__all__ = ["RULES"]

_ARRANGING = (Stage.ANNOUNCEMENT, Stage.EVIDENCE_REQUEST, Stage.FIELDWORK, Stage.CASE_READS)
"""Some people are met before fieldwork, and some can only be met after it."""

_EVIDENCE: Mapping[SessionKind, EvidenceKind] = MappingProxyType(
    {
        "interview": "interview",
        "meeting": "meeting",
        "focus-group": "meeting",
        "observation": "observation",
        "case-interviews": "interview",
        "feedback": "meeting",
    }
)
"""What a session that was held becomes in the register."""


@rule(
    PlanSessions,
    events=[SessionPlanned],
    refusals=[
        *STAGED,
        "listed-twice",
        "session-exists",
        "times-reversed",
        "outside-fieldwork",
        "unknown-place",
    ],
    reads=its_inspection,
)
def plan_sessions(state: EvidenceRoom, command: PlanSessions, given: Given) -> Decided:
    """Puts sessions into the timetable, all or none; two at once for one inspector are shown, and not refused.

    Some people can only be met before fieldwork, or after it: then it is said why.
    """
    inspection = inspection_of(command, given, *_ARRANGING)
    codes = [each.session for each in command.sessions]
    if len(set(codes)) != len(codes):
        twice = next(code for code in codes if codes.count(code) > 1)
        return Refusal("listed-twice", f"The session {twice} is there twice.")
    for each in command.sessions:
        if each.session in state.sessions:
            return Refusal("session-exists", f"There is a session {each.session} in the timetable already.")
        if wrong := _reversed(each):
            return wrong
        if outside_fieldwork(inspection, each.on) and command.reason is None:
            first, last = inspection.fieldwork
            return Refusal(
                "outside-fieldwork",
                f"The session {each.session} is on {each.on}, and fieldwork from {first} to {last}; say why.",
            )
        check_places(inspection, each.bears_on, given)
    return tuple(
        SessionPlanned(plan=each, outside=command.reason if outside_fieldwork(inspection, each.on) else None)
        for each in command.sessions
    )


@rule(
    MoveSession,
    events=[SessionMoved],
    refusals=[*STAGED, "unknown-session", "session-over", "times-reversed"],
    reads=its_inspection,
)
def move_session(state: EvidenceRoom, command: MoveSession, given: Given) -> Decided:
    """Moves a session that has not been held."""
    inspection_of(command, given, *_ARRANGING)
    plan = _planned(state, command.session).plan
    said = {
        "on": command.on,
        "begins": command.begins,
        "ends": command.ends,
        "place": command.place,
        "inspectors": command.inspectors or None,
    }
    moved = plan.with_(**{name: value for name, value in said.items() if value is not None})
    if moved == plan:
        return ()
    return _reversed(moved) or (SessionMoved(plan=moved, reason=command.reason),)


@rule(
    CancelSession,
    events=[SessionCancelled],
    refusals=[*STAGED, "unknown-session", "session-over"],
    reads=its_inspection,
)
def cancel_session(state: EvidenceRoom, command: CancelSession, given: Given) -> Decided:
    """Cancels a session that has not been held."""
    inspection_of(command, given, *_ARRANGING)
    _planned(state, command.session)
    return (SessionCancelled(session=command.session, reason=command.reason),)


@rule(
    HoldSession,
    events=[SessionHeld, EvidenceRegistered, AccountGiven],
    refusals=[
        *STAGED,
        "unknown-session",
        "session-over",
        "date-in-future",
        "outside-fieldwork",
        "entry-exists",
        "unknown-place",
    ],
    reads=inspection_and_account,
)
def hold_session(state: EvidenceRoom, command: HoldSession, given: Given) -> Decided:
    """Notes that a session was held; with a note of what was said it is evidence from then on."""
    inspection = inspection_of(command, given, *_ARRANGING)
    plan = _planned(state, command.session).plan
    held = SessionHeld(
        session=command.session,
        held_on=command.held_on or plan.on,
        with_whom=command.with_whom or plan.with_whom,
        inspectors=command.inspectors or plan.inspectors,
    )
    if held.held_on > given.today:
        return Refusal(
            "date-in-future",
            f"The session is planned for {held.held_on}; say with --held-on when it was held.",
        )
    if held.held_on != plan.on and outside_fieldwork(inspection, held.held_on):
        first, last = inspection.fieldwork
        return Refusal(
            "outside-fieldwork",
            f"The session {command.session} is planned for {plan.on}, and fieldwork was from {first} to {last}; if it "
            f"was held on {held.held_on}, move it there first and say why.",
        )
    if command.note is None:
        return (held,)
    if command.session in state.register:
        return Refusal("entry-exists", f"There is an entry {command.session} in the register already.")
    check_places(inspection, command.bears_on, given)
    content = _entry(plan, held, command)
    return (held, *registered(command.inspection, command.session, content, given, (str(command.note),)))


def _entry(plan: SessionPlan, held: SessionHeld, command: HoldSession) -> Entry:
    whom = ", ".join(each.replace("-", " ") for each in held.with_whom)
    kind = plan.kind.replace("-", " ").capitalize()
    return Entry(
        kind=_EVIDENCE[plan.kind],
        title=command.title or (f"{kind}: {whom}" if whom else kind),
        bears_on=command.bears_on or plan.bears_on,
        true_from=held.held_on,
        true_to=None,
        source=whom.capitalize() if whom else "Fieldwork",
        document=None,
        voice=_voice(held),
    )


def _voice(held: SessionHeld) -> Voice | None:
    """Whose experience a session tells: victims' first, as they are never met together with those who harmed them."""
    first: tuple[Voice, ...] = ("victims", "children", "parents-carers", "service-users")
    return next((voice for voice in first if voice in held.with_whom), None)


def _reversed(plan: SessionPlan) -> Refusal | None:
    if plan.ends > plan.begins:
        return None
    return Refusal(
        "times-reversed", f"The session {plan.session} would end at {plan.ends} and begin at {plan.begins}."
    )


def _planned(state: EvidenceRoom, code: str) -> Session:
    found = state.sessions.get(code)
    if found is None:
        raise Refused.because("unknown-session", f"There is no session {code} in the timetable.")
    if found.outcome != "planned":
        raise Refused.because("session-over", f"The session {code} was {found.outcome} already.")
    return found


RULES = (plan_sessions, move_session, cancel_session, hold_session)
