"""A page for every command that a person may give in an inspection: what it does, its form, and what came of it.

Tasks with a page of their own link there; every other task is done here.
"""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response

from activities.follow_ups import follow_up_of
from adapters.inbound.commands.fields import fields_of
from adapters.inbound.shown.plans import several_plans
from adapters.inbound.visiting.guarding import SignedIn, inspection_for, not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.answering import new_command_id
from adapters.inbound.web.forms.choosing import Around, choices_for, names_in, nothing_to_choose
from adapters.inbound.web.forms.forms import Choices, Entered, Sent, shown, title_of
from adapters.inbound.web.forms.sending import Attempt, attempt, read_sent
from adapters.inbound.web.forms.standing import filled, in_words, stands
from adapters.inbound.web.rendering import Pages
from domain.action_plans.plan import ActionPlan
from domain.action_plans.rules import ACTION_PLAN
from domain.decider import Rule
from domain.evidence.decider import EVIDENCE
from domain.evidence.state import EvidenceRoom
from domain.follow_ups.rules import FOLLOW_UP
from domain.follow_ups.state import FollowUp
from domain.inspections.commands import CancelInspection, NoteTold, ReopenCaseReads, WithdrawReport
from domain.inspections.decider import INSPECTION
from domain.inspections.state import Inspection
from domain.inspections.tasks import Task
from domain.messages import Command
from domain.replacing import Standing

__all__ = ["RULES", "add_to"]

WITH_THEIR_OWN = frozenset(
    {
        # What these say (digests, keys, rows) is worked out from a list that is handed in, and is never typed: they
        # are given on the page of the list, and of the case.
        *("hand-in-case-list", "replace-case-list", "draw-from-list", "replace-case"),
        # A seed that somebody names, for a list that stays outside: no kind that ships lets anybody name one.
        "draw-sample",
        "compare-results",  # what is put beside what is worked out from the record
        "assess-prompts",  # a prompt a page: a table of all of them would be lost as a whole
        "announce-inspection",  # before it there is no inspection whose page could have its form
    }
)
"""The commands that are given on pages of their own, or on none."""

RULES: Mapping[str, Rule] = {
    rule.command.verb: rule
    for decider in (INSPECTION, EVIDENCE, ACTION_PLAN, FOLLOW_UP)
    for rule in decider.rules.values()
    if "inspection" in rule.command.model_fields and rule.command.verb not in WITH_THEIR_OWN
}
"""The commands that name an inspection and can be said in a form, by their verbs."""

_FINAL: Mapping[type[Command], tuple[str, str]] = {
    CancelInspection: (
        "This cannot be taken back. To inspect the provider after all, another inspection is announced.",
        "Cancel the inspection for good",
    ),
    WithdrawReport: (
        "This cannot be taken back. It is marked as withdrawn wherever it is shown, and its readers are told.",
        "Withdraw the report",
    ),
    ReopenCaseReads: (
        "What was derived, decided and signed on these reads no longer stands. The panel decides again.",
        "Open the case reads again",
    ),
}
"""What is said before that which reaches far or cannot be taken back is done, and what its button says."""


def add_to(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    """Add the page of each command."""

    def rule_for(visitor: Visitor, verb: str) -> Rule:
        rule = RULES.get(verb)
        # What a provider's contact does is done on pages of their own, which offer nothing that is another's.
        if rule is None or visitor.provider is not None or visitor.role_for(verb) is None:
            not_there()
        return rule

    def offered(rule: Rule, around: Around) -> Choices:
        return choices_for(around, rule.command.verb, names_in(rule.command))

    def form(
        request: Request, reference: str, verb: str, visitor: Visitor, tried: Attempt, status: int = 200
    ) -> Response:
        rule = rule_for(visitor, verb)
        row, state = inspection_for(house, visitor, reference)
        said = _said(rule, request)
        around = Around(house, visitor, row, state, said.get("provider"))
        choices = offered(rule, around)
        asked_for = [each.name for each in fields_of(rule.command) if each.required]
        nothing = "" if tried.problems else nothing_to_choose(verb, asked_for, choices)
        entered, standing = tried.entered, _standing(rule, around, tried.entered)
        if "command_id" not in entered:  # it is shown for the first time
            entered = {**filled(rule.command, standing), **entered}
        task = next((each for each in row.tasks if each.verb == verb and _is_about(each, said)), None)
        values: dict[str, Any] = {
            "fields": shown(
                rule.command,
                entered,
                tried.problems,
                fixed=("inspection", *said, *(("everything",) if said else ()), *_needless(rule, state)),
                choices=choices,
            ),
            "stands": stands(standing, entered, in_words(rule.command, standing, choices)),
            "title": task.title if task else title_of(rule),
            "locked": task.why if task and task.status == "locked" else "",
            "nothing": nothing,
            "final": _FINAL.get(rule.command, ("", "")),
            "command_id": entered.get("command_id") or new_command_id(),
        }
        return pages.page(
            request,
            "command.html",
            status,
            row=row,
            meaning=rule.meaning,
            entered=entered,
            problems=tried.problems,
            role=visitor.role_for(verb),
            **values,
        )

    @app.get("/inspections/{reference}/do/{verb}")
    def ask(request: Request, reference: str, verb: str, visitor: SignedIn) -> Response:
        return form(request, reference, verb, visitor, Attempt((), dict(request.query_params)))

    @app.post("/inspections/{reference}/do/{verb}")
    def do(request: Request, reference: str, verb: str, visitor: SignedIn, sent: Sent) -> Response:
        rule = rule_for(visitor, verb)
        row, state = inspection_for(house, visitor, reference)
        entries = read_sent(sessions, request, sent)
        given = {"inspection": reference, **_said(rule, request)}
        choices = offered(rule, Around(house, visitor, row, state, given.get("provider")))
        tried = attempt(house, visitor, rule.command, entries, given, choices)
        if tried.done is None or tried.problems:
            return form(request, reference, verb, visitor, tried, 422 if tried.problems else 200)
        response = RedirectResponse(f"/inspections/{reference}", 303)
        sessions.tell(response, tried.done.said)
        return response


def _said(rule: Rule, request: Request) -> Mapping[str, str]:
    """What led here says already: which notice, and whom it did not reach; or whose action plan it is about."""
    names: tuple[str, ...] = ("notice", "reader") if rule.command is NoteTold else ()
    if rule.command in ACTION_PLAN.rules:
        names = ("provider",)
    return {name: request.query_params[name] for name in names if name in request.query_params}


def _needless(rule: Rule, state: Inspection) -> tuple[str, ...]:
    """The field that says whose action plan a command is about, where there are not several."""
    return ("provider",) if rule.command in ACTION_PLAN.rules and not several_plans(state) else ()


def _is_about(task: Task, said: Mapping[str, str]) -> bool:
    if "provider" in said:
        return task.provider == said["provider"]
    return not said or (task.notice, "".join(task.readers)) == (said.get("notice"), said.get("reader", ""))


def _standing(rule: Rule, around: Around, asked: Entered) -> Standing:
    """What the record says already of what a form is to change; a text never stands in an address."""
    room: Inspection | EvidenceRoom | ActionPlan | FollowUp
    if rule.command in EVIDENCE.rules:
        room = around.room
    elif rule.command in ACTION_PLAN.rules:
        room = around.plan
    elif rule.command in FOLLOW_UP.rules:
        room = follow_up_of(around.house.services.records, around.row.reference)
    else:
        room = around.state
    return rule.replaces(room, asked)
