"""The tree under test: which files there are, and what they import."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

__all__ = ["PRODUCT", "ROOT", "Imported", "imports", "label", "parsed", "product_files", "tracked"]

ROOT = Path(__file__).resolve().parents[2]

PRODUCT = ("domain", "activities", "workflows", "adapters", "assembly")
"""The packages of the house; ``worker.py``, the composition root, belongs to none."""

Imported = tuple[str, int]
"""A module's dotted name, and the line that imports it."""


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that is committed or about to be: what git knows and does not ignore."""
    words = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(words, check=True, capture_output=True).stdout.decode().split("\0")
    return tuple(path for name in sorted(set(names)) if name and (path := ROOT / name).is_file())


def product_files(*packages: str) -> list[Path]:
    """The Python files of some packages (all of the house's by default) and, with them all, ``worker.py``."""
    found = [path for package in packages or PRODUCT for path in sorted((ROOT / package).rglob("*.py"))]
    worker = ROOT / "worker.py"
    return found if packages or not worker.exists() else [*found, worker]


@cache
def parsed(path: Path) -> ast.Module:
    """A file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def label(path: Path) -> str:
    """A file's path as a reader of the repository knows it."""
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> Iterator[Imported]:
    """What a file imports, wherever in the file, including a submodule named by ``from package import submodule``."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module, node.lineno
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)
