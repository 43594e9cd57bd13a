"""What can happen to a meeting of the ratings panel. Each event is stored for ever under its name."""

from datetime import date
from typing import ClassVar

from domain.inspections.events import Bound
from domain.messages import Event, Message
from domain.panels.terms import Cause, Ground, TimeOfDay
from domain.people.deputising import Deputising
from domain.text import Code, Digest, Opaque, Prose, ReaderStream, Reference

__all__ = [
    "AgendaArranged",
    "AgendaItem",
    "AgendaTime",
    "ChairTaken",
    "ConveningEvent",
    "DissentRecorded",
    "InspectionConsidered",
    "ItemDeferred",
    "ItemEvent",
    "ItemRemoved",
    "ItemRetabled",
    "ItemTabled",
    "MeetingEvent",
    "MemberArrived",
    "MemberInvited",
    "MemberLeft",
    "MemberRecused",
    "MinutesApproved",
    "MinutesCorrected",
    "MinutesDrafted",
    "MinutesEvent",
    "MinutesOverdue",
    "PackIssued",
    "PanelCalledOff",
    "PanelClosed",
    "PanelConvened",
    "PanelEvent",
    "PanelNoticeSent",
    "PanelOpened",
    "PapersOverdue",
]


class AgendaItem(Message):
    """An inspection on the agenda.

    Attributes:
        inspection: which one.
        papers_due: by when its pack is to be issued; None where its kind does not say.
        deferred_from: the meeting that put it off to this one; else None.
    """

    inspection: Reference
    papers_due: date | None = None
    deferred_from: Reference | None = None


class AgendaTime(Message):
    """When an item is taken.

    Attributes:
        inspection: which item.
        starts_at: the time of day in London; None where it follows on the one before.
        minutes: how long it is given, in minutes; None where that is open.
    """

    inspection: Reference
    starts_at: TimeOfDay | None = None
    minutes: int | None = None


class PanelConvened(Event):
    """A meeting was called.

    Attributes:
        meets_on: its day.
        chair: who takes the chair.
        members: everyone invited, the chair among them.
        agenda: the inspections to be considered, in order.
        deputising: for a deputy in the chair, for whom and why; else None.
        minutes_days: within how many working days the minutes are due; None where no kind on the agenda says.
        notify: whether Assay tells the members; those of meetings that were called before it could were told otherwise.
    """

    name: ClassVar[str] = "panel.convened.v2"
    meets_on: date
    chair: Opaque
    members: tuple[Opaque, ...]
    agenda: tuple[AgendaItem, ...]
    deputising: Deputising | None = None
    minutes_days: int | None = None
    notify: bool = True


class MemberInvited(Event):
    """Somebody more was invited."""

    name: ClassVar[str] = "panel.member-invited.v1"
    member: Opaque


class ItemTabled(Event):
    """An inspection was put on the agenda, and why."""

    name: ClassVar[str] = "panel.item-tabled.v1"
    item: AgendaItem
    reason: Prose


class ItemRemoved(Event):
    """An inspection was taken off the agenda before the meeting opened, and why."""

    name: ClassVar[str] = "panel.item-removed.v1"
    inspection: Reference
    reason: Prose


class AgendaArranged(Event):
    """The agenda was put in this order, with these times."""

    name: ClassVar[str] = "panel.agenda-arranged.v1"
    items: tuple[AgendaTime, ...]


class PackIssued(Event):
    """The papers of an item were issued.

    Attributes:
        inspection: which item.
        pack: the digest of all that the pack contained.
        document: the digest of the page it was printed as.
        under: what the pack was about, by digest.
        late_because: why members had less time to read it than the kind of inspection gives them; None where they had
            that time, and for papers that were issued when nobody had to say.
    """

    name: ClassVar[str] = "panel.pack-issued.v2"
    inspection: Reference
    pack: Digest
    document: Digest
    under: Bound
    late_because: Prose | None = None


class PapersOverdue(Event):
    """The date for the papers of an item passed without any."""

    name: ClassVar[str] = "panel.papers-overdue.v1"
    inspection: Reference
    due: date


class PanelCalledOff(Event):
    """The meeting was called off, and why."""

    name: ClassVar[str] = "panel.called-off.v1"
    reason: Prose


class PanelOpened(Event):
    """The meeting began; these were present."""

    name: ClassVar[str] = "panel.opened.v1"
    present: tuple[Opaque, ...]


class MemberArrived(Event):
    """A member came in after the meeting had begun, or came back."""

    name: ClassVar[str] = "panel.member-arrived.v1"
    member: Opaque


class MemberLeft(Event):
    """A member left the meeting."""

    name: ClassVar[str] = "panel.member-left.v1"
    member: Opaque


class ChairTaken(Event):
    """Another member took the chair, from then on.

    Attributes:
        chair: who.
        deputising: for whom and why; None where it is the Director of Operations.
    """

    name: ClassVar[str] = "panel.chair-taken.v1"
    chair: Opaque
    deputising: Deputising | None


class MemberRecused(Event):
    """A member takes no part in deciding an item.

    Attributes:
        inspection: which item.
        member: who, opaque.
        ground: what the member declared at the meeting; or ``declared-interest`` where one was found on the record.
    """

    name: ClassVar[str] = "panel.member-recused.v1"
    inspection: Reference
    member: Opaque
    ground: Ground


class InspectionConsidered(Event):
    """The panel decided the ratings of an inspection.

    Attributes:
        inspection: which one.
        decision: the digest of the decision, which stands in full on the inspection's own stream.
    """

    name: ClassVar[str] = "panel.inspection-considered.v1"
    inspection: Reference
    decision: Digest


class ItemDeferred(Event):
    """An item was put off.

    Attributes:
        inspection: which one.
        cause: who or what put it off.
        reason: the reason, in words.
        to: the meeting it was put off to; None where none is called yet.
        present: who was there.
    """

    name: ClassVar[str] = "panel.item-deferred.v1"
    inspection: Reference
    cause: Cause
    reason: Prose
    to: Reference | None
    present: tuple[Opaque, ...]


class ItemRetabled(Event):
    """An item that was put off or decided at this very meeting was taken up again, and why."""

    name: ClassVar[str] = "panel.item-retabled.v1"
    inspection: Reference
    reason: Prose


class DissentRecorded(Event):
    """A member who took part in a decision does not agree with it, and why."""

    name: ClassVar[str] = "panel.dissent-recorded.v1"
    inspection: Reference
    decision: Digest
    member: Opaque
    reason: Prose


class PanelClosed(Event):
    """The meeting was over.

    Attributes:
        minutes: a first draft of its minutes, where there was one at once; else None.
        minutes_due: by when they are to be approved; None where no kind on the agenda says.
    """

    name: ClassVar[str] = "panel.closed.v2"
    minutes: Prose | None = None
    minutes_due: date | None = None


class MinutesDrafted(Event):
    """Minutes were drafted, in place of an earlier draft.

    Attributes:
        text: the minutes.
        minutes: the digest of the text and of the proceedings it tells of.
    """

    name: ClassVar[str] = "panel.minutes-drafted.v1"
    text: Prose
    minutes: Digest


class MinutesCorrected(Event):
    """The minutes were corrected, and why; an approval of the former ones stands no more."""

    name: ClassVar[str] = "panel.minutes-corrected.v1"
    text: Prose
    reason: Prose
    minutes: Digest


class MinutesApproved(Event):
    """The chair approved the minutes.

    Attributes:
        minutes: the digest of what was approved.
        chair: who approved them.
    """

    name: ClassVar[str] = "panel.minutes-approved.v1"
    minutes: Digest
    chair: Opaque


class MinutesOverdue(Event):
    """The date for the minutes passed before they were approved."""

    name: ClassVar[str] = "panel.minutes-overdue.v1"
    due: date


class PanelNoticeSent(Event):
    """A notice about the meeting went out.

    Attributes:
        notice: which one; each is sent once.
        document: digest of what was sent.
        to: the persons to whom it was addressed, opaque; none where no address is known.
    """

    name: ClassVar[str] = "panel.notice-sent.v1"
    notice: Code
    document: Digest
    to: tuple[ReaderStream, ...]


ConveningEvent = (
    PanelConvened
    | MemberInvited
    | ItemTabled
    | ItemRemoved
    | AgendaArranged
    | PackIssued
    | PapersOverdue
    | PanelCalledOff
    | PanelNoticeSent
)
"""Before the meeting, and beside it."""

MeetingEvent = PanelOpened | MemberArrived | MemberLeft | ChairTaken | PanelClosed
"""The meeting as a whole."""

ItemEvent = MemberRecused | InspectionConsidered | ItemDeferred | ItemRetabled | DissentRecorded
"""What becomes of an item."""

MinutesEvent = MinutesDrafted | MinutesCorrected | MinutesApproved | MinutesOverdue
"""Its minutes."""

PanelEvent = ConveningEvent | MeetingEvent | ItemEvent | MinutesEvent
"""Everything that can happen to a meeting."""
