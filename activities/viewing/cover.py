"""Who has what to do in the inspections that run and cannot, and who is inspected twice at once: for lists of tasks."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from activities.commanding.concerning import Concerning, for_somebody
from activities.commanding.records import Records
from domain.cases.second_reads.state import SecondRead
from domain.cases.state import CaseRead
from domain.cases.streams import case_of
from domain.dated_rules.library import Library
from domain.inspections.at_once import AtOnce, at_once
from domain.inspections.kinds.parts import PanelRule
from domain.inspections.stages import IN_PROGRESS, Stage
from domain.inspections.state import Inspection
from domain.panels.state import Panel
from domain.people.people_tasks import PeopleTask
from domain.people.roll import ROLL_STREAM, Roll
from domain.people.staff.state import Staff
from domain.people.standing import Concern
from domain.people.work_tasks import Part, Work, work_tasks
from domain.streams import code_in, panel_stream, provider_stream, staff_stream

__all__ = ["Cover"]

_READING = (Stage.EVIDENCE_REQUEST, Stage.FIELDWORK, Stage.CASE_READS)
"""The stages in which a read that is open is still to be done."""

_BEFORE_ITS_END = (Stage.ANNOUNCEMENT, Stage.EVIDENCE_REQUEST, Stage.FIELDWORK)
"""The stages in which the days of fieldwork are still ahead, or run."""


class Cover:
    """Works out from the record who must be somewhere and cannot. Safe to use from several threads."""

    def __init__(self, records: Records, library: Callable[[], Library]) -> None:
        """Work out by the streams of a store as states, and the dated rules for the partners of a kind."""
        self._records = records
        self._library = library
        self._concerning = Concerning(records, library)

    def tasks(self, day: date, inspection: str | None = None) -> tuple[PeopleTask, ...]:
        """What there is to see to on a day; none where there is no staff record.

        Args:
            day: today.
            inspection: the one inspection that is asked about; all that run, if it is None. What somebody has to do in
                another one counts as well, where it falls on the same days.
        """
        inspections = self._records.every("inspection", Inspection).values()
        found = (*map(_twice, at_once(inspections)), *self._people(inspections, day, inspection))
        return tuple(each for each in found if inspection is None or inspection in each.inspections)

    def beside(self, inspection: str) -> tuple[AtOnce, ...]:
        """The inspections under way of those whom an inspection inspects, each with it."""
        found = at_once(self._records.every("inspection", Inspection).values())
        return tuple(each for each in found if inspection in each.inspections)

    def _people(
        self, inspections: Iterable[Inspection], day: date, one: str | None
    ) -> tuple[PeopleTask, ...]:
        roll: Roll = self._records.read([ROLL_STREAM])[ROLL_STREAM].state
        if not roll.begun:
            return ()
        staff, meetings = self._records.every("staff", Staff), self._records.every("panel", Panel)
        panels = {code_in(stream, panel_stream): each for stream, each in meetings.items()}
        works: list[Work] = []
        for state in inspections:
            if state.standing in IN_PROGRESS:
                asked = one is None or state.known.inspection == one
                works += self._of(state, panels if asked else {}, day, reads=asked)
        return work_tasks([self._theirs(each, staff) for each in works], staff, roll, day)

    def _theirs(self, work: Work, staff: Mapping[str, Staff]) -> Work:
        """What somebody has to do, with the providers that have gone on as those whom it concerns."""
        person = staff.get(staff_stream(work.who), Staff())
        return replace(work, concern=for_somebody(self._records, person, work.concern, afresh=True))

    def _of(
        self, state: Inspection, panels: Mapping[str, Panel], day: date, *, reads: bool
    ) -> Iterator[Work]:
        known, concern = state.known, self._concerning.of(state, afresh=True)
        if concern is None:
            return
        fieldwork = state.standing in _BEFORE_ITS_END
        # Once fieldwork is over, somebody leads it on every day that comes.
        since, until = state.fieldwork if fieldwork else (day, day)
        yield Work(known.lead, "lead", concern, min(since, until), until)
        for member in state.team if fieldwork else ():
            yield Work(member.person, "team", concern, since, until)
        if reads and state.standing in _READING:
            yield from self._readers(state, concern, day)
        kind = self._library().protocol_with(known.protocol.digest)
        for code, panel in panels.items():
            yield from _sitting(code, panel, concern, day, kind.panel if kind else None)

    def _readers(self, state: Inspection, concern: Concern, day: date) -> Iterator[Work]:
        for stream, standing in self._records.read(list(state.reads)).items() if state.reads else ():
            read: CaseRead | SecondRead = standing.state
            part: Part = "second-reader" if isinstance(read, SecondRead) else "reader"
            if isinstance(read, SecondRead):
                reader = None if read.over else read.reader
            else:
                reader = None if read.complete or read.sampled is None else read.readers.reader
            if reader is not None:
                yield Work(reader, part, replace(concern, case=case_of(stream)), day, day)


def _twice(found: AtOnce) -> PeopleTask:
    return PeopleTask(
        provider_stream(found.provider),
        "defer-inspection",
        f"Put one of them off, or settle with the provider that both go on: {found.sentence}",
        None,
        found.inspections,
    )


def _sitting(code: str, panel: Panel, concern: Concern, day: date, rule: PanelRule | None) -> Iterator[Work]:
    """Those who are to sit on an inspection and take part in it as far as is known."""
    item = panel.items.get(concern.inspection)
    if panel.convened is None or item is None or not panel.will_take(concern.inspection):
        return
    on = max(panel.convened.meets_on, day)
    for member in panel.members:
        if member not in item.recused:
            part: Part = "chair" if member == panel.chair else "member"
            asked = (rule.chairs if part == "chair" else rule.members) if rule else ()
            yield Work(member, part, concern, on, on, code, asked)
