"""What may be asked about somebody on the staff."""

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from domain.messages import Command, Message
from domain.people.roles import Role
from domain.people.staff.terms import Engagement, InterestKind, StaffId
from domain.privacy.confidence import InConfidence
from domain.streams import staff_stream
from domain.text import CaseStream, Line, Opaque, Prose, Reference

__all__ = [
    "AcceptInterest",
    "CancelLeave",
    "ChangeStaff",
    "DeclareInterest",
    "EndDeputy",
    "EndInterest",
    "EndRole",
    "GiveRole",
    "NameDeputy",
    "NoteSkills",
    "PlanLeave",
    "RecordTraining",
    "RegisterStaff",
    "ReleaseStaff",
    "StaffDetails",
    "StaffOrder",
]

_Said = Annotated[Line, InConfidence("staff")]
_Email = Annotated[Line, StringConstraints(pattern=r'^[^\s@<>,;"]+@[^\s@<>,;"]+$'), InConfidence("staff")]
_Account = Annotated[Prose, InConfidence("staff")]


class StaffDetails(Message):
    """What somebody is called, and how they are reached.

    Attributes:
        person_name: the name.
        email: the address to which notices go; may be left out.
    """

    person_name: _Said
    email: _Email | None = None


class StaffOrder(Command):
    """A command about somebody on the staff.

    Attributes:
        staff: who, by the id under which they act.
    """

    staff: StaffId

    @property
    def stream(self) -> str:
        """The person's own stream on the staff record."""
        return staff_stream(self.staff)


class RegisterStaff(StaffOrder):
    """Put somebody on the staff record. They hold no role until one is given.

    Attributes:
        engagement: how they are engaged.
        details: what they are called, and how they are reached.
        area: the area that a local assessor comes from, as its providers have it.
        body: the body that a partner's inspector comes from, by its code in a kind of inspection.
    """

    verb: ClassVar[str] = "register-staff"
    engagement: Engagement
    details: StaffDetails
    area: Line | None = None
    body: Reference | None = None


class ChangeStaff(StaffOrder):
    """Change what somebody on the staff is called, or how they are reached.

    Attributes:
        details: all of it, as it is from now on.
    """

    verb: ClassVar[str] = "change-staff"
    details: StaffDetails


class ReleaseStaff(StaffOrder):
    """Note that somebody has left. From now on they hold no role."""

    verb: ClassVar[str] = "release-staff"


class GiveRole(StaffOrder):
    """Give somebody a role.

    Attributes:
        held: which role.
        since: its first day.
        until: its last day; no end is set if it is left out.
    """

    verb: ClassVar[str] = "give-role"
    held: Role
    since: date
    until: date | None = None


class EndRole(StaffOrder):
    """Take a role away.

    Attributes:
        held: which role.
        last_day: the last day on which it is held; at once if it is left out.
    """

    verb: ClassVar[str] = "end-role"
    held: Role
    last_day: date | None = None


class NameDeputy(StaffOrder):
    """Name somebody to act in another's place for some days.

    Attributes:
        place_of: in whose place, by id; for a vacant post, the post.
        held: in which role.
        since: the first day.
        until: the last day.
    """

    verb: ClassVar[str] = "name-deputy"
    place_of: Opaque
    held: Role
    since: date
    until: date


class EndDeputy(StaffOrder):
    """Let somebody act in another's place no more, at once.

    Attributes:
        place_of: in whose place.
        held: in which role.
    """

    verb: ClassVar[str] = "end-deputy"
    place_of: Opaque
    held: Role


class DeclareInterest(StaffOrder):
    """Declare an interest in a provider, or in one case: one's own, or on behalf of somebody.

    Attributes:
        interest: a code for it.
        kind: what it is.
        provider: in which provider.
        case: in which case, by its stream.
        since: since when.
        until: its last day, if it has ended or its end is known.
        account: what there is to say about it.
    """

    verb: ClassVar[str] = "declare-interest"
    interest: Reference
    kind: InterestKind
    provider: Reference | None = None
    case: CaseStream | None = None
    since: date
    until: date | None = None
    account: _Account | None = None


class EndInterest(StaffOrder):
    """Note that an interest has ended; it may go on barring for a cooling-off period.

    Attributes:
        interest: its code.
        until: its last day.
        reason: how it is known that it ended before today; needed then, and left out otherwise.
    """

    verb: ClassVar[str] = "end-interest"
    interest: Reference
    until: date
    reason: _Account | None = None


class AcceptInterest(StaffOrder):
    """Accept a declared interest for one inspection, where its kind allows it.

    Attributes:
        interest: its code.
        inspection: for which inspection.
        reason: why it does no harm there.
    """

    verb: ClassVar[str] = "accept-interest"
    interest: Reference
    inspection: Reference
    reason: _Account


class PlanLeave(StaffOrder):
    """Note that somebody is going to be away.

    Attributes:
        since: the first day.
        until: the last day.
    """

    verb: ClassVar[str] = "plan-leave"
    since: date
    until: date


class CancelLeave(StaffOrder):
    """Note that somebody is not going to be away after all.

    Attributes:
        since: the first day of the leave.
    """

    verb: ClassVar[str] = "cancel-leave"
    since: date


class RecordTraining(StaffOrder):
    """Note that somebody passed a course.

    Attributes:
        course: its code.
        passed_on: when.
    """

    verb: ClassVar[str] = "record-training"
    course: Reference
    passed_on: date


class NoteSkills(StaffOrder):
    """Note what somebody is trained to read; it takes the place of what was noted before.

    Attributes:
        skills: the lists of cases, by their codes.
    """

    verb: ClassVar[str] = "note-skills"
    skills: Annotated[tuple[Reference, ...], Field(max_length=50)] = ()
