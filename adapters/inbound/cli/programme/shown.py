"""`assay programme list|show|timeline`: where a recorded programme stands, and what another plan would change."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from adapters.inbound.cli.ordering import one_of
from adapters.inbound.cli.privacy.sights import Sight, sees
from adapters.inbound.cli.programme.opening import ProgrammeCode
from adapters.inbound.cli.programme.reports import TableFile, write_table
from adapters.inbound.files.spreadsheets import Grid
from adapters.inbound.services import Services, Summon
from adapters.inbound.shown.programme import SLOT_COLUMNS, changed_parts, slot_as_data, slot_row
from adapters.inbound.speaking import AsJson, say, say_json, table
from domain.programme.year.published.answered import answered
from domain.programme.year.react import react
from domain.programme.year.state import Choice, Programme
from domain.programme.year.terms import Change, Chosen, Lot, PlanContent, Slot
from domain.refusals import Refused
from domain.streams import programme_stream
from domain.text import counted

__all__ = ["add_shown", "changes_as_data", "responses_of", "tell_changes"]


def add_shown(group: typer.Typer, summon: Summon) -> None:
    """Register the three commands.

    Args:
        group: the group ``programme``.
        summon: gives the installation.
    """
    _add_list(group, summon)
    _add_show(group, summon)
    _add_timeline(group, summon)


def _add_list(group: typer.Typer, summon: Summon) -> None:
    @group.command("list")
    def list_(as_json: AsJson = False) -> None:
        """List the recorded programmes.

        Example: assay programme list
        """
        found = summon().programme_record.programmes()
        rows = [
            {
                "programme": code,
                "title": state.known.title,
                "stage": state.stage,
                "inspections": len(state.plan.slots) if state.plan else None,
                "started": len(state.started),
            }
            for code, state in found.items()
            if state.opened is not None
        ]
        if as_json:
            say_json({"programmes": rows})
        elif not rows:
            say("No programme has been opened yet; `assay programme open --help` shows how.")
        else:
            table(
                ("programme", "title", "stage", "inspections", "started"),
                [tuple(row.values()) for row in rows],
            )


def _add_show(group: typer.Typer, summon: Summon) -> None:
    @group.command("show")
    def show(
        programme: ProgrammeCode,
        field: Annotated[
            str | None,
            typer.Option(
                metavar="plan|response|published",
                help="Print nothing but the digest of the plan submitted last, the response that came last, or the "
                "digest of the published plan.",
            ),
        ] = None,
        role: Sight = None,
        out: TableFile = None,
        as_json: AsJson = False,
    ) -> None:
        """Show a programme: what was selected and why, its plans, its draft with the responses, and what has started.

        What responses say is shown to those who may see it. With --out the published inspections are written as a
        table, with their days and teams.

        Example: assay programme show 2027 --out inspections-2027.xlsx
        """
        services = summon()
        state = services.programme_record.programme(programme)
        if field is not None:
            say(_field(state, field))
            return
        if out is not None:
            write_table(
                out, Grid("inspections", SLOT_COLUMNS, [slot_row(each, state) for each in _published(state)])
            )
            say(f"The table is in {out}.")
            return
        shown = _as_data(state, responses_of(services, state, seen=sees(role, "response")))
        if as_json:
            say_json(shown)
        else:
            _tell(state, shown)


def _add_timeline(group: typer.Typer, summon: Summon) -> None:
    @group.command("timeline")
    def timeline(programme: ProgrammeCode, as_json: AsJson = False) -> None:
        """Tell what has happened to a programme, oldest first, and who did it.

        Example: assay programme timeline 2027
        """
        services = summon()
        services.programme_record.programme(programme)
        stream = programme_stream(programme)
        found = [each for each in services.views.catch_up().timeline(stream) if each.stream == stream]
        if as_json:
            say_json({"programme": programme, "timeline": [each.model_dump(mode="json") for each in found]})
            return
        table(
            ("position", "day", "what happened", "by", "as"),
            [
                (each.position, each.occurred_at[:10], each.sentence, each.actor, each.acting_role)
                for each in found
            ],
        )


def _field(state: Programme, field: str) -> str:
    """One thing by which a command names something.

    Raises:
        Refused: ``unknown-field``, or ``nothing-yet`` where there is none.
    """
    known = {
        "plan": [None, *state.plans][-1],
        "response": [None, *state.responses][-1],
        "published": state.plan.digest if state.plan else None,
    }
    found = known[one_of(field, list(known), "field")]
    if found is None:
        raise Refused.because("nothing-yet", f"There is no {field} of this programme yet.")
    return found


def responses_of(services: Services, state: Programme, *, seen: bool) -> list[dict[str, Any]]:
    """The responses to a draft in the order in which they came, with what they say if that may be seen."""
    found = []
    for stream, heard in state.responses.items():
        said = services.personal.texts(stream) if seen else {}
        found.append(
            {
                "response": stream,
                "received_on": heard.received_on,
                "confidential": heard.confidential,
                "outcome": heard.outcome,
                **{field: text for (_, field), text in said.items()},
            }
        )
    return found


def _as_data(state: Programme, responses: list[dict[str, Any]]) -> dict[str, Any]:
    known, plan = state.known, state.plan
    return {
        "programme": known.programme,
        "title": known.title,
        "year": known.year,
        "first_monday": known.first_monday,
        "stage": state.stage,
        "waiting_for": list(react(state).waiting_for),
        "selections": {code: _choice_as_data(each) for code, each in sorted(state.selections.items())},
        "pins": {number: pin.model_dump(mode="json") for number, pin in state.pins.items()},
        "plans": [_plan_as_data(each, state) for each in state.plans.values()],
        "accepted": state.accepted,
        "draft": state.draft.model_dump(mode="json") if state.draft else None,
        "responses": responses,
        "answered": answered(state),
        "published": plan.digest if plan else None,
        "slots": [slot_as_data(each, state) for each in _in_order(plan.slots)] if plan else [],
    }


def _choice_as_data(choice: Choice) -> dict[str, Any]:
    proposed = choice.proposed
    lots = {each.id: each for each in choice.drawn.lots} if choice.drawn else {}
    selected = set(choice.selected)
    return {
        "title": proposed.rule.title,
        "wanted": proposed.wanted,
        "selected": list(choice.selected),
        "choices": [
            {
                "id": each.id,
                "in": each.id in selected,
                "by": _by(
                    choice, each.id, each.by, drawn=each.id in lots and lots[each.id].outcome == "drawn"
                ),
                "reason": choice.removed.get(each.id)
                or choice.added.get(each.id)
                or _why(each, lots.get(each.id)),
            }
            for each in proposed.choices
        ],
        "frame": choice.frozen.model_dump(mode="json") if choice.frozen else None,
        "draw": choice.drawn.model_dump(mode="json") if choice.drawn else None,
        "outlook": list(proposed.outlook),
        "shortfalls": list(proposed.shortfalls),
    }


def _why(choice: Chosen, lot: Lot | None) -> str:
    """Why a service is in or out; of one that was in the draw, what its lot came to."""
    return choice.reason if lot is None else f"by lot: {lot.reason}"


def _by(choice: Choice, service: str, step: str | None, *, drawn: bool) -> str | None:
    if service in choice.removed or service in choice.added:
        return "decision"
    return "lot" if drawn else step


def _plan_as_data(content: PlanContent, state: Programme) -> dict[str, Any]:
    return {
        "plan": content.digest,
        "accepted": content.digest == state.accepted,
        "placed": len(content.slots),
        **content.found.model_dump(mode="json"),
    }


def _published(state: Programme) -> list[Slot]:
    if state.plan is None:
        raise Refused.because("nothing-yet", "The programme has not been published yet.")
    return _in_order(state.plan.slots)


def _in_order(slots: Sequence[Slot]) -> list[Slot]:
    return sorted(slots, key=lambda each: (each.announce_on, each.inspection))


def _tell(state: Programme, shown: dict[str, Any]) -> None:
    say(f"{state.known.programme}: {state.known.title} ({state.stage})")
    for each in shown["waiting_for"]:
        say(f"Waiting for {each}")
    for code, choice in shown["selections"].items():
        say(f"{code}: {counted(len(choice['selected']), 'service')} selected of {choice['wanted']} wanted.")
        table(
            ("service", "in", "by", "why, or why not"),
            [
                (each["id"], "yes" if each["in"] else "no", each["by"], each["reason"])
                for each in choice["choices"]
            ],
        )
    for number, pin in state.pins.items():
        say(f"Pin {number}, of {pin.inspection}, by {pin.by}: {pin.why}")
    for content in state.plans.values():
        accepted = ", accepted" if content.digest == state.accepted else ""
        unplaced = ", ".join(content.found.unplaced) or "none"
        say(f"Plan {content.digest}{accepted}: cost {content.found.cost}; without a place: {unplaced}.")
    if state.draft is not None:
        say(f"Draft of {state.draft.plan[:12]}, for responses until {state.draft.closes_on}:")
        for each in shown["responses"]:
            said = f": {each['said']}" if "said" in each else ""
            private = ", in confidence" if each["confidential"] else ""
            say(f"  {each['response']}{private}, {each['outcome'] or 'undecided'}{said}")
        say(f"{shown['answered']}")
    if shown["slots"]:
        columns = ("inspection", "announced on", "fieldwork", "lead", "panel", "published on", "stands")
        rows = zip(_in_order(state.plan.slots if state.plan else ()), shown["slots"], strict=True)
        table(columns, [(*_row(slot), each["why"] or each["stands"]) for slot, each in rows])


def _row(slot: Slot) -> tuple[object, ...]:
    days = f"{slot.fieldwork_from} to {slot.fieldwork_to}"
    return slot.inspection, slot.announce_on, days, slot.lead, slot.panel, slot.publish_on


def changes_as_data(changes: Sequence[Change]) -> list[dict[str, Any]]:
    """What another plan changes, for JSON."""
    return [each.model_dump(mode="json") for each in changes]


def tell_changes(changes: Sequence[Change]) -> None:
    """Say what another plan changes, inspection by inspection."""
    if not changes:
        say("It changes nothing.")
        return
    say(f"{counted(len(changes), 'inspection')} would have another place:")
    for each in changes:
        for what, was, now in changed_parts(each):
            say(f"  {each.inspection}: {what} {was} -> {now}")
