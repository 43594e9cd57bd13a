"""What may be asked of a meeting of the ratings panel."""

from datetime import date
from typing import ClassVar

from pydantic import Field

from domain.messages import Command
from domain.panels.events import AgendaTime
from domain.panels.terms import Declared
from domain.people.deputising import Why
from domain.streams import panel_stream
from domain.text import Code, Digest, Opaque, Prose, ReaderStream, Reference

__all__ = [
    "ApproveMinutes",
    "ArrangeAgenda",
    "AttendPanel",
    "CallOffPanel",
    "ClosePanel",
    "ConvenePanel",
    "CorrectMinutes",
    "DeferItem",
    "DraftMinutes",
    "InviteMember",
    "IssuePack",
    "LeavePanel",
    "OpenPanel",
    "PanelOrder",
    "RecordDissent",
    "RecordPanelDeadlinePassed",
    "RecordPanelNoticeSent",
    "RecuseMember",
    "RemoveItem",
    "RetableItem",
    "TableItem",
    "TakeChair",
]


class PanelOrder(Command):
    """A command to one panel."""

    panel: Reference

    @property
    def stream(self) -> str:
        """The meeting of the panel."""
        return panel_stream(self.panel)


class ConvenePanel(PanelOrder):
    """Call a meeting of the ratings panel.

    Attributes:
        meets_on: its day.
        chair: who takes the chair, opaque.
        members: everyone invited, the chair among them.
        agenda: the inspections to be considered, in order.
        in_place_of: for a deputy in the chair, in whose place.
        why: for a deputy in the chair, why.
    """

    verb: ClassVar[str] = "convene-panel"
    meets_on: date
    chair: Opaque
    members: tuple[Opaque, ...] = Field(min_length=1, max_length=50)
    agenda: tuple[Reference, ...] = Field(min_length=1, max_length=100)
    in_place_of: Opaque | None = None
    why: Why | None = None


class InviteMember(PanelOrder):
    """Invite somebody more.

    Attributes:
        member: who, opaque.
    """

    verb: ClassVar[str] = "invite-member"
    member: Opaque


class TableItem(PanelOrder):
    """Put one more inspection on the agenda of a meeting that has not opened.

    Attributes:
        inspection: which one.
        deferred_from: the meeting that put it off, where one did.
        reason: why it comes onto the agenda.
    """

    verb: ClassVar[str] = "table-item"
    inspection: Reference
    deferred_from: Reference | None = None
    reason: Prose


class RemoveItem(PanelOrder):
    """Take an inspection off the agenda of a meeting that has not opened."""

    verb: ClassVar[str] = "remove-item"
    inspection: Reference
    reason: Prose


class ArrangeAgenda(PanelOrder):
    """Put the agenda in order, with times.

    Attributes:
        items: every item, in the new order, with its time.
    """

    verb: ClassVar[str] = "arrange-agenda"
    items: tuple[AgendaTime, ...] = Field(min_length=1, max_length=100)


class IssuePack(PanelOrder):
    """Issue the papers of an item.

    Attributes:
        inspection: which item.
        pack: the digest of what the pack contains.
        derivation: the digest of the derivation it was made on.
        page: the digest of the page it was printed as.
        beside: each other inspection whose ratings it shows, with the digest of the decision that it shows.
        late_because: why members have less time to read it than the kind of inspection gives them; said only where
            they have.
    """

    verb: ClassVar[str] = "issue-pack"
    inspection: Reference
    pack: Digest
    derivation: Digest
    page: Digest
    beside: tuple[tuple[Reference, Digest], ...] = ()
    late_because: Prose | None = None


class CallOffPanel(PanelOrder):
    """Call off a meeting that has not opened; what was on its agenda waits for another."""

    verb: ClassVar[str] = "call-off-panel"
    reason: Prose


class OpenPanel(PanelOrder):
    """Open the meeting and note who is present."""

    verb: ClassVar[str] = "open-panel"
    present: tuple[Opaque, ...] = Field(min_length=1, max_length=50)


class AttendPanel(PanelOrder):
    """Note that a member came in later, or came back.

    Attributes:
        member: who, opaque.
    """

    verb: ClassVar[str] = "attend-panel"
    member: Opaque


class LeavePanel(PanelOrder):
    """Note that a member left the meeting.

    Attributes:
        member: who, opaque.
    """

    verb: ClassVar[str] = "leave-panel"
    member: Opaque


class TakeChair(PanelOrder):
    """Let another member take the chair, from now on.

    Attributes:
        chair: who takes it, opaque.
        in_place_of: for a deputy, in whose place.
        why: for a deputy, why.
    """

    verb: ClassVar[str] = "take-chair"
    chair: Opaque
    in_place_of: Opaque | None = None
    why: Why | None = None


class RecuseMember(PanelOrder):
    """Note that a member takes no part in deciding an item.

    Attributes:
        inspection: which item.
        member: who, opaque.
        ground: on what ground, in a word; nothing more is kept.
    """

    verb: ClassVar[str] = "recuse-member"
    inspection: Reference
    member: Opaque
    ground: Declared


class DeferItem(PanelOrder):
    """Put an item off.

    Attributes:
        inspection: which item.
        to: the meeting it is put off to; may be left out where none is called yet.
        reason: why.
    """

    verb: ClassVar[str] = "defer-item"
    inspection: Reference
    to: Reference | None = None
    reason: Prose


class RetableItem(PanelOrder):
    """Take an item up again that this meeting put off, or whose decision stands no more."""

    verb: ClassVar[str] = "retable-item"
    inspection: Reference
    reason: Prose


class RecordDissent(PanelOrder):
    """Note that a member who took part in a decision does not agree with it.

    Attributes:
        inspection: which item.
        member: who, opaque.
        reason: why.
    """

    verb: ClassVar[str] = "record-dissent"
    inspection: Reference
    member: Opaque
    reason: Prose


class ClosePanel(PanelOrder):
    """Close the meeting; an item that was not reached is put off.

    Attributes:
        minutes: a first draft of the minutes; may be left out and drafted later.
    """

    verb: ClassVar[str] = "close-panel"
    minutes: Prose | None = None


class DraftMinutes(PanelOrder):
    """Draft the minutes, in place of an earlier draft."""

    verb: ClassVar[str] = "draft-minutes"
    text: Prose


class CorrectMinutes(PanelOrder):
    """Correct the minutes.

    Attributes:
        text: the whole minutes, as they are to be.
        reason: what is corrected, and why.
    """

    verb: ClassVar[str] = "correct-minutes"
    text: Prose
    reason: Prose


class ApproveMinutes(PanelOrder):
    """Approve the minutes.

    Attributes:
        minutes: the digest of what is approved, as `assay panel show` prints it.
    """

    verb: ClassVar[str] = "approve-minutes"
    minutes: Digest


class RecordPanelDeadlinePassed(PanelOrder):
    """Note that a date of the panel has passed; given by the machinery."""

    verb: ClassVar[str] = "record-panel-deadline-passed"
    deadline: Code
    due: date


class RecordPanelNoticeSent(PanelOrder):
    """Note that a notice about the meeting has gone out; given by the machinery."""

    verb: ClassVar[str] = "record-panel-notice-sent"
    notice: Code
    document: Digest
    to: tuple[ReaderStream, ...] = ()
