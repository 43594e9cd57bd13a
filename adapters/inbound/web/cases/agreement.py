"""How far readers agree over the inspections of a period, for whoever answers for how consistently cases are read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response

from activities.cases.agreement import AgreementOverPeriod
from adapters.inbound.shown.agreement import FEWEST_PAIRS, agreement_cells
from adapters.inbound.today import today_in_london
from adapters.inbound.visiting.guarding import SignedIn, inspections_for, not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.answering import new_command_id
from adapters.inbound.web.forms.forms import Problem, Sent, command_of
from adapters.inbound.web.forms.sending import Attempt, attempt_command, read_sent
from adapters.inbound.web.rendering import Pages
from adapters.inbound.web.staffed import called
from domain.cases.agreement.adding_up import Low, usual_period
from domain.cases.agreement.reviewing import ReviewAgreementOverPeriod

__all__ = ["add_to", "agreement_to_look_into"]

_LOOK = "page of agreement over a period"


@dataclass(frozen=True, slots=True)
class LowShown:
    """A low agreement that nobody has looked into.

    Attributes:
        low: what was found.
        address: where to say what was found about it.
    """

    low: Low
    address: str


def add_to(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    """Add agreement over a period, and the form for what was found where it is too low."""
    _add_figures(app, house, pages)
    _add_reviewing(app, house, sessions, pages)


def agreement_to_look_into(house: House, visitor: Visitor) -> tuple[LowShown, ...]:
    """What there is to look into over the usual period; nothing for somebody who may not."""
    if visitor.role_for(ReviewAgreementOverPeriod.verb) is None:
        return ()
    return _to_look_into(_over(house, visitor, *usual_period(today_in_london(house.services))))


def _to_look_into(found: AgreementOverPeriod) -> tuple[LowShown, ...]:
    period = f"first={found.first}&last={found.last}"
    return tuple(
        LowShown(each, f"/agreement/{each.framework}/{each.question}/{each.reader}?{period}")
        for each in found.low
    )


def _over(house: House, visitor: Visitor, first: date, last: date) -> AgreementOverPeriod:
    """What is added up of the inspections that are there for a visitor; nothing of one from which they are barred."""
    theirs = {each.reference for each in inspections_for(house, visitor)}
    found = house.services.agreement.over(first, last, theirs.__contains__)
    named = dict.fromkeys(reference for each in found.added for reference in each.inspections)
    if named:
        house.services.looking.note(visitor.id, _LOOK, list(named))
    return found


def _add_figures(app: FastAPI, house: House, pages: Pages) -> None:
    @app.get("/agreement")
    def agreement(request: Request, visitor: SignedIn) -> Response:
        if visitor.role_for(ReviewAgreementOverPeriod.verb) is None:
            not_there()
        usual = usual_period(today_in_london(house.services))
        period, entered, problems = _asked(request.query_params, usual)
        found = _over(house, visitor, *period)
        people = [who for added in found.added for who in added.readers]
        names = called(house, visitor, people)
        few = any(added.all.pairs < FEWEST_PAIRS for added in found.added)
        return pages.page(
            request,
            "agreement_over_period.html",
            422 if problems else 200,
            found=found,
            low=_to_look_into(found),
            too_low={(each.framework, each.reader, each.question) for each in found.low},
            names=names,
            cells=agreement_cells,
            few=few,
            entered=entered,
            problems=problems,
            errors={each.field: each.text for each in problems},
        )


def _asked(
    typed: Mapping[str, str], usual: tuple[date, date]
) -> tuple[tuple[date, date], Mapping[str, str], tuple[Problem, ...]]:
    """The period that was asked for, what its form shows, and what was wrong with it: then it is the usual one."""
    days, entered = list(usual), dict[str, str]()
    problems = []
    for place, (name, what) in enumerate((("first", "first day"), ("last", "last day"))):
        parts = {part: typed.get(f"{name}-{part}", "").strip() for part in ("day", "month", "year")}
        if any(parts.values()):
            try:
                days[place] = date(int(parts["year"]), int(parts["month"]), int(parts["day"]))
            except ValueError:
                problems.append(Problem(name, f"The {what} must be a real date, like 27 3 2026"))
        else:
            parts = {part: str(getattr(days[place], part)) for part in parts}
        entered |= {f"{name}-{part}": value for part, value in parts.items()}
    if not problems and days[1] < days[0]:
        problems.append(Problem("last", "The last day must be the first day or a later one"))
    return (usual if problems else (days[0], days[1])), entered, tuple(problems)


def _add_reviewing(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    path = "/agreement/{framework}/{question}/{reader}"

    def low_for(
        visitor: Visitor, framework: str, question: str, reader: str, first: date, last: date
    ) -> tuple[AgreementOverPeriod, Low | None]:
        if visitor.role_for(ReviewAgreementOverPeriod.verb) is None or last < first:
            not_there()
        found = _over(house, visitor, first, last)
        about = (framework, question, reader)
        return found, next(
            (each for each in found.low if (each.framework, each.question, each.reader) == about), None
        )

    def page(
        request: Request, visitor: Visitor, found: AgreementOverPeriod, low: Low, tried: Attempt
    ) -> Response:
        return pages.page(
            request,
            "agreement_reviewing.html",
            422 if tried.problems else 200,
            found=found,
            low=low,
            name=called(house, visitor, [low.reader])[low.reader],
            cells=agreement_cells(low.found),
            entered=tried.entered,
            problems=tried.problems,
            errors={each.field: each.text for each in tried.problems},
            command_id=tried.entered.get("command_id") or new_command_id(),
        )

    @app.get(path)
    def ask(
        request: Request,
        framework: str,
        question: str,
        reader: str,
        first: date,
        last: date,
        visitor: SignedIn,
    ) -> Response:
        found, low = low_for(visitor, framework, question, reader, first, last)
        return page(request, visitor, found, low, Attempt((), {})) if low is not None else not_there()

    @app.post(path)
    def review(
        request: Request,
        framework: str,
        question: str,
        reader: str,
        first: date,
        last: date,
        visitor: SignedIn,
        sent: Sent,
    ) -> Response:
        found, low = low_for(visitor, framework, question, reader, first, last)
        if (
            low is None
        ):  # it was looked into meanwhile, perhaps by this very form; what was found stands there
            return RedirectResponse("/agreement", 303)
        entries = read_sent(sessions, request, sent)
        about = {
            "framework": framework,
            "reader": reader,
            "question": question,
            "first": first,
            "last": last,
            "inspections": low.inspections,
        }
        made = command_of(ReviewAgreementOverPeriod, entries.entered, about)
        if isinstance(made, tuple):
            return page(request, visitor, found, low, Attempt(made, entries.entered))
        tried = attempt_command(house, visitor, made, entries)
        if tried.done is None or tried.problems:
            return page(request, visitor, found, low, tried)
        response = RedirectResponse("/agreement", 303)
        sessions.tell(response, tried.done.said)
        return response
