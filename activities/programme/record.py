"""A year's programme on the record: what the record knows goes into it, and the tables of a plan are kept with it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from activities.commanding.desk import Declined, Desk, Order, Outcome
from activities.commanding.records import Records
from activities.ports import Clock, Documents, EventStore
from activities.programme.calendars import ProgrammeCalendars
from activities.remembering import Remembered
from domain.deciders import EVENT_NAMES
from domain.inspections.state import Inspection
from domain.panels.state import Panel
from domain.people.staff.state import Staff
from domain.programme.choice.rules import SelectionRule
from domain.programme.choice.services import Service
from domain.programme.plan import Plan
from domain.programme.problem import Problem
from domain.programme.year.choice.known import OnRecord, filled, services_of
from domain.programme.year.decider import PROGRAMME
from domain.programme.year.events import PlanAccepted, ProgrammeReplanned
from domain.programme.year.published.started import (
    plan_as_it_runs,
    running_in,
    running_streams,
    tables_as_they_run,
)
from domain.programme.year.state import Programme
from domain.programme.year.terms import Change
from domain.providers.provider import Provider
from domain.refusals import Refusal, Refused
from domain.streams import (
    code_in,
    inspection_stream,
    panel_stream,
    programme_stream,
    provider_stream,
    staff_stream,
)
from domain.working_days import london_date

__all__ = ["ProgrammeRecord", "tables_of"]

_LONG_PAST = timedelta(weeks=60)
"""Nobody writes longer than that about an inspection after its fieldwork."""

YEARS_REMEMBERED = 10
"""Tables of years that are remembered, and plans as they run: those that people look at, a few megabytes each."""


def tables_of(problem: Problem) -> bytes:
    """The tables of a year as they are kept: one JSON object, always the same bytes for the same tables."""
    return f"{problem.model_dump_json(indent=1)}\n".encode()


class ProgrammeRecord:
    """Reads what the record knows for a programme, and gives the commands that bring tables in.

    Attributes:
        calendars: the calendars of published programmes.
    """

    def __init__(
        self, *, desk: Desk, store: EventStore, records: Records, documents: Documents, clock: Clock
    ) -> None:
        """Read programmes from a record, and keep their tables beside it.

        Args:
            desk: takes the commands.
            store: the record.
            records: its streams as states.
            documents: keeps the tables.
            clock: what time it is; tables are filled for the week that begins next.
        """
        self._clock = clock
        self._desk = desk
        self._store = store
        self._records = records
        self._documents = documents
        self.calendars = ProgrammeCalendars(store, records)
        self._tables = Remembered[Problem](YEARS_REMEMBERED)
        self._running = Remembered[tuple[Problem, Plan]](YEARS_REMEMBERED)

    def programme(self, code: str) -> Programme:
        """A programme as it stands, by its code, such as ``2018``.

        Raises:
            Refused: ``unknown-programme``.
        """
        stream = programme_stream(code)
        state: Programme = self._records.read([stream])[stream].state
        if state.opened is None:
            raise Refused.because(
                "unknown-programme",
                f"There is no programme {code[:60]!r}; `assay programme list` shows all.",
            )
        return state

    def programmes(self) -> dict[str, Programme]:
        """Every programme that was ever opened, as it stands, by its code and in order of it."""
        found = self._records.every("programme", Programme)
        return {code_in(stream, programme_stream): each for stream, each in sorted(found.items())}

    def planned(self, code: str) -> tuple[Problem, Plan]:
        """The published plan of a programme, or else the accepted one, with the tables that it is a plan of.

        Raises:
            Refused: ``unknown-programme``, ``nothing-yet``, or ``tables-gone`` when their time to be kept is over.
        """
        state = self.programme(code)
        content = state.plan or (state.plans.get(state.accepted) if state.accepted else None)
        if content is None:
            raise Refused.because("nothing-yet", f"No plan of {code} has been accepted yet.")
        tables = self.tables(content.document)
        if tables is None:
            raise Refused.because("tables-gone", f"The tables of the plan of {code} are no longer kept.")
        return self.as_it_runs(code, tables, content.plan)

    def tables(self, document: str) -> Problem | None:
        """The tables of a year that are kept under a digest; None where they are kept no longer.

        Whether they are kept is asked each time; what the bytes of a digest say is read once.
        """
        kept = self._documents.fetch(document)
        if kept is None:
            return None
        return self._tables.given(document, None, lambda: Problem.model_validate_json(kept))

    def as_it_runs(self, code: str, problem: Problem, plan: Plan) -> tuple[Problem, Plan]:
        """A plan and its tables with what has started as it runs: where and with whom; what was given up is left out.

        Args:
            code: the programme.
            problem: the tables, as they were or as they are filled now.
            plan: the plan as it was made.

        Raises:
            Refused: ``unknown-programme``.
        """
        state = self.programme(code)
        found = self._records.read(running_streams(state))
        known = {
            code_in(stream, inspection_stream): each.state
            for stream, each in found.items()
            if each.state.announced
        }
        running = running_in(state, known)

        def work_out() -> tuple[Problem, Plan]:
            tables = tables_as_they_run(problem, running)
            return tables, plan_as_it_runs(tables, plan, running)

        heads = tuple((stream, each.head) for stream, each in found.items())
        return self._running.given((problem.digest, plan.digest), (tuple(running), heads), work_out)

    def accepted_before(self, code: str, plan: str) -> str | None:
        """The plan whose place another took when it was last accepted; None if none stood accepted then.

        Args:
            code: the programme.
            plan: the plan that was accepted.
        """
        stream = programme_stream(code)
        events = [EVENT_NAMES.read(each).data for each in self._store.load({stream: 0}).get(stream, ())]
        last = max(
            at for at, each in enumerate(events) if isinstance(each, PlanAccepted) and each.plan == plan
        )
        before: Programme = PROGRAMME.fold(events[:last])
        return before.accepted if before.accepted != plan else None

    def services(self, code: str, kinds: Iterable[str], rule: SelectionRule) -> tuple[Service, ...]:
        """The services of some kinds of provider, as the record has them, for a choice by a rule.

        Raises:
            Refused: ``unknown-programme``, ``unknown-area``.
        """
        state = self.programme(code)
        content = state.plan or (state.plans.get(state.accepted) if state.accepted else None)
        tables = self.tables(content.document) if content is not None else None
        record = self._on_record()
        record = replace(
            record,
            tables=tables,
            elsewhere=self._tables_of_others(code, record, state.known.first_monday),
        )
        return services_of(state, record, kinds, rule)

    def filled(self, code: str, problem: Problem) -> Problem:
        """The tables of a year with what the record knows in the place of what they say.

        Raises:
            Refused: ``unknown-programme``.
        """
        today = london_date(self._clock.now())
        record = self._on_record()
        record = replace(record, elsewhere=self._tables_of_others(code, record, problem.first_monday))
        return filled(problem, self.programme(code), record, today)

    def _tables_of_others(self, code: str, record: OnRecord, first_monday: date) -> dict[str, Problem]:
        """The tables of other programmes whose inspections may come near a year, as far as they are kept."""
        since, found = first_monday - _LONG_PAST, {}
        for other, state in record.programmes.items():
            plan = state.last if other != code else None
            if plan is not None and any(each.fieldwork_to >= since for each in plan.slots):
                tables = self.tables(plan.document)
                if tables is not None:
                    found[other] = tables
        return found

    def give(self, order: Order, problem: Problem) -> Outcome:
        """Give a command that brings in the tables of a year, and has their digest.

        A command that would be refused leaves no file.

        Raises:
            TooBusy: as :meth:`activities.commanding.desk.Desk.give`.
            StoreFault: the document store, the vault or the record failed.
        """
        if self._desk.rehearse(order) is None:
            self._documents.keep_sealed(tables_of(problem))
            return self._desk.give(order)
        outcome = self._desk.give(order)  # it is refused for good, and that is on the record
        if not isinstance(outcome, Declined):  # or it was accepted before, perhaps just now
            self._documents.keep_sealed(tables_of(problem))
        return outcome

    def changes(self, order: Order) -> tuple[Change, ...]:
        """What a command that puts another plan in the published one's place would change; nothing is recorded.

        Raises:
            Refused: as the command would be.
        """
        decided = self._desk.foresee(order)
        if isinstance(decided, Refusal):
            raise Refused(decided)
        return next((each.changes for each in decided if isinstance(each, ProgrammeReplanned)), ())

    def _on_record(self) -> OnRecord:
        every = self._records.every
        return OnRecord(
            providers={
                code_in(each, provider_stream): of for each, of in every("provider", Provider).items()
            },
            inspections={
                code_in(each, inspection_stream): of
                for each, of in every("inspection", Inspection).items()
                if of.announced is not None
            },
            staff={code_in(each, staff_stream): of for each, of in every("staff", Staff).items()},
            panels={code_in(each, panel_stream): of for each, of in every("panel", Panel).items()},
            programmes=self.programmes(),
        )
