"""How far readers agree over the inspections of a period, for whoever answers for how consistently cases are read."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response

from activities.cases.agreement import AgreementOverPeriod
from adapters.inbound.shown.cases.agreement import FEWEST_PAIRS, agreement_cells
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
        address: where to say what was found about it; empty for somebody who has a part in it, whose it is not.
    """

    low: Low
    address: str


def add_to(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    """Add agreement over a period, and the form for what was found where it is too low."""
    _add_figures(app, house, pages)
    _add_reviewing(app, house, sessions, pages)


def agreement_to_look_into(house: House, visitor: Visitor) -> tuple[LowShown, ...]:
    """What there is to look into over the usual period for a visitor; nothing for somebody who may not.

    It says about whom and what, and no figure, so that whoever only comes home has looked at no inspection.
    """
    if visitor.role_for(ReviewAgreementOverPeriod.verb) is None:
        return ()
    first, last = usual_period(today_in_london(house.services))
    low = house.services.agreement.low(first, last, _theirs(house, visitor))
    return tuple(each for each in _to_look_into(visitor, low, first, last) if each.address)


def _to_look_into(visitor: Visitor, low: Iterable[Low], first: date, last: date) -> tuple[LowShown, ...]:
    return tuple(
        LowShown(
            each,
            ""
            if visitor.id in each.barred
            else f"/agreement/{each.framework}/{each.question}/{each.reader}?first={first}&last={last}",
        )
        for each in low
    )


def _theirs(house: House, visitor: Visitor) -> Callable[[str], bool]:
    """Which inspections are there for a visitor; of one from which they are barred nothing is added up."""
    return frozenset(each.reference for each in inspections_for(house, visitor)).__contains__


def _over(house: House, visitor: Visitor, first: date, last: date) -> AgreementOverPeriod:
    """What is added up for a visitor, who is shown the figures: it is noted that they look at each inspection."""
    found = house.services.agreement.over(first, last, _theirs(house, visitor))
    _note(house, visitor, (reference for each in found.added for reference in each.inspections))
    return found


def _note(house: House, visitor: Visitor, inspections: Iterable[str]) -> None:
    if named := list(dict.fromkeys(inspections)):
        house.services.looking.note(visitor.id, _LOOK, named)


def _add_figures(app: FastAPI, house: House, pages: Pages) -> None:
    @app.get("/agreement")
    def agreement(request: Request, visitor: SignedIn) -> Response:
        if visitor.role_for(ReviewAgreementOverPeriod.verb) is None:
            not_there()
        usual = usual_period(today_in_london(house.services))
        period, entered, problems = _asked(request.query_params, usual)
        found = _over(house, visitor, *period)
        people = [who for added in found.added for who in added.readers]
        inspector = request.query_params.get("inspector", "")
        frameworks = [added.framework for added in found.added]
        framework = request.query_params.get("framework", "")
        names = called(house, visitor, people)
        few = any(added.all.pairs < FEWEST_PAIRS for added in found.added)
        return pages.page(
            request,
            "agreement_over_period.html",
            422 if problems else 200,
            found=found,
            low=_to_look_into(visitor, found.low, *period),
            too_low={(each.framework, each.reader, each.question) for each in found.low},
            names=names,
            cells=agreement_cells,
            few=few,
            entered=entered,
            period=urlencode(entered),
            inspector=inspector if inspector in people else "",
            framework=framework if framework in frameworks else next(iter(frameworks), ""),
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


def _low_for(
    house: House, visitor: Visitor, framework: str, question: str, reader: str, first: date, last: date
) -> Low | None:
    """What is too low, whose figures the visitor is shown: that is noted; None where it was looked into, or is not."""
    if visitor.role_for(ReviewAgreementOverPeriod.verb) is None or last < first:
        not_there()
    about = (framework, question, reader)
    for each in house.services.agreement.low(first, last, _theirs(house, visitor)):
        if (each.framework, each.question, each.reader) == about:
            _note(house, visitor, each.inspections)
            return each
    return None


def _add_reviewing(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    path = "/agreement/{framework}/{question}/{reader}"

    def page(
        request: Request, visitor: Visitor, low: Low, first: date, last: date, tried: Attempt
    ) -> Response:
        return pages.page(
            request,
            "agreement_reviewing.html",
            422 if tried.problems else 200,
            first=first,
            last=last,
            low=low,
            theirs=visitor.id not in low.barred,
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
        low = _low_for(house, visitor, framework, question, reader, first, last)
        return page(request, visitor, low, first, last, Attempt((), {})) if low is not None else not_there()

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
        low = _low_for(house, visitor, framework, question, reader, first, last)
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
            return page(request, visitor, low, first, last, Attempt(made, entries.entered))
        tried = attempt_command(house, visitor, made, entries)
        if tried.done is None or tried.problems:
            return page(request, visitor, low, first, last, tried)
        response = RedirectResponse("/agreement", 303)
        sessions.tell(response, tried.done.said)
        return response
