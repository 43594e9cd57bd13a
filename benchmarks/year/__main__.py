"""``make year``: see docs/year.md."""

import argparse
import os
import platform
import sys
import tempfile
from fractions import Fraction
from pathlib import Path

from adapters.inbound.demonstration.world import OutOfStep
from adapters.outbound.running.hosting import ended_by_signals
from benchmarks.year.cast import Edition
from benchmarks.year.checking import NotSo
from benchmarks.year.facts import differences
from benchmarks.year.playing import Year, play

SEED = 2018
INTERRUPTED = 130
MEGABYTE = 1_000_000
AT_MOST_MINUTES = 15
"""So long a year without faults may take, on two processors; one with faults has no limit."""

SHOWN = 10
"""So many streams in which two years differ are shown."""


def main() -> int:
    given = _arguments()
    edition = Edition.of(given.scale, given.cases)
    try:
        with ended_by_signals():
            years = [_played("without faults", edition, given.seed, None)] if not given.faults_alone else []
            if given.faults or given.faults_alone:
                years.append(_played("with faults", edition, given.seed, str(given.fault_seed)))
    except KeyboardInterrupt:
        print("\nStopped; nothing of it is left running.", file=sys.stderr)
        return INTERRUPTED
    except (NotSo, AssertionError, OutOfStep, RuntimeError, OSError) as error:
        print(f"FAILED: {error}", file=sys.stderr)
        return 1
    if not given.faults_alone and (late := over_time(years[0].seconds, given.at_most)):
        print(f"FAILED: {late}", file=sys.stderr)
        return 1
    if len({each.digest for each in years}) > 1:
        found = list(differences(years[0].facts, years[1].facts))
        print(f"FAILED: the two years have different facts, in {len(found)} streams:", file=sys.stderr)
        print("\n".join(found[:SHOWN]), file=sys.stderr)
        return 1
    if len(years) > 1:
        print("\nBoth years end in the same facts.")
    return 0


def over_time(seconds: float, minutes: int) -> str:
    """What is to be said of a year that took longer than it may; nothing of one that did not."""
    if seconds <= 60 * minutes:
        return ""
    return f"the year took {seconds:.0f} s, and may take {60 * minutes} ({minutes} minutes)."


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.year",
        description="Play a year of inspections on PostgreSQL, in time that is skipped, and check every rating.",
    )
    parser.add_argument(
        "--scale", type=_share, default=Fraction(1), help="how many inspections, as a share of a year: 0.05"
    )
    parser.add_argument(
        "--cases", type=_share, default=None, help="how many cases each reads, as a share of the usual sample"
    )
    parser.add_argument("--seed", type=int, default=SEED, help="of who does what, and when")
    parser.add_argument(
        "--at-most",
        type=int,
        default=AT_MOST_MINUTES,
        metavar="MINUTES",
        help=f"how long the year without faults may take, else it fails ({AT_MOST_MINUTES})",
    )
    parser.add_argument(
        "--faults",
        action="store_true",
        help="then the same year once more, with faults: processes and servers killed, nudges and documents gone wrong",
    )
    parser.add_argument("--faults-alone", action="store_true", help="the year with faults, and no other")
    parser.add_argument("--fault-seed", type=int, default=7, help="of what goes wrong")
    return parser.parse_args()


def _share(text: str) -> Fraction:
    try:
        found = Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number such as 0.05") from None
    if not 0 < found <= 1:
        raise argparse.ArgumentTypeError(f"{text} is not more than 0 and at most 1")
    return found


def _played(what: str, edition: Edition, seed: int, faults: str | None) -> Year:
    print(
        f"A year {what}: {edition.adult} adult providers, {edition.youth} youth teams, {edition.thematic} thematic,"
    )
    print(
        f"{edition.follow_ups} follow-ups and {edition.cancelled} that are given up; seed {seed}.", flush=True
    )
    before = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="assay-year-", ignore_cleanup_errors=True) as folder:
        year = play(edition, seed, Path(folder), faults=faults)
    _show(year, before)
    return year


def _show(year: Year, before: float) -> None:
    print(
        f"\nprocessors: {os.cpu_count()}; load before and after: {before:.1f}, {os.getloadavg()[0]:.1f};",
        end=" ",
    )
    print(f"Python {platform.python_version()}")
    print(f"time: {year.seconds:.0f} s")
    for what, seconds in year.spent.items():
        print(f"  {what}: {seconds:.0f} s")
    print(f"inspections: {', '.join(f'{number} {kind}' for kind, number in sorted(year.per_kind.items()))}")
    print(
        f"cases: {year.cases:,}, {year.read_twice:,} of them read twice, {year.differences:,} differences decided"
    )
    print(f"commands by people: {year.commands:,}, {year.commands / year.seconds:.0f} a second")
    print(f"events: {year.events:,}, {year.events / year.seconds:.0f} a second")
    if year.histories:
        print(
            f"workflow histories: {len(year.histories)}, largest {year.histories[-1]} events, median "
            f"{year.median_history:g}"
        )
    print("memory at its peak (the largest process of each), and processor time:")
    for name, weight in year.weights.items():
        print(f"  {name}: {weight.memory / MEGABYTE:.0f} MB, {weight.seconds:.0f} s")
    for what, number in year.faults.items():
        print(f"fault: {what}: {number}")
    print("happened:")
    for what, number in sorted(year.happened.items()):
        print(f"  {number:>7,}  {what}")
    print("checked, how many times:")
    for what, number in sorted(year.checked.items()):
        print(f"  {number:>7,}  {what}")
    print(f"facts: {year.digest}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
