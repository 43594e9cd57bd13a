"""What people look at: rows worked out from the record, kept up with it, and thrown away and rebuilt at will.

A row is a function of states (or of one event, for the time line), never of the row before it: of its stream's, and an
inspection's also of those of its cases, panels and action plan, so it is made again when one of them moves. So it does
not matter in how many steps a view was brought up to date, and a rebuilt view equals one that was kept up live.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from activities.ports import EventStore
from activities.records import Records
from domain.action_plans.plan import ActionPlan
from domain.action_plans.plan import react as plan_react
from domain.agenda import Agenda
from domain.cases.reading import CaseRead
from domain.inspections.react import react
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.inspections.tasks import Surroundings, Task, tasks
from domain.ledger.envelope import Envelope, Recorded
from domain.library import Library
from domain.messages import Event, Message
from domain.panels.panel import Panel
from domain.providers.provider import Provider
from domain.rooms import EVENT_NAMES, kind_of
from domain.storyline import sentence

__all__ = ["CaseRow", "InspectionRow", "MomentRow", "ProviderRow", "Rows", "ViewStore", "Views"]

BATCH = 1000
"""How many events are taken in at a time: a few hundred milliseconds of work between two checkpoints."""


class InspectionRow(Message):
    """An inspection as a list shows it.

    Attributes:
        reference: the inspection's reference.
        provider: the provider's short code.
        provider_name: the provider's name.
        kind: the id of its protocol.
        stage: where it stands.
        lead: the lead inspector, opaque.
        announced_on: the day of announcement.
        fieldwork_from: the first day of fieldwork, as announced.
        next_deadline: the code of the next running deadline, its action plan's among them; None where none runs.
        next_due: its date.
        awaits: what that deadline awaits.
        waiting_for: what people still have to do, and since when it is overdue.
        cases: how many cases were sampled.
        ratings: rating by standard: decided, or derived while the panel has not decided.
        derived_overall: the overall rating by the rule.
        overall: the overall rating that the panel decided.
        score: points, where the scheme counts them.
        max_score: the most they could be.
        published_document: the digest of the published file.
        report: the digest of the report as it stands.
        derivation: the digest of the derivation that stands before the panel.
        tasks: what is to be done next, by whom, and what is locked, and why.
    """

    reference: str
    provider: str
    provider_name: str
    kind: str
    stage: str
    lead: str
    announced_on: date
    fieldwork_from: date
    next_deadline: str | None
    next_due: date | None
    awaits: str | None
    waiting_for: tuple[str, ...]
    cases: int
    ratings: tuple[tuple[str, str | None], ...]
    derived_overall: str | None
    overall: str | None
    score: int | None
    max_score: int | None
    published_document: str | None
    report: str | None
    derivation: str | None
    tasks: tuple[Task, ...] = ()


class CaseRow(Message):
    """A sampled case as a list shows it.

    Attributes:
        case: its stream.
        inspection: the inspection it was drawn for.
        population: which list it stands in.
        row: its row in that list.
        status: ``to-read``, ``begun`` or ``complete``.
        unanswered: how many key questions have no answer yet.
    """

    case: str
    inspection: str
    population: str
    row: int
    status: str
    unanswered: int


class MomentRow(Message):
    """One event as the time line shows it.

    Attributes:
        position: its place among all events.
        matter: the stream of the matter it belongs to: for a case, its inspection.
        stream: the stream it stands on.
        version: its place in that stream.
        name: its stored name.
        occurred_at: when it was so, as written in the record.
        recorded_at: when it was written down, as written in the record.
        actor: who, opaque.
        acting_role: in which role.
        sentence: what happened, in words.
    """

    position: int
    matter: str
    stream: str
    version: int
    name: str
    occurred_at: str
    recorded_at: str
    actor: str
    acting_role: str
    sentence: str


class ProviderRow(Message):
    """A provider as a list shows it."""

    provider: str
    title: str
    kind: str
    area: str


@dataclass(frozen=True, slots=True)
class Rows:
    """What one batch of events makes of the views; all of it replaces what stood under the same key."""

    inspections: tuple[InspectionRow, ...] = ()
    cases: tuple[CaseRow, ...] = ()
    moments: tuple[MomentRow, ...] = ()
    providers: tuple[ProviderRow, ...] = ()


class ViewStore(Protocol):
    """Where the views are kept. They are no part of the record."""

    def checkpoint(self) -> int:
        """The position up to which the views are up to date."""
        ...

    def keep(self, rows: Rows, before: int, after: int) -> bool:
        """Replace rows and move the checkpoint, in one step; False (and nothing done) if it was not at ``before``."""
        ...

    def clear(self) -> None:
        """Throw everything away and put the checkpoint to 0."""
        ...

    def inspections(self) -> Sequence[InspectionRow]:
        """All inspections, by reference."""
        ...

    def inspection(self, reference: str) -> InspectionRow | None:
        """One inspection."""
        ...

    def cases(self, inspection: str) -> Sequence[CaseRow]:
        """The sampled cases of an inspection, by population and row."""
        ...

    def timeline(self, matter: str) -> Sequence[MomentRow]:
        """Everything that happened in a matter, oldest first."""
        ...

    def providers(self) -> Sequence[ProviderRow]:
        """All providers, by code."""
        ...

    def digest(self) -> str:
        """A digest over all rows of all views, to tell whether two are equal."""
        ...


class Views:
    """Keeps the views up with the record, and answers what people ask of them."""

    def __init__(
        self, *, store: EventStore, records: Records, kept: ViewStore, library: Callable[[], Library]
    ) -> None:
        """Set up the views.

        Args:
            store: the record.
            records: its streams as states.
            kept: where the rows are kept.
            library: the dated rules; the pinned ones are found by their digests.
        """
        self._store = store
        self._library = library
        self._records = records
        self._kept = kept

    def catch_up(self) -> ViewStore:
        """Take in everything recorded so far; several processes may do so at once.

        Returns:
            The views, up to date with every event that was recorded before the call.

        Raises:
            Unreadable: the record holds an event of a newer version of Assay; the views stop before it.
        """
        target = self._store.last_position()
        while (at := self._kept.checkpoint()) < target:
            batch = self._store.scan(at, BATCH)
            self._kept.keep(self.rows(batch), at, batch[-1].position)
        return self._kept

    def rebuild(self) -> ViewStore:
        """Throw the views away and build them again from the first event."""
        self._kept.clear()
        return self.catch_up()

    def lag(self) -> int:
        """How many events the views are behind."""
        return self._store.last_position() - self._kept.checkpoint()

    def rows(self, batch: Sequence[Recorded]) -> Rows:
        """What a batch of events makes of the views."""
        envelopes = [(each, EVENT_NAMES.read(each)) for each in batch]
        streams = dict.fromkeys(each.stream for each in batch)
        standings = self._records.read(stream for stream in streams if kind_of(stream) in _LOOKED_AT)
        cases, providers = [], []
        moved: dict[str, None] = {}
        for stream, standing in standings.items():
            moved.update(dict.fromkeys(_concerned(stream, standing.state)))
            match standing.state:
                case CaseRead(sampled=sampled) as state if sampled is not None:
                    cases.append(_case(stream, state))
                case Provider(registered=registered) if registered is not None:
                    providers.append(ProviderRow(**registered.model_dump()))
        inspections = tuple(self._inspections(moved))
        return Rows(inspections, tuple(cases), tuple(_moments(envelopes)), tuple(providers))

    def _inspections(self, streams: Iterable[str]) -> Iterable[InspectionRow]:
        states: dict[str, Inspection] = {
            stream: standing.state
            for stream, standing in self._records.read(streams).items()
            if standing.state.announced is not None
        }
        if not states:
            return
        library, panels = self._library(), self._panels(states.values())
        for state in states.values():
            yield _inspection(state, self._around(state, library, panels))

    def _around(self, state: Inspection, library: Library, panels: Mapping[str, Panel]) -> Surroundings:
        known, standing = state.known, state.standing
        read = state.sampled if standing in _READING else ()
        plan = state.plan if standing is Stage.ACTION_PLAN else None
        found = self._records.read([*read, *([plan] if plan else [])])
        return Surroundings(
            unread=sum(not found[case].state.complete for case in read),
            panels={
                code: panel
                for code, panel in panels.items()
                if panel.convened and known.inspection in panel.convened.agenda
            },
            plan=found[plan].state if plan else None,
            protocol=library.protocol_with(known.protocol.digest),
            scheme=library.scheme_with(known.scheme.digest),
        )

    def _panels(self, states: Iterable[Inspection]) -> Mapping[str, Panel]:
        """All panels, by reference; none where no inspection is before one."""
        if all(state.standing is not Stage.PANEL_REVIEW for state in states):
            return {}
        found = self._records.read(self._store.streams("panel-"))
        return {stream.removeprefix("panel-"): standing.state for stream, standing in found.items()}


_LOOKED_AT = frozenset({"inspection", "case", "panel", "action-plan", "provider"})
_READING = frozenset({Stage.EVIDENCE_REQUEST, Stage.FIELDWORK, Stage.CASE_READS})
"""A case is read from when it is drawn until the gate behind the case reads is closed."""


def _concerned(stream: str, state: object) -> tuple[str, ...]:
    """The streams of the inspections whose row depends on a stream."""
    match state:
        case Inspection():
            return (stream,)
        case CaseRead(sampled=sampled) if sampled is not None:
            return (f"inspection-{sampled.inspection}",)
        case ActionPlan(requested=requested) if requested is not None:
            return (f"inspection-{requested.inspection}",)
        case Panel(convened=convened) if convened is not None:
            return tuple(f"inspection-{each}" for each in convened.agenda)
        case _:
            return ()


def _inspection(state: Inspection, around: Surroundings) -> InspectionRow:
    known, agenda = state.known, react(state)
    plan = plan_react(around.plan) if around.plan else None
    deadlines = sorted(
        (*agenda.deadlines, *(plan.deadlines if plan else ())), key=lambda each: (each.due, each.id)
    )
    next_ = deadlines[0] if deadlines else None
    shown = state.decided or state.derived
    return InspectionRow(
        reference=known.inspection,
        provider=known.provider,
        provider_name=known.provider_name,
        kind=known.protocol.id,
        stage=agenda.stage,
        lead=known.lead,
        announced_on=known.announced_on,
        fieldwork_from=known.fieldwork_from,
        next_deadline=next_.id if next_ else None,
        next_due=next_.due if next_ else None,
        awaits=next_.awaits if next_ else None,
        waiting_for=_waiting_for(agenda, plan),
        cases=len(state.sampled),
        ratings=tuple((each.standard, each.rating) for each in shown.ratings) if shown else (),
        derived_overall=state.derived.overall if state.derived else None,
        overall=state.decided.overall if state.decided else None,
        score=state.derived.score if state.derived else None,
        max_score=state.derived.max_score if state.derived else None,
        published_document=state.published,
        report=state.report.digest if state.report else None,
        derivation=state.derived.trace_digest if state.derived else None,
        tasks=tasks(state, around),
    )


def _waiting_for(agenda: Agenda, plan: Agenda | None) -> tuple[str, ...]:
    if plan is None:
        return agenda.waiting_for
    return plan.waiting_for or ("the inspection to be closed",)


def _case(stream: str, state: CaseRead) -> CaseRow:
    assert state.sampled is not None
    begun = bool(state.answers) or state.interviewed is not None
    return CaseRow(
        case=stream,
        inspection=state.sampled.inspection,
        population=state.sampled.population,
        row=state.sampled.row,
        status="complete" if state.complete else "begun" if begun else "to-read",
        unanswered=len(state.unanswered),
    )


def _moments(envelopes: Iterable[tuple[Recorded, Envelope[Event]]]) -> Iterable[MomentRow]:
    for recorded, envelope in envelopes:
        told = sentence(envelope.data)
        if told is None:
            continue
        yield MomentRow(
            position=recorded.position,
            matter=envelope.correlation_id,
            stream=envelope.stream,
            version=envelope.version,
            name=envelope.name,
            occurred_at=envelope.occurred_at.isoformat(),
            recorded_at=envelope.recorded_at.isoformat(),
            actor=envelope.actor,
            acting_role=envelope.acting_role,
            sentence=told,
        )
