"""What holds for the whole suite: the real parts, the profile of generated tests, and a summary that hides nothing."""

import os
import signal
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.support.parts"]

# Started in the background of a script, a process ignores Ctrl-C, and so do all that it starts: those that are
# interrupted in a test would never end.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Generated tests are the same on every run: a suite that fails one time in fifty teaches people to run it again.
# `make rules EXAMPLES=…`-style long runs choose the profile "long" by HYPOTHESIS_PROFILE.
settings.register_profile(
    "suite", derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("long", parent=settings.get_profile("suite"), derandomize=False, max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


SLOW_SECONDS = 120
"""What a test marked slow is taken to need, where nothing more is said of it."""

BUSY = 4
"""A machine that has as much else to do is so many times slower. A test that is said to need so many seconds is given
that much more, as every test is by ``timeout`` in ``pyproject.toml``: it ends what hangs, and no test that is slow."""


@pytest.hookimpl(trylast=True)  # when what is not to run has been left out
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest, and end with the quick ones: no process ends long before another.

    Processes are handed whole files, in this order: ``--no-loadscope-reorder``, for pytest-xdist would put files of few
    tests last however slow they are, and a run would end with one process at work and the other idle.
    """
    tests = Counter(each.path for each in items)
    longest: dict[Path, float] = {}
    for each in items:
        longest[each.path] = max(_may_take(each), longest.get(each.path, 0))
    items.sort(key=lambda each: (_is_quick(each.path), -longest[each.path], -tests[each.path]))
    for each in items:
        given = each.get_closest_marker("timeout")
        if given is not None:
            each.add_marker(pytest.mark.timeout(float(given.args[0]) * BUSY), append=False)


def _may_take(item: pytest.Item) -> float:
    """How many seconds a test may take, where that is said of it; 0 where nothing is, for most are quick."""
    given = item.get_closest_marker("timeout")
    if given is not None:
        return float(given.args[0])
    return SLOW_SECONDS if item.get_closest_marker("slow") else 0


def _is_quick(path: Path) -> bool:
    """Whether a file's tests need no server: those of ``make check``."""
    return not {"spec", "rules", "arch"}.isdisjoint(path.parts)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many ran, how many were skipped, and why, just above pytest's own closing line."""
    counts = {
        name: len(terminalreporter.getreports(name))
        for name in ("passed", "failed", "error", "skipped", "xfailed")
    }
    ran = counts["passed"] + counts["failed"] + counts["xfailed"]
    terminalreporter.write_sep("-", "what ran")
    terminalreporter.write_line(f"{ran} tests ran, {counts['skipped']} were skipped")
    for reason, times in sorted(_reasons(terminalreporter.getreports("skipped")).items()):
        terminalreporter.write_line(f"  {times} skipped: {reason}")


def _reasons(reports: Sequence[pytest.TestReport]) -> Counter[str]:
    reasons: Counter[str] = Counter()
    for report in reports:
        why = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        reasons[why.removeprefix("Skipped: ")] += 1
    return reasons
