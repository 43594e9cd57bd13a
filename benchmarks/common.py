"""What the benchmarks share: rounds in turn, figures beside their targets, and what the figures hold for."""

import gc
import json
import os
import platform
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import psycopg

__all__ = [
    "LEAST_ROUNDS",
    "Figure",
    "compared",
    "in_turn",
    "machine",
    "postgresql_settings",
    "report",
    "show",
    "surroundings",
    "timed",
]

LEAST_ROUNDS = 5
"""A median of fewer rounds than this says too little."""


@dataclass(frozen=True)
class Figure:
    """One measurement of ours beside its baseline, both from the same rounds of the same run.

    Attributes:
        what: what was measured.
        unit: of both values: ``commands/s``, ``ms``...
        ours: the median of the rounds.
        baseline: the median of the rounds of what it is held against.
        against: what that is.
        ratio: the median of the rounds' ratios, ours to the baseline.
        at_least: the least the ratio should be, where more is better.
        at_most: the most it should be, where less is better. A figure without either is for information.
    """

    what: str
    unit: str
    ours: float
    baseline: float
    against: str
    ratio: float
    at_least: float | None = None
    at_most: float | None = None

    @property
    def met(self) -> bool:
        """Whether the target is reached; so it is where there is none."""
        low, high = self.at_least, self.at_most
        return (low is None or self.ratio >= low) and (high is None or self.ratio <= high)

    @property
    def target(self) -> str:
        """The target and whether it is met, in words."""
        if self.at_least is None and self.at_most is None:
            return ""
        wanted = f"at least {self.at_least:g}" if self.at_least is not None else f"at most {self.at_most:g}"
        return f"{wanted}: {'met' if self.met else 'MISSED'}"


def timed(work: Callable[[], object]) -> float:
    """The seconds that some work takes; rubbish of earlier work is collected first, and not by it."""
    gc.collect()
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def in_turn(rounds: int, works: Mapping[str, Callable[[], float]], times: int = 1) -> dict[str, list[float]]:
    """Each work's measures, one a round. They take turns, in the opposite order every other time.

    So whatever else the machine does falls on all of them, and none always comes first.

    Args:
        rounds: how many.
        works: each measures itself once when called.
        times: calls of each a round, of which the median is the round's; they take turns call by call.
    """
    found: dict[str, list[float]] = {name: [] for name in works}
    names = list(works)
    for _ in range(max(rounds, LEAST_ROUNDS)):
        measures: dict[str, list[float]] = {name: [] for name in works}
        for _ in range(times):
            for name in names:
                measures[name].append(works[name]())
            names.reverse()
        for name in works:
            found[name].append(statistics.median(measures[name]))
    return found


def compared(
    what: str,
    unit: str,
    found: Mapping[str, Sequence[float]],
    ours: str,
    baseline: str,
    *,
    at_least: float | None = None,
    at_most: float | None = None,
) -> Figure:
    """One of the works of :func:`in_turn` beside another."""
    ratios = [mine / other for mine, other in zip(found[ours], found[baseline], strict=True)]
    return Figure(
        what,
        unit,
        statistics.median(found[ours]),
        statistics.median(found[baseline]),
        baseline,
        statistics.median(ratios),
        at_least,
        at_most,
    )


def show(figure: Figure) -> None:
    """Print one line."""
    print(
        f"{figure.what:<46} {_number(figure.ours):>9} {_number(figure.baseline):>9} {figure.unit:<11}"
        f" {figure.ratio:>6.2f} of {figure.against:<24} {figure.target}".rstrip(),
        flush=True,
    )


def surroundings(folder: Path, rounds: int, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Print, and return, what the figures hold for; then the heading of their table.

    Args:
        folder: on the disk that is measured.
        rounds: how many rounds the medians are of.
        more: what else to say, such as :func:`postgresql_settings`.
    """
    about = {**machine(folder), **(more or {}), "medians of": f"{rounds} rounds, ours and baseline in turn"}
    for what, value in about.items():
        print(f"{what}: {value}")
    print(f"\n{'':<46} {'ours':>9} {'baseline':>9} {'':<11} {'ratio':>6}", flush=True)
    return about


def report(figures: Sequence[Figure], about: Mapping[str, str], *, as_json: bool) -> int:
    """End with a line on the targets, and one JSON object if asked.

    Returns:
        The exit code: 0, or 1 when a target is missed.
    """
    missed = [figure.what for figure in figures if not figure.met]
    print("\nEvery target is met." if not missed else f"\nMissed: {'; '.join(missed)}.")
    if as_json:
        rows = [{**asdict(figure), "met": figure.met} for figure in figures]
        print(json.dumps({"surroundings": dict(about), "figures": rows}))
    return 1 if missed else 0


def machine(folder: Path) -> dict[str, str]:
    """The processor, the system, and how long a write to this folder's disk takes."""
    return {
        "processor": f"{os.cpu_count()} x {_processor()}",
        "system": f"{platform.system()} {platform.release()}, Python {platform.python_version()}",
        "a write of 4 KiB to the disk, with fsync": f"{_disk_microseconds(folder):.0f} microseconds (median)",
    }


def postgresql_settings(url: str) -> str:
    """The settings of a server that decide how fast it may be."""
    names = ("server_version", "fsync", "synchronous_commit", "full_page_writes", "shared_buffers")
    with psycopg.connect(url) as connection:
        rows = [connection.execute(f"SHOW {name}").fetchone() or ("",) for name in names]
    return ", ".join(f"{name} {value}" for name, (value,) in zip(names, rows, strict=True))


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:.4g}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or "unknown"
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), "unknown")


def _disk_microseconds(folder: Path) -> float:
    times = []
    with (folder / "disk").open("wb", buffering=0) as file:
        for _ in range(200):
            file.write(b"x" * 4096)
            begun = time.perf_counter()
            os.fsync(file.fileno())
            times.append(time.perf_counter() - begun)
    (folder / "disk").unlink()
    return statistics.median(times) * 1e6
