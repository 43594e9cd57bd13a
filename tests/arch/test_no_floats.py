"""No float comes near a rating: not written, not asked for by name, and not made by dividing whole numbers.

What ``/`` gives depends on what is divided, which only the type checker knows: it is asked about every division.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TypeGuard

from mypy import api

from tests.arch.tree import ROOT, imports, label, parsed, product_files

WHOLE = {"ceil", "comb", "factorial", "floor", "gcd", "isqrt", "lcm", "perm", "prod"}
"""What ``math`` gives for whole numbers and fractions without passing through a float."""

MAKES_A_FLOAT = {"total_seconds", "timestamp", "fsum", "fmean", "mean", "stdev"}


def floats_in_plain_sight(tree: ast.Module) -> Iterator[int]:
    """Lines with a float or complex literal, the name ``float``, or a method that is known to give one."""
    for node in ast.walk(tree):
        literal = isinstance(node, ast.Constant) and isinstance(node.value, float | complex)
        named = isinstance(node, ast.Name) and node.id == "float"
        method = isinstance(node, ast.Attribute) and node.attr in MAKES_A_FLOAT
        math = (
            isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "math"
        )
        rounded = math and isinstance(node, ast.Attribute) and node.attr not in WHOLE
        if (literal or named or method or rounded) and not only_asked_about(node, tree):
            yield node.lineno  # type: ignore[attr-defined]  # each of the four has a line


def only_asked_about(node: ast.AST, tree: ast.Module) -> bool:
    """Whether ``float`` is only named to refuse one: ``isinstance(value, float)``."""
    questions = (call for call in ast.walk(tree) if isinstance(call, ast.Call))
    return any(
        isinstance(call.func, ast.Name) and call.func.id == "isinstance" and node in ast.walk(call.args[1])
        for call in questions
        if len(call.args) == 2
    )


class Revealing(ast.NodeTransformer):
    """Wraps every division in a question to the type checker."""

    def __init__(self) -> None:
        self.divisions = 0

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        if not isinstance(node.op, ast.Div):
            return node
        self.divisions += 1
        return ast.Call(ast.Name("reveal_type", ast.Load()), [node], [])


def divisions_that_give_a_float(path: Path, folder: Path) -> list[str]:
    """Ask the type checker what every division in a file gives; the answers that are not exact."""
    revealing = Revealing()
    tree = revealing.visit(ast.parse(path.read_text(encoding="utf-8")))
    if not revealing.divisions:
        return []
    copy = folder / f"asked_about_{path.stem}.py"
    copy.write_text(ast.unparse(ast.fix_missing_locations(tree)), encoding="utf-8")
    config = [
        "--config-file",
        str(ROOT / "pyproject.toml"),
        "--cache-dir",
        str(ROOT / ".mypy_cache" / "floats"),
    ]
    limit = sys.getrecursionlimit()  # the type checker raises it for the whole process
    said, trouble, _ = api.run([*config, "--no-error-summary", "--follow-imports=silent", str(copy)])
    sys.setrecursionlimit(limit)
    answers = re.findall(r':(\d+): note: Revealed type is "(.*)"', said)
    asked = {call.lineno for call in ast.walk(ast.parse(copy.read_text())) if is_question(call)}
    assert {int(line) for line, _ in answers} == asked, (
        f"not every division was answered for: {said}{trouble}"
    )
    return [kind for _, kind in answers if "float" in kind or kind == "Any"]


def is_question(node: ast.AST) -> TypeGuard[ast.Call]:
    """Whether a node is one of the questions that were put in."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "reveal_type"


def test_the_domain_writes_and_names_no_float() -> None:
    found = {
        label(path): lines
        for path in product_files("domain")
        if (lines := [*floats_in_plain_sight(parsed(path))])
    }
    assert found == {}


def test_the_domain_takes_from_mathematics_only_what_stays_whole() -> None:
    allowed = {"math", *(f"math.{name}" for name in WHOLE)}
    for path in product_files("domain"):
        taken = {name for name, _ in imports(path) if name.split(".")[0] in ("math", "cmath", "statistics")}
        assert taken <= allowed, label(path)


def test_a_rating_and_a_proof_use_no_rounded_decimal_either() -> None:
    for path in product_files("domain/ratings", "domain/ledger"):
        assert not any(name.split(".")[0] == "decimal" for name, _ in imports(path)), label(path)


def test_every_division_in_the_domain_is_exact(tmp_path: Path) -> None:
    found = {
        label(path): wrong
        for path in product_files("domain")
        if (wrong := divisions_that_give_a_float(path, tmp_path))
    }
    assert found == {}


def test_a_division_of_whole_numbers_would_be_found(tmp_path: Path) -> None:
    sample = tmp_path / "sample.py"
    sample.write_text(
        "from fractions import Fraction\n\n"
        "def share(a: int, b: int) -> tuple[bool, Fraction]:\n"
        "    return a / b > 1, Fraction(a) / b\n"
    )
    assert divisions_that_give_a_float(sample, tmp_path) == ["float"]
