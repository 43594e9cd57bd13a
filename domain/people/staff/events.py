"""What can happen to somebody on the staff. Names, addresses and accounts of interests are private."""

from datetime import date
from typing import ClassVar, Literal

from domain.messages import Event
from domain.people.roles import Role
from domain.people.staff.terms import Engagement, InterestKind
from domain.privacy.boxes import Private
from domain.text import CaseStream, Digest, Line, Opaque, Reference

__all__ = [
    "CalendarClosed",
    "CalendarOpened",
    "DeputyEnded",
    "DeputyNamed",
    "InterestAccepted",
    "InterestDeclared",
    "InterestEnded",
    "LeaveCancelled",
    "LeavePlanned",
    "RoleEnded",
    "RoleGiven",
    "SkillsNoted",
    "StaffAddressRefused",
    "StaffChanged",
    "StaffEvent",
    "StaffLeft",
    "StaffRegistered",
    "TakenOffDuty",
    "TrainingRecorded",
    "WentOnDuty",
]


class StaffRegistered(Event):
    """Somebody was put on the staff record.

    Attributes:
        engagement: how they are engaged.
        area: the area that a local assessor comes from; else None.
        body: the body that a partner's inspector comes from; else None.
    """

    name: ClassVar[str] = "staff.registered.v1"
    engagement: Engagement
    area: Line | None
    body: Reference | None
    person_name: Private
    email: Private | None


class StaffChanged(Event):
    """Somebody on the staff is called, or reached, in another way from now on."""

    name: ClassVar[str] = "staff.changed.v1"
    person_name: Private
    email: Private | None


class StaffLeft(Event):
    """Somebody left; they hold no role any more."""

    name: ClassVar[str] = "staff.left.v1"
    left_on: date


class RoleGiven(Event):
    """Somebody was given a role.

    Attributes:
        role: which.
        since: its first day.
        until: its last day; None where no end is set.
    """

    name: ClassVar[str] = "staff.role-given.v1"
    role: Role
    since: date
    until: date | None


class RoleEnded(Event):
    """A role was taken away.

    Attributes:
        role: which.
        last_day: the last day on which it is held; None where it was taken away at once.
    """

    name: ClassVar[str] = "staff.role-ended.v1"
    role: Role
    last_day: date | None


class DeputyNamed(Event):
    """Somebody was named to act in another's place.

    Attributes:
        place_of: in whose place, opaque; for a vacant post, the post.
        role: in which role.
        since: the first day.
        until: the last day.
    """

    name: ClassVar[str] = "staff.deputy-named.v1"
    place_of: Opaque
    role: Role
    since: date
    until: date


class DeputyEnded(Event):
    """Somebody acts in another's place no more."""

    name: ClassVar[str] = "staff.deputy-ended.v1"
    place_of: Opaque
    role: Role


class InterestDeclared(Event):
    """An interest was declared.

    Attributes:
        interest: its code.
        kind: what it is.
        provider: in which provider; None for one in a case.
        case: in which case; None for one in a provider.
        since: since when.
        until: its last day; None while it goes on.
        bars_until: the last day on which it bars; None while no end is known.
        account: what there is to say about it; may be left out.
    """

    name: ClassVar[str] = "staff.interest-declared.v1"
    interest: Reference
    kind: InterestKind
    provider: Reference | None
    case: CaseStream | None
    since: date
    until: date | None
    bars_until: date | None
    account: Private | None


class InterestEnded(Event):
    """An interest ended.

    Attributes:
        interest: its code.
        until: its last day.
        bars_until: the last day on which it bars.
        reason: why it ended before the day on which that was noted; None where it did not, or nobody asked.
    """

    name: ClassVar[str] = "staff.interest-ended.v2"
    interest: Reference
    until: date
    bars_until: date
    reason: Private | None = None


class InterestAccepted(Event):
    """An interest was looked at, and accepted for one inspection.

    Attributes:
        interest: its code.
        inspection: for which inspection.
        reason: why.
    """

    name: ClassVar[str] = "staff.interest-accepted.v1"
    interest: Reference
    inspection: Reference
    reason: Private


class LeavePlanned(Event):
    """Somebody is going to be away, from the first to the last day. Why is nobody's business."""

    name: ClassVar[str] = "staff.leave-planned.v1"
    since: date
    until: date


class LeaveCancelled(Event):
    """Somebody is not going to be away after all; the leave is named by its first day."""

    name: ClassVar[str] = "staff.leave-cancelled.v1"
    since: date


class WentOnDuty(Event):
    """Somebody is on duty from the first to the last day: they are told of every alert at once."""

    name: ClassVar[str] = "staff.put-on-duty.v1"
    since: date
    until: date


class TakenOffDuty(Event):
    """Somebody is not on duty after all, or not any more; the duty is named by its first day."""

    name: ClassVar[str] = "staff.taken-off-duty.v1"
    since: date


class CalendarOpened(Event):
    """Somebody's calendar was opened at an address that was drawn, and is at no other any more.

    Attributes:
        token: the digest of the secret part of the address.
    """

    name: ClassVar[str] = "staff.calendar-opened.v1"
    token: Digest


class CalendarClosed(Event):
    """Somebody's calendar was closed: its address is worth nothing any more."""

    name: ClassVar[str] = "staff.calendar-closed.v1"


class TrainingRecorded(Event):
    """Somebody passed a course."""

    name: ClassVar[str] = "staff.training-recorded.v1"
    course: Reference
    passed_on: date


class SkillsNoted(Event):
    """What somebody is trained to read: lists of cases, by their codes. It takes the place of what was noted before."""

    name: ClassVar[str] = "staff.skills-noted.v1"
    skills: tuple[Reference, ...]


class StaffAddressRefused(Event):
    """A notice could not be delivered, and no other is sent to the same address.

    Attributes:
        posting: the notice's way to its readers.
        cause: refused when it was handed over, or sent back later.
    """

    name: ClassVar[str] = "staff.address-refused.v1"
    posting: Opaque
    cause: Literal["refused", "bounced"]


StaffEvent = (
    StaffRegistered
    | StaffChanged
    | StaffLeft
    | RoleGiven
    | RoleEnded
    | DeputyNamed
    | DeputyEnded
    | InterestDeclared
    | InterestEnded
    | InterestAccepted
    | LeavePlanned
    | LeaveCancelled
    | WentOnDuty
    | TakenOffDuty
    | CalendarOpened
    | CalendarClosed
    | TrainingRecorded
    | SkillsNoted
    | StaffAddressRefused
)
"""What can happen to somebody on the staff."""
