"""Every form of a command has a way in: a page that links there, or a task that leads there."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from adapters.inbound.web.pages.commanding import RULES
from domain.cases.alerts.alert import ALERT
from domain.cases.reading import CASE
from domain.cases.second_reads.rules import SECOND_READ
from domain.panels.commands import ApproveMinutes, IssuePack
from domain.panels.decider import PANEL
from domain.people.authority import AUTHORITY
from domain.people.roles import Role
from tests.arch.tree import ROOT, parsed

WEB = ROOT / "adapters/inbound/web"
VERB = r"[a-z]+(?:-[a-z]+)+"
NOBODYS = frozenset({Role.MACHINERY, Role.PROVIDER_CONTACT})
"""The machinery opens no pages; a provider's contact has pages of their own, and these forms are not there for them."""

WITH_A_PAGE = frozenset(
    {
        *("record-answers", "note-answer", "record-prompts", "record-interview", "record-classification"),
        *("complete-case-read", "record-second-answers", "note-second-answer", "complete-second-read"),
        *("raise-alert", "decide-difference", "draw-second-reads", "waive-second-reads"),
    }
)
"""Commands of a case that are given on pages of their own, where there is more than a form."""


def offered_in(path: Path) -> Iterator[str]:
    """The verbs that a module lists with the words of their links, or makes tasks of."""
    constants = {
        target.id: value.value
        for node in parsed(path).body
        if isinstance(node, ast.Assign)
        and isinstance(value := node.value, ast.Constant)
        and isinstance(value.value, str)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(parsed(path)):
        match node:
            case ast.Dict():
                pairs = zip(node.keys, node.values, strict=True)
                yield from (
                    key.value
                    for key, words in pairs
                    if isinstance(key, ast.Constant)
                    and isinstance(key.value, str)
                    and isinstance(words, ast.Constant)
                )
            case ast.Call(func=ast.Name(id="Item"), args=[ast.Constant(value=str(verb)), *_]):
                yield verb
            case ast.Call(func=ast.Name(id="Item"), args=[ast.Name(id=name), *_]) if name in constants:
                yield constants[name]


@cache
def linked() -> frozenset[str]:
    """The verbs to whose forms something leads: an address in a template, a list of what can be done, or a task."""
    templates = [each.read_text() for each in WEB.rglob("*.html")]
    addresses = [verb for text in templates for verb in re.findall(rf"do(?:/| \}}\}})({VERB})", text)]
    listed = [verb for text in templates for verb in re.findall(rf'\("({VERB})", "[A-Z]', text)]
    code = [
        *WEB.glob("inspections/*.py"),
        *WEB.glob("panels/*.py"),
        WEB / "forms/commands_at.py",
        *(ROOT / "domain/inspections/tasks").glob("*.py"),
    ]
    return frozenset({*addresses, *listed, *(verb for path in code for verb in offered_in(path))})


def for_people(verbs: Iterator[str]) -> list[str]:
    return sorted(verb for verb in verbs if AUTHORITY[verb] - NOBODYS)


@pytest.mark.parametrize("verb", for_people(iter(RULES)))
def test_each_command_of_an_inspection_is_linked_from_some_page(verb: str) -> None:
    assert verb in linked(), f"nobody comes to /inspections/…/do/{verb} but by typing it"


@pytest.mark.parametrize(
    "verb",
    for_people(
        rule.command.verb for decider in (CASE, SECOND_READ, ALERT) for rule in decider.rules.values()
    ),
)
def test_each_command_of_a_case_is_linked_from_some_page_or_has_its_own(verb: str) -> None:
    assert verb in linked() | WITH_A_PAGE, f"nobody comes to /cases/…/do/{verb} but by typing it"


@pytest.mark.parametrize(
    "verb",
    for_people(
        command.verb for command in PANEL.rules if command not in (IssuePack, ApproveMinutes)
    ),  # those have buttons on pages of their own
)
def test_each_command_of_a_meeting_is_linked_from_some_page(verb: str) -> None:
    assert verb in linked(), f"nobody comes to /panels/…/do/{verb} but by typing it"
