"""Who reads a case: a person accepts the proposed inspector or names another, with the reason (004 §4.13)."""

from domain.cases.commands import AllocateCase, StandIn
from domain.cases.events import CaseAllocated, ReaderStoodIn
from domain.cases.state import CaseRead, not_open
from domain.decider import Decided, rule
from domain.given import Given
from domain.privacy.boxes import Plain
from domain.refusals import Refusal

__all__ = ["RULES"]

_SECOND = Refusal(
    "second-reader", "Whoever has, or had, the second read of this case can have no hand in the first one."
)


@rule(
    AllocateCase,
    events=[CaseAllocated],
    refusals=["unknown-case", "read-complete", "second-reader", "reason-missing", "reason-idle"],
)
def allocate_case(state: CaseRead, command: AllocateCase, _given: Given) -> Decided:
    """Gives a case to an inspector to read; from then on nobody else answers in it."""
    if refusal := not_open(state):
        return refusal
    readers = state.readers
    if readers.reader == command.reader:
        return ()
    if command.reader in readers.seconds:
        return _SECOND
    changed = readers.reader is not None or command.proposed not in (None, command.reader)
    if changed and command.reason is None:
        return Refusal(
            "reason-missing", "Say why it is another inspector than the one before, or the one proposed."
        )
    if command.reason is not None and not changed:
        return Refusal("reason-idle", "A reason is given where another inspector is named, and only there.")
    reason = Plain(command.reason, command.case, "case-note") if command.reason else None
    return (CaseAllocated(reader=command.reader, proposed=command.proposed, reason=reason),)


@rule(
    StandIn,
    events=[ReaderStoodIn],
    refusals=["unknown-case", "read-complete", "second-reader", "not-allocated"],
)
def stand_in(state: CaseRead, command: StandIn, given: Given) -> Decided:
    """Lets the lead inspector answer in a case beside the inspector who has it, with the reason."""
    if refusal := not_open(state):
        return refusal
    person = given.actor.id
    if person in state.readers.seconds:
        return _SECOND
    if state.readers.reader is None:
        return Refusal("not-allocated", "Nobody has this case yet, so there is nobody to stand in for.")
    if person in state.readers.answering:
        return ()
    return (ReaderStoodIn(reader=person, reason=Plain(command.reason, command.case, "case-note")),)


RULES = (allocate_case, stand_in)
