"""The panel decides an item: the ratings by the rule, and where it departs from them, with what prompted it and why."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from adapters.inbound.commands.fields import explain
from adapters.inbound.visiting.guarding import SignedIn, not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.answering import new_command_id
from adapters.inbound.web.forms.forms import Entered, Problem, Sent
from adapters.inbound.web.forms.sending import Attempt, attempt_command, read_sent
from adapters.inbound.web.panels.meetings import ItemShown, PanelShown, item_for, pack_for
from adapters.inbound.web.rendering import Pages
from domain.inspections.commands import DecideRatings
from domain.inspections.commands.panel_review import DepartureAsked
from domain.panels.pack import Pack
from domain.ratings.scheme import Scheme
from domain.refusals import Refused

__all__ = ["add_to"]

OVERALL = "overall"
_PARTS = ("decided", "trigger", "words", "reason")


@dataclass(frozen=True, slots=True)
class Line:
    """A rating on which the panel decides.

    Attributes:
        subject: ``overall``, or the number of a standard.
        field: how its inputs are called: the subject, without dots.
        title: what it is called.
        derived: the rating by the rule; None where there is none.
        departs: whether the form says that the panel departs from it.
        may: whether the scheme lets it.
    """

    subject: str
    field: str
    title: str
    derived: str | None
    departs: bool
    may: bool


def add_to(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    """Add ``/panels/{code}/items/{inspection}/decide``, on which a panel's decision is entered."""

    def page(request: Request, visitor: Visitor, code: str, inspection: str, tried: Attempt) -> Response:
        shown, item, pack, scheme = _before(house, visitor, code, inspection)
        return pages.page(
            request,
            "decision.html",
            422 if tried.problems else 200,
            shown=shown,
            item=item,
            pack=pack,
            lines=list(_lines(pack, scheme, tried.entered)),
            levels=[level.id for level in scheme.levels],
            triggers=list(scheme.departures.triggers.items()),
            own_words=scheme.departures.other_triggers,
            entered=tried.entered,
            problems=tried.problems,
            errors={each.field: each.text for each in tried.problems},
            command_id=tried.entered.get("command_id") or new_command_id(),
            issued=item.item.pack.pack if item.item.pack else "",
            derivation=pack.under.derivation,
        )

    @app.get("/panels/{code}/items/{inspection}/decide")
    def ask(request: Request, code: str, inspection: str, visitor: SignedIn) -> Response:
        return page(request, visitor, code, inspection, Attempt((), {}))

    @app.post("/panels/{code}/items/{inspection}/decide")
    def decide(request: Request, code: str, inspection: str, visitor: SignedIn, sent: Sent) -> Response:
        _, _, pack, scheme = _before(house, visitor, code, inspection, sent=True)
        entries = read_sent(sessions, request, sent)
        made = _command(code, inspection, list(_lines(pack, scheme, entries.entered)), entries.entered)
        if isinstance(made, tuple):
            return page(request, visitor, code, inspection, Attempt(made, entries.entered))
        tried = attempt_command(house, visitor, made, entries)
        if tried.done is None or tried.problems:
            return page(request, visitor, code, inspection, tried)
        response = RedirectResponse(f"/panels/{code}", 303)
        sessions.tell(response, tried.done.said)
        return response


def _before(
    house: House, visitor: Visitor, code: str, inspection: str, *, sent: bool = False
) -> tuple[PanelShown, ItemShown, Pack, Scheme]:
    """What is before the panel; a form that was open as it went is told why there is nothing to decide any more."""
    shown, item = item_for(house, visitor, code, inspection)
    pack, why = pack_for(house, code, inspection)
    scheme = house.services.library().scheme_of(item.state.known.scheme)
    if visitor.role_for(DecideRatings.verb) is None or scheme is None:
        not_there()
    if pack is None:
        if sent:
            raise Refused.because("nothing-to-decide", f"The panel cannot decide this at present. {why}")
        not_there()
    return shown, item, pack, scheme


def _lines(pack: Pack, scheme: Scheme, entered: Entered) -> Iterator[Line]:
    several = [(each.standard, f"{each.standard} {each.title}", each.rating) for each in pack.standards]
    for subject, title, derived in (*several, (OVERALL, "Overall", pack.overall)):
        field = subject.replace(".", "-")
        departs = any(entered.get(f"{part}-{field}") for part in _PARTS)
        allowed = scheme.departures.overall if subject == OVERALL else subject in scheme.departures.standards
        yield Line(subject, field, title, derived, departs, allowed and derived is not None)


def _command(
    code: str, inspection: str, lines: Iterable[Line], entered: Entered
) -> DecideRatings | tuple[Problem, ...]:
    departures: list[DepartureAsked] = []
    problems: list[Problem] = []
    for line in lines:
        if not line.departs:
            continue
        given = {part: entered.get(f"{part}-{line.field}", "").strip() for part in _PARTS}
        words = given.pop("words")
        parts = {**given, "trigger": words or given["trigger"]}
        sentences = {
            "decided": f"{line.title}: select the rating that the panel decides on",
            "trigger": f"{line.title}: enter what prompted the departure",
            "reason": f"{line.title}: enter the reasons for the departure",
        }
        missing = [
            Problem(f"{part}-{line.field}", sentences[part]) for part, text in parts.items() if not text
        ]
        problems += missing
        if not missing:
            try:
                departures.append(DepartureAsked.model_validate({"subject": line.subject, **parts}))
            except ValidationError as error:
                first = error.errors(include_url=False, include_input=False)[0]
                problems.append(
                    Problem(f"{first['loc'][0]}-{line.field}", f"{line.title}: this {explain(first)}")
                )
    if problems:
        return tuple(problems)
    try:
        return DecideRatings.model_validate(
            {
                "inspection": inspection,
                "panel": code,
                "derivation": entered.get("derivation", ""),
                "departures": tuple(departures),
                "pack": entered.get("pack") or None,
                "consistency": entered.get("consistency", "").strip() or None,
            }
        )
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = str(first["loc"][0])
        return (Problem("consistency" if place == "consistency" else "", f"This {explain(first)}"),)
