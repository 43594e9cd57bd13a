"""What is beside the key questions of a case: interview, classification, the end of the read, alerts."""

from collections.abc import Mapping

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response

from activities.cases.offline_words import why_no_interview
from adapters.inbound.shown.cases.alerts import who_is_told
from adapters.inbound.shown.words import words
from adapters.inbound.today import today_in_london
from adapters.inbound.visiting.guarding import SignedIn, not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.cases.reading import CaseShown, ReadShown, case_for, read_for
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.answering import Done, give, new_command_id
from adapters.inbound.web.forms.forms import Problem, Sent, command_of
from adapters.inbound.web.forms.giving import Place, add_forms
from adapters.inbound.web.forms.sending import STALE, Entries, attempt, attempt_command, read_sent
from adapters.inbound.web.forms.standing import in_words, stands
from adapters.inbound.web.rendering import Pages
from adapters.inbound.web.staffed import people_to_choose
from domain.cases.alerts.alert import ALERT, Alerts
from domain.cases.alerts.commands import RaiseAlert
from domain.cases.classes import classes_of
from domain.cases.commands import CompleteCaseRead, RecordClassification, RecordInterview
from domain.cases.reading import CASE
from domain.cases.second_reads.commands import CompleteSecondRead
from domain.cases.second_reads.rules import SECOND_READ
from domain.cases.streams import alerts_on
from domain.people.roles import Role
from domain.replacing import Standing, mark_of

__all__ = ["add_to"]


def add_to(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    """Add what stands beside the questions of ``/cases/{case}``: interview, classification, alerts, finishing it."""
    _add_interview(app, house, sessions, pages)
    _add_classification(app, house, sessions, pages)
    _add_finish(app, house, sessions, pages, "/cases/{case}/finish", second=False)
    _add_finish(app, house, sessions, pages, "/cases/{case}/second/finish", second=True)
    _add_alert(app, house, sessions, pages)
    _add_alerts(app, house, pages)
    rules = [*CASE.rules.values(), *SECOND_READ.rules.values(), *ALERT.rules.values()]

    def place_of(visitor: Visitor, case: str) -> Place:
        about = case_for(house, visitor, case)
        readers = (Role.LEAD_INSPECTOR, Role.INSPECTOR)
        people = people_to_choose(house, visitor, *readers)
        choices = {"reader": people} if people else {}
        # What stands in a first read is told to whoever may give it, and to nobody else.
        first = about.first if about.reads_first else None
        return Place(about.title, about.address, about, {"case": case}, choices, state=first)

    add_forms(
        app,
        house,
        sessions,
        pages,
        path="/cases/{code}/do/{verb}",
        template="case_command.html",
        rules=[each for each in rules if each.command is not RaiseAlert],
        place_of=place_of,
    )


def _add_interview(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    def page(
        request: Request,
        visitor: Visitor,
        read: ReadShown,
        entered: Mapping[str, str] | None = None,
        problems: tuple[Problem, ...] = (),
    ) -> Response:
        first = read.about.first
        why = ""
        if first.interviewed is False and house.services.seeing.sees(visitor, "case-note", read.about.case):
            why = why_no_interview(house.services.personal, read.about.case) or ""
        standing = CASE.rules[RecordInterview].replaces(first, {})
        lines = (("Why there was none", (why,)),) if why else in_words(RecordInterview, standing, {})
        now = stands(standing, entered or {}, lines, told="reasons" not in standing or bool(why))
        if entered is None:
            held = {True: "yes", False: "no", None: ""}[first.interviewed]
            day = first.beside.interview_on
            parts = (("day", day.day), ("month", day.month), ("year", day.year)) if day else ()
            days = {f"held_on-{part}": str(number) for part, number in parts}
            entered = {"held": held, **days, "reason": why}
        errors = {each.field: each.text for each in problems}
        return pages.page(
            request,
            "case_interview.html",
            422 if problems else 200,
            read=read,
            about=read.about,
            entered=entered,
            problems=problems,
            errors=errors,
            stands=now,
            command_id=new_command_id(),
        )

    @app.get("/cases/{case}/interview")
    def ask(request: Request, case: str, visitor: SignedIn) -> Response:
        return page(request, visitor, read_for(house, visitor, case, second=False))

    @app.post("/cases/{case}/interview")
    def record(request: Request, case: str, visitor: SignedIn, sent: Sent) -> Response:
        read, entries = read_for(house, visitor, case, second=False), read_sent(sessions, request, sent)
        entered = entries.entered
        held = entered.get("held", "")
        wanted = {"yes": "held_on", "no": "reason"}.get(held)
        if wanted is None:
            return page(request, visitor, read, entered, (Problem("held", "Select whether it was held"),))
        if not entered.get(wanted, "").strip():
            missing = "Enter the day on which it was held" if held == "yes" else "Enter why there was none"
            return page(request, visitor, read, entered, (Problem(wanted, missing),))
        command = command_of(RecordInterview, {wanted: entered[wanted]}, {"case": case})
        if isinstance(command, tuple):
            return page(request, visitor, read, entered, command)
        tried = attempt_command(house, visitor, command, entries)
        if tried.done is None or tried.problems:
            return page(request, visitor, read, tried.entered, tried.problems)
        return _back(sessions, read.address, tried.done)


def _add_classification(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    def aspects(read: ReadShown) -> Mapping[str, tuple[str, ...]]:
        protocol = house.services.library().protocol_with(read.about.inspection.known.protocol.digest)
        return classes_of(protocol) if protocol else {}

    def standing(read: ReadShown, aspect: str) -> Standing:
        return CASE.rules[RecordClassification].replaces(read.about.first, {"aspect": aspect})

    def page(
        request: Request,
        read: ReadShown,
        entered: Mapping[str, str] | None = None,
        problems: tuple[Problem, ...] = (),
    ) -> Response:
        return pages.page(
            request,
            "case_classification.html",
            422 if problems else 200,
            read=read,
            about=read.about,
            aspects=aspects(read),
            marks={each: mark_of(standing(read, each)) for each in aspects(read)},
            entered=entered or {},
            problems=problems,
            errors={each.field: each.text for each in problems},
            command_id=new_command_id(),
        )

    @app.get("/cases/{case}/classification")
    def ask(request: Request, case: str, visitor: SignedIn) -> Response:
        return page(request, read_for(house, visitor, case, second=False))

    @app.post("/cases/{case}/classification")
    def record(request: Request, case: str, visitor: SignedIn, sent: Sent) -> Response:
        read, entries = read_for(house, visitor, case, second=False), read_sent(sessions, request, sent)
        entered = entries.entered
        if not entries.genuine:
            return page(request, read, entered, (STALE,))
        problems: list[Problem] = []
        for aspect in aspects(read):
            chosen = _chosen(aspect, entered, standing(read, aspect))
            if isinstance(chosen, Problem):
                problems.append(chosen)
            elif chosen is not None:
                problems += _classified(house, visitor, case, aspect, chosen, entries)
        if problems:
            return page(request, read_for(house, visitor, case, second=False), entered, tuple(problems))
        return RedirectResponse(read.address, 303)


def _chosen(
    aspect: str, entered: Mapping[str, str], standing: Standing
) -> tuple[str | None, str | None] | Problem | None:
    """The classes that were newly chosen as to an aspect; None where none were, or they stand already.

    Where others were recorded since the page was made, that is said, and nothing is put in their place.
    """
    theirs, ours = entered.get(f"{aspect}-provider") or None, entered.get(f"{aspect}-inspector") or None
    was, chosen = entered.get(f"was-{aspect}", ""), {"provider": theirs, "inspector": ours}
    if not (theirs or ours) or chosen == standing or mark_of(chosen) == was:
        return None
    if was == mark_of(standing):
        return theirs, ours
    now = " and ".join(f"“{words(str(each)) if each else 'not recorded'}”" for each in standing.values())
    said = f"Recorded meanwhile, on another page: {now or 'nothing'}; choose again which hold"
    return Problem(f"{aspect}-provider", said)


def _classified(
    house: House,
    visitor: Visitor,
    case: str,
    aspect: str,
    chosen: tuple[str | None, str | None],
    sent: Entries,
) -> list[Problem]:
    """Record the classes of a case as to one aspect; what was wrong with them."""
    provider, inspector = chosen
    entered = {"aspect": aspect, "provider": provider or "", "inspector": inspector or ""}
    command = command_of(RecordClassification, entered, {"case": case})
    if isinstance(command, tuple):
        return [Problem(f"{aspect}-{each.field}", each.text) for each in command]
    # What was chosen is part of the id, so that a form that goes out again with another choice is not the first.
    command_id, was = (
        f"{sent.command_id}-{aspect}-{provider}-{inspector}",
        sent.entered.get(f"was-{aspect}", ""),
    )
    done = give(house, visitor, command, command_id, instead_of=was)
    return [] if done.refusal is None else [Problem(f"{aspect}-provider", done.refusal.sentence)]


def _add_finish(
    app: FastAPI, house: House, sessions: Sessions, pages: Pages, path: str, *, second: bool
) -> None:
    def page(request: Request, read: ReadShown, problems: tuple[Problem, ...] = ()) -> Response:
        return pages.page(
            request,
            "case_finish.html",
            422 if problems else 200,
            read=read,
            about=read.about,
            problems=problems,
            command_id=new_command_id(),
        )

    @app.get(path)
    def ask(request: Request, case: str, visitor: SignedIn) -> Response:
        return page(request, read_for(house, visitor, case, second=second))

    @app.post(path)
    def finish(request: Request, case: str, visitor: SignedIn, sent: Sent) -> Response:
        read = read_for(house, visitor, case, second=second)
        command = CompleteSecondRead(case=case) if second else CompleteCaseRead(case=case)
        tried = attempt_command(house, visitor, command, read_sent(sessions, request, sent))
        if tried.done is None or tried.problems:
            return page(request, read, tried.problems)
        return _back(sessions, "/cases", tried.done)


def _add_alert(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    def page(
        request: Request,
        visitor: Visitor,
        about: CaseShown,
        entered: Mapping[str, str],
        problems: tuple[Problem, ...] = (),
    ) -> Response:
        return pages.page(
            request,
            "case_alert.html",
            422 if problems else 200,
            about=about,
            alerting=True,
            duty=who_is_told(house.services, today_in_london(house.services), visitor, but=visitor.id),
            entered=entered,
            problems=problems,
            errors={each.field: each.text for each in problems},
            command_id=new_command_id(),
        )

    def raising(visitor: Visitor, case: str) -> CaseShown:
        if visitor.role_for(RaiseAlert.verb) is None:
            not_there()
        return case_for(house, visitor, case)

    @app.get("/cases/{case}/alert")
    def ask(request: Request, case: str, visitor: SignedIn) -> Response:
        return page(request, visitor, raising(visitor, case), {})

    @app.post("/cases/{case}/alert")
    def raise_alert(request: Request, case: str, visitor: SignedIn, sent: Sent) -> Response:
        about, entries = raising(visitor, case), read_sent(sessions, request, sent)
        if not entries.entered.get("what", "").strip():
            missing = Problem("what", "Enter what the case shows")
            return page(request, visitor, about, entries.entered, (missing,))
        tried = attempt(house, visitor, RaiseAlert, entries, {"case": case, "told_at": None})
        if tried.done is None or tried.problems:
            return page(request, visitor, about, tried.entered, tried.problems)
        today = today_in_london(house.services)
        who = who_is_told(house.services, today, visitor, but=visitor.id)
        if who.first:
            duty = ", on duty" if who.rota else ", for nobody is on duty"
            told = f"Assay sends a notice to {', '.join(who.first.values())}{duty}."
        else:
            told = "Nobody can be told by Assay. Telephone somebody now, and note whom you told."
        response = RedirectResponse(f"/cases/{case}/alerts", 303)
        sessions.tell(response, (*tried.done.said, told))
        return response


def _add_alerts(app: FastAPI, house: House, pages: Pages) -> None:
    @app.get("/cases/{case}/alerts")
    def alerts(request: Request, case: str, visitor: SignedIn) -> Response:
        about = case_for(house, visitor, case)
        stream = alerts_on(case)
        state: Alerts = house.services.records.read([stream])[stream].state
        shown = house.services.personal.alerts(
            stream, words=house.services.seeing.sees(visitor, "case-note", case)
        )
        withheld = house.services.apart.alert_withheld
        kept = {n for n, each in state.all.items() if withheld(case, each.raised.by, visitor.id)}
        undone = {
            n for n, each in shown.items() if each.taken_up and withheld(case, each.taken_up.by, visitor.id)
        }
        for number, each in state.all.items():
            said = shown[number]
            if said.what is not None and number not in kept:
                house.services.shown_reads.with_alert(case, visitor.id, by=each.raised.by)
                if said.taken_up is not None and number not in undone:
                    house.services.shown_reads.with_alert(case, visitor.id, by=said.taken_up.by)
        return pages.page(
            request,
            "case_alerts.html",
            about=about,
            alerts=state.all,
            shown=shown,
            kept=kept,
            undone=kept | undone,
            me=visitor.id,
            duty=who_is_told(house.services, today_in_london(house.services), visitor),
        )


def _back(sessions: Sessions, address: str, done: Done) -> Response:
    response = RedirectResponse(address, 303)
    sessions.tell(response, done.said)
    return response
