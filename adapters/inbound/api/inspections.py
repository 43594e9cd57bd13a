"""What there is to read of inspections: where each stands, its tasks, its timeline, its dates, its samples."""

from collections.abc import Iterator, Mapping
from typing import Any

from starlette.responses import Response

from activities.viewing.rows import InspectionRow, MomentRow
from adapters.inbound.api.asking import Asked, found
from adapters.inbound.api.shapes import (
    STAGES,
    DeadlineRuns,
    Deadlines,
    Inspections,
    InspectionShown,
    InspectionTheirs,
    InspectionWhole,
    SampledCase,
    Samples,
    SampleShown,
    TaskAboutPeople,
    Tasks,
    TimeLine,
)
from adapters.inbound.shown.cases.questions import questions_in
from adapters.inbound.shown.plans import plan_asked_of, plans_of
from adapters.inbound.shown.provider.asked import theirs_in
from adapters.inbound.shown.provider.time_line import told_to
from adapters.inbound.today import today_in_london
from adapters.inbound.visiting.guarding import inspection_for, not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from domain.action_plans.plan import ActionPlan
from domain.inspections.state import Inspection
from domain.inspections.whose import title_of
from domain.storyline.once import told_once
from domain.streams import inspection_stream, plan_in

__all__ = ["deadlines", "inspections", "one", "samples", "seen_by", "tasks", "time_line"]

_LOOK = "api inspection"


def inspections(asked: Asked) -> Response:
    """The inspections that are there for whoever asks, by reference."""
    visitor = asked.caller.visitor
    stage = asked.word("stage", STAGES)
    after = asked.text("after", "[a-z0-9-]{1,60}") or ""
    rows = [
        each
        for each, _ in seen_by(asked.house, visitor)
        if each.reference > after and stage in (None, each.stage)
    ]
    page = sorted(rows, key=lambda each: each.reference)[: asked.limit()]
    asked.house.services.looking.note(visitor.id, "api inspections", [each.reference for each in page])
    return found(
        asked,
        Inspections(
            inspections=tuple(_shown(visitor, each) for each in page),
            next=page[-1].reference if len(page) < len(rows) else None,
        ),
    )


def one(asked: Asked) -> Response:
    """One inspection."""
    visitor = asked.caller.visitor
    row, state = inspection_for(asked.house, visitor, asked.path("reference"), _LOOK)
    stream = inspection_stream(row.reference)
    version = asked.house.services.records.read([stream])[stream].head.version
    shown = _shown(visitor, row)
    theirs = visitor.provider is not None
    questions = () if theirs else tuple(questions_in(state, asked.house.services.library()))
    whole = InspectionWhole(inspection=shown, version=None if theirs else version, questions=questions)
    return found(asked, whole)


def tasks(asked: Asked) -> Response:
    """What is to be done in an inspection."""
    row, _ = _ours(asked)
    services = asked.house.services
    people = tuple(
        TaskAboutPeople(about=each.about, verb=each.verb, title=each.title, due=each.due, roles=each.roles)
        for each in services.cover.tasks(today_in_london(services), row.reference)
    )
    return found(asked, Tasks(inspection=row.reference, tasks=row.tasks, people=people))


def time_line(asked: Asked) -> Response:
    """What happened in an inspection."""
    visitor = asked.caller.visitor
    row, state = inspection_for(asked.house, visitor, asked.path("reference"), _LOOK)
    after = asked.number("after", 0) or 0
    once = asked.word("every", {"true": False, "false": True})
    moments: list[MomentRow]
    if visitor.provider is not None:
        moments = list(told_to(asked.house, visitor, row, state))[::-1]
    else:
        kept = asked.house.services.views.catch_up()
        recorded = sorted(kept.timeline(inspection_stream(row.reference)), key=lambda each: each.position)
        moments = recorded if once is False else list(told_once(recorded))
    left = [each for each in moments if each.position > after]
    page = left[: asked.limit()]
    more = page[-1].position if len(page) < len(left) else None
    return found(asked, TimeLine(inspection=row.reference, moments=tuple(page), next=more))


def deadlines(asked: Asked) -> Response:
    """The dates that run in an inspection; for a provider, those by which something is asked of it."""
    visitor = asked.caller.visitor
    row, state = inspection_for(asked.house, visitor, asked.path("reference"), _LOOK)
    running = (
        _theirs(asked.house, visitor.provider, state)
        if visitor.provider is not None
        else _running(state, plans_of(asked.house.services, state))
    )
    ordered = tuple(sorted(running, key=lambda each: (each.due, each.code)))
    return found(asked, Deadlines(inspection=row.reference, deadlines=ordered))


def samples(asked: Asked) -> Response:
    """The samples of an inspection, and how far their reading has come; nothing of what is answered."""
    row, state = _ours(asked)
    read = {each.case: each for each in asked.house.services.views.catch_up().cases(row.reference)}

    def case(drawn: str, place: int) -> SampledCase:
        replaced = state.replaced.get(drawn)
        known = read.get(drawn)
        return SampledCase(
            case=drawn,
            row=place,
            status=known.status if known else "set-aside",
            unanswered=known.unanswered if known else 0,
            replaced_because=replaced.code if replaced else None,
            read_instead=state.in_place_of(drawn) if replaced else None,
        )

    shown = (
        SampleShown(
            population=population,
            list_digest=each.list_digest,
            list_size=each.list_size,
            seed=each.seed,
            wanted=each.wanted,
            reason=each.reason,
            cases=tuple(case(drawn, place) for drawn, place in zip(each.cases, each.rows, strict=True)),
        )
        for population, each in sorted(state.samples.items())
    )
    return found(asked, Samples(inspection=row.reference, samples=tuple(shown)))


def seen_by(house: House, visitor: Visitor) -> Iterator[tuple[InspectionRow, Inspection]]:
    """The inspections that are there for somebody, as the list has them and as the record does."""
    rows = house.services.views.catch_up().inspections()
    streams = [inspection_stream(each.reference) for each in rows]
    states: Any = house.services.records.read(streams) if streams else {}
    sees = house.services.seeing.inspections(visitor)
    for row, stream in zip(rows, streams, strict=True):
        if sees(states[stream].state):
            yield row, states[stream].state


def _ours(asked: Asked) -> tuple[InspectionRow, Inspection]:
    """An inspection for those who work on it, or audit it; there is none for its provider at such an address."""
    visitor = asked.caller.visitor
    if visitor.provider is not None:
        not_there()
    return inspection_for(asked.house, visitor, asked.path("reference"), _LOOK)


def _shown(visitor: Visitor, row: InspectionRow) -> InspectionShown | InspectionTheirs:
    said = row.model_dump(exclude={"tasks", "readers"})
    if visitor.provider is None:
        return InspectionShown.model_validate(said)
    return InspectionTheirs.model_validate(
        {each: said[each] for each in InspectionTheirs.model_fields if each != "view"}
    )


def _running(state: Inspection, plans: Mapping[str, ActionPlan]) -> Iterator[DeadlineRuns]:
    for each in state.deadlines.values():
        yield DeadlineRuns(code=each.id, awaits=each.awaits, due=each.due)
    for stream, plan in plans.items():
        of = plan_in(stream)[1]
        whose = f" ({title_of(state, of)})" if of else ""
        if plan.due is not None:
            code = f"action-plan-of-{of}" if of else "action-plan"
            yield DeadlineRuns(code=code, awaits=f"the action plan{whose}", due=plan.due)
        for action, due in plan.running.items():
            code = f"action-{action}-of-{of}" if of else f"action-{action}"
            yield DeadlineRuns(code=code, awaits=f"{plan.actions[action].text}{whose}", due=due)


def _theirs(house: House, provider: str, state: Inspection) -> Iterator[DeadlineRuns]:
    _, plan = plan_asked_of(house.services, provider, state)
    for each in theirs_in(house, provider, state, plan).to_do:
        if each.due is not None:
            yield DeadlineRuns(code=each.path.replace("/", "-"), awaits=each.what, due=each.due)
