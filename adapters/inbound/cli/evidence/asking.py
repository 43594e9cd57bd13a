"""Asking for evidence on the command line: the usual list, what is held already, and the request itself."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import replace
from inspect import Parameter
from pathlib import Path
from typing import Annotated, Any

import typer

from adapters.inbound.cli.building import add_options, as_command, help_of, pairs_of
from adapters.inbound.cli.inspections.group import Reference
from adapters.inbound.cli.ordering import Circumstances, give
from adapters.inbound.commands.fields import fields_of
from adapters.inbound.files.handed_in import read_records
from adapters.inbound.files.named import write_file
from adapters.inbound.services import Services, Summon
from adapters.inbound.shown.evidence.asked import held_of, holdings_of, usual_items
from adapters.inbound.shown.evidence.items import true_of
from adapters.inbound.shown.inspections import inspection_of, row_of
from adapters.inbound.speaking import AsJson, say, say_json, table
from domain.holdings.shelves import held_code
from domain.inspections.asked_of import asked_of
from domain.inspections.commands import RequestEvidence, RequestFurtherEvidence
from domain.inspections.decider import INSPECTION
from domain.inspections.events import EvidenceItem
from domain.text import counted

__all__ = ["add_asking"]

COLUMNS = ("id", "title", "standard", "key_questions", "prompts")

Items = Annotated[
    Path | None,
    typer.Option(
        "--items",
        metavar="FILE",
        help="Another list than the usual one: a .csv, .json or .toml file as `assay evidence usual` writes it.",
    ),
]
LinkHeld = Annotated[
    bool,
    typer.Option(
        "--link-held",
        help="Link each item to the latest that is held of it, whatever its age, and ask for the rest.",
    ),
]


def add_asking(group: typer.Typer, summon: Summon) -> None:
    """Add ``usual``, ``offered``, ``request`` and ``request-further`` to the group ``evidence``."""
    _add_usual(group, summon)
    _add_offered(group, summon)
    _add_request(group, summon, RequestEvidence, "request", "nps-nw-2026 --link-held")
    example = "nps-nw-2026 --items more.csv --due 2026-06-30"
    _add_request(group, summon, RequestFurtherEvidence, "request-further", example)


def _add_usual(group: typer.Typer, summon: Summon) -> None:
    @group.command("usual")
    def usual(
        inspection: Reference,
        output: Annotated[
            Path | None,
            typer.Option(
                "-o", "--output", metavar="FILE", help="Where to write it; never over another file."
            ),
        ] = None,
        as_json: AsJson = False,
    ) -> None:
        """Write the list of what this kind of inspection usually asks for, to be edited and given with --items.

        It is a CSV file; several key questions or prompts in a cell stand apart by semicolons.

        Example: assay evidence usual nps-nw-2026 -o evidence.csv
        """
        items = usual_items(summon(), inspection)
        if as_json:
            say_json({"inspection": inspection, "items": [each.model_dump(mode="json") for each in items]})
        elif output is None:
            typer.echo(_as_csv(items), nl=False)
        else:
            write_file(output, _as_csv(items))
            say(f"Wrote {counted(len(items), 'item')} to {output}; edit it, then:")
            say(f"assay evidence request {inspection} --items {output}")


def _add_offered(group: typer.Typer, summon: Summon) -> None:
    @group.command("offered")
    def offered(inspection: Reference, items: Items = None, as_json: AsJson = False) -> None:
        """Show what is held already of what an inspection wants, to be linked instead of asked for.

        Something is offered for an item that it was asked for as before, that it shares a title with, or one of whose
        key questions it serves. Where several providers are inspected each is asked for itself, under codes of its own.
        What is held about a provider whose place the one that is inspected took is offered too.

        Example: assay evidence offered nps-nw-2026
        """
        services = summon()
        state = inspection_of(services, inspection)
        wanted = asked_of(state.known, _wanted(services, inspection, items))
        found = [
            (each, shelf, held_code(state.provider_of(each), shelf, holding.came.holding), holding.came)
            for each in wanted
            for shelf, holdings in holdings_of(services, state.provider_of(each))
            for holding in holdings.answering(each)
        ]
        if as_json:
            say_json(
                {
                    "inspection": inspection,
                    "offered": [
                        {"item": item.id, **came.model_dump(mode="json"), "provider": shelf, "link": code}
                        for item, shelf, code, came in found
                    ],
                }
            )
        elif not found:
            say("Nothing of it is held.")
        else:
            table(
                ("item", "held about", "what it is", "from", "true of", "held on", "link it by"),
                [
                    (
                        item.id,
                        shelf,
                        came.title,
                        came.of,
                        true_of(came.true_from, came.true_to),
                        came.held_on,
                        f"--link {item.id}={code}",
                    )
                    for item, shelf, code, came in found
                ],
            )


def _add_request(
    group: typer.Typer,
    summon: Summon,
    command: type[RequestEvidence | RequestFurtherEvidence],
    called: str,
    example: str,
) -> None:
    named = {each.name: each for each in fields_of(command)}
    first = command is RequestEvidence
    items = replace(named["items"], required=not first)
    own = (named["inspection"], items, named["due"], named["links"], named["again"])
    more = [Parameter("link_held", Parameter.KEYWORD_ONLY, annotation=LinkHeld, default=False)]

    def do(
        role: str | None, command_id: str | None, if_version: int | None, as_json: bool, **typed: Any
    ) -> None:
        how = Circumstances(role, command_id, if_version, as_json)
        services = summon()
        inspection = typed["inspection"]
        path = Path(typed["items"]) if typed["items"] else None
        wanted = (
            read_records(path, EvidenceItem)
            if path
            else [each.model_dump(mode="json") for each in usual_items(services, inspection)]
        )
        links = pairs_of(typed["links"], "--link")
        if typed["link_held"]:
            links = dict(held_of(services, inspection, wanted)) | links
        values = {
            "inspection": inspection,
            "items": wanted,
            "due": typed["due"],
            "links": list(links.items()),
            "again": list(pairs_of(typed["again"], "--again").items()),
        }
        give(services, as_command(command, values, {"inspection": "INSPECTION"}), how)

    rule = INSPECTION.rules[command]
    usual = " Without --items it is the usual list of the kind of inspection." if first else ""
    text = help_of(rule, f"assay evidence {called}", example)
    note = f"What is held already is shown by `assay evidence offered`, and linked by --link or --link-held.{usual}"
    group.command(called, help=f"{text}\n\n{note}")(add_options(do, own, more))


def _wanted(services: Services, inspection: str, path: Path | None) -> Sequence[EvidenceItem]:
    if path is None:
        return usual_items(services, inspection)
    row_of(services, inspection)
    return [EvidenceItem.model_validate_json(json.dumps(each)) for each in read_records(path, EvidenceItem)]


def _as_csv(items: Sequence[EvidenceItem]) -> str:
    text = io.StringIO(newline="")
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(COLUMNS)
    for each in items:
        rows.writerow(
            (each.id, each.title, each.standard or "", ";".join(each.key_questions), ";".join(each.prompts))
        )
    return text.getvalue()
