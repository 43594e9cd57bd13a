"""Interests: declared by whoever has them, ended, and accepted for one inspection where their kind allows it."""

from domain.decider import Decided, rule
from domain.given import Given
from domain.people.roles import Role
from domain.people.roll import ROLL_STREAM, Roll
from domain.people.staff.commands import AcceptInterest, DeclareInterest, EndInterest, StaffOrder
from domain.people.staff.events import InterestAccepted, InterestDeclared, InterestEnded
from domain.people.staff.rules import not_here, plain, the_roll
from domain.people.staff.state import Staff
from domain.people.staff.terms import INTERESTS
from domain.privacy.boxes import Plain
from domain.refusals import Refusal

__all__ = ["RULES"]

_HERE = ["unknown-staff", "has-left"]


def _not_theirs(command: StaffOrder, given: Given) -> Refusal | None:
    if given.actor.role is Role.OPERATIONS_MANAGER or command.staff == given.actor.id:
        return None
    return Refusal("not-yours", "An interest is declared by whoever has it, or by an operations manager.")


@rule(
    DeclareInterest,
    events=[InterestDeclared],
    refusals=[*_HERE, "not-yours", "interest-exists", "interest-in-what", "dates-reversed"],
    reads=the_roll,
)
def declare_interest(state: Staff, command: DeclareInterest, given: Given) -> Decided:
    """Declares an interest; from its first day on it bars, and some kinds for a while after they end."""
    if refusal := not_here(state, command.staff) or _not_theirs(command, given):
        return refusal
    if command.interest in state.interests:
        return Refusal(
            "interest-exists", f"There is an interest {command.interest} of {command.staff} already."
        )
    kind = INTERESTS[command.kind]
    if (command.provider is not None, command.case is not None) != (kind.of == "provider", kind.of == "case"):
        return Refusal(
            "interest-in-what", f"An interest of the kind {command.kind} is in a {kind.of}; name that alone."
        )
    if command.until is not None and command.until < command.since:
        return Refusal("dates-reversed", f"It cannot end on {command.until}, before it begins.")
    roll: Roll = given.seen[ROLL_STREAM]
    return (
        InterestDeclared(
            interest=command.interest,
            kind=command.kind,
            provider=command.provider,
            case=command.case,
            since=command.since,
            until=command.until,
            bars_until=roll.bars_until(command.until, lasts=kind.lasts),
            account=plain(command, command.account),
        ),
    )


def _unknown(state: Staff, code: str) -> Refusal | None:
    if code in state.interests:
        return None
    known = ", ".join(sorted(state.interests)) or "none"
    return Refusal("unknown-interest", f"There is no interest {code}; declared: {known}.")


def _already_over(command: EndInterest, given: Given) -> Refusal | None:
    """Why an interest cannot be said to have ended before today: nobody lifts a bar of their own backwards in time."""
    if command.until >= given.today:
        return None
    if command.staff == given.actor.id:
        return Refusal(
            "own-interest",
            f"Your own interest ends today or later; that it ended on {command.until} is for another to record.",
        )
    if command.reason is None:
        return Refusal("reason-missing", f"Say how it is known that the interest ended on {command.until}.")
    return None


@rule(
    EndInterest,
    events=[InterestEnded],
    refusals=[*_HERE, "not-yours", "unknown-interest", "dates-reversed", "own-interest", "reason-missing"],
    reads=the_roll,
)
def end_interest(state: Staff, command: EndInterest, given: Given) -> Decided:
    """Notes an interest's last day, and until when it goes on barring; a day that is over takes another's reason."""
    if refusal := (
        not_here(state, command.staff) or _not_theirs(command, given) or _unknown(state, command.interest)
    ):
        return refusal
    declared = state.interests[command.interest]
    if command.until < declared.since:
        return Refusal("dates-reversed", f"It cannot end on {command.until}, before it begins.")
    if refusal := _already_over(command, given):
        return refusal
    roll: Roll = given.seen[ROLL_STREAM]
    bars = roll.bars_until(command.until, lasts=INTERESTS[declared.kind].lasts)
    assert bars is not None, "an interest that ends has an end"
    if (declared.until, declared.bars_until) == (command.until, bars):
        return ()
    return (
        InterestEnded(
            interest=command.interest,
            until=command.until,
            bars_until=bars,
            reason=plain(command, command.reason),
        ),
    )


@rule(
    AcceptInterest,
    events=[InterestAccepted],
    refusals=[*_HERE, "unknown-interest", "not-acceptable", "own-interest"],
)
def accept_interest(state: Staff, command: AcceptInterest, given: Given) -> Decided:
    """Accepts an interest for one inspection, with the reason, where its kind allows that."""
    if refusal := not_here(state, command.staff) or _unknown(state, command.interest):
        return refusal
    if command.staff == given.actor.id:
        return Refusal("own-interest", "Nobody accepts an interest of their own.")
    kind = state.interests[command.interest].kind
    if not INTERESTS[kind].acceptable:
        return Refusal("not-acceptable", f"An interest of the kind {kind} is never accepted.")
    if (command.interest, command.inspection) in state.accepted:
        return ()
    return (
        InterestAccepted(
            interest=command.interest,
            inspection=command.inspection,
            reason=Plain(str(command.reason), command.stream, "staff"),
        ),
    )


RULES = (declare_interest, end_interest, accept_interest)
