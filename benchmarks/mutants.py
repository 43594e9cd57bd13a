"""Mutation testing of the ratings room: every small change to its code that no test notices, counted and listed.

Run as `python -m benchmarks.mutants` where mutmut is installed. It works on a copy under `var/mutants`, and ends with 1
when fewer than 95 per cent are noticed, or when one that is not noticed is missing from docs/mutants.md. A whole run
takes about an hour of two idle processors; a pattern such as `domain.ratings.shares.*` runs a part of it.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
WORK = ROOT / "var" / "mutants"
REASONS = ROOT / "docs" / "mutants.md"

ENOUGH = 95
"""Per cent of the mutants that the tests must notice."""

TESTS = ("tests/rules/test_ratings_*.py", "tests/spec/test_rating_schemes.py")
WITHOUT = ("test_ratings_commands.py", "test_ratings_frameworks.py")
"""Tests of the command line and of the frameworks' numbers: they bring other rooms with them and notice no more."""

NOTICED = {1, 3, 36, 24, -24, 152, 255, -11, -9}
"""How a run on a mutant ends when a test fails (1, 3), never ends (36, 24, 152, 255) or the process dies."""

CONFTEST = """\
from hypothesis import HealthCheck, settings

settings.register_profile(
    "mutants", derandomize=True, deadline=None, database=None, max_examples=15,
    suppress_health_check=list(HealthCheck),
)
settings.load_profile("mutants")
"""

SETTINGS = """\
[tool.pytest.ini_options]
testpaths = ["tests"]
pythonpath = ["."]
addopts = ["--import-mode=importlib", "-p", "no:cacheprovider", "-q"]

[tool.mutmut]
source_paths = ["domain"]
only_mutate = ["domain/ratings/*"]
also_copy = ["conftest.py", "docs"]
timeout_constant = 5.0
timeout_multiplier = 10.0
use_git_change_detection = false
"""


def lay_out() -> None:
    """Copy the domain and the ratings tests, with few examples for the generated ones, into the workspace."""
    shutil.rmtree(WORK, ignore_errors=True)
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "domain", WORK / "domain", ignore=ignore)
    for pattern in (
        *TESTS,
        "tests/support/__init__.py",
        "tests/support/ratings_examples.py",
        "tests/support/trace_*.py",
    ):
        for file in ROOT.glob(pattern):
            if file.name not in WITHOUT:
                target = WORK / file.relative_to(ROOT)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(file, target)
    for folder in ("tests/rules/vectors/trace", "tests/spec/schemes"):
        shutil.copytree(ROOT / folder, WORK / folder)
    (WORK / "docs").mkdir()
    shutil.copy(ROOT / "docs" / "schemes.md", WORK / "docs")
    (WORK / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    (WORK / "pyproject.toml").write_text(SETTINGS, encoding="utf-8")


def run(workers: int, patterns: Sequence[str]) -> None:
    """Run mutmut in the workspace on all mutants or on some, as the least important thing this machine does."""
    subprocess.run(
        [sys.executable, "-m", "mutmut", "run", "--max-children", str(workers), *patterns],
        cwd=WORK,
        check=False,
        timeout=6 * 3600,
    )


def outcomes() -> dict[str, int | None]:
    """How each mutant's run ended, by the mutant's name; ``None`` for one that was not run."""
    found: dict[str, int | None] = {}
    for meta in sorted(WORK.glob("mutants/domain/ratings/**/*.meta")):
        found |= json.loads(meta.read_bytes()).get("exit_code_by_key", {})
    return found


def explained() -> set[str]:
    """The mutants that docs/mutants.md gives a reason for, one a table row."""
    if not REASONS.exists():
        return set()
    return set(re.findall(r"^\| `([^`]+)`", REASONS.read_text(encoding="utf-8"), re.MULTILINE))


def change_of(name: str) -> str:
    """What a mutant changes, as mutmut shows it."""
    shown = subprocess.run(
        [sys.executable, "-m", "mutmut", "show", name],
        cwd=WORK,
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )
    lines = [
        line for line in shown.stdout.splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")
    ]
    return "\n".join(lines)


def report(found: dict[str, int | None], *, changes: bool, whole: bool = True) -> int:
    """Print the figures and the survivors; the exit status."""
    survivors = sorted(name for name, code in found.items() if code is not None and code not in NOTICED)
    left = sum(code is None for code in found.values())
    ran = len(found) - left
    share = 100 * (ran - len(survivors)) / ran if ran else 0
    known = explained()
    print(
        f"{len(found)} mutants, {ran} run, {ran - len(survivors)} noticed ({share:.1f} %), {len(survivors)} not"
    )
    unexplained = [name for name in survivors if short(name) not in known]
    for name in survivors:
        print(f"  {short(name)}{'' if short(name) in known else '  (no reason given)'}")
        if changes:
            print(indented(change_of(name).splitlines()))
    return 0 if ran and not (left and whole) and share >= ENOUGH and not unexplained else 1


def short(name: str) -> str:
    """A mutant's name without what all of them share."""
    return name.removeprefix("domain.ratings.")


def indented(lines: Iterable[str]) -> str:
    """Lines set in under the mutant's name."""
    return "\n".join(f"      {line}" for line in lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Lay out, run, report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=max(1, (os.cpu_count() or 2) - 1))
    parser.add_argument("--report", action="store_true", help="report on the last run without running again")
    parser.add_argument("--changes", action="store_true", help="show what each survivor changes")
    parser.add_argument("patterns", nargs="*", help="run only the mutants whose names match one of these")
    options = parser.parse_args(arguments)
    if not options.report:
        os.nice(10)
        lay_out()
        run(options.workers, options.patterns)
    return report(outcomes(), changes=options.changes, whole=not options.patterns)


if __name__ == "__main__":
    sys.exit(main())
