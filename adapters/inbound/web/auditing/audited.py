"""Who audits, and which inspections: that somebody looks is noted under the same words as on the command line."""

from collections.abc import Callable, Iterable
from typing import Annotated

from fastapi import Depends

from activities.viewing.rows import InspectionRow
from adapters.inbound.looks import things
from adapters.inbound.visiting.guarding import may_see, not_there, only
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from domain.people.roles import Role
from domain.refusals import Refused
from domain.streams import inspection_stream

__all__ = ["Audits", "audited", "concerned", "note_reads", "show_reads"]

_AUDITS = (Role.AUDITOR, Role.OPERATIONS_MANAGER, Role.CHIEF_INSPECTOR, Role.QUALITY_LEAD)

Audits = Annotated[Visitor, Depends(only(*_AUDITS))]
"""A page's parameter: whoever asks how ratings were reached; for everybody else there is no such page."""


def audited(
    house: House, visitor: Visitor, reference: str, what: str, about: Iterable[str] = ()
) -> InspectionRow:
    """An inspection that somebody may audit. That they look is noted before anything is shown.

    Args:
        house: the installation.
        visitor: who looks.
        reference: the inspection.
        what: what they ask for, as the command line calls it.
        about: the cases that they name.

    Raises:
        HTTPException: 404: there is none, or not for them.
        Refused: ``look-not-noted``.
    """
    services = house.services
    row = services.views.catch_up().inspection(reference)
    if row is None:
        not_there()
    stream = inspection_stream(reference)
    if not may_see(house, visitor, services.records.read([stream])[stream].state):
        not_there()
    services.looking.note(visitor.id, what, [reference, *dict.fromkeys(about)])
    return row


def show_reads(house: House, visitor: Visitor, reference: str, what: str, streams: Iterable[str]) -> None:
    """See to it that the answers of reads may be shown: they are not kept from whoever looks, and each case is noted.

    Args:
        house: the installation.
        visitor: who looks.
        reference: the inspection.
        what: what they asked for, as the command line calls it.
        streams: the reads whose answers are about to be shown.

    Raises:
        Refused: ``kept-apart`` or ``look-not-noted``: nothing is shown.
    """
    streams = list(streams)
    if refusal := house.services.apart.refusal_of_streams(streams, visitor.id):
        raise Refused(refusal)
    note_reads(house, visitor, reference, what, streams)


def note_reads(house: House, visitor: Visitor, reference: str, what: str, streams: Iterable[str]) -> None:
    """Note of each case that the answers of its reads, which may be shown, are about to be; as :func:`show_reads`."""
    if cases := things(streams):
        house.services.looking.note(visitor.id, what, [reference, *cases])


def concerned(house: House, visitor: Visitor) -> Callable[[str], bool]:
    """Whether somebody may be told of a stream: not of an inspection from which an interest or an area bars them."""
    seeing = house.services.seeing
    if seeing.sees_all_inspections(visitor):
        return lambda _: True
    rows = house.services.views.catch_up().inspections()
    states = house.services.records.read([inspection_stream(each.reference) for each in rows])
    sees = seeing.inspections(visitor)
    barred = {
        name
        for each in rows
        if not sees(states[inspection_stream(each.reference)].state)
        for name in (each.reference, inspection_stream(each.reference))
    }
    return lambda matter: matter not in barred
