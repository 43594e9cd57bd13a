"""The stand-alone verifier stands alone: a stranger must be able to read all of what they trust."""

import ast
import sys

from tests.arch.tree import ROOT, imports, parsed

VERIFIER = ROOT / "verify" / "assay_verify.py"


def test_it_is_one_file_of_the_standard_library_alone() -> None:
    assert [path.name for path in VERIFIER.parent.rglob("*.py")] == [VERIFIER.name]
    roots = {name.split(".")[0] for name, _ in imports(VERIFIER)}
    assert roots - set(sys.stdlib_module_names) == set()


def test_it_reaches_for_no_network_no_other_program_and_no_code_at_run_time() -> None:
    reaching = {"ctypes", "http", "importlib", "pickle", "runpy", "socket", "sqlite3", "subprocess", "urllib"}
    names = {name.split(".")[0] for name, _ in imports(VERIFIER)}
    assert names & reaching == set()
    source = VERIFIER.read_text(encoding="utf-8")
    assert not any(word in source for word in ("eval(", "exec(", "__import__"))
    assert parsed(VERIFIER).body


def test_it_can_be_read_in_an_hour() -> None:
    """Fewer than 600 lines of code; what says in words what they do does not count."""
    text = VERIFIER.read_text(encoding="utf-8").splitlines()
    said: set[int] = set()
    for node in ast.walk(parsed(VERIFIER)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            said |= set(range(node.lineno, (node.end_lineno or 0) + 1))
    code = [
        line
        for number, line in enumerate(text, start=1)
        if number not in said and line.strip() and not line.strip().startswith("#")
    ]
    assert len(code) < 600
    assert len(text) < 700
