"""``assay enquiry``: prompts held against the evidence, and the lines of enquiry that they lead to."""

from typing import Annotated

import typer

from adapters.inbound.cli.building import add_commands
from adapters.inbound.cli.inspections.group import Reference
from adapters.inbound.cli.places import named_in
from adapters.inbound.services import Summon
from adapters.inbound.shown.evidence.room import inspection_and_room, what_is_held
from adapters.inbound.shown.prompts import judged_by, prompts_in
from adapters.inbound.speaking import AsJson, say, say_json, table
from domain.evidence.assessment import (
    assessment_of,
    unassessed,
)
from domain.evidence.decider import EVIDENCE
from domain.evidence.resting import unsettled
from domain.text import counted

__all__ = ["add_to"]


def add_to(app: typer.Typer, summon: Summon) -> None:
    """Add the group ``enquiry``."""
    group = typer.Typer(
        no_args_is_help=True,
        help="Prompts held against the evidence, and the lines of enquiry that they lead to.",
    )
    names = named_in("enquiry")
    rules = [rule for rule in EVIDENCE.rules.values() if rule.command.verb in names]
    add_commands(group, "enquiry", rules, summon, names)
    _add_list(group, summon)
    _add_assessment(group, summon)
    app.add_typer(group, name="enquiry")


def _add_list(group: typer.Typer, summon: Summon) -> None:
    @group.command("list")
    def list_(inspection: Reference, as_json: AsJson = False) -> None:
        """List the lines of enquiry of an inspection, with what was looked at and what came of each.

        As long as one is open, no ratings go to the panel; nor while one was closed on evidence that has changed since.

        Example: assay enquiry list nps-nw-2026
        """
        services = summon()
        found, room = inspection_and_room(services, inspection)
        shaken = dict(unsettled(found, room, what_is_held(services, found)))
        if as_json:
            say_json(
                {
                    "inspection": inspection,
                    "enquiries": [
                        {
                            "enquiry": code,
                            "question": each.question,
                            "bears_on": list(each.bears_on),
                            "from_gap": each.from_gap,
                            "outcome": each.outcome,
                            "shaken_by": shaken.get(code),
                            "words": each.words,
                            "work": [
                                {"evidence": list(one.evidence), "showed": one.showed} for one in each.work
                            ],
                        }
                        for code, each in room.enquiries.items()
                    ],
                }
            )
        elif not room.enquiries:
            say("There is none.")
        else:
            table(
                ("enquiry", "question", "bears on", "looked at", "stands", "conclusion or reason"),
                [
                    (
                        code,
                        each.question,
                        ", ".join(each.bears_on),
                        ", ".join(entry for one in each.work for entry in one.evidence),
                        f"{each.outcome}, but {shaken[code]} has changed" if code in shaken else each.outcome,
                        each.words,
                    )
                    for code, each in room.enquiries.items()
                ],
            )


def _add_assessment(group: typer.Typer, summon: Summon) -> None:
    @group.command("assessment")
    def assessment(
        inspection: Reference,
        bare: Annotated[
            bool, typer.Option("--missing", help="Only the prompts for which no evidence is there yet.")
        ] = False,
        as_json: AsJson = False,
    ) -> None:
        """Show each prompt of the judged standards: what was found, on what, what else is there, and what is to come.

        What bears on a key question or a standard as a whole is there for each of its prompts.

        Example: assay enquiry assessment nps-nw-2026 --missing
        """
        services = summon()
        found, room = inspection_and_room(services, inspection)
        framework, judged = judged_by(services, found)
        assessed = assessment_of(framework, judged, room)
        left = unassessed(framework, judged, room)
        prompts = prompts_in(services, found, room)
        if bare:
            prompts = [each for each in prompts if not each["there"]]
        if as_json:
            say_json(
                {
                    "inspection": inspection,
                    "key_questions": [each.model_dump(mode="json") for each in assessed],
                    "prompts": prompts,
                    "left": list(left),
                }
            )
            return
        table(
            ("prompt", "finding", "on", "note", "there is", "still to come"),
            [
                (
                    each["prompt"],
                    each["finding"] or "not assessed",
                    ", ".join(each["evidence"])
                    + (f" ({each['shaken_by']} has changed)" if each["shaken_by"] else ""),
                    each["note"],
                    ", ".join(each["there"]) or "nothing",
                    ", ".join(
                        (
                            *(f"{item}, to be taken up" for item in each["to_take_up"]),
                            *(f"{item} by {due or 'now'}" for item, due in each["awaited"].items()),
                        )
                    ),
                )
                for each in prompts
            ],
        )
        bare_ones = sum(not each["there"] for each in prompts)
        say(f"{len(left)} prompts are left to assess." if left else "Every prompt has been assessed.")
        if bare_ones:
            say(f"Of {counted(bare_ones, 'prompt')} there is no evidence yet.")
