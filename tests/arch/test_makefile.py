"""`make` alone tells a newcomer everything there is, and no page names a target that does not exist."""

import re
import subprocess

from tests.arch.tree import ROOT, label, tracked

MAKEFILE = (ROOT / "Makefile").read_text()

# In prose a target stands in code: `make test`, or a line of its own in a block.
NAMED = re.compile(r"`make ([a-z-]+)[^`]*`|^(?:    |\$ )make ([a-z-]+)", re.MULTILINE)


def phony() -> set[str]:
    found = re.search(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)
    assert found
    return set(found.group(1).split())


def test_make_alone_lists_every_target_with_a_line_each() -> None:
    said = subprocess.run(
        ["make", "--no-print-directory"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    listed = re.findall(r"^  make ([a-z-]+) +\S.*$", said, re.MULTILINE)
    assert set(listed) == phony()
    assert len(listed) == len(said.splitlines())


def test_every_target_is_phony_and_nothing_else_is() -> None:
    assert set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE)) == phony()


def test_no_page_names_a_target_that_does_not_exist() -> None:
    unknown = {
        f"{label(path)}: make {target}"
        for path in tracked()
        if path.suffix == ".md"
        for pair in NAMED.findall(path.read_text(encoding="utf-8"))
        if (target := pair[0] or pair[1]) not in phony()
    }
    assert unknown == set()


def test_what_a_build_machine_runs_is_whole() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    text = script.read_text()
    assert re.search(r"^make test$", text, re.MULTILINE)
    assert text.rstrip().endswith("make test-long"), "the suite's closing line is the last thing that is said"
    subprocess.run(["bash", "-n", script], check=True)
