"""Events of a panel as earlier versions of Assay recorded them."""

from datetime import date
from typing import ClassVar

from domain.inspections.events import Bound
from domain.ledger.upcasting import upcaster
from domain.messages import Event
from domain.panels.events import AgendaItem, PackIssued, PanelClosed, PanelConvened
from domain.text import Digest, Opaque, Prose, Reference

__all__ = ["UPCASTERS"]


class PanelConvenedV1(Event):
    """A meeting was called."""

    name: ClassVar[str] = "panel.convened.v1"
    meets_on: date
    chair: Opaque
    members: tuple[Opaque, ...]
    agenda: tuple[Reference, ...]


class PanelClosedV1(Event):
    """The meeting was over; its minutes."""

    name: ClassVar[str] = "panel.closed.v1"
    minutes: Prose


class PackIssuedV1(Event):
    """The papers of an item were issued."""

    name: ClassVar[str] = "panel.pack-issued.v1"
    inspection: Reference
    pack: Digest
    document: Digest
    under: Bound


@upcaster(PanelConvenedV1, PanelConvened)
def meetings_had_no_dates_for_papers(old: PanelConvenedV1) -> PanelConvened:
    """Papers and minutes had no dates, and members were told of a meeting without Assay.

    Nobody said whether a deputy was in the chair.
    """
    return PanelConvened(
        meets_on=old.meets_on,
        chair=old.chair,
        members=old.members,
        agenda=tuple(AgendaItem(inspection=each) for each in old.agenda),
        notify=False,
    )


@upcaster(PanelClosedV1, PanelClosed)
def minutes_were_there_at_the_close(old: PanelClosedV1) -> PanelClosed:
    """Minutes were written once, at the close, and nobody had to approve them."""
    return PanelClosed(minutes=old.minutes)


@upcaster(PackIssuedV1, PackIssued)
def late_papers_gave_no_reason(old: PackIssuedV1) -> PackIssued:
    """Papers could be issued at any moment before the decision, and nobody had to say why they came so late."""
    return PackIssued(inspection=old.inspection, pack=old.pack, document=old.document, under=old.under)


UPCASTERS = (
    meetings_had_no_dates_for_papers,
    minutes_were_there_at_the_close,
    late_papers_gave_no_reason,
)
"""What each of them means today."""
