"""Projecting: what a batch of events makes of the rows that people look at.

A row is a function of states (or of one event, for the timeline), never of the row before it: of its stream's, and an
inspection's also of those of its cases, panels and action plan, so it is made again when one of them moves. The states
are those at the end of the batch. So it does not matter in how many steps a view was brought up to date, and a rebuilt
view equals one that was kept up live, at every position of the record.
"""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from activities.auditing.hindsight import Hindsight, Read, readable
from activities.ports import EventStore
from activities.viewing.rows import CaseRow, InspectionRow, MomentRow, ProviderRow, Rows
from activities.viewing.surroundings import LookingAround, inspections_of
from domain.action_plans.plan import ActionPlan
from domain.action_plans.react import react as plan_react
from domain.agenda import Agenda
from domain.cases.alerts.alert import Alerts
from domain.cases.lists.rules import CaseList
from domain.cases.quality import Quality
from domain.cases.reading import CaseRead
from domain.cases.second_reads.state import SecondRead
from domain.cases.streams import read_of
from domain.dated_rules.library import Library
from domain.deciders import kind_of
from domain.evidence.decider import inspection_in
from domain.evidence.state import EvidenceRoom
from domain.follow_ups.state import FollowUp
from domain.holdings.holdings import Holdings
from domain.inspections.react import react
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.inspections.tasks import Surroundings, tasks
from domain.inspections.whose import title_of
from domain.ledger.envelope import Recorded
from domain.panels.elsewhere import elsewhere_of
from domain.panels.state import Panel
from domain.providers.provider import Provider
from domain.storyline.telling import sentence
from domain.streams import code_in, inspection_stream, plan_in, quality_stream

__all__ = ["Projecting"]


class Projecting:
    """Works out rows from events, in the order of the record. Safe to use from several threads, one at a time."""

    def __init__(self, store: EventStore, library: Callable[[], Library]) -> None:
        """Project a store's events.

        Args:
            store: the record.
            library: the dated rules; the pinned ones are found by their digests.
        """
        self._store = store
        self._library = library
        self._then = Hindsight(store)
        self._turn = threading.Lock()

    def rows(self, batch: Sequence[Recorded]) -> tuple[Rows, int]:
        """What a batch of events makes of the views.

        Args:
            batch: events that follow on each other in the record; not empty.

        Returns:
            The rows, and the position up to which they take the events in: that of the last one, or of the one
            before the first that only a newer version of Assay can read.

        Raises:
            Unreadable: that is the first of the batch.
        """
        read = readable(batch)
        with self._turn:
            self._then.move_to(read)
            return self._rows(read), read[-1][0].position

    def _rows(self, batch: Sequence[Read]) -> Rows:
        streams = dict.fromkeys(each.stream for each, _ in batch)
        # What is held of a read is looked at with the read, which says whose inspection it is.
        states = self._then.states(read_of(stream) for stream in streams if kind_of(stream) in _LOOKED_AT)
        cases, providers = [], []
        moved: dict[str, None] = {}
        for stream, state in states.items():
            moved.update(dict.fromkeys(_concerned(stream, state)))
            match state:
                case CaseRead(drawn=drawn) if drawn is not None:
                    cases.append(_case(stream, state))
                case Provider(registered=registered) if registered is not None:
                    providers.append(ProviderRow(**registered.with_(title=state.title).model_dump()))
        moved.update(dict.fromkeys(self._set_beside(states)))
        inspections = tuple(self._inspections(moved))
        return Rows(inspections, tuple(cases), tuple(_moments(batch)), tuple(providers))

    def _set_beside(self, states: Mapping[str, object]) -> Iterator[str]:
        """The inspections of which papers that are still to be decided on show the ratings of one that has moved."""
        moved = {
            each.known.inspection
            for each in states.values()
            if isinstance(each, Inspection) and (each.decided or each.last_sitting)
        }
        panels = self._then.states(self._store.streams("panel-")) if moved else {}
        for panel in panels.values():
            for inspection in panel.agenda:
                if panel.will_take(inspection) and not moved.isdisjoint(panel.beside(inspection)):
                    yield inspection_stream(inspection)

    def _inspections(self, streams: Iterable[str]) -> Iterable[InspectionRow]:
        states: dict[str, Inspection] = {
            stream: state
            for stream, state in self._then.states(streams).items()
            if state.announced is not None
        }
        if not states:
            return
        looking = LookingAround(self._then.states, self._store.streams, self._library())
        for state in states.values():
            row = _inspection(state, looking.at(state))
            yield row.with_(readers=self._who_reads(state))

    def _who_reads(self, state: Inspection) -> tuple[str, ...]:
        """Everybody who has, or had, a hand in reading a case of an inspection, at whatever stage it is."""
        cases: Iterable[CaseRead] = self._then.states(state.sampled).values()
        return tuple(sorted({who for each in cases for who in each.readers.everybody}))


_LOOKED_AT = frozenset(
    {
        "inspection",
        "case",
        "second-read",
        "hold",
        "list",
        "alert",
        "quality",
        "evidence",
        "holdings",
        "panel",
        "action-plan",
        "follow-up",
        "provider",
    }
)


def _concerned(stream: str, state: object) -> tuple[str, ...]:
    """The streams of the inspections whose row depends on a stream."""
    match state:
        case Inspection():
            return (stream,)
        case CaseRead(drawn=drawn) | SecondRead(drawn=drawn) if drawn is not None:
            return (inspection_stream(drawn.inspection),)
        case CaseList(handed_in=came) if came is not None:
            return (inspection_stream(came.inspection),)
        case Alerts():
            return tuple(inspection_stream(each) for each in inspections_of(state))
        case Quality():
            return (inspection_stream(code_in(stream, quality_stream)),)
        case ActionPlan(requested=requested) if requested is not None:
            return (inspection_stream(requested.inspection),)
        case FollowUp(set_up=known) if known is not None:
            return (inspection_stream(known.inspection),)
        case EvidenceRoom():
            return (inspection_in(stream),)
        case Holdings():
            return tuple(dict.fromkeys(inspection_stream(each.inspection) for each in state.requests))
        case Panel():
            return tuple(inspection_stream(each) for each in state.agenda)
        case _:
            return ()


def _inspection(state: Inspection, around: Surroundings) -> InspectionRow:
    known, agenda = state.known, react(state)
    plans = tuple(_of_plans(state, around.plans))
    deadlines = sorted(
        (*agenda.deadlines, *(each for plan in plans for each in plan.deadlines)),
        key=lambda each: (each.due, each.id),
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
        fieldwork_from=state.fieldwork[0],
        next_deadline=next_.id if next_ else None,
        next_due=next_.due if next_ else None,
        awaits=next_.awaits if next_ else None,
        waiting_for=_waiting_for(agenda, plans),
        cases=len(state.sampled),
        ratings=tuple((each.standard, each.rating) for each in shown.ratings) if shown else (),
        derived_overall=state.derived.overall if state.derived else None,
        overall=state.decided.overall if state.decided else None,
        score=state.derived.score if state.derived else None,
        max_score=state.derived.max_score if state.derived else None,
        published_document=state.published,
        report=state.report.digest if state.report else None,
        derivation=state.derived.trace_digest if state.derived else None,
        rated=elsewhere_of(state, around.scheme),
        tasks=tasks(state, around),
    )


def _of_plans(state: Inspection, plans: Mapping[str, ActionPlan]) -> Iterator[Agenda]:
    """What each action plan waits for; of several, with whose it is."""
    for stream, plan in plans.items():
        agenda = plan_react(plan)
        if plan_in(stream)[1] is None:
            yield agenda
            continue
        whose = title_of(state, plan.provider)
        yield agenda.with_(
            waiting_for=tuple(f"{each} ({whose})" for each in agenda.waiting_for),
            deadlines=tuple(each.with_(awaits=f"{each.awaits} ({whose})") for each in agenda.deadlines),
        )


def _waiting_for(agenda: Agenda, plans: tuple[Agenda, ...]) -> tuple[str, ...]:
    if not plans or agenda.stage != Stage.ACTION_PLAN:
        return agenda.waiting_for
    return tuple(each for plan in plans for each in plan.waiting_for) or ("the inspection to be closed",)


def _case(stream: str, state: CaseRead) -> CaseRow:
    assert state.drawn is not None
    return CaseRow(
        case=stream,
        inspection=state.drawn.inspection,
        population=state.drawn.population,
        row=state.drawn.row,
        status=state.status,
        unanswered=len(state.unanswered),
    )


def _moments(batch: Iterable[Read]) -> Iterable[MomentRow]:
    for recorded, envelope in batch:
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
            command=envelope.command_id,
        )
