"""The application ``assay``: its groups of commands, each loaded when it is used, and how it ends.

Ends with 0 when done, 2 when refused or given bad input (one sentence and the refusal's code on standard error),
1 for a fault of the machine (one sentence), 130 when interrupted. A traceback is shown only with ASSAY_DEBUG=1.
"""

import os
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from inspect import signature
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from adapters.inbound.cli.terminal.statuses import DONE, FAULT, INTERRUPTED, REFUSED
from adapters.inbound.services import SUMMONED, Summon

__all__ = ["PARTS", "build", "load", "run"]

Faults = Callable[[], tuple[type[BaseException], ...]]

PARTS: dict[str, tuple[str, str]] = {
    "provider": (
        "adapters.inbound.cli.providers.group",
        "Providers: register and list whom the inspectorate inspects.",
    ),
    "person": (
        "adapters.inbound.cli.providers.contacts",
        "Persons: the contacts of providers, to whom notices go.",
    ),
    "people": (
        "adapters.inbound.cli.people.group",
        "Staff: who works on inspections, in which role and in whose place, and who may do what.",
    ),
    "inspection": (
        "adapters.inbound.cli.inspections.group",
        "Inspections: take one from announcement to a closed action plan, and see where each stands.",
    ),
    "lists": (
        "adapters.inbound.cli.lists.group",
        "Lists of cases: hand them in, exclude what cannot be drawn, and close them for their draw.",
    ),
    "samples": (
        "adapters.inbound.cli.lists.samples",
        "Samples: draw them from lists, check a draw, and replace cases that cannot be read.",
    ),
    "case": (
        "adapters.inbound.cli.cases.group",
        "Case reads: who reads what, the answers case by case, alerts, second reads, work offline, quality.",
    ),
    "evidence": (
        "adapters.inbound.cli.evidence.group",
        "Evidence: what is asked for and held, and the register of what judgements rest on.",
    ),
    "fieldwork": (
        "adapters.inbound.cli.inspections.fieldwork",
        "Fieldwork: its timetable, what people say, and the closing feedback.",
    ),
    "enquiry": (
        "adapters.inbound.cli.inspections.enquiries",
        "Prompts held against the evidence, and the lines of enquiry that they lead to.",
    ),
    "correlation": (
        "adapters.inbound.cli.inspections.correlation",
        "The proposed ratings beside the case results, before the panel meets.",
    ),
    "exercise": (
        "adapters.inbound.cli.exercises",
        "Benchmarking exercises: many inspectors read one case, compare, and learn.",
    ),
    "panel": (
        "adapters.inbound.cli.panels",
        "Ratings panels: their agenda and papers, the meeting itself, and its minutes.",
    ),
    "report": (
        "adapters.inbound.cli.reports",
        "Reports: draft them in parts, check, sign, translate and publish them; correct and withdraw them.",
    ),
    "comments": (
        "adapters.inbound.cli.after_publication.comments",
        "Comments and complaints: record, acknowledge, look into and answer them, in time.",
    ),
    "plan": (
        "adapters.inbound.cli.after_publication.plans",
        "Action plans: the provider's answers, and their follow-up.",
    ),
    "follow-up": (
        "adapters.inbound.cli.after_publication.follow_ups",
        "Follow-ups: look at criteria again, beside the first results cut to the same cases.",
    ),
    "programme": (
        "adapters.inbound.cli.programme.group",
        "The annual programme: which services are inspected, when and by whom.",
    ),
    "api": (
        "adapters.inbound.cli.installation.api_tokens",
        "The API: tokens by which other systems are known, and what each may do.",
    ),
    "audit": (
        "adapters.inbound.cli.audit.group",
        "For auditors: how a rating was reached, and proof that nothing was changed.",
    ),
    "run": (
        "adapters.inbound.cli.installation.running",
        "Run the whole of Assay on this machine, until Ctrl-C.",
    ),
    "worker": (
        "adapters.inbound.cli.installation.running",
        "Run a worker by itself, beside any number of others, until Ctrl-C.",
    ),
    "pages": (
        "adapters.inbound.cli.installation.running",
        "Serve the pages by themselves, beside workers that run elsewhere, until Ctrl-C.",
    ),
    "workflow": (
        "adapters.inbound.cli.installation.workflows",
        "Workflows: what Temporal keeps of them, which it keeps encrypted.",
    ),
    "db": (
        "adapters.inbound.cli.installation.upkeep",
        "The record's database: make it, bring it up to date, and look after the views beside it.",
    ),
    "privacy": (
        "adapters.inbound.cli.privacy.group",
        "What is held about a case or person: opening, holding and erasing it, and how long it is kept.",
    ),
    "keys": (
        "adapters.inbound.cli.installation.keys",
        "Keys: what there is, and making, changing and copying them.",
    ),
    "export": (
        "adapters.inbound.cli.installation.moving",
        "Write the whole record down as files that anybody can read and check.",
    ),
    "import": (
        "adapters.inbound.cli.installation.moving",
        "Make a record of an export, in a new place; or add what is new to one that was imported.",
    ),
    "backup": (
        "adapters.inbound.cli.installation.moving",
        "Back up the record with its documents and rules, while Assay goes on running.",
    ),
    "restore": (
        "adapters.inbound.cli.installation.moving",
        "Put a record back from a back-up, with its documents and rules, where no record is.",
    ),
    "doctor": (
        "adapters.inbound.cli.installation.upkeep",
        "Say what is wrong with this installation, and what to do.",
    ),
    "settings": ("adapters.inbound.cli.installation.upkeep", "The settings, and where each comes from."),
    "commands": (
        "adapters.inbound.cli.command_pages",
        "Say of every command who may give it, in which stage, and what may come of it.",
    ),
    "demo": (
        "adapters.inbound.demonstration.command",
        "Take two example inspections through their whole life in under a minute, and show what came of them.",
    ),
    "rate": (
        "adapters.inbound.cli.ratings",
        "Rate one inspection from a file of answers and judgements, and show why.",
    ),
    "frameworks": (
        "adapters.inbound.cli.frameworks.group",
        "Standards frameworks: domains, standards, key questions and prompts.",
    ),
    "schemes": ("adapters.inbound.cli.ratings", "Rating schemes: the rules by which answers become ratings."),
    "protocols": (
        "adapters.inbound.cli.protocols",
        "Kinds of inspection: whom they look at, their stages, periods, lists, partners and reports.",
    ),
}
"""The commands and groups by name: the module that adds them, and what ``assay --help`` says of them."""

_BEFORE: Mapping[tuple[str, ...], tuple[str, ...]] = {
    ("cases", "allocate"): ("case", "allocate-readers"),
    ("cases",): ("case",),
}
"""What commands were called before, the longest first: it is still understood, and shown nowhere."""


def build(summon: Summon) -> typer.Typer:
    """The application.

    Args:
        summon: gives the installation, once a command needs it.
    """
    app = typer.Typer(
        name="assay",
        cls=_loading(summon),
        no_args_is_help=True,
        rich_markup_mode="rich",
        pretty_exceptions_enable=False,
        help="Assay takes inspections through their whole life and keeps a record that anyone can check.\n\n"
        "Begin with `assay run`, then `assay inspection list`. `assay doctor` says what is wrong.",
        epilog="Ends with 0 when done, 2 when refused or given bad input, 1 for a fault of the machine.",
    )

    @app.callback()
    def assay(
        version: Annotated[
            bool,
            typer.Option("--version", is_eager=True, callback=_version, help="Say which version this is."),
        ] = False,
    ) -> None:
        """Take the options that come before any command."""

    for name, (_, help_) in PARTS.items():
        app.add_typer(typer.Typer(help=help_), name=name, no_args_is_help=True)
    return app


def run(summon: Summon, faults: Faults, arguments: Sequence[str] | None = None) -> int:
    """Run the application on some arguments, the process's own by default; its exit status.

    Args:
        summon: gives the installation, once a command needs it.
        faults: gives the errors that mean a fault of the machine and say so in a sentence of their own.
        arguments: what was typed after ``assay``.
    """
    looking = SUMMONED.set(summon)
    try:
        status = build(summon)(arguments, standalone_mode=False, prog_name="assay")
    except BaseException as error:  # noqa: BLE001 - whatever it is, a person gets one sentence and a program a status
        return _end(error, faults)
    finally:
        SUMMONED.reset(looking)
    return status if isinstance(status, int) else DONE


def _end(error: BaseException, faults: Faults) -> int:
    from adapters.inbound.speaking import complain

    if os.environ.get("ASSAY_DEBUG"):
        traceback.print_exception(error)
    status, sentence = _judge(error, faults)
    if sentence:
        complain(sentence)
    return status


def _judge(error: BaseException, faults: Faults) -> tuple[int, str]:
    """The exit status for an error, and the sentence to say."""
    from domain.refusals import Refused

    match error:
        case Refused():
            return REFUSED, str(error.refusal)
        case typer.Exit():
            return error.exit_code, ""
        case typer.TyperException():
            return REFUSED, _of_usage(error)
        case KeyboardInterrupt() | typer.Abort():
            return INTERRUPTED, ""
        case BrokenPipeError():
            sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - kept open until the process ends
            return DONE, ""
        case SystemExit():
            return error.code if isinstance(error.code, int) else FAULT, ""
        case _ if isinstance(error, faults()):
            return FAULT, str(error)
        case OSError():
            return FAULT, f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}."
        case _:
            return FAULT, (
                f"Assay met a fault of its own ({type(error).__name__}: {error}). "
                "Nothing was recorded by halves; ASSAY_DEBUG=1 shows where it happened."
            )


def _of_usage(error: typer.TyperException) -> str:
    """What was typed wrongly, and where to read how it is meant."""
    context = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":
        return ""  # the help has been shown
    hint = f"; `{context.command_path} --help` shows how it is meant." if context else "."
    return f"{error.format_message().strip().rstrip('.')}{hint} [bad-usage]"


def _loading(summon: Summon) -> type[TyperGroup]:
    """A group that knows its parts by name, and loads one when it is called."""

    class Loading(TyperGroup):
        def resolve_command(self, ctx: Any, args: list[str]) -> Any:
            name, command, rest = super().resolve_command(ctx, _as_called_now(args))
            return name, load(name, summon) if name in PARTS else command, rest

    return Loading


def _as_called_now(args: list[str]) -> list[str]:
    """What was typed, with a name of before put right."""
    for before, now in _BEFORE.items():
        if tuple(args[: len(before)]) == before:
            return [*now, *args[len(before) :]]
    return args


def load(name: str, summon: Summon) -> Any:
    """Load one part of the application; its command or group."""
    add_to = import_module(PARTS[name][0]).add_to
    app = typer.Typer()
    # Parts that need no installation, such as rating a file, are not given one.
    add_to(app, summon) if len(signature(add_to).parameters) > 1 else add_to(app)
    command = typer.main.get_group(app).commands[name]
    _reflow(command)
    _note_looks(command, name, summon)
    return command


def _note_looks(command: Any, path: str, summon: Summon) -> None:
    """Let each command that shows what is private note first who asks for it."""
    from adapters.inbound.looks import LOOKS, NAMING, noting

    for name, each in getattr(command, "commands", {}).items():
        _note_looks(each, f"{path} {name}", summon)
    if path in LOOKS:
        arguments = frozenset(
            each.name
            for each in command.params
            if each.param_type_name == "argument" or each.metavar in NAMING
        )
        command.callback = noting(path, command.callback, arguments, summon)


def _reflow(command: Any) -> None:
    """Let the paragraphs of a help be as wide as the terminal, however they were wrapped in the code."""
    if command.help:
        command.help = "\n\n".join(" ".join(each.split()) for each in command.help.split("\n\n"))
    for each in getattr(command, "commands", {}).values():
        _reflow(each)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"assay {version('assay')}")
        raise typer.Exit
