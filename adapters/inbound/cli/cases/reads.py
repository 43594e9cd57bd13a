"""What ``assay case`` says and does of the reads of an inspection as a whole, and of second reads."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from adapters.inbound.acting import my_id
from adapters.inbound.cli.building import add_commands
from adapters.inbound.cli.cases.agreement import add_agreement
from adapters.inbound.cli.cases.allocating import add_allocating
from adapters.inbound.cli.cases.away import add_away
from adapters.inbound.cli.cases.duty import tell_who_is_told
from adapters.inbound.cli.cases.reads_shown import add_shown
from adapters.inbound.cli.cases.shared import Case, Second
from adapters.inbound.cli.inspections.group import Reference
from adapters.inbound.cli.places import named_in
from adapters.inbound.services import Services, Summon
from adapters.inbound.shown.cases.reads import case_read, framework_of, refuse_apart, second_of
from adapters.inbound.shown.inspections import inspection_of
from adapters.inbound.speaking import AsJson, say, say_json, table
from domain.cases.alerts.alert import ALERT
from domain.cases.alerts.commands import RaiseAlert
from domain.cases.prompts import prompts_of
from domain.cases.quality import QUALITY
from domain.cases.second_reads.rules import SECOND_READ
from domain.cases.streams import alerts_on, hold_on, second_read_of
from domain.inspections.decider import INSPECTION
from domain.refusals import Refused

__all__ = ["add_reads"]


def add_reads(group: typer.Typer, summon: Summon) -> None:
    """Add who reads what, second reads, alerts, files for work without a connection, and quality."""
    _add_mine(group, summon)
    _add_left(group, summon)
    add_allocating(group, summon)
    names = named_in("case")
    drawn = [rule for rule in INSPECTION.rules.values() if rule.command.verb in names]
    for rules in (drawn, SECOND_READ.rules.values(), ALERT.rules.values(), QUALITY.rules.values()):
        add_commands(
            group,
            "case",
            rules,
            summon,
            names,
            {RaiseAlert.verb: lambda services, _: tell_who_is_told(services)},
        )
    add_shown(group, summon)
    add_agreement(group, summon)
    add_away(group, summon)


def _add_mine(group: typer.Typer, summon: Summon) -> None:
    @group.command("mine")
    def mine(
        inspection: Reference,
        reader: Annotated[
            str | None,
            typer.Option(metavar="ID", help="Those of another inspector; your own if nobody is named."),
        ] = None,
        as_json: AsJson = False,
    ) -> None:
        """List the cases that are yours to read, first and second reads, with how much is left of each.

        Example: assay case mine nps-nw-2026
        """
        services = summon()
        found = _mine(services, inspection, reader or my_id())
        if as_json:
            say_json({"inspection": inspection, "reader": reader or my_id(), "reads": found})
        elif not found:
            say("There is none.")
        else:
            table(
                ("case", "read", "list", "row", "status", "unanswered", "held"),
                [list(each.values()) for each in found],
            )


def _mine(services: Services, inspection: str, person: str) -> list[dict[str, Any]]:
    state = inspection_of(services, inspection)
    holds = [hold_on(read) for read in state.reads]
    seen = services.records.read([*state.reads, *holds])
    found = []
    for case in state.sampled:
        first = seen[case].state
        twice = second_read_of(case)
        second = seen[twice].state if twice in seen else None
        for what, read, theirs in (
            ("first", case, person in first.readers.answering),
            ("second", twice, second is not None and second.reader == person),
        ):
            if theirs:
                found.append(
                    {
                        "case": case,
                        "read": what,
                        "population": first.sampled.population,
                        "row": first.sampled.row,
                        "status": seen[read].state.status,
                        "unanswered": len(seen[read].state.unanswered),
                        "held": len(seen[hold_on(read)].state.open),
                    }
                )
    return found


def _add_left(group: typer.Typer, summon: Summon) -> None:
    @group.command("left")
    def left(case: Case, second: Second = False, as_json: AsJson = False) -> None:
        """Show what is left to do in a read: questions and prompts without an answer, the interview, what is held.

        A prompt that applies to some cases only says to which. Prompts need not be answered for a read to be finished.

        Example: assay case left case-0f3a6f2f7a0c4f6e9a1b2c3d4e5f6071
        """
        services = summon()
        found = _left(services, case, second=second)
        if as_json:
            say_json(found)
            return
        for question in found["unanswered"]:
            say(f"{question['number']} {question['text'] or ''}".rstrip())
            for prompt in question["prompts"]:
                only = f" ({prompt['applies_to']})" if prompt["applies_to"] else ""
                say(f"  {prompt['id']} {prompt['text']}{only}")
        say(_rest(found))


def _left(services: Services, case: str, *, second: bool) -> dict[str, Any]:
    first = case_read(services, case)
    assert first.sampled is not None
    read = second_read_of(case) if second else case
    again = second_of(services, case)
    if second and again.drawn is None:
        raise Refused.because("unknown-second-read", "This case was not drawn to be read a second time.")
    refuse_apart(services, read)
    standing = again if second else first
    framework = framework_of(services, inspection_of(services, first.sampled.inspection))
    prompts = prompts_of(framework, first.sampled.key_questions) if framework else {}
    answered = {} if second else first.beside.prompts
    seen = services.records.read([hold_on(read), alerts_on(case)])
    return {
        "case": case,
        "read": "second" if second else "first",
        "status": standing.status,
        "unanswered": [
            {
                "number": number,
                "text": found.text if framework and (found := framework.key_question(number)) else None,
                "prompts": [
                    {"id": id_, "text": each.text, "applies_to": each.applies_to}
                    for id_, each in prompts.items()
                    if id_.rpartition(".")[0] == number and id_ not in answered
                ],
            }
            for number in standing.unanswered
        ],
        "prompts_unanswered": 0 if second else len(prompts) - len(answered),
        "interview": second or first.interviewed is not None,
        "classified": second or bool(first.beside.classified),
        "held": len(seen[hold_on(read)].state.open),
        "alerts_open": len(seen[alerts_on(case)].state.open),
    }


def _rest(found: Mapping[str, Any]) -> str:
    said = [
        f"{len(found['unanswered'])} key questions and {found['prompts_unanswered']} prompts without an answer"
    ]
    if not found["interview"]:
        said.append("the interview to be recorded, or why there was none")
    if not found["classified"]:
        said.append("no classification recorded")
    if found["held"]:
        said.append(f"{found['held']} held for a choice (assay case held)")
    if found["alerts_open"]:
        said.append(f"{found['alerts_open']} alerts not acknowledged")
    return f"Left: {'; '.join(said)}."
