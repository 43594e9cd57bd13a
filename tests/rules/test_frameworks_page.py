"""The page on frameworks says what is so: its example is a framework, and its commands are commands."""

import re
from pathlib import Path

import pytest
import typer
import typer.main

from adapters.inbound.cli.frameworks.group import add_to
from adapters.inbound.services import Services
from domain.frameworks import parse_framework

PAGE = (Path(__file__).parents[2] / "docs" / "frameworks.md").read_text(encoding="utf-8")


def nobody() -> Services:
    raise AssertionError("help needs no installation")


def test_the_example_of_a_file_is_a_framework_with_everything_a_framework_can_have() -> None:
    [example] = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    framework = parse_framework(example.encode(), where="docs/frameworks.md")
    assert framework.counts().model_dump() == {"domains": 1, "standards": 1, "key_questions": 1, "prompts": 2}
    for part in (framework, *framework.standards(), *(question for _, question in framework.key_questions())):
        for field in type(part).model_fields:
            assert re.search(rf"\b{field}\b", example) or field in ("words_for", "retired_on"), field


COMMANDS = sorted(set(re.findall(r"^    assay frameworks ((?:consultation )?[a-z]+)", PAGE, re.MULTILINE)))


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_on_the_page_is_a_command(command: str) -> None:
    app = typer.Typer()
    add_to(app, nobody)
    group = typer.main.get_group(app)
    found = group.commands["frameworks"]
    for word in command.split():
        commands = getattr(found, "commands", {})
        assert word in commands, command
        found = commands[word]


def test_the_page_leaves_out_no_command() -> None:
    assert COMMANDS == [
        "consultation decide",
        "consultation open",
        "consultation respond",
        "consultation summarise",
        "diff",
        "import",
        "list",
        "propose",
        "publish",
        "retire",
        "show",
        "validate",
    ]
