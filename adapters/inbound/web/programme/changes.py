"""What has happened, or what if it did: tried on a copy of a plan, and shown before anybody accepts it.

What was said so far travels with the page, so that nothing of it is kept anywhere before it is tried.
"""

from dataclasses import dataclass, field
from types import MappingProxyType

from fastapi import FastAPI, Request
from fastapi.responses import Response

from adapters.inbound.today import today_in_london
from adapters.inbound.visiting.guarding import not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.forms import STALE, Entered, FieldShown, Problem, Sent
from adapters.inbound.web.forms.sending import read_sent
from adapters.inbound.web.programme.conflicting import conflicts_of
from adapters.inbound.web.programme.made import week_of, what_if
from adapters.inbound.web.programme.making import to_work
from adapters.inbound.web.programme.saying import KINDS, Said, fields_for, made_of, said_in
from adapters.inbound.web.programme.seen import Arranges, programme_for
from adapters.inbound.web.programme.seen_plan import Seen, seen_of
from adapters.inbound.web.programme.working import Work, Workshop
from adapters.inbound.web.rendering import Pages
from domain.programme.changes import brought_up, happened
from domain.programme.year.state import Programme
from domain.refusals import Refused

__all__ = ["add_to"]


@dataclass(frozen=True, slots=True)
class _Answer:
    """What became of a form: what is said by now, what stays in its inputs, and what was wrong."""

    said: Said
    entered: Entered = field(default_factory=lambda: MappingProxyType({}))
    problems: tuple[Problem, ...] = ()


def add_to(app: FastAPI, house: House, sessions: Sessions, pages: Pages, workshop: Workshop) -> None:
    """Add ``/programme/{code}/changes``: what happens in a year under way, and what then becomes of its plan."""

    def page(request: Request, state: Programme, seen: Seen | None, answer: _Answer) -> Response:
        said = answer.said
        fields: tuple[FieldShown, ...] = ()
        if seen and said.adding:
            fields = fields_for(seen.year, said.adding, answer.entered, answer.problems)
        return pages.page(
            request,
            "programme_changes.html",
            422 if answer.problems else 200,
            state=state,
            arranges=True,
            seen=seen,
            happening=said,
            shown=said.in_words(seen.year) if seen else (),
            kinds=KINDS,
            fields=fields,
            entered=answer.entered,
            problems=answer.problems,
        )

    @app.get("/programme/{code}/changes")
    def ask(request: Request, code: str, visitor: Arranges, plan: str = "") -> Response:
        state = programme_for(house, visitor, code)
        return page(request, state, seen_of(house, state, plan), _Answer(Said()))

    @app.post("/programme/{code}/changes")
    def take(request: Request, code: str, visitor: Arranges, sent: Sent) -> Response:
        state = programme_for(house, visitor, code)
        entries = read_sent(sessions, request, sent)
        seen = seen_of(house, state, entries.entered.get("plan", ""))
        if seen is None:
            not_there()
        said = said_in(entries.entered)
        if not entries.genuine:
            return page(request, state, seen, _Answer(said, entries.entered, (STALE,)))
        answer = _said_by(seen, said, entries.entered)
        if answer is not None:
            return page(request, state, seen, answer)
        try:
            return to_work(_begun(house, visitor, workshop, code, seen, said))
        except Refused as refused:
            return page(request, state, seen, _Answer(said, {}, (Problem("", refused.refusal.sentence),)))


def _said_by(seen: Seen, said: Said, entered: Entered) -> _Answer | None:
    """What becomes of a form that says something, or takes it back; None for one that has it tried."""
    do, _, what = entered.get("do", "").partition("-")
    if do == "add" and what in KINDS:
        return _Answer(Said(said.changes, what))
    if do == "remove":
        return _Answer(said.but(what))
    if do == "keep":
        made = made_of(seen.year, said.adding, entered)
        return (
            _Answer(said, entered, made) if isinstance(made, tuple) else _Answer(Said((*said.changes, made)))
        )
    return None if said.changes else _Answer(said, {}, (Problem("", "Say first what happens"),))


def _begun(house: House, visitor: Visitor, workshop: Workshop, code: str, seen: Seen, said: Said) -> Work:
    """Begin to try what was said on a copy of a plan, the year being as the record has it today.

    Raises:
        Refused: ``bad-changes``, ``plan-broken`` where the record is in conflict with the plan already,
            ``too-much-work``.
    """
    services = house.services
    year = services.programme_record.filled(code, seen.year)
    now = week_of(year, today_in_london(house.services))
    for _, about, sentence in conflicts_of(seen, year):
        raise Refused.because(
            "plan-broken",
            f"The plan is in conflict with the record already ({about}: {sentence}); plan around that first, on the "
            "page of conflicts.",
        )
    before, what, scheduling = seen.plan, said.changes, services.scheduling
    happened(year, brought_up(year, before), what, now)  # what cannot have happened is said at once
    return workshop.begin(
        code,
        f"What if: {'; '.join(KINDS[each.change].lower() for each in what)}",
        visitor.id,
        None,
        lambda watch: what_if(scheduling, year, before, what, now, watch),
    )
