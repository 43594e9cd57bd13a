"""The stand-alone verifier stands alone: a stranger must be able to read all of what they trust."""

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
    """Fewer than 600 lines in all, none of them longer than the house allows."""
    lines = VERIFIER.read_text(encoding="utf-8").splitlines()
    assert len(lines) < 600
    assert max(map(len, lines)) <= 120
