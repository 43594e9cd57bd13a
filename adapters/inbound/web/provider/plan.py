"""The action plan on pages: an answer to every recommendation, then each action followed to its end."""

from collections.abc import Mapping
from hashlib import sha256
from hmac import new

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError
from pydantic_core import to_json

from adapters.inbound.commands.fields import explain
from adapters.inbound.shown.words import words
from adapters.inbound.visiting.guarding import not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.answering import new_command_id
from adapters.inbound.web.forms.forms import Entered, Problem, Sent
from adapters.inbound.web.forms.sending import STALE, Attempt, Entries, attempt_command, read_sent
from adapters.inbound.web.provider.forms import Form, Making, add_form
from adapters.inbound.web.provider.plan_entered import AnswerEntered, as_answers, entered_plan, with_another
from adapters.inbound.web.provider.room import Contact, Room, room_for
from adapters.inbound.web.rendering import Pages
from domain.action_plans.commands import (
    AskForPlanExtension,
    CompleteAction,
    ProposeActionChange,
    ReportProgress,
    SubmitActionPlan,
)
from domain.action_plans.plan import PlanStage

__all__ = ["add_to"]

Where = Mapping[str, str]

_SENT_BY_ANOTHER = Problem("", "A plan was sent meanwhile, on another page. Nothing was done with this one")


def add_to(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    """Add the pages of action plans."""
    _add_plan(app, house, sessions, pages)
    forms: tuple[tuple[str, Making], ...] = (
        ("plan/more-time", _more_time),
        ("actions/{action}", _progress),
        ("actions/{action}/complete", _complete),
        ("actions/{action}/more-time", _more_time),
        ("actions/{action}/change", _change),
    )
    for path, making in forms:
        add_form(app, house, sessions, pages, path, making)


def _add_plan(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    def page(request: Request, room: Room, entered: Entered, problems: tuple[Problem, ...] = ()) -> Response:
        return pages.page(
            request,
            "provider_plan.html",
            422 if problems else 200,
            room=room,
            plan=room.plan,
            answers=entered_plan(room.plan, entered),
            wrong={each.field: each.text for each in problems},
            problems=problems,
            open=_awaited(room),
            not_taken=_left(room, entered) if entered and not _awaited(room) else (),
            fresh=not entered,
            draft_key=_draft_key(house, request),
            command_id=entered.get("command_id") or new_command_id(),
        )

    @app.get("/provider/{reference}/plan")
    def ask(request: Request, reference: str, visitor: Contact) -> Response:
        return page(request, _with_plan(room_for(house, visitor, reference)), {})

    @app.post("/provider/{reference}/plan")
    def do(request: Request, reference: str, visitor: Contact, sent: Sent) -> Response:
        room = _with_plan(room_for(house, visitor, reference))
        entries = read_sent(sessions, request, sent)
        if entries.genuine and (more := entries.entered.get("another")):
            return page(request, room, with_another(entries.entered, more))
        if entries.genuine and "restore" in entries.entered:
            return page(request, room, entries.entered)
        tried = _submit(house, visitor, room, entries)
        if tried.done is None or tried.problems:
            return page(request, room, tried.entered, tried.problems)
        response = RedirectResponse(room.path, 303)
        sessions.tell(response, tried.done.said)
        return response


def _awaited(room: Room) -> bool:
    return room.plan.stage is PlanStage.REQUESTED


def _left(room: Room, entered: Entered) -> tuple[tuple[str, str], ...]:
    """What was entered in a plan that is not awaited any more, recommendation by recommendation."""
    found = []
    for each in entered_plan(room.plan, entered):
        said = [words(each.agreed).capitalize(), each.which_part, each.reason]
        for action in each.actions:
            parts = action.values
            due = " ".join(parts[f"due-{part}"] for part in ("day", "month", "year"))
            said += [parts["text"], parts["owner"], due.strip(), parts["measure"]]
        found.append((f"Recommendation {each.recommendation.id}", "\n".join(line for line in said if line)))
    return tuple(each for each in found if each[1])


def _draft_key(house: House, request: Request) -> str:
    """The key under which a browser keeps what somebody entered in a plan: theirs alone, and in their pages alone."""
    return new(
        house.settings.key, b"assay pages: drafts\0" + request.state.visitor.id.encode(), sha256
    ).hexdigest()


def _with_plan(room: Room) -> Room:
    return room if room.plan.requested is not None else not_there()


def _submit(house: House, visitor: Visitor, room: Room, sent: Entries) -> Attempt:
    if not sent.genuine:
        return Attempt((STALE,), sent.entered)
    answers = entered_plan(room.plan, sent.entered)
    made, problems = as_answers(answers)
    if problems:
        return Attempt(problems if _awaited(room) else (_SENT_BY_ANOTHER,), sent.entered)
    try:
        values = to_json({"inspection": room.row.reference, "provider": room.plan_of, "answers": made})
        command = SubmitActionPlan.model_validate_json(values, strict=True)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
        return Attempt(tuple(_problem(answers, each["loc"], explain(each)) for each in found), sent.entered)
    return attempt_command(house, visitor, command, sent)


def _problem(answers: tuple[AnswerEntered, ...], place: tuple[int | str, ...], what: str) -> Problem:
    """What is wrong with one entry, by the input that it is about: ``answers``, which of them, and what of it."""
    number = next((each for each in place if isinstance(each, int)), 0)
    answer = answers[number]
    inner = " ".join(str(each) for each in place[2:])
    return Problem(f"{answer.name}-agreed", f"Recommendation {answer.recommendation.id}, {inner}: {what}")


def _action(room: Room, where: Where) -> dict[str, object]:
    """An action that is being carried out, as the page shows it."""
    code = where["action"]
    action = room.plan.actions.get(code)
    if action is None or room.plan.stage not in (PlanStage.CARRYING_OUT, PlanStage.FOLLOWED_UP):
        not_there()
    return {
        "action": action,
        "completed": code in room.plan.completed,
        "given_up": room.plan.given_up.get(code),
        "asked": [each for each in room.plan.extensions.values() if each.asked.action == code],
        "changes": [each for each in room.plan.changes.values() if each.proposed.action == code],
        "closed": "",
    }


def _going_on(room: Room, where: Where) -> bool:
    return room.plan.stage is PlanStage.CARRYING_OUT and where["action"] in room.plan.outstanding


_FILE = ("A file that shows it", "It is kept encrypted.")


def _progress(room: Room, _visitor: Visitor, _entered: Entered, where: Where) -> Form:
    return Form(
        title=_text(room, where),
        command=ReportProgress,
        given={"action": where["action"], "provider": room.plan_of},
        button="Report progress",
        after=f"actions/{where['action']}",
        labels={"progress": ("What has been done?", ""), "document": _FILE},
        shown_above=_action(room, where),
        template="provider_action.html",
        open=_going_on(room, where),
    )


def _complete(room: Room, _visitor: Visitor, _entered: Entered, where: Where) -> Form:
    shown = _action(room, where)
    measure = room.plan.actions[where["action"]].measure
    return Form(
        title="Say that this action is completed",
        command=CompleteAction,
        given={"action": where["action"], "provider": room.plan_of, "item": None, "key_questions": ()},
        intro=(_text(room, where), *((f"It was to be seen by this: {measure}",) if measure else ())),
        button="It is completed",
        after=f"actions/{where['action']}",
        labels={"achieved": ("How is it seen that it is done?", ""), "document": _FILE},
        shown_above={**shown, "closed": "It is completed already."},
        open=_going_on(room, where),
    )


def _more_time(room: Room, _visitor: Visitor, _entered: Entered, where: Where) -> Form:
    action = where.get("action")
    if action is None:
        _with_plan(room)
        awaited, shown, intro = room.plan.awaits(None), {}, "The date of the action plan"
    else:
        awaited, shown, intro = _going_on(room, where), _action(room, where), _text(room, where)
    return Form(
        title="Ask for more time",
        command=AskForPlanExtension,
        given={"action": action, "provider": room.plan_of},
        intro=(intro, "The lead inspector answers. Until then the date stands as it is."),
        button="Ask",
        after=f"actions/{action}" if action else "",
        labels={"until": ("Until when do you need it?", ""), "reason": ("Why do you need it?", "")},
        shown_above={**shown, "closed": "Nothing is awaited for which there could be more time."},
        open=awaited,
    )


def _change(room: Room, _visitor: Visitor, _entered: Entered, where: Where) -> Form:
    shown = _action(room, where)
    return Form(
        title="Propose a change of this action",
        command=ProposeActionChange,
        given={"action": where["action"], "provider": room.plan_of, "becomes": None},
        intro=(
            _text(room, where),
            "Leave empty what stays as it is. It stands as it was until the change is agreed.",
        ),
        button="Propose it",
        after=f"actions/{where['action']}",
        labels={
            "reason": ("Why is it to change?", ""),
            "text": ("What will be done instead?", ""),
            "owner": ("Which post answers for it?", "A post, not a person's name."),
            "due": ("By when?", ""),
            "measure": ("How will it be seen that it has worked?", ""),
        },
        shown_above={**shown, "closed": "It is completed, so it is not changed any more."},
        open=_going_on(room, where),
    )


def _text(room: Room, where: Where) -> str:
    action = room.plan.actions.get(where["action"])
    return action.text if action is not None else not_there()
