"""Who reads a case: a person accepts the proposed inspector or names another, with the reason (004 §4.13)."""

from domain.cases.commands import AllocateCase, NoteReadsShown, StandIn
from domain.cases.events import CaseAllocated, ReaderStoodIn, ReadsShown
from domain.cases.readers import was_shown
from domain.cases.state import NO_CASE, CaseRead, not_open
from domain.decider import Decided, rule
from domain.given import Given
from domain.privacy.boxes import Plain
from domain.refusals import Refusal

__all__ = ["RULES"]

_SECOND = Refusal(
    "second-reader", "Whoever has, or had, the second read of this case can have no hand in the first one."
)


_IDLE = Refusal("reason-idle", "A reason is given where another inspector is named, and only there.")


@rule(
    AllocateCase,
    events=[CaseAllocated],
    refusals=["unknown-case", "read-complete", "second-reader", "was-shown", "reason-missing", "reason-idle"],
)
def allocate_case(state: CaseRead, command: AllocateCase, _given: Given) -> Decided:
    """Gives a case to an inspector to read; from then on nobody else answers in it."""
    if refusal := not_open(state):
        return refusal
    readers = state.readers
    if readers.reader == command.reader:
        # What is recorded already needs no reason; one that is given would be lost.
        return () if command.reason is None else _IDLE
    if command.reader in readers.seconds:
        return _SECOND
    if readers.paired and command.reader in readers.shown_second:
        return was_shown(command.reader)
    changed = readers.reader is not None or command.proposed not in (None, command.reader)
    if changed and command.reason is None:
        return Refusal(
            "reason-missing", "Say why it is another inspector than the one before, or the one proposed."
        )
    if command.reason is not None and not changed:
        return _IDLE
    reason = Plain(command.reason, command.case, "case-note") if command.reason else None
    return (CaseAllocated(reader=command.reader, proposed=command.proposed, reason=reason),)


@rule(
    StandIn,
    events=[ReaderStoodIn],
    refusals=["unknown-case", "read-complete", "second-reader", "was-shown", "not-allocated"],
)
def stand_in(state: CaseRead, command: StandIn, given: Given) -> Decided:
    """Lets the lead inspector answer in a case beside the inspector who has it, with the reason."""
    if refusal := not_open(state):
        return refusal
    person = given.actor.id
    if person in state.readers.seconds:
        return _SECOND
    if state.readers.paired and person in state.readers.shown_second:
        return was_shown(person)
    if state.readers.reader is None:
        return Refusal("not-allocated", "Nobody has this case yet, so there is nobody to stand in for.")
    if person in state.readers.answering:
        return ()
    return (ReaderStoodIn(reader=person, reason=Plain(command.reason, command.case, "case-note")),)


@rule(NoteReadsShown, events=[ReadsShown], refusals=["unknown-case"])
def note_reads_shown(state: CaseRead, command: NoteReadsShown, _given: Given) -> Decided:
    """Notes into whose hands a read came that is kept apart, so that they are not given the other one."""
    if state.drawn is None:
        return NO_CASE
    first = command.first and command.to not in state.readers.shown_first
    second = command.second and command.to not in state.readers.shown_second
    if not (first or second):
        return ()
    return (ReadsShown(to=command.to, first=command.first, second=command.second),)


RULES = (allocate_case, stand_in, note_reads_shown)
