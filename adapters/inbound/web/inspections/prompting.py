"""Holding the prompts against the evidence, one a page: each is on the record before the next is shown.

So nothing is lost that was saved, two people can share the prompts, and no page grows with their number.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response

from activities.viewing.rows import InspectionRow
from adapters.inbound.shown.prompts import prompts_in
from adapters.inbound.visiting.guarding import SignedIn, inspection_for, not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.answering import new_command_id
from adapters.inbound.web.forms.choosing import Around
from adapters.inbound.web.forms.forms import Entered, Problem, Sent
from adapters.inbound.web.forms.sending import STALE, Attempt, Entries, attempt_command, read_sent
from adapters.inbound.web.forms.standing import Lines, stands
from adapters.inbound.web.rendering import Pages
from domain.evidence.commands import AssessPrompts
from domain.evidence.decider import EVIDENCE
from domain.evidence.events import PromptAssessed
from domain.evidence.rules.enquiries import ASSESSING
from domain.refusals import Refused
from domain.replacing import Standing

__all__ = ["add_to"]

_ASSESSING = EVIDENCE.rules[AssessPrompts]
FINDINGS = {"met": "Met", "partly": "Met in part", "not-met": "Not met", "not-known": "Not known yet"}


@dataclass(frozen=True, slots=True)
class PromptShown:
    """A prompt with what is known of it, among all those of an inspection.

    Attributes:
        row: the inspection.
        prompt: the prompt as it stands (:func:`adapters.inbound.shown.prompts.prompts_in`).
        text: its words, and those of its key question.
        place: which it is, from 1.
        of: how many there are.
        left: how many nobody has held against the evidence.
        before: the address of the one before it; None for the first.
        after: the address of the one after it; None for the last.
        entries: what stands in the register, by code, with its title; what bears on the prompt first.
        open: whether prompts are held against the evidence at this stage.
        standing: what was found about it, as the record has it; empty where nobody has looked.
    """

    row: InspectionRow
    prompt: Mapping[str, Any]
    text: tuple[str, str]
    place: int
    of: int
    left: int
    before: str | None
    after: str | None
    entries: tuple[tuple[str, str], ...]
    open: bool
    standing: Standing

    @property
    def found(self) -> Lines:
        """What was found about it, in words."""
        titles, found = dict(self.entries), self.prompt
        said = {
            "What the evidence says": (FINDINGS.get(found["finding"] or "", ""),),
            "Evidence": tuple(titles.get(each, each) for each in found["evidence"]),
            "Why": (found["note"] or "",),
        }
        return tuple((name, lines) for name, lines in said.items() if any(lines)) if self.standing else ()


def address_of_prompt(reference: str, prompt: str) -> str:
    """The page of a prompt: ``1.1.2 b`` stands in its address as ``1.1.2-b``."""
    return f"/inspections/{reference}/prompts/{prompt.replace(' ', '-')}"


def add_to(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    """Add the pages."""

    def here(visitor: Visitor, reference: str) -> tuple[Around, list[dict[str, Any]]]:
        if visitor.provider is not None or visitor.role_for(AssessPrompts.verb) is None:
            not_there()
        row, state = inspection_for(house, visitor, reference)
        around = Around(house, visitor, row, state)
        try:
            return around, prompts_in(house.services, state, around.room)
        except Refused:  # a kind that judges nothing has no prompts
            not_there()

    def page(request: Request, shown: PromptShown, tried: Attempt) -> Response:
        entered = tried.entered
        if "command_id" not in entered:  # it is shown for the first time, with what was found before
            known = shown.prompt
            entered = {
                "finding": known["finding"] or "",
                "evidence": "\n".join(known["evidence"]),
                "note": known["note"] or "",
            }
        return pages.page(
            request,
            "inspection_prompt.html",
            422 if tried.problems else 200,
            row=shown.row,
            shown=shown,
            findings=FINDINGS,
            entered=entered,
            problems=tried.problems,
            wrong={each.field: each.text for each in tried.problems},
            command_id=entered.get("command_id") or new_command_id(),
            stands=stands(shown.standing, tried.entered, shown.found),
            not_taken=() if shown.open else _left(shown, tried.entered),
        )

    @app.get("/inspections/{reference}/prompts")
    def first(reference: str, visitor: SignedIn) -> Response:
        _, prompts = here(visitor, reference)
        found = _next(prompts, 0)
        address = address_of_prompt(reference, found) if found else f"/inspections/{reference}/enquiries"
        return RedirectResponse(address, 303)

    @app.get("/inspections/{reference}/prompts/{prompt}")
    def ask(request: Request, reference: str, prompt: str, visitor: SignedIn) -> Response:
        around, prompts = here(visitor, reference)
        return page(request, _shown(around, prompts, prompt), Attempt((), {}))

    @app.post("/inspections/{reference}/prompts/{prompt}")
    def save(request: Request, reference: str, prompt: str, visitor: SignedIn, sent: Sent) -> Response:
        around, prompts = here(visitor, reference)
        shown = _shown(around, prompts, prompt)
        tried = _saved(house, visitor, shown, read_sent(sessions, request, sent))
        if tried.done is None or tried.problems:
            return page(request, shown, tried)
        found = _next([each for each in prompts if each is not shown.prompt], shown.place - 1)
        address = address_of_prompt(reference, found) if found else f"/inspections/{reference}/enquiries"
        response = RedirectResponse(address, 303)
        sessions.tell(response, tried.done.said)
        return response


def _saved(house: House, visitor: Visitor, shown: PromptShown, sent: Entries) -> Attempt:
    """Hold one prompt against the evidence, as it was entered."""
    if not sent.genuine:
        return Attempt((STALE,), sent.entered)
    finding = sent.entered.get("finding", "")
    if finding not in FINDINGS:
        return Attempt((Problem("finding", "Select what the evidence says"),), sent.entered)
    ticked = sent.entered.get("evidence", "").split("\n")
    assessed = {
        "prompt": shown.prompt["prompt"],
        "finding": finding,
        "evidence": tuple(code for code, _ in shown.entries if code in ticked),
        "note": " ".join(sent.entered.get("note", "").split()) or None,
    }
    if finding != "not-known" and not assessed["evidence"]:
        said = "Tick the evidence that says so, or select that it is not known yet"
        return Attempt((Problem("evidence", said),), sent.entered)
    try:
        command = AssessPrompts.model_validate(
            {"inspection": shown.row.reference, "assessments": (assessed,)}
        )
    except ValueError:
        return Attempt((Problem("note", "Write the note shorter, in one line of plain words"),), sent.entered)
    return attempt_command(house, visitor, command, sent)


def _left(shown: PromptShown, entered: Entered) -> tuple[tuple[str, str], ...]:
    """What was entered about a prompt that is not held against the evidence any more."""
    titles = dict(shown.entries)
    ticked = [titles.get(each, each) for each in entered.get("evidence", "").split("\n")]
    said = {
        "What the evidence says": FINDINGS.get(entered.get("finding", ""), ""),
        "Evidence": "\n".join(ticked),
        "Why": entered.get("note", ""),
    }
    return tuple(each for each in said.items() if each[1])


def _next(prompts: list[dict[str, Any]], begin: int) -> str | None:
    """The next prompt that nobody has held against the evidence, or whose evidence has changed since; from the top."""
    for each in (*prompts[begin:], *prompts[:begin]):
        if each["finding"] is None or each["shaken_by"]:
            return str(each["prompt"])
    return None


def _shown(around: Around, prompts: list[dict[str, Any]], address: str) -> PromptShown:
    names = [str(each["prompt"]) for each in prompts]
    name = address.replace("-", " ")
    if name not in names:
        not_there()
    place = names.index(name)
    reference, prompt = around.row.reference, prompts[place]
    framework = around.house.services.library().framework_of(around.state.known.framework)
    question = framework.key_question(name.partition(" ")[0]) if framework else None
    asked = framework.prompt(name) if framework else None
    bears = {*prompt["there"], *prompt["evidence"]}
    stand = {
        code: each.content.title for code, each in around.room.register.items() if each.withdrawn is None
    }
    return PromptShown(
        row=around.row,
        prompt=prompt,
        text=(asked.text if asked else "", question.text if question else ""),
        place=place + 1,
        of=len(names),
        left=sum(each["finding"] is None for each in prompts),
        before=address_of_prompt(reference, names[place - 1]) if place else None,
        after=address_of_prompt(reference, names[place + 1]) if place + 1 < len(names) else None,
        entries=tuple(sorted(stand.items(), key=lambda each: each[0] not in bears)),
        open=around.state.standing in ASSESSING,
        standing=_ASSESSING.replaces(
            around.room, {"assessments": (PromptAssessed(prompt=name, finding="not-known"),)}
        ),
    )
