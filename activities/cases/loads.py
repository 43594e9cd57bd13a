"""How much inspectors have to read already, by the record: the reads that are open, and the days they fall on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from activities.commanding.records import Records
from domain.cases.second_reads.state import SecondRead
from domain.cases.state import CaseRead
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection

__all__ = ["OpenReads", "ReadingLoads"]

_READING = (Stage.ANNOUNCEMENT, Stage.EVIDENCE_REQUEST, Stage.FIELDWORK, Stage.CASE_READS, Stage.DEFERRED)
"""The stages in which a read that is open is still to be done."""


@dataclass(frozen=True, slots=True)
class OpenReads:
    """What somebody has to read in one inspection.

    Attributes:
        inspection: which.
        reads: how many first and second reads they have that are not finished.
        since: the first day on which they are read.
        until: the last; today where that has passed and they are still open.
    """

    inspection: str
    reads: int
    since: date
    until: date


class ReadingLoads:
    """Works out loads from the record as it stands. Safe to use from several threads."""

    def __init__(self, records: Records) -> None:
        """Work out by the streams of a store as states."""
        self._records = records

    def beside(self, inspection: Inspection, today: date) -> Mapping[str, tuple[OpenReads, ...]]:
        """What everybody has to read in the days of an inspection, in it and in others, by person.

        Args:
            inspection: whose days; a read that is over by then, or begins only afterwards, is none of its load.
            today: until when a read that is open is at least read.
        """
        since, until = _days(inspection, today)
        found: dict[str, list[OpenReads]] = {}
        for other in self._records.every("inspection", Inspection).values():
            if other.announced is None or other.standing not in _READING or not other.sampled:
                continue
            begins, ends = _days(other, today)
            if begins > until or ends < since:
                continue
            for person, reads in self._open(other.reads).items():
                found.setdefault(person, []).append(OpenReads(other.known.inspection, reads, begins, ends))
        return {person: tuple(several) for person, several in found.items()}

    def _open(self, reads: Iterable[str]) -> Mapping[str, int]:
        counts: dict[str, int] = {}
        for each in self._records.read(list(reads)).values():
            state: CaseRead | SecondRead = each.state
            if isinstance(state, SecondRead):
                reader = None if state.over else state.reader
            else:
                reader = None if state.complete or state.sampled is None else state.readers.reader
            if reader is not None:
                counts[reader] = counts.get(reader, 0) + 1
        return counts


def _days(inspection: Inspection, today: date) -> tuple[date, date]:
    first, last = inspection.fieldwork
    return first, max(last, today)
