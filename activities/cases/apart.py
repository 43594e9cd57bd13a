"""Keeping two reads of a case apart: who may be shown the answers of which read, as things stand (004 §4.13).

Until both reads of a case are in, the answers of each are shown to whoever gave them and to nobody else; and nobody
who has a hand in such a case, or in an exercise that is still open, is handed the record as a whole. As long as it is
not settled which cases are read twice, every case that has been begun is kept apart as if it were one of them, for
anybody may yet be its second reader. It goes by the person, whatever role they take.
"""

from collections.abc import Callable, Iterable, Mapping

from activities.commanding.records import Records
from activities.ports import EventStore
from domain.cases.benchmarking import Benchmark
from domain.cases.state import CaseRead
from domain.cases.streams import case_of, read_of, second_read_of
from domain.dated_rules.library import Library
from domain.deciders import kind_of
from domain.inspections.rules.cases.second_reads import may_yet_be_drawn
from domain.inspections.state import Inspection
from domain.people.roles import Role
from domain.people.staff.state import Staff
from domain.refusals import Refusal
from domain.streams import inspection_stream, staff_stream

__all__ = ["WHOLE_RECORD", "Apart"]

KEPT_APART = Refusal(
    "kept-apart",
    "This case is read twice, or may be; until both reads are in, each reader sees their own answers only.",
)
WHOLE_RECORD = Refusal(
    "kept-apart",
    "You have, or may be given, a hand in something that is read blind; until its reads are in, the record is not "
    "shown to you whole.",
)


class Apart:
    """Knows which answers are kept from whom. Safe to use from several threads."""

    def __init__(self, store: EventStore, records: Records, library: Callable[[], Library]) -> None:
        """Judge by the record as it stands.

        Args:
            store: the record.
            records: its streams as states.
            library: the dated rules that there are at present.
        """
        self._store = store
        self._records = records
        self._library = library

    def hidden(self, reads: Iterable[str], person: str) -> frozenset[str]:
        """Those of some reads whose answers are kept from somebody.

        Args:
            reads: the streams of first and second reads.
            person: who looks.
        """
        wanted = {each: case_of(each) for each in reads}
        standings = self._records.read(dict.fromkeys(wanted.values()))
        cases = {case: standing.state for case, standing in standings.items()}
        apart = self._apart(cases)
        return frozenset(
            each for each, case in wanted.items() if case in apart and _not_own(cases[case], each, person)
        )

    def refusal(self, read: str, person: str) -> Refusal | None:
        """Why somebody is not shown the answers of a read; None if they are."""
        return KEPT_APART if self.hidden([read], person) else None

    def alert_withheld(self, case: str, by: str, person: str) -> bool:
        """Whether what somebody says in an alert is kept from somebody, for it may say what the other reader found.

        That there is an alert, who was told of it and that it was taken up is kept from nobody.

        Args:
            case: the case.
            by: whose words they are: who raised the alert, or took it up.
            person: who looks.
        """
        state: CaseRead = self._records.read([case])[case].state
        return state.readers.kept_from(person, by=by) and self.told_apart(case)

    def told_apart(self, case: str) -> bool:
        """Whether words about a case tell of a read that is, or may yet be, kept from the other: begun or not.

        An alert may be raised by somebody who has answered nothing, so this goes further than what is kept apart now.
        """
        state: CaseRead = self._records.read([case])[case].state
        if state.blind or state.sampled is None or state.both_in:
            return state.blind
        stream = inspection_stream(state.sampled.inspection)
        return self._unsettled(self._records.read([stream])[stream].state, state.sampled.population)

    def refusal_of_subject(self, case: str, person: str) -> Refusal | None:
        """Why a reader of a case is not handed all that is held about it; None for whoever has no hand in it.

        What a person may ask to be given cannot wait for two reads, so whoever answers for that is not kept from it.
        """
        return KEPT_APART if _has_a_hand(self._records.read([case])[case].state, person) else None

    def refusal_of_counts(self, case: str, person: str) -> Refusal | None:
        """Why somebody is not told how much was written about a case: how many notes there are tells what was found.

        That goes for whoever has a hand in a case that is kept apart, or reads cases and may be given a hand in it.
        """
        if not self.among([case]):
            return None
        return self.refusal_of_subject(case, person) or (KEPT_APART if self._reads_cases(person) else None)

    def refusal_of_streams(self, streams: Iterable[str], person: str) -> Refusal | None:
        """Why somebody is not shown the events of some streams, as they were recorded; None if they are."""
        named = tuple(streams)
        reads = [read_of(each) for each in named if kind_of(each) in ("case", "second-read", "hold")]
        return KEPT_APART if self.hidden(reads, person) else self._of_exercises(named, person)

    def refusal_of_record(self, person: str) -> Refusal | None:
        """Why somebody is not handed the record as a whole; None if they are.

        It is whoever has a hand in a case that is read twice, or that may yet be drawn for it; and whoever the staff
        record has as one who reads cases, for they may be given such a case any day.
        """
        kept = self.kept()
        if kept and self._reads_cases(person):
            return WHOLE_RECORD
        if any(person in (*case.readers.first, case.readers.second) for case in kept.values()):
            return WHOLE_RECORD
        return self._of_exercises(tuple(self._store.streams("benchmark-")), person)

    def kept(self) -> Mapping[str, CaseRead]:
        """Every case of the record of which reads are kept apart now."""
        seconds = tuple(self._store.streams("second-read-"))
        seen = self._records.read([case_of(each) for each in seconds]) if seconds else {}
        drawn = {case: standing.state for case, standing in seen.items() if standing.state.blind}
        return {**drawn, **self._yet_to_be_drawn()}

    def among(self, cases: Iterable[str]) -> frozenset[str]:
        """Those of some cases of which reads are kept apart now."""
        wanted = tuple(cases)
        seen = self._records.read(wanted) if wanted else {}
        return self._apart({case: each.state for case, each in seen.items()})

    def _apart(self, cases: Mapping[str, CaseRead]) -> frozenset[str]:
        """Those of some cases whose reads are kept apart: read twice, or begun and perhaps yet to be drawn for it."""
        begun = {
            case: read.sampled
            for case, read in cases.items()
            if read.sampled and read.begun and not read.blind
        }
        streams = {inspection_stream(sampled.inspection) for sampled in begun.values()}
        inspections = self._records.read(streams)
        apart = {case for case, read in cases.items() if read.blind}
        samples = {(each.inspection, each.population) for each in begun.values()}
        unsettled = {
            (inspection, population)
            for inspection, population in samples
            if self._unsettled(inspections[inspection_stream(inspection)].state, population)
        }
        apart |= {
            each for each, sampled in begun.items() if (sampled.inspection, sampled.population) in unsettled
        }
        return frozenset(apart)

    def _unsettled(self, state: Inspection, population: str) -> bool:
        pin = state.known.protocol
        return may_yet_be_drawn(state, self._library().protocol_with(pin.digest), population)

    def _reads_cases(self, person: str) -> bool:
        stream = staff_stream(person)
        state: Staff = self._records.read([stream])[stream].state
        return any(each.role in (Role.INSPECTOR, Role.LEAD_INSPECTOR) for each in state.roles)

    def _yet_to_be_drawn(self) -> Mapping[str, CaseRead]:
        """The begun cases of inspections in which it is not settled which are read twice."""
        found: dict[str, CaseRead] = {}
        for state in self._records.every("inspection", Inspection).values():
            if state.sampled and any(self._unsettled(state, population) for population in state.samples):
                reads = self._records.read(state.sampled)
                apart = self._apart({case: read.state for case, read in reads.items()})
                found |= {case: read.state for case, read in reads.items() if case in apart}
        return found

    def _of_exercises(self, streams: Iterable[str], person: str) -> Refusal | None:
        exercises = [each for each in streams if kind_of(each) == "benchmark"]
        for standing in self._records.read(exercises).values() if exercises else ():
            state: Benchmark = standing.state
            if state.opened and state.closed is None and person in state.opened.readers:
                return WHOLE_RECORD
        return None


def _has_a_hand(case: CaseRead, person: str) -> bool:
    return case.blind and person in (*case.readers.first, case.readers.second)


def _not_own(case: CaseRead, read: str, person: str) -> bool:
    own = {case.readers.second} if read == second_read_of(case_of(read)) else case.readers.first
    return person not in own
