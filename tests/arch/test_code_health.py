"""Code that a reader can take in: short files, short functions, ignores with their reasons, nothing left for later."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

from tests.arch.tree import ROOT, label, parsed, product_files

LONGEST_FILE = 400
LONGEST_FUNCTION = 60
LONGEST_WITH_ITS_OWN = 80
"""A function from its first line to its last, with whatever it defines inside itself."""

# Read as tables, one entry after another: a room's messages, and a function that is one exhaustive match.
LONGEST_LIST = 600
LONGEST_MATCH = 100
LISTS = ("commands.py", "events.py")

IGNORES = re.compile(r"#\s*(noqa|type:\s*ignore|pragma|fmt:|ruff:)")
WITH_A_REASON = re.compile(
    r"#\s*((?:ruff: )?noqa: [A-Z0-9, ]+|type: ignore\[[a-z-, ]+\]|pragma: no cover)\s*(-|#)\s*\w+.*\s.*\w"
)
FORMATTING = re.compile(r"#\s*fmt: (skip|off|on)\s*$")
LEFT_FOR_LATER = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")


def every_file() -> list[Path]:
    others = [
        path for folder in ("tests", "benchmarks", "verify") for path in sorted((ROOT / folder).rglob("*.py"))
    ]
    return [*product_files(), *others]


def comments(path: Path) -> Iterator[tuple[int, str]]:
    source = path.read_text(encoding="utf-8")
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def test_a_file_is_no_longer_than_a_reader_can_hold() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in product_files()}
    limits = {path: LONGEST_LIST if path.name in LISTS else LONGEST_FILE for path in lengths}
    assert {label(path): length for path, length in lengths.items() if length > limits[path]} == {}


Function = ast.FunctionDef | ast.AsyncFunctionDef


def lines(node: Function) -> int:
    return (node.end_lineno or 0) - node.body[0].lineno + 1


def own_lines(node: Function) -> int:
    """A function's lines without those of the functions that it only defines."""
    inner = [other for other in ast.walk(node) if isinstance(other, Function) and other is not node]
    return lines(node) - sum(lines(other) for other in inner)


def test_a_function_fits_on_a_screen() -> None:
    long = {
        f"{label(path)}: {node.name}": length
        for path in product_files()
        for node in ast.walk(parsed(path))
        if isinstance(node, Function)
        and (length := own_lines(node))
        > (LONGEST_MATCH if isinstance(node.body[-1], ast.Match) else LONGEST_FUNCTION)
    }
    assert long == {}


def test_a_function_is_no_longer_than_a_screen_with_all_that_it_defines() -> None:
    long = {
        f"{label(path)}: {node.name}": length
        for path in product_files()
        for node in ast.walk(parsed(path))
        if isinstance(node, Function)
        and (length := (node.end_lineno or 0) - node.lineno + 1)
        > (LONGEST_MATCH if isinstance(node.body[-1], ast.Match) else LONGEST_WITH_ITS_OWN)
    }
    assert long == {}


def test_a_file_says_what_it_is_for() -> None:
    assert [label(path) for path in product_files() if not ast.get_docstring(parsed(path))] == []


def test_an_ignored_rule_has_its_reason_beside_it() -> None:
    bare = [
        f"{label(path)}:{line}: {comment}"
        for path in every_file()
        for line, comment in comments(path)
        if IGNORES.search(comment) and not (WITH_A_REASON.search(comment) or FORMATTING.search(comment))
    ]
    assert bare == []


def test_nothing_is_left_for_later_in_a_comment() -> None:
    left = [
        f"{label(path)}:{line}: {comment}"
        for path in every_file()
        for line, comment in comments(path)
        if LEFT_FOR_LATER.search(comment)
    ]
    assert left == []


def test_no_branch_swallows_every_error_in_silence() -> None:
    silent = [
        f"{label(path)}:{node.lineno}"
        for path in product_files()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in ("Exception", "BaseException"))
        and all(isinstance(step, ast.Pass | ast.Continue) for step in node.body)
    ]
    assert silent == []
