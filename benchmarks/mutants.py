"""Mutation testing of the ratings room: every small change to its code that no test notices, counted and listed.

Run as `python -m benchmarks.mutants` where mutmut is installed. It works on a copy under `var/mutants`, and ends with 1
when fewer than 95 per cent are noticed, or when one that is not noticed is missing from docs/mutants.md. A whole run
takes about half an hour of two idle processors. One that was interrupted goes on where it stopped, as long as neither
the rules nor their tests have changed; `--again` takes over what has, and runs the mutants of changed functions and
those that had not been noticed. A pattern such as `domain.ratings.shares.*` runs a part of it.
"""

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
WORK = ROOT / "var" / "mutants"
REASONS = ROOT / "docs" / "mutants.md"

ENOUGH = 95
"""Per cent of the mutants that the tests must notice."""

RULES = (
    "domain/__init__.py",
    "domain/canonical.py",
    "domain/refusals.py",
    "domain/cases/__init__.py",
    "domain/cases/sampling/size.py",
    "domain/ratings/**/*",
)
"""What is changed, and what it and its tests import."""

TESTS = (
    "tests/rules/test_ratings_*.py",
    "tests/rules/vectors/trace/**/*",
    "tests/spec/test_rating_schemes.py",
    "tests/spec/schemes/**/*",
    "tests/support/__init__.py",
    "tests/support/ratings_examples.py",
    "tests/support/trace_*.py",
    "docs/schemes.md",
)
WITHOUT = ("test_ratings_commands.py", "test_ratings_frameworks.py", "test_ratings_scheme_versions.py")
"""Tests of the command line and of other rooms' files: they bring those rooms with them and notice no more."""

MADE = "sources.txt"
"""In the workspace: the digests of what the results there were reached with."""

PATIENCE, FLOOR, WALL = 2, 3, 40
"""A mutant is noticed for never ending after PATIENCE times (what its tests take + FLOOR) seconds *of processor*. By
the clock it may take WALL times that sum: on a busy machine being slow says nothing about it."""

SLOW = (
    "test_the_least_change_agrees_with_trying_everything",
    "test_a_file_of_the_largest_size_is_still_read",
    "test_trace_bytes_are_equal_under_several_hash_seeds",
    "test_the_order_of_the_input_never_shows_in_the_trace",
    "test_the_fast_encoder_writes_what_rfc_8785_asks_for",
    "test_any_request_under_any_scheme_has_the_trace_that_the_page_describes",
    "test_whatever_stands_in_the_file_the_answer_is_a_rating_or_one_sentence",
)
"""Tests that take a second or more, nineteen twentieths of the whole: they are asked last, and only about what the
others did not notice and docs/mutants.md does not explain."""

QUICK, QUICK_SECONDS = "ASSAY_MUTANTS_QUICK", 20
"""The variable that leaves SLOW out, and the seconds of processor after which a mutant is then noticed for never
ending: ten times what all the quick tests take."""

NOTICED = {1, 3, -27, -11}
"""How a run on a mutant ends when a test fails (1, 3), its processor time has run out (-27) or the process dies."""

ENDED = NOTICED | {0, 5, 33}
"""NOTICED, or no test failed, or there was none. Any other end, such as by the clock, says nothing: it is run again."""

CONFTEST = f"""\
import os
import resource
import signal

from hypothesis import HealthCheck, settings

settings.register_profile(
    "mutants", derandomize=True, deadline=None, database=None, max_examples=15,
    suppress_health_check=list(HealthCheck),
)
settings.load_profile("mutants")


def on_a_mutant():
    return resource.getrlimit(resource.RLIMIT_CPU)[0] != resource.RLIM_INFINITY  # mutmut sets it for each mutant


def pytest_sessionstart():
    if on_a_mutant():
        whole = resource.getrlimit(resource.RLIMIT_CPU)[0] * {PATIENCE} / (2 * {WALL})  # twice what WALL makes of it
        signal.setitimer(signal.ITIMER_PROF, {QUICK_SECONDS} if "{QUICK}" in os.environ else whole)


def pytest_collection_modifyitems(items):
    if on_a_mutant() and "{QUICK}" in os.environ:
        items[:] = [each for each in items if each.originalname not in {SLOW}]
"""

SETTINGS = f"""\
[tool.pytest.ini_options]
testpaths = ["tests"]
pythonpath = ["."]
addopts = ["--import-mode=importlib", "-p", "no:cacheprovider", "-q"]

[tool.mutmut]
source_paths = ["domain"]
only_mutate = ["domain/ratings/*"]
also_copy = ["conftest.py", "docs"]
timeout_constant = {FLOOR:.1f}
timeout_multiplier = {WALL:.1f}
use_git_change_detection = false
"""


def prepare(*, again: bool) -> None:
    """Lay out the workspace, keeping the results of an earlier run that still hold."""
    around, whole = digests()
    made = (WORK / MADE).read_text(encoding="utf-8").split() if (WORK / MADE).exists() else ["", ""]
    if made != [around, whole]:
        if again and made[0] != around:
            sys.exit("What the rules are built on has changed since the last run; run all mutants first.")
        if not again:
            shutil.rmtree(WORK, ignore_errors=True)
        lay_out()
        # Which test reaches which function may have changed too; mutmut finds it out anew.
        (WORK / "mutants" / "mutmut-stats.json").unlink(missing_ok=True)
        (WORK / MADE).write_text(f"{around} {whole}\n", encoding="utf-8")
    forget(NOTICED if again else ENDED)


def digests() -> tuple[str, str]:
    """What is around the code that is changed (mutmut does not copy that again), and everything."""
    around, whole = hashlib.sha256(), hashlib.sha256((CONFTEST + SETTINGS).encode())
    for file in sources((*RULES, *TESTS)):
        told = f"{file.relative_to(ROOT)}\n".encode() + file.read_bytes()
        whole.update(told)
        if file.parts[-3:-1] != ("domain", "ratings") and "domain" in file.parts:
            around.update(told)
    return around.hexdigest(), whole.hexdigest()


def sources(patterns: Iterable[str]) -> list[Path]:
    """The files of these patterns, in order."""
    found = {each for pattern in patterns for each in ROOT.glob(pattern) if each.is_file()}
    return sorted(each for each in found if each.name not in WITHOUT and "__pycache__" not in each.parts)


def lay_out() -> None:
    """Copy the sources, with few examples for the generated tests, into the workspace."""
    for folder in ("domain", "tests", "docs"):
        shutil.rmtree(WORK / folder, ignore_errors=True)
    for file in sources((*RULES, *TESTS)):
        target = WORK / file.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(file, target)
    (WORK / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    (WORK / "pyproject.toml").write_text(SETTINGS, encoding="utf-8")


def forget(kept: set[int]) -> int:
    """Make mutmut run those mutants again that ended in another way; how many they are."""
    count = 0
    for meta in WORK.glob("mutants/domain/ratings/**/*.meta"):
        content = json.loads(meta.read_bytes())
        codes = content["exit_code_by_key"]
        unsure = [name for name, code in codes.items() if code is not None and code not in kept]
        codes |= dict.fromkeys(unsure)
        count += len(unsure)
        meta.write_text(json.dumps(content), encoding="utf-8")
    return count


def run(workers: int, patterns: Sequence[str], *, quick: bool) -> None:
    """Run mutmut in the workspace on all mutants or on some, with the quick tests or with all."""
    subprocess.run(
        [sys.executable, "-m", "mutmut", "run", "--max-children", str(workers), *patterns],
        cwd=WORK,
        check=False,
        timeout=6 * 3600,
        env={**os.environ, **({QUICK: "1"} if quick else {})},
    )


def run_all(workers: int, patterns: Sequence[str]) -> None:
    """First the quick tests on all; then every test on what is left; and alone what the clock ended."""
    run(workers, patterns, quick=True)
    found, known = outcomes(), explained()
    left = [name for name in _not_noticed(found) if short(name) not in known]
    if left:
        run(workers, left, quick=False)
    if forget(ENDED):
        run(1, [name for name, code in outcomes().items() if code is None], quick=False)


def outcomes() -> dict[str, int | None]:
    """How each mutant's run ended, by the mutant's name; ``None`` for one that was not run."""
    found: dict[str, int | None] = {}
    for meta in sorted(WORK.glob("mutants/domain/ratings/**/*.meta")):
        found |= json.loads(meta.read_bytes()).get("exit_code_by_key", {})
    return found


def explained() -> set[str]:
    """The mutants that docs/mutants.md gives a reason for."""
    return set(re.findall(r"`(\S+__mutmut_[0-9]+)`", REASONS.read_text(encoding="utf-8")))


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
    survivors = _not_noticed(found)
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


def _not_noticed(found: Mapping[str, int | None]) -> list[str]:
    return sorted(name for name, code in found.items() if code is not None and code not in NOTICED)


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
    parser.add_argument(
        "--again",
        action="store_true",
        help="with rules and tests as they are now, run what has changed or was not noticed",
    )
    parser.add_argument("--report", action="store_true", help="report on the last run without running again")
    parser.add_argument("--changes", action="store_true", help="show what each survivor changes")
    parser.add_argument("patterns", nargs="*", help="run only the mutants whose names match one of these")
    options = parser.parse_args(arguments)
    if not options.report:
        os.nice(5)
        prepare(again=options.again)
        run_all(options.workers, options.patterns)
    return report(outcomes(), changes=options.changes, whole=not options.patterns)


if __name__ == "__main__":
    sys.exit(main())
