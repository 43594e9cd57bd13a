"""What an inspection is made of, a page each: evidence, team and timetable, enquiries, lists, ratings as they form."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import Response

from adapters.inbound.shown.cases.questions import QuestionShown, questions_in
from adapters.inbound.shown.correlation import compared_in
from adapters.inbound.shown.evidence.items import due_of, standing_of, true_of
from adapters.inbound.shown.evidence.room import offered_to
from adapters.inbound.shown.prompts import prompts_in
from adapters.inbound.shown.timetable import clashes_in
from adapters.inbound.shown.words import day, words
from adapters.inbound.visiting.guarding import WorksHere, inspection_for
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.choosing import Around
from adapters.inbound.web.forms.commands_at import commands_at
from adapters.inbound.web.inspections.documents import opens_documents
from adapters.inbound.web.rendering import Pages
from domain.evidence.correlation import CaseStandard, Comparison
from domain.evidence.state import Session
from domain.inspections.kinds.parts import Population
from domain.inspections.state import Evidence, Inspection
from domain.refusals import Refused
from domain.text import counted

__all__ = ["ListShown", "add_to", "lists_in"]


@dataclass(frozen=True, slots=True)
class ListShown:
    """A list of cases with its sample, and how far its reading has come.

    Attributes:
        population: what the kind of inspection says of it.
        received: how many cases stand in the list; None while none was handed in.
        drawn: how many were drawn; None before.
        status: how many of the drawn cases are to be read, begun and read.
    """

    population: Population
    received: int | None
    drawn: int | None
    status: Counter[str]


def add_to(app: FastAPI, house: House, _: Sessions, pages: Pages) -> None:
    """Add an inspection's evidence, team, lines of enquiry, lists and ratings, below ``/inspections/{reference}``."""

    def part(request: Request, reference: str, visitor: Visitor, template: str, **more: Any) -> Response:
        row, state = inspection_for(house, visitor, reference)
        here = Around(house, visitor, row, state)
        given = {name: make(here) for name, make in more.items()}
        return pages.page(
            request,
            template,
            row=row,
            state=state,
            room=here.room,
            commands=commands_at(visitor, template, state),
            **given,
        )

    @app.get("/inspections/{reference}/evidence")
    def evidence(request: Request, reference: str, visitor: WorksHere) -> Response:
        return part(
            request,
            reference,
            visitor,
            "inspection_evidence.html",
            items=_items,
            register=_register,
            held=_held,
            opens=lambda _: opens_documents(house, visitor, reference),
        )

    @app.get("/inspections/{reference}/team")
    def team(request: Request, reference: str, visitor: WorksHere) -> Response:
        return part(
            request,
            reference,
            visitor,
            "inspection_team.html",
            people=_people,
            sessions=_sessions,
            clashes=_clashes,
        )

    @app.get("/inspections/{reference}/enquiries")
    def enquiries(request: Request, reference: str, visitor: WorksHere) -> Response:
        return part(request, reference, visitor, "inspection_enquiries.html", prompts=_prompts)

    @app.get("/inspections/{reference}/lists")
    def lists(request: Request, reference: str, visitor: WorksHere) -> Response:
        return part(
            request,
            reference,
            visitor,
            "inspection_lists.html",
            lists=lists_in,
            questions=_questions,
        )

    @app.get("/inspections/{reference}/ratings")
    def ratings(request: Request, reference: str, visitor: WorksHere) -> Response:
        return part(
            request, reference, visitor, "inspection_ratings.html", compared=_compared, settled=_settled
        )


def _items(here: Around) -> list[dict[str, Any]]:
    return [
        {
            "code": code,
            "title": each.item.title,
            "serves": each.item.serves,
            "whose": here.state.name_of(here.state.provider_of(each.item)) if here.state.known.others else "",
            "awaited": each.outcome == "awaited",
            "stands": _stands(each),
            "due": due_of(here.state, each),
            "document": each.document,
        }
        for code, each in here.state.evidence.items()
    ]


def _stands(item: Evidence) -> str:
    if item.outcome == "awaited" and item.overdue is not None:
        above = f", with the {words(item.escalated.value)}" if item.escalated else ""
        return f"Overdue since {day(item.overdue)}{above}"
    return standing_of(item).capitalize()


def _register(here: Around) -> list[dict[str, Any]]:
    return [
        {
            "code": code,
            "title": each.content.title,
            "kind": each.content.kind,
            "bears_on": each.content.bears_on,
            "source": each.content.source,
            "true": true_of(each.content.true_from, each.content.true_to),
            "withdrawn": each.withdrawn,
            "document": each.content.document,
        }
        for code, each in here.room.register.items()
    ]


def _held(here: Around) -> list[tuple[str, str | None]]:
    """What is held already about the providers, and can be linked in the place of asking for it; with its file."""
    return [
        (f"{came.title} ({came.about}), from {came.of}{_about(here.state, shelf)}", came.document)
        for shelf, _, came in offered_to(here.house.services, here.state)
    ]


def _about(state: Inspection, shelf: str) -> str:
    """About whom something is held, where that is none of the providers that are inspected."""
    return "" if shelf in state.known.providers else f"; held about {shelf}, which was there before"


def _people(here: Around) -> list[tuple[str, str]]:
    """Who works on an inspection, and as what: the lead, the team that was settled, whoever else the timetable has."""
    sessions = [each for each in here.room.sessions.values() if each.outcome != "cancelled"]
    inspectors = dict.fromkeys(who for each in sessions for who in each.plan.inspectors)
    count = Counter(who for each in sessions for who in each.plan.inspectors)
    lead = here.state.known.lead
    found = {lead: "Lead inspector"} | {each.person: each.role.capitalize() for each in here.state.team}
    roles = dict.fromkeys(inspectors, "Inspector") | found
    return [
        (who, roles[who] + (f", {counted(count[who], 'session')}" if count[who] else ""))
        for who in dict.fromkeys((*found, *inspectors))
    ]


def _sessions(here: Around) -> list[tuple[date, list[Session]]]:
    """The timetable, day by day."""
    days: dict[date, list[Session]] = {}
    for each in sorted(here.room.sessions.values(), key=lambda each: (each.plan.on, each.plan.begins)):
        days.setdefault(each.plan.on, []).append(each)
    return list(days.items())


def _clashes(here: Around) -> list[str]:
    return list(clashes_in(here.house.services, here.row.reference).told())


def _prompts(here: Around) -> list[dict[str, Any]]:
    try:
        found = prompts_in(here.house.services, here.state, here.room)
    except Refused:  # a kind that judges nothing has no prompts to be assessed
        return []
    framework = here.house.services.library().framework_of(here.state.known.framework)
    texts = {
        f"{question.number} {prompt.letter}": prompt.text
        for standard in (framework.standards() if framework else ())
        for question in standard.key_questions
        for prompt in question.prompts
    }
    return [{**each, "text": texts.get(each["prompt"], "")} for each in found]


def _questions(here: Around) -> list[tuple[str, list[QuestionShown]]]:
    """The questions that were set for its cases, list by list."""
    shown = questions_in(here.state, here.house.services.library())
    return [(title, list(of_list)) for title, of_list in groupby(shown, lambda each: each.list)]


def lists_in(here: Around) -> list[ListShown]:
    """The lists of cases that a kind of inspection has, with how far each has come."""
    pin = here.state.known.protocol
    protocol = here.house.services.library().protocol_with(pin.digest)
    read: dict[str, Counter[str]] = {}
    for each in here.house.services.views.catch_up().cases(here.row.reference):
        read.setdefault(each.population, Counter())[each.status] += 1
    return [
        ListShown(
            each,
            here.state.lists[each.id].cases if each.id in here.state.lists else None,
            len(here.state.samples[each.id].rows) if each.id in here.state.samples else None,
            read.get(each.id, Counter()),
        )
        for each in (protocol.populations if protocol else ())
    ]


@dataclass(frozen=True, slots=True)
class Shares:
    """A standard that rests on cases: what its cases say so far, beside the rating that they give.

    Attributes:
        standard: the standard as it stands.
        shares: by key question how many said yes, of how many, and that in per cent.
    """

    standard: CaseStandard
    shares: tuple[tuple[str, int, int, int], ...]


@dataclass(frozen=True, slots=True)
class ComparedShown:
    """The ratings as they form: the judged standards, and the case standards with their shares."""

    comparison: Comparison
    cases: tuple[Shares, ...]
    titles: dict[str, str]


def _compared(here: Around) -> ComparedShown | None:
    try:
        found = compared_in(here.house.services, here.state)
    except Refused:  # a kind that rates nothing
        return None
    scheme = here.scheme
    titles = {each.id: each.title for each in scheme.levels} if scheme else {}
    return ComparedShown(found, tuple(Shares(each, tuple(_shares(each))) for each in found.cases), titles)


def _shares(standard: CaseStandard) -> Iterator[tuple[str, int, int, int]]:
    asked = dict(standard.asked)
    for question, yes, _no in standard.questions:
        of = asked[question]
        yield question, yes, of, (200 * yes + of) // (2 * of) if of else 0


def _settled(here: Around) -> dict[str, str]:
    """The ratings that were derived or decided, by standard, in the scheme's words."""
    scheme = here.scheme
    titles = {each.id: each.title for each in scheme.levels} if scheme else {}
    return {
        standard: titles.get(rating or "", rating or "Not rated") for standard, rating in here.row.ratings
    }
