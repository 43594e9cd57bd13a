"""Where a meeting of the ratings panel stands: the fold of its events."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Literal

from domain.canonical import canonical, sha256_hex
from domain.panels.events import PackIssued, PanelConvened
from domain.panels.terms import Ground
from domain.people.deputising import Deputising

__all__ = ["Item", "Minutes", "Panel", "minutes_digest"]


def minutes_digest(text: str, proceedings: str) -> str:
    """The digest by which minutes are approved: of their text, and of the proceedings that they tell of."""
    return sha256_hex(canonical({"proceedings": proceedings, "text": text}))


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the agenda.

    Attributes:
        inspection: which inspection.
        starts_at: the time of day at which it is taken, in London; None where it follows on the one before.
        minutes: how long it is given.
        papers_due: until when its pack is awaited; None where it is not, or when the date has passed.
        deferred_from: the meeting that put it off to this one.
        outcome: whether it is still to be decided, was decided, or was put off.
        pack: the papers as last issued.
        decision: the digest of the decision, once there is one.
        recused: who takes no part, by an interest found on the record or by their own declaration.
        dissenting: who took part in the decision and does not agree with it.
    """

    inspection: str
    starts_at: str | None = None
    minutes: int | None = None
    papers_due: date | None = None
    deferred_from: str | None = None
    outcome: Literal["listed", "decided", "deferred"] = "listed"
    pack: PackIssued | None = None
    decision: str | None = None
    recused: Mapping[str, Ground] = field(default_factory=lambda: MappingProxyType({}))
    dissenting: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Minutes:
    """The minutes as they stand.

    Attributes:
        text: what they say.
        digest: of the text and of the proceedings that it tells of; they are approved by it.
        approved_by: who approved them; None while nobody has.
    """

    text: str
    digest: str
    approved_by: str | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """A meeting.

    Attributes:
        convened: how it was called; None if it was not.
        members: everyone who is invited.
        chair: who has the chair.
        deputising: for a deputy in the chair, for whom and why.
        items: the agenda, by inspection, in order.
        opened: whether it has begun.
        present: who is there.
        considered: the inspections whose ratings it has decided, in order.
        closed: whether it is over.
        called_off: whether it was called off.
        proceedings: a digest over all that happened at the meeting, in order; empty before it began.
        written: the minutes; None while there are none.
        minutes_due: until when their approval is awaited; None where it is not, or when the date has passed.
        notices: the codes of notices that are owed.
    """

    convened: PanelConvened | None = None
    members: tuple[str, ...] = ()
    chair: str = ""
    deputising: Deputising | None = None
    items: Mapping[str, Item] = field(default_factory=lambda: MappingProxyType({}))
    opened: bool = False
    present: tuple[str, ...] = ()
    considered: tuple[str, ...] = ()
    closed: bool = False
    called_off: bool = False
    proceedings: str = ""
    written: Minutes | None = None
    minutes_due: date | None = None
    notices: tuple[str, ...] = ()

    @property
    def agenda(self) -> tuple[str, ...]:
        """The inspections on the agenda, in order."""
        return tuple(self.items)

    @property
    def sitting(self) -> bool:
        """Whether the meeting is open now."""
        return self.opened and not self.closed

    @property
    def to_come(self) -> bool:
        """Whether it has been called and has not begun."""
        return self.convened is not None and not self.opened and not self.called_off

    @property
    def listed(self) -> tuple[Item, ...]:
        """The items that are still to be decided."""
        return tuple(each for each in self.items.values() if each.outcome == "listed")

    def beside(self, inspection: str) -> tuple[str, ...]:
        """The inspections whose ratings the pack of an item shows beside its own; none without a pack."""
        item = self.items.get(inspection)
        return tuple(other for other, _ in item.pack.under.beside) if item and item.pack else ()

    def will_take(self, inspection: str) -> bool:
        """Whether an inspection is still to be decided here."""
        item = self.items.get(inspection)
        live = self.sitting or self.to_come
        return live and item is not None and item.outcome == "listed"
