"""What a module exports is what others use of it: ``__all__`` says where to look before one changes something."""

import ast
import re
from collections import defaultdict
from pathlib import Path

from tests.arch.tree import ROOT, label, parsed, product_files

Names = set[str]

TYPE_IN_QUOTES = re.compile(r"[\w.\[\], |]{1,200}")
"""A type that is written in quotes, or where something is to be found for a test to put another in its place."""

WORD = re.compile(r"\w+")


def exported(path: Path) -> list[str]:
    """The names in a module's ``__all__``."""
    return [
        name.value
        for node in parsed(path).body
        if isinstance(node, ast.Assign) and any(ast.unparse(each) == "__all__" for each in node.targets)
        for name in ast.walk(node.value)
        if isinstance(name, ast.Constant) and isinstance(name.value, str)
    ]


def asked_for(path: Path) -> Names:
    """What a module takes of others: by importing it, as an attribute, or in a name in quotes."""
    found: Names = set()
    for node in ast.walk(parsed(path)):
        match node:
            case ast.ImportFrom():
                found |= {each.name for each in node.names}
            case ast.Attribute():
                found.add(node.attr)
            case ast.Constant(value=str(text)) if TYPE_IN_QUOTES.fullmatch(text):
                found |= set(WORD.findall(text))
    return found


def in_signatures(path: Path) -> Names:
    """The names by which a module says what it takes, gives and extends; whoever reads it looks them up."""
    said: list[ast.AST | None] = []
    for node in ast.walk(parsed(path)):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                said += [node.args, node.returns]
            case ast.AnnAssign():
                said.append(node.annotation)
            case ast.ClassDef():
                said += node.bases
    every = [each for one in said if one is not None for each in ast.walk(one)]
    return {
        word
        for each in every
        for word in WORD.findall(each.id if isinstance(each, ast.Name) else str(getattr(each, "value", "")))
    }


def test_whatever_a_module_exports_another_file_uses_or_a_signature_names() -> None:
    files = [*product_files()]
    for folder in ("tests", "benchmarks", "verify", "docs", "examples"):
        files += sorted((ROOT / folder).rglob("*.py"))
    users: dict[str, set[Path]] = defaultdict(set)
    for path in files:
        for name in asked_for(path):
            users[name].add(path)
    idle = {
        label(path): left
        for path in product_files()
        if (left := {name for name in exported(path) if not users[name] - {path}} - in_signatures(path))
    }
    assert idle == {}
