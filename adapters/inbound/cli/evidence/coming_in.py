"""Evidence on the command line as it comes in, or does not: handing in, what is missing, receipts, more time, files."""

from pathlib import Path
from typing import Annotated, Any

import typer

from activities.evidence_held import CameIn
from adapters.inbound.cli.building import add_commands
from adapters.inbound.cli.inspections.group import Reference
from adapters.inbound.cli.places import named_in
from adapters.inbound.cli.privacy.sights import Sight, may_see
from adapters.inbound.files.named import write_file
from adapters.inbound.services import Services, Summon
from adapters.inbound.shown.evidence.items import due_of, in_london, standing_of, true_of
from adapters.inbound.shown.inspections import row_of
from adapters.inbound.speaking import AsJson, say, say_json, table
from domain.holdings.shelves import held_code
from domain.inspections.decider import INSPECTION
from domain.inspections.state import Evidence, Inspection
from domain.ledger.receipts import write_receipt
from domain.refusals import Refused
from domain.streams import inspection_stream

__all__ = ["add_coming_in"]

_EXTENSION = "extension "

Item = Annotated[str, typer.Option("--item", metavar="ITEM", help="The item, by its code.")]


def add_coming_in(group: typer.Typer, summon: Summon) -> None:
    """Add what happens to items that were asked for to the group ``evidence``."""
    names = named_in("evidence")
    asking = ("request", "request-further")
    mine = {
        rule.command.verb: rule
        for rule in INSPECTION.rules.values()
        if rule.command.verb in names and names[rule.command.verb] not in asking
    }
    extensions = {verb: rule for verb, rule in mine.items() if names[verb].startswith(_EXTENSION)}
    others = [rule for verb, rule in mine.items() if verb not in extensions]
    add_commands(group, "evidence", others, summon, names)
    inner = typer.Typer(
        no_args_is_help=True, help="More time: the provider asks, the lead inspector answers."
    )
    short = {verb: names[verb].removeprefix(_EXTENSION) for verb in extensions}
    add_commands(inner, "evidence extension", extensions.values(), summon, short)
    group.add_typer(inner, name="extension")
    _add_status(group, summon)
    _add_receipt(group, summon)
    _add_fetch(group, summon)


def _add_status(group: typer.Typer, summon: Summon) -> None:
    @group.command("status")
    def status(
        inspection: Reference,
        missing: Annotated[
            bool, typer.Option("--missing", help="Only what is still to be handed in.")
        ] = False,
        provider: Annotated[
            str | None,
            typer.Option(
                metavar="PROVIDER", help="Where several are inspected, only what is asked of this one."
            ),
        ] = None,
        as_json: AsJson = False,
    ) -> None:
        """Show each item that was asked for: what is missing and by when, what came in and when it was true.

        Example: assay evidence status nps-nw-2026 --missing
        """
        services = summon()
        row_of(services, inspection)
        state = _state(services, inspection)
        came = {each.item: each for each in services.held.came_in(inspection)}
        found = [
            (code, each)
            for code, each in state.evidence.items()
            if (not missing or each.outcome == "awaited") and provider in (None, state.asked_of(code))
        ]
        if as_json:
            items = [_as_json(state, code, each, came.get(code)) for code, each in found]
            asked = [
                {"extension": code, "outcome": each.outcome, **each.asked.model_dump(mode="json")}
                for code, each in state.extensions.items()
            ]
            say_json({"inspection": inspection, "items": items, "extensions": asked})
            return
        if not found:
            say("Nothing is missing." if state.evidence else "Nothing has been asked for.")
            return
        whose = ("asked of",) if state.known.others else ()
        table(
            ("item", *whose, "title", "for", "stands", "due", "true of", "recorded", "document"),
            [
                (
                    code,
                    *([state.asked_of(code)] if whose else ()),
                    each.item.title,
                    each.item.serves,
                    standing_of(each),
                    due_of(state, each),
                    *(_times(came[code]) if code in came else ("", "")),
                    each.document,
                )
                for code, each in found
            ],
        )
        for code in state.open_extensions:
            asked_for = state.extensions[code].asked
            say(f"{code}: time until {asked_for.until} is asked for, for {', '.join(asked_for.items)}")


def _add_receipt(group: typer.Typer, summon: Summon) -> None:
    @group.command("receipt")
    def receipt(
        inspection: Reference,
        item: Item,
        output: Annotated[
            Path | None,
            typer.Option(
                "-o",
                "--output",
                metavar="FILE",
                help="Also write a signed receipt there; never over another file.",
            ),
        ] = None,
        as_json: AsJson = False,
    ) -> None:
        """Say what came in for an item and when, with the digest of the file; and sign it.

        The signed receipt can be checked by anybody, without this installation: assay audit receipt --check FILE

        Example: assay evidence receipt nps-nw-2026 --item staffing-plan -o receipt.txt
        """
        services = summon()
        came = _came(services, inspection, item)
        if output is not None:
            write_file(output, write_receipt(services.proving.receipt(came.command_id)))
        if as_json:
            written = {"file": str(output)} if output else {}
            whose = _state(services, inspection).asked_of(item)
            say_json({"inspection": inspection, "provider": whose, **_came_json(came), **written})
            return
        true, recorded = _times(came)
        whose = _state(services, inspection).asked_of(item)
        say(f"{item} of {inspection}, asked of {whose}, was {came.how}.")
        say(f"It was recorded at {recorded} (position {came.position}).")
        say(f"Handed in by {came.actor}, as {came.acting_role}; true of: {true}.")
        say(f"Document: {came.document or 'none'}")
        if output is None:
            say(f"For a signed receipt: assay audit receipt {came.command_id}")
        else:
            say(f"Wrote a signed receipt to {output}; to check it: assay audit receipt --check {output}")


def _add_fetch(group: typer.Typer, summon: Summon) -> None:
    @group.command("fetch")
    def fetch(
        inspection: Reference,
        item: Item,
        output: Annotated[
            Path,
            typer.Option(
                "-o", "--output", metavar="FILE", help="Where to write it; never over another file."
            ),
        ],
        role: Sight = None,
        as_json: AsJson = False,
    ) -> None:
        """Write the document of an item to a file, decrypted and checked against its digest.

        Example: assay evidence fetch nps-nw-2026 --item staffing-plan -o staffing-plan.pdf
        """
        may_see(role, "document", inspection_stream(inspection))
        services = summon()
        came = _came(services, inspection, item)
        if came.document is None:
            raise Refused.because("no-document", f"The item {item} came in without a file.")
        content = services.documents.fetch(came.document)
        if content is None:
            raise Refused.because(
                "document-missing",
                f"The document {came.document} of {item} is not in this installation's store.",
            )
        write_file(output, content)
        if as_json:
            say_json({"item": item, "document": came.document, "bytes": len(content), "file": str(output)})
        else:
            say(f"Wrote {len(content)} bytes to {output}; their SHA-256 is {came.document}.")


def _state(services: Services, inspection: str) -> Inspection:
    stream = inspection_stream(inspection)
    state: Inspection = services.records.read([stream])[stream].state
    return state


def _came(services: Services, inspection: str, item: str) -> CameIn:
    """How an item last came in.

    Raises:
        Refused: ``unknown-inspection``, ``unknown-item`` or ``nothing-came-in``.
    """
    row_of(services, inspection)
    if item not in _state(services, inspection).evidence:
        raise Refused.because("unknown-item", f"The item {item} was never asked for.")
    found = [each for each in services.held.came_in(inspection) if each.item == item]
    if not found:
        raise Refused.because("nothing-came-in", f"Nothing has come in for the item {item} yet.")
    return found[-1]


def _times(came: CameIn) -> tuple[str, str]:
    return true_of(came.true_from, came.true_to), in_london(came.recorded_at)


def _as_json(state: Inspection, code: str, item: Evidence, came: CameIn | None) -> dict[str, Any]:
    return {
        "item": code,
        **item.item.model_dump(mode="json", exclude={"id"}),
        "provider": state.provider_of(item.item),
        "request": item.request,
        "outcome": item.outcome,
        "due": due_of(state, item),
        "overdue_since": item.overdue,
        "chased": item.chased,
        "escalated_to": item.escalated.value if item.escalated else None,
        "holding": item.holding and held_code(state.provider_of(item.item), item.shelf, item.holding),
        "document": item.document,
        "came_in": None if came is None else _came_json(came),
    }


def _came_json(came: CameIn) -> dict[str, Any]:
    return {
        "item": came.item,
        "how": came.how,
        "document": came.document,
        "true_from": came.true_from,
        "true_to": came.true_to,
        "recorded_at": came.recorded_at.isoformat(),
        "position": came.position,
        "command_id": came.command_id,
        "actor": came.actor,
        "role": came.acting_role,
    }
