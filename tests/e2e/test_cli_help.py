"""What a newcomer is told: every command, every option, an example that works; and nothing is loaded in vain."""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import typer

from adapters.inbound.cli import application
from adapters.inbound.cli.building import as_command
from adapters.inbound.cli.command_pages import KINDS
from adapters.inbound.commands.fields import fields_of
from domain.deciders import COMMANDS, DECIDERS
from domain.people.roles import Role
from tests.support.command_line import CommandLine


def whole() -> Any:
    """The application with all its parts loaded."""
    app = typer.main.get_group(application.build(lambda: pytest.fail("help needs no installation")))
    for name in application.PARTS:
        app.commands[name] = application.load(name, lambda: pytest.fail("help needs no installation"))
    return app


def leaves(group: Any, path: str = "assay") -> Iterator[tuple[str, Any]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from leaves(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


LEAVES = dict(leaves(whole()))


@pytest.mark.parametrize("path", LEAVES)
def test_every_command_says_what_it_does_and_what_each_option_is_for(path: str) -> None:
    command = LEAVES[path]
    assert re.match(r"[A-Z][^\n]+", command.help or ""), path
    for parameter in command.params:
        assert parameter.name == "help" or getattr(parameter, "help", None), f"{path}: {parameter.name}"


@pytest.mark.parametrize("path", LEAVES)
def test_every_command_can_speak_json_unless_it_runs_for_ever_or_prints_a_page(path: str) -> None:
    if path in (
        "assay run",
        "assay worker",
        "assay pages",
        "assay settings page",
        "assay workflow decode-page",
    ):
        return
    assert any("--json" in parameter.opts for parameter in LEAVES[path].params), path


@pytest.mark.parametrize("path", [path for path in LEAVES if "Example: assay" in (LEAVES[path].help or "")])
def test_the_example_of_a_command_gives_all_that_it_needs(path: str) -> None:
    command = LEAVES[path]
    line = re.search(r"Example: (assay .+)", command.help)
    assert line
    words = shlex.split(line[1])
    assert " ".join(words).startswith(path)
    typed = words[len(path.split()) :]
    given = command.make_context(path, list(typed), resilient_parsing=False).params
    for parameter in command.params:
        assert not parameter.required or given[parameter.name] is not None, f"{path}: {parameter.name}"


@pytest.mark.parametrize("verb", COMMANDS)
def test_the_example_values_of_a_command_are_of_the_right_shape(verb: str) -> None:
    command = COMMANDS[verb]
    path = next((p for p in LEAVES if f"Example: {p} " in (LEAVES[p].help or "") and _is_for(p, verb)), None)
    if path is None:
        return
    line = re.search(r"Example: (assay .+)", LEAVES[path].help)
    assert line
    typed = shlex.split(line[1])[len(path.split()) :]
    given = LEAVES[path].make_context(path, typed).params
    simple = {
        field.name: given[field.name]
        for field in fields_of(command)
        if field.shape in ("text", "date", "texts", "number")
        and given.get(field.name)
        and "…" not in str(given[field.name])
    }
    stand_ins = {"derivation": "0" * 64, "report": "0" * 64, "document": "0" * 64, "minutes": "0" * 64}
    values = {name: stand_ins.get(name, value) for name, value in simple.items()}
    missing = {field.name for field in fields_of(command) if field.required} - set(values)
    if not missing:
        as_command(command, values)


def _is_for(path: str, verb: str) -> bool:
    return path.split()[-1] == verb or verb.startswith(path.split()[-1] + "-")


def test_every_command_that_a_person_may_give_has_its_place(assay: CommandLine) -> None:
    assert set(KINDS) == set(DECIDERS)
    told = assay.done("commands")["commands"]
    assert {each["verb"] for each in told} == set(COMMANDS)
    for each in told:
        assert (each["command"] is None) == (each["roles"] == [Role.MACHINERY])
        assert each["command"] is None or each["command"] in LEAVES, each["verb"]


def test_the_parts_are_described_as_they_describe_themselves() -> None:
    """What `assay --help` says of a part stands in a table, so that the part need not be loaded to be listed."""
    for name, (_, said) in application.PARTS.items():
        own = application.load(name, lambda: pytest.fail("help needs no installation")).help or ""
        assert own.strip().startswith(said), name


def test_the_help_of_the_application_loads_no_rules_and_no_database() -> None:
    program = (
        "import sys, worker\n"
        "status = worker.run_cli(['--help'])\n"
        "heavy = {'pydantic', 'sqlalchemy', 'temporalio', 'domain.deciders', 'holidays', 'structlog'}\n"
        "heavy &= set(sys.modules)\n"
        "sys.exit(status or ', '.join(heavy) or 0)\n"
    )
    came = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert came.returncode == 0, came.stderr
    assert "inspection" in came.stdout


def test_what_was_typed_for_case_reads_before_is_understood_and_shown_nowhere(assay: CommandLine) -> None:
    for before, now in (("left", "left"), ("allocate", "allocate-readers"), ("settle", "settle")):
        asked = assay("cases", before, "--help")
        assert asked.status == 0
        assert asked.out == assay("case", now, "--help").out
    assert not re.search(r"│ cases ", assay("--help").out)


def test_rating_a_file_needs_no_installation(assay: CommandLine) -> None:
    for words in (["rate", "--help"], ["schemes", "list", "--json"], ["commands"], ["--version"]):
        nowhere = CommandLine(assay.home / "not" / "there", more={"ASSAY_DATABASE_URL": "mongodb://nowhere"})
        assert nowhere(*words).status == 0, words


def test_a_group_without_a_command_shows_its_help(assay: CommandLine) -> None:
    for words in ([], ["inspection"], ["audit"]):
        said = assay(*words)
        assert said.status == 2
        assert "Usage" in said.out + said.err


def test_a_misspelt_command_is_answered_with_the_one_that_was_meant(assay: CommandLine) -> None:
    said = assay("inspecton", "list")
    assert said.status == 2
    assert "'inspection'" in said.sentence


@pytest.mark.parametrize(
    ("command", "columns"),
    [
        (
            "evidence request",
            "columns id,title,(standard),(key_questions),(prompts),(provider),(about); one row: staffing-plan,",
        ),
        ("inspection decide-ratings", "columns subject,decided,trigger,reason; one row: overall,good,"),
        ("inspection draft-report", "columns id,to,text; one row: staffing-plan,provider,"),
    ],
)
def test_a_file_option_says_its_columns_and_shows_a_row(command: str, columns: str) -> None:
    options = LEAVES[f"assay {command}"].params
    assert any(columns in (getattr(each, "help", None) or "") for each in options)
