"""The ratings panel: its meetings, the agenda with papers and outcomes, the papers of an item, and the minutes."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response

from activities.viewing.rows import InspectionRow
from adapters.inbound.shown.meetings import said_ahead
from adapters.inbound.visiting.guarding import SignedIn, WorksHere, inspections_for, not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.answering import new_command_id
from adapters.inbound.web.forms.forms import Choices, Problem, Sent
from adapters.inbound.web.forms.giving import Place, add_forms
from adapters.inbound.web.forms.sending import attempt_command, read_sent
from adapters.inbound.web.pages.paging import paged
from adapters.inbound.web.rendering import Pages
from adapters.inbound.web.staffed import called, people_to_choose
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.panels.commands import ApproveMinutes, ConvenePanel, IssuePack
from domain.panels.decider import PANEL
from domain.panels.pack import Pack
from domain.panels.react import PanelStage, react, stage_of
from domain.panels.state import Item, Panel
from domain.people.authority import SEES_INSPECTIONS
from domain.people.roles import Role
from domain.refusals import Refused
from domain.streams import code_in, inspection_stream, panel_stream

__all__ = ["ItemShown", "PanelShown", "add_to", "item_for", "meetings_for", "pack_for"]

ON_A_PAGE = 50
MOST_OFFERED = 100
"""More than a year's inspections; the turn of those with later fieldwork comes when these are decided."""

_REFERENCE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class ItemShown:
    """An item of the agenda that is there for a visitor.

    Attributes:
        item: as the meeting has it.
        row: its inspection, as the list has it.
        state: its inspection, as the record has it.
    """

    item: Item
    row: InspectionRow
    state: Inspection


@dataclass(frozen=True, slots=True)
class PanelShown:
    """A meeting that is there for a visitor.

    Attributes:
        code: its reference.
        panel: as it stands.
        items: the items of its agenda that are there for them.
        kept: how many are not.
    """

    code: str
    panel: Panel
    items: tuple[ItemShown, ...]
    kept: int

    @property
    def meets_on(self) -> date:
        """Its day."""
        assert self.panel.convened is not None, "it was called"
        return self.panel.convened.meets_on

    @property
    def stage(self) -> str:
        """Where it stands."""
        return str(react(self.panel).stage)


def panel_for(house: House, visitor: Visitor, code: str) -> PanelShown:
    """A meeting, with those items of its agenda that a visitor may look at.

    It is there for whoever is invited, for those who arrange meetings, and for whoever may look at one of its items.
    That they look is noted, apart from the record, before anything is shown.

    Raises:
        HTTPException: 404: there is none, or not for them.
        Refused: ``look-not-noted``.
    """
    if not _REFERENCE.fullmatch(code):
        not_there()
    found = _shown(house, visitor, code)
    if found is None:
        not_there()
    house.services.looking.note(
        visitor.id, "page of a panel", [code, *(each.row.reference for each in found.items)]
    )
    return found


def _shown(house: House, visitor: Visitor, code: str) -> PanelShown | None:
    return next(iter(_all_shown(house, visitor, [code])), None)


def meetings_for(house: House, visitor: Visitor) -> list[PanelShown]:
    """The meetings that are there for somebody and are not over."""
    panels = house.services.records.every("panel", Panel)
    live = [each for each, panel in panels.items() if stage_of(panel) is not PanelStage.OVER]
    return _all_shown(house, visitor, [code_in(each, panel_stream) for each in live])


def _all_shown(house: House, visitor: Visitor, codes: Sequence[str]) -> list[PanelShown]:
    """Those of some meetings that are there for a visitor; however many they are, what they hold is read at once."""
    services = house.services
    read = services.records.read([panel_stream(code) for code in codes]) if codes else {}
    panels: dict[str, Panel] = {code: read[panel_stream(code)].state for code in codes}
    references = sorted({each for panel in panels.values() for each in panel.items})
    states = services.records.read([inspection_stream(each) for each in references]) if references else {}
    views, sees = services.views.catch_up(), services.seeing.inspections(visitor)
    known = views.inspections() if len(codes) > 1 else filter(None, map(views.inspection, references))
    rows = {each.reference: each for each in known}
    found = []
    for code, panel in panels.items():
        if panel.convened is None:
            continue
        items = []
        for reference, item in panel.items.items():
            row, state = rows.get(reference), states[inspection_stream(reference)].state
            if row is not None and sees(state):
                items.append(ItemShown(item, row, state))
        arranges = visitor.has(Role.OPERATIONS_MANAGER, Role.PANEL_CHAIR, Role.CHIEF_INSPECTOR)
        if items or arranges or visitor.id in panel.members:
            found.append(PanelShown(code, panel, tuple(items), len(panel.items) - len(items)))
    return found


def item_for(house: House, visitor: Visitor, code: str, inspection: str) -> tuple[PanelShown, ItemShown]:
    """An item of a meeting that is there for a visitor, and not one in which they take no part.

    Raises:
        HTTPException: 404: there is none, or not for them.
        Refused: ``look-not-noted``.
    """
    shown = panel_for(house, visitor, code)
    found = next((each for each in shown.items if each.row.reference == inspection), None)
    if found is None or visitor.id in found.item.recused:
        not_there()
    return shown, found


def pack_for(house: House, code: str, inspection: str) -> tuple[Pack | None, str]:
    """The papers of an item as they would be made now; or why there are none."""
    try:
        return house.services.packs.put_together(code, inspection), ""
    except Refused as refused:
        return None, refused.refusal.sentence


def add_to(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    """Add ``/panels``, a page for each meeting, and its minutes."""
    _add_meetings(app, house, pages)
    _add_minutes(app, house, sessions, pages)
    rules = [each for each in PANEL.rules.values() if each.command not in (IssuePack, ApproveMinutes)]

    def place_of(visitor: Visitor, code: str) -> Place:
        shown = panel_for(house, visitor, code)
        items = [(each.row.reference, each.row.provider_name) for each in shown.items]
        members = list(called(house, visitor, shown.panel.members).items())
        choices = {"inspection": items, "member": members, "present": members, "items.inspection": items}
        others = [
            each
            for each in people_to_choose(house, visitor, *SEES_INSPECTIONS)
            if each[0] not in shown.panel.members
        ]
        known = {reference for reference, _ in items}
        to_come = [each for each in _to_consider(house, visitor) if each[0] not in known]
        for_command = _some({"invite-member": {"member": others}, "table-item": {"inspection": to_come}})
        for_command["take-chair"] = {"chair": members}
        return Place(
            f"Panel {code}",
            f"/panels/{code}",
            shown,
            {"panel": code},
            choices if items else {},
            for_command,
            state=shown.panel,
            # Minutes tell of every item, and so does its order; whoever may not see one of them is shown neither.
            told=not shown.kept,
        )

    def nowhere(visitor: Visitor, _: str) -> Place:
        choices = {
            "chair": people_to_choose(house, visitor, Role.PANEL_CHAIR),
            "members": people_to_choose(house, visitor, *SEES_INSPECTIONS),
            "agenda": list(_to_consider(house, visitor)),
        }
        return Place("Ratings panels", "/panels", None, {}, _some({"": choices})[""])

    for path, found, several in (
        ("/panels/do/{verb}", nowhere, [each for each in rules if each.command is ConvenePanel]),
        ("/panels/{code}/do/{verb}", place_of, [each for each in rules if each.command is not ConvenePanel]),
    ):
        add_forms(
            app,
            house,
            sessions,
            pages,
            path=path,
            template="panel_command.html",
            rules=several,
            place_of=found,
        )


def _some(choices: Mapping[str, Choices]) -> dict[str, Choices]:
    """What there is something to choose from for; where there is nothing, it is typed."""
    return {
        verb: {field: several for field, several in each.items() if several} for verb, each in choices.items()
    }


def _to_consider(house: House, visitor: Visitor) -> Iterator[tuple[str, str]]:
    """The inspections that a panel could still be called for, those with the earliest fieldwork first."""
    found = [each for each in inspections_for(house, visitor) if each.stage in _BEFORE_A_DECISION]
    for each in sorted(found, key=lambda each: (each.fieldwork_from, each.reference))[:MOST_OFFERED]:
        yield each.reference, f"{each.provider_name} ({each.reference})"


_BEFORE_A_DECISION = frozenset(
    {Stage.ANNOUNCEMENT, Stage.EVIDENCE_REQUEST, Stage.FIELDWORK, Stage.CASE_READS, Stage.PANEL_REVIEW}
)


def _add_meetings(app: FastAPI, house: House, pages: Pages) -> None:
    @app.get("/panels")
    def list_(request: Request, visitor: WorksHere, page: int = 1) -> Response:
        codes = [code_in(each, panel_stream) for each in house.services.records.named("panel-")]
        found = _all_shown(house, visitor, codes)
        found.sort(key=lambda each: each.meets_on, reverse=True)
        part = paged(found, page, ON_A_PAGE)
        house.services.looking.note(visitor.id, "page of panels", [each.code for each in part.shown])
        return pages.page(request, "panels.html", part=part)

    @app.get("/panels/{code}")
    def one(request: Request, code: str, visitor: WorksHere) -> Response:
        shown = panel_for(house, visitor, code)
        verbs = [each for each in _DEEDS if visitor.role_for(each) and _may_now(shown.panel, each)]
        return pages.page(
            request,
            "panel.html",
            shown=shown,
            panel=shown.panel,
            agenda=react(shown.panel),
            # They tell of every item; whoever may not see one of them is told nothing.
            ahead=() if shown.kept else said_ahead(house.services, code),
            deeds=[(each, _DEEDS[each]) for each in verbs],
        )


_DEEDS: Mapping[str, str] = {
    "invite-member": "Invite somebody",
    "table-item": "Put another inspection on the agenda",
    "remove-item": "Take an inspection off the agenda",
    "arrange-agenda": "Put the agenda in order",
    "open-panel": "Open the meeting",
    "attend-panel": "Note that a member came in",
    "leave-panel": "Note that a member left",
    "take-chair": "Let another member take the chair",
    "recuse-member": "Note that a member takes no part in an item",
    "defer-item": "Put an item off",
    "retable-item": "Take an item up again",
    "record-dissent": "Note that a member does not agree",
    "close-panel": "Close the meeting",
    "draft-minutes": "Draft the minutes",
    "correct-minutes": "Correct the minutes",
    "call-off-panel": "Call the meeting off",
}
_BEFORE = ("invite-member", "table-item", "remove-item", "arrange-agenda", "open-panel", "call-off-panel")
_AFTER = ("draft-minutes", "correct-minutes")
_EVER = ("recuse-member", "take-chair")


def _may_now(panel: Panel, verb: str) -> bool:
    """Whether there is any sense in offering a command: before the meeting, during it, or afterwards."""
    if panel.called_off:
        return False
    if verb in _AFTER:
        approved = panel.written is not None and panel.written.approved_by is not None
        return panel.closed and approved == (verb == "correct-minutes")
    if panel.to_come:
        return verb in _BEFORE or verb in _EVER
    return not panel.closed and verb not in _BEFORE


def _add_minutes(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    def page(request: Request, shown: PanelShown, problems: tuple[Problem, ...] = ()) -> Response:
        return pages.page(
            request,
            "minutes.html",
            422 if problems else 200,
            shown=shown,
            written=shown.panel.written,
            problems=problems,
            command_id=new_command_id(),
        )

    def of(visitor: Visitor, code: str) -> PanelShown:
        shown = panel_for(house, visitor, code)
        # Minutes tell of every item; whoever may not see one of them is not shown what was said of it.
        if shown.panel.written is None or shown.kept:
            not_there()
        return shown

    @app.get("/panels/{code}/minutes")
    def read(request: Request, code: str, visitor: WorksHere) -> Response:
        return page(request, of(visitor, code))

    @app.post("/panels/{code}/minutes")
    def approve(request: Request, code: str, visitor: SignedIn, sent: Sent) -> Response:
        shown = of(visitor, code)
        if visitor.role_for(ApproveMinutes.verb) is None:
            not_there()
        entries = read_sent(sessions, request, sent)
        values: dict[str, Any] = {"panel": code, "minutes": entries.entered.get("minutes", "0" * 64)}
        tried = attempt_command(house, visitor, ApproveMinutes.model_validate(values), entries)
        if tried.done is None or tried.problems:
            return page(request, shown, tried.problems)
        response = RedirectResponse(f"/panels/{code}", 303)
        sessions.tell(response, tried.done.said)
        return response
