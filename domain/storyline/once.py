"""Telling each thing that happened once, where one command records it on several streams.

Every event has its sentence, and whoever checks a record reads them all. On a timeline the second of two that tell
the same thing says nothing more: that a document was handed in, and is kept; that a session was held, and that what
was said there was taken into the register.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import groupby
from types import MappingProxyType
from typing import Protocol, TypeVar

from domain.action_plans import events as plans
from domain.cases import events as case
from domain.cases.lists import events as listed
from domain.cases.second_reads import state as second
from domain.evidence import events as room
from domain.evidence.account import AccountGiven
from domain.holdings import events as held
from domain.holdings.document import DocumentKept
from domain.inspections import events as inspection
from domain.messages import Event
from domain.panels.events import InspectionConsidered

__all__ = ["TOLD_BY", "Told", "told_once"]

TOLD_BY: Mapping[type[Event], tuple[type[Event], ...]] = MappingProxyType(
    {
        held.RequestNoted: (
            inspection.EvidenceRequested,
            inspection.FurtherEvidenceRequested,
            inspection.EvidenceLinked,
        ),
        held.ItemHeld: (inspection.EvidenceReceived, inspection.EvidenceReplaced, plans.ActionCompleted),
        DocumentKept: (
            inspection.EvidenceReceived,
            inspection.EvidenceReplaced,
            held.ItemHeld,
            plans.ActionProgressed,
            plans.ActionCompleted,
        ),
        AccountGiven: (room.EvidenceRegistered, room.EvidenceCorrected),
        room.EvidenceRegistered: (room.SessionHeld, room.SurveyRecorded),
        inspection.CaseListReceived: (listed.CaseListHandedIn,),
        case.CaseSampled: (inspection.SampleDrawn, inspection.CaseReplaced),
        case.CaseReferenceNoted: (inspection.SampleDrawn, inspection.CaseReplaced),
        case.CaseSetAside: (
            inspection.InspectionCancelled,
            inspection.SampleWithdrawn,
            inspection.CaseReplaced,
        ),
        second.SecondReadSetAside: (inspection.InspectionCancelled, inspection.SampleWithdrawn),
        case.CaseSetForSecondRead: (inspection.SecondReadsDrawn,),
        second.SecondReadDrawn: (inspection.SecondReadsDrawn,),
        InspectionConsidered: (inspection.RatingsDecided,),
    }
)
"""What is not told by itself where one of the others came of the same command, which tells it."""


class Told(Protocol):
    """A moment of a timeline."""

    @property
    def command(self) -> str:
        """The id of the command that it came of."""
        ...

    @property
    def name(self) -> str:
        """The name of its event, as stored."""
        ...


Moment = TypeVar("Moment", bound=Told)


def told_once(moments: Iterable[Moment]) -> Iterator[Moment]:
    """The moments without those that another of the same command tells.

    Args:
        moments: in the order of the record, so that those of one command stand together.
    """
    for _, together in groupby(moments, key=lambda each: each.command):
        came = list(together)
        names = {_of_any_version(each.name) for each in came}
        yield from (each for each in came if names.isdisjoint(_TELLERS.get(_of_any_version(each.name), ())))


@lru_cache(maxsize=1024)
def _of_any_version(name: str) -> str:
    return name.rpartition(".v")[0]


_TELLERS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        _of_any_version(event.name): frozenset(_of_any_version(each.name) for each in tellers)
        for event, tellers in TOLD_BY.items()
    }
)
