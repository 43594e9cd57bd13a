"""``assay case take-away``, ``bring-back``, ``held`` and ``settle``: case reads as files, for work offline."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from activities.cases.offline_format import LARGEST, Filled, read_filled
from activities.commanding.desk import Accepted, Declined
from adapters.inbound.acting import my_id
from adapters.inbound.cli.building import as_command
from adapters.inbound.cli.cases.duty import tell_who_is_told
from adapters.inbound.cli.cases.shared import Case, Second
from adapters.inbound.cli.ordering import AsRole, Circumstances, CommandId, tell_outcome
from adapters.inbound.cli.terminal.standard_input import PRIVATE_HELP, from_standard_input
from adapters.inbound.files.named import read_file
from adapters.inbound.services import Services, Summon
from adapters.inbound.shown.cases.held import choice_of, held_shown
from adapters.inbound.shown.cases.reads import case_read, refuse_apart
from adapters.inbound.speaking import AsJson, complain, say, say_json, table
from domain.cases.offline.messages import FileBroughtBack, Held, SettleEdit
from domain.cases.streams import hold_on, second_read_of
from domain.refusals import Refused

__all__ = ["add_away"]


def add_away(group: typer.Typer, summon: Summon) -> None:
    """Add the commands."""
    _add_take(group, summon)
    _add_bring(group, summon)
    _add_held(group, summon)
    _add_settle(group, summon)


def _add_take(group: typer.Typer, summon: Summon) -> None:
    @group.command("take-away")
    def take_away(
        case: Case,
        to: Annotated[Path, typer.Option("--to", metavar="FILE", help="The new file.")],
        second: Second = False,
        as_json: AsJson = False,
    ) -> None:
        """Take a read away as a file, to be filled without a connection: its questions, guidance, answers and notes.

        Only whoever the read is allocated to can take it. The file is not encrypted and is about a person: keep it on
        an encrypted device, bring it back, and delete it.

        Example: assay case take-away case-0f3a6f2f7a0c4f6e9a1b2c3d4e5f6071 --to case.json
        """
        services = summon()
        case_read(services, case)
        text = services.case_files.take(case, my_id(), second=second)
        _write(to, text)
        complain(
            f"{to} is not encrypted and is about a person: keep it on an encrypted device, and delete it."
        )
        if as_json:
            say_json({"case": case, "second": second, "file": str(to)})
        else:
            say(f"Wrote {to}. Fill it in, then: assay case bring-back {to}")


def _write(to: Path, text: str) -> None:
    """Write a new file that nobody else on this machine can read."""
    try:
        handle = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Refused.because(
            "file-exists", f"There is a file {to} already; it is not written over."
        ) from None
    except OSError as error:
        raise Refused.because("unwritable-file", f"{to} cannot be written: {error.strerror}.") from None
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
        stream.write(text)


def _add_bring(group: typer.Typer, summon: Summon) -> None:
    @group.command("bring-back")
    def bring_back(
        file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that take-away wrote, filled in.")],
        role: AsRole = None,
        command_id: CommandId = None,
        as_json: AsJson = False,
    ) -> None:
        """Bring back a file that was filled without a connection.

        What is new is recorded. What somebody has changed meanwhile, or what can no longer be recorded, is held in
        order until somebody chooses; assay case held shows it. The same file does nothing twice.

        May be given by: inspector, lead-inspector.

        Example: assay case bring-back case.json
        """
        how = Circumstances(role, command_id, None, as_json)
        filled = read_filled(read_file(file, largest=LARGEST), str(file))
        services = summon()
        services.case_files.check(filled, my_id())
        held: Held = services.records.read([hold_on(filled.read)])[hold_on(filled.read)].state
        if filled.digest in held.files:
            if as_json:
                say_json({"read": filled.read, "recorded": 0, "held": [], "before": True})
            else:
                say(f"{file} was brought back before; nothing was done twice.")
            return
        _raise_alert(services, filled, how)
        order = how.order(services.case_files.unsaid(filled))
        outcome = services.desk.give(order)
        if not isinstance(outcome, Accepted) or outcome.repeated:
            tell_outcome(order, outcome, as_json=as_json)
            return
        came = next(each for _, each in outcome.events if isinstance(each, FileBroughtBack))
        numbers = [each.number for each in came.held]
        if as_json:
            say_json({"read": filled.read, "recorded": came.recorded, "held": numbers, "before": False})
            return
        say(f"{came.recorded} recorded, {len(numbers)} held for a choice.")
        if numbers:
            say(
                f"To choose: assay case held {filled.read.replace('second-read-', 'case-')}"
                + _flag(filled.read)
            )


def _raise_alert(services: Services, filled: Filled, how: Circumstances) -> None:
    """Raise the alert that a file says, before anything else; one in the same words as one there is, is that one."""
    alert = filled.alert
    if alert is None:
        return
    texts = services.personal.texts(alert.stream).items()
    if any(field == "what" and text == alert.what for (_, field), text in texts):
        return
    order = replace(how.order(alert), command_id=f"alert/{filled.digest}")
    outcome = services.desk.give(order)
    if isinstance(outcome, Declined):
        raise Refused(outcome.refusal)
    if not outcome.repeated and not how.as_json:
        say("The alert in it was raised.")
        tell_who_is_told(services)


def _flag(read: str) -> str:
    return " --second" if read.startswith("second-read-") else ""


def _add_held(group: typer.Typer, summon: Summon) -> None:
    @group.command("held")
    def held(
        case: Case,
        second: Second = False,
        all_: Annotated[
            bool, typer.Option("--all", help="Also what was settled, with what was kept.")
        ] = False,
        as_json: AsJson = False,
    ) -> None:
        """Show what was written without a connection and waits for a choice: mine beside what stands.

        What was held stays on the record whatever was chosen: with --all its words are shown after it was settled.

        Example: assay case held case-0f3a6f2f7a0c4f6e9a1b2c3d4e5f6071
        """
        services = summon()
        case_read(services, case, ever=True)
        read = second_read_of(case) if second else case
        refuse_apart(services, read)
        found = held_shown(services, read, settled=all_)
        if as_json:
            say_json({"read": read, "held": found})
        elif not found:
            say("Nothing is held.")
        else:
            table(
                ("number", "about", "mine", "theirs", "why", *(("kept",) if all_ else ())),
                [list(each.values()) for each in found],
            )
            say("Choose with: assay case settle CASE NUMBER --keep mine, theirs or (for a note) both")


def _add_settle(group: typer.Typer, summon: Summon) -> None:
    @group.command("settle")
    def settle(
        case: Case,
        number: Annotated[int, typer.Argument(metavar="NUMBER", help="What is held, by its number.")],
        keep: Annotated[
            str,
            typer.Option(metavar="mine|theirs|both", help="What is to stand; both joins two notes into one."),
        ],
        second: Second = False,
        reason: Annotated[
            str | None,
            typer.Option(
                metavar="TEXT",
                help="Why, where the quality lead settles it in a read that is over." + PRIVATE_HELP,
            ),
        ] = None,
        role: AsRole = None,
        command_id: CommandId = None,
        as_json: AsJson = False,
    ) -> None:
        """Choose between what is held and what stands. What was held stays on the record either way.

        What is held of a read that was given up, or whose case is read no further, keeps nobody waiting; the quality
        lead can settle it, with the reason and --keep theirs.

        May be given by: inspector, lead-inspector, quality-lead.

        Example: assay case settle case-0f3a6f2f7a0c4f6e9a1b2c3d4e5f6071 1 --keep mine
        """
        how = Circumstances(role, command_id, None, as_json)
        services = summon()
        case_read(services, case, ever=True)
        read = second_read_of(case) if second else case
        refuse_apart(services, read)
        values = choice_of(services, read, number, keep) | from_standard_input({"reason": reason})
        order = how.order(as_command(SettleEdit, values, {"read": "CASE", "number": "NUMBER"}))
        tell_outcome(order, services.desk.give(order), as_json=as_json)
