"""The register of evidence on the command line: taking in, putting right, withdrawing and looking."""

from typing import Annotated, Any

import typer

from adapters.inbound.cli.building import add_commands
from adapters.inbound.cli.inspections.group import Reference
from adapters.inbound.cli.places import named_in
from adapters.inbound.cli.privacy.sights import Sight, sees
from adapters.inbound.services import Summon
from adapters.inbound.shown.evidence.room import room_of
from adapters.inbound.speaking import AsJson, say, say_json, table
from domain.evidence.assessment import places_above
from domain.evidence.decider import EVIDENCE
from domain.evidence.resting import covers
from domain.evidence.state import Registered
from domain.refusals import Refused
from domain.streams import inspection_stream

__all__ = ["add_register"]


def add_register(group: typer.Typer, summon: Summon) -> None:
    """Add the commands of the register to the group ``evidence``."""
    names = named_in("evidence")
    rules = [rule for rule in EVIDENCE.rules.values() if rule.command.verb in names]
    add_commands(group, "evidence", rules, summon, names)
    _add_list(group, summon)
    _add_show(group, summon)


def _add_list(group: typer.Typer, summon: Summon) -> None:
    @group.command("list")
    def list_(
        inspection: Reference,
        standard: Annotated[
            str | None,
            typer.Option(
                metavar="NUMBER",
                help="Only what bears on this standard, key question or prompt, or on what it is part of.",
            ),
        ] = None,
        as_json: AsJson = False,
    ) -> None:
        """List the register of an inspection: each piece of evidence with its two times and what it bears on.

        What people said is not shown here; `assay evidence show` opens it for those who may see it.

        Example: assay evidence list nps-nw-2026 --standard 1.1
        """
        room = room_of(summon(), inspection)
        found = {
            code: each
            for code, each in room.register.items()
            if standard is None
            or covers(each.content.bears_on, standard)
            or not set(places_above(standard)).isdisjoint(each.content.bears_on)
        }
        if as_json:
            say_json({"inspection": inspection, "register": [_as_json(*each) for each in found.items()]})
        elif not found:
            say(
                "There is none; `assay evidence take-up` takes in what has come in, `register` anything else."
            )
        else:
            table(
                ("entry", "kind", "title", "bears on", "true of", "recorded on", "source", "stands"),
                [
                    (
                        code,
                        each.content.kind,
                        each.content.title,
                        ", ".join(each.content.bears_on),
                        _true_of(each),
                        each.recorded_on,
                        each.content.source,
                        "withdrawn" if each.withdrawn else "yes",
                    )
                    for code, each in found.items()
                ],
            )


def _add_show(group: typer.Typer, summon: Summon) -> None:
    @group.command("show")
    def show(
        inspection: Reference,
        entry: Annotated[str, typer.Argument(metavar="ENTRY", help="The code of the entry.")],
        role: Sight = None,
        as_json: AsJson = False,
    ) -> None:
        """Show one piece of evidence, with what people said, opened.

        What people said is left out for a role that may not be shown it. What was erased says so.

        Example: assay evidence show nps-nw-2026 chair --role lead-inspector
        """
        shown = sees(role, "evidence-note", inspection_stream(inspection))
        services = summon()
        found = room_of(services, inspection).register.get(entry)
        if found is None:
            raise Refused.because("unknown-evidence", f"There is no entry {entry} in the register.")
        texts: tuple[str, ...] | None = None
        if shown:
            texts = services.personal.account(found.account) if found.account else ()
        if as_json:
            said = {} if texts is None else {"said": list(texts)}
            say_json({"inspection": inspection, **_as_json(entry, found), **said})
            return
        content = found.content
        say(f"{entry}: {content.title} ({content.kind}), from {content.source}")
        say(f"Bears on {', '.join(content.bears_on) or 'nothing in particular'}")
        say(f"True of {_true_of(found)}; recorded on {found.recorded_on}, put right {found.corrected} times")
        if content.document:
            say(f"Document: {content.document}")
        if found.withdrawn:
            say(f"Withdrawn: {found.withdrawn}")
        for text in texts or ():
            say(text)


def _true_of(entry: Registered) -> str:
    first, last = entry.content.true_from, entry.content.true_to
    if first is None:
        return "not said"
    return str(first) if last is None else f"{first} to {last}"


def _as_json(code: str, entry: Registered) -> dict[str, Any]:
    return {
        "entry": code,
        **entry.content.model_dump(mode="json"),
        "recorded_on": entry.recorded_on.isoformat(),
        "version": entry.version,
        "corrected": entry.corrected,
        "withdrawn": entry.withdrawn,
        "account": entry.account is not None,
    }
