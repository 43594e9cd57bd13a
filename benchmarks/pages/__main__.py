"""How quick the pages are on an example year (77 inspections, about 6,500 case reads), with twenty people at them.

The year is played on PostgreSQL until it is nearly over, so that there is something at every stage; `--keep FOLDER`
keeps it for the next run. Twenty people in several roles, in a process of their own, walk from link to link and think
five seconds in between; beside each page, right before or after it by the toss of a coin, they open a bare FastAPI page
of another server: so both have as many times, from the same minutes, on the same two busy cores. Times are those that
the servers log themselves. Ends with 1 if a target is missed.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2
import psutil

from adapters.inbound.web.example import example_people
from benchmarks.common import machine
from benchmarks.pages.furnishing import PROGRAMME
from benchmarks.pages.record import WHOLE, environment, make_year
from benchmarks.year.passing import SharedClock
from domain.people.roles import Role
from tests.support.servers.postgres import running_postgres
from worker import compose, settings_of

ROOT = Path(__file__).parents[2]
DATABASE = "assay"
CEILING_MS, TIMES_BARE, LARGEST_BYTES = 100.0, 10.0, 100_000
SECONDS, WARMING_SECONDS = 180.0, 60.0

_STAFF = ["/home", "/inspections", "/panels"]
WHO: Mapping[str, tuple[int, Sequence[str]]] = {
    Role.INSPECTOR.value: (6, ["/home", "/cases", "/inspections"]),
    Role.LEAD_INSPECTOR.value: (4, [*_STAFF, "/cases"]),
    Role.OPERATIONS_MANAGER.value: (
        2,
        [*_STAFF, "/programme", f"/programme/{PROGRAMME}/year", "/setting-up"],
    ),
    Role.PROVIDER_CONTACT.value: (3, ["/provider"]),
    Role.QUALITY_LEAD.value: (1, [*_STAFF, "/exercises"]),
    Role.CHIEF_INSPECTOR.value: (1, [*_STAFF, "/programme"]),
    Role.AUDITOR.value: (1, ["/audit", "/inspections", "/programme"]),
    "": (2, ["/results", "/results/national"]),
}
"""How many of the twenty are in each role, and where they begin; nobody's role is that of the public."""


@dataclass(frozen=True)
class Times:
    """How one page was answered.

    Attributes:
        milliseconds: each time, by the server.
        largest: the bytes of the largest answer.
    """

    milliseconds: Sequence[float]
    largest: int

    def percentile(self, share: float) -> float:
        """The least time within which such a share was answered."""
        ordered = sorted(self.milliseconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def main() -> int:
    given = _arguments()
    with ExitStack() as stack:
        folder = given.keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="assay-pages-")))
        stored = folder / "server"
        stored.mkdir(parents=True, exist_ok=True)
        postgres = stack.enter_context(running_postgres(kept=stored))
        home, url = folder / "home", postgres.url(DATABASE)
        if not (folder / "made").exists():
            home.mkdir()
            postgres.create_named(DATABASE)
            made = make_year(home, url, given.inspections)
            said = (
                f"{made.inspections} inspections, {made.reads:,} case reads, {made.events:,} events, "
                f"made in {made.seconds:.0f} s"
            )
            (folder / "made").write_text(said)
        print(f"The example year: {(folder / 'made').read_text()}.")
        for what, value in machine(folder).items():
            print(f"{what}: {value}")
        people = _people(home, url)
        ours, bare, failed, used = _walked(home, url, people, given.seconds)
    return _told(ours, bare, failed, used, given.seconds)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description=__doc__)
    parser.add_argument("--inspections", type=int, default=WHOLE, help="how many, of 77")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="how long people walk")
    parser.add_argument("--keep", type=Path, help="a folder that keeps the year for the next run")
    return parser.parse_args()


def _people(home: Path, url: str) -> list[dict[str, object]]:
    """Twenty people, in the roles in which people use the pages."""
    with compose(settings_of(environment(home, url)), clock=SharedClock(home / "clock")) as assay:
        assay.log_to(home / "people.log", "error")
        known = example_people(assay)()
    found: list[dict[str, object]] = []
    for role, (number, starts) in WHO.items():
        here = [each.id for each in known if role in each.roles] if role else [""]
        if not here:
            raise SystemExit(f"Nobody in the example year is {role}.")
        found += [{"person": here[at % len(here)], "starts": starts} for at in range(number)]
    return found


def _walked(
    home: Path, url: str, people: Sequence[object], seconds: float
) -> tuple[dict[str, Times], Times, list[str], tuple[float, float]]:
    """Have people walk twice: to warm the server up, and to be measured; what the servers' logs say of the second."""
    logs = home / "pages.log", home / "bare.log"
    for each in logs:
        each.unlink(missing_ok=True)
    settings = {**os.environ, **environment(home, url)}
    with (
        _server(settings, str(home / "clock")) as (process, address),
        _server({**settings, "ASSAY_LOG_FILE": str(logs[1])}) as (_, bare),
    ):
        words = [sys.executable, "-m", "benchmarks.pages.walking", json.dumps(people), address, bare]

        def walk(length: float, seed: str) -> list[str]:
            done = subprocess.run(
                [*words, str(length), seed], cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True
            )
            failed: list[str] = json.loads(done.stdout)["failed"]
            return failed

        walk(min(WARMING_SECONDS, seconds), "warming")
        marks = [each.stat().st_size for each in logs]
        weighed = psutil.Process(process.pid)
        before = weighed.cpu_times()
        failed = walk(seconds, "measured")
        after = weighed.cpu_times()
        ours, others = (_logged(log, mark) for log, mark in zip(logs, marks, strict=True))
        used = (after.user + after.system) - (before.user + before.system)
        return ours, others["bare"], failed, (used, weighed.memory_info().rss / 1e6)


@contextmanager
def _server(settings: Mapping[str, str], *arguments: str) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    words = [sys.executable, "-m", "benchmarks.pages.server_process", *arguments]
    process = subprocess.Popen(
        words, cwd=ROOT, env=dict(settings), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        if not address:
            raise SystemExit("A server did not start.")
        httpx2.get(address, timeout=60)
        yield process, address
    finally:
        process.terminate()
        process.communicate(timeout=30)


def _logged(log: Path, since: int) -> dict[str, Times]:
    """What a server's log says of each page, from a place in it on."""
    times: dict[str, list[float]] = defaultdict(list)
    largest: dict[str, int] = defaultdict(int)
    with log.open("rb") as file:
        file.seek(since)
        for line in file:
            told = json.loads(line)
            route = told.get("route", "")
            # Files, whether browsers keep or download them, and what is not there, are no pages.
            if told.get("event") != "page" or told["method"] != "GET" or told["status"] not in (200, 303):
                continue
            if told.get("media") not in ("text/html", ""):
                continue
            times[route].append(told["milliseconds"])
            largest[route] = max(largest[route], told["bytes"])
    return {route: Times(each, largest[route]) for route, each in times.items()}


def _told(
    ours: Mapping[str, Times], bare: Times, failed: Sequence[str], used: tuple[float, float], seconds: float
) -> int:
    base = bare.percentile(0.95)
    print(f"\n{'page':<52} {'times':>5} {'p50 ms':>7} {'p95 ms':>7} {'max ms':>7} {'of bare':>7} {'KB':>6}")
    slow, dear, heavy = [], [], []
    for route, each in sorted(ours.items(), key=lambda row: -row[1].percentile(0.95)):
        p95 = each.percentile(0.95)
        print(_row(route, each, p95 / base))
        slow += [route] if p95 >= CEILING_MS else []
        dear += [route] if p95 > TIMES_BARE * base else []
        heavy += [route] if each.largest > LARGEST_BYTES else []
    everything = Times([one for each in ours.values() for one in each.milliseconds], 0)
    print(_row("all pages together", everything, everything.percentile(0.95) / base))
    print(_row("a bare FastAPI page, in the same run", bare, 1.0))
    requests = len(everything.milliseconds)
    print(
        f"\n{requests:,} pages in {seconds:.0f} s; the server took {used[0] / requests * 1000:.1f} ms of processor "
        f"time for each, and {used[1]:.0f} MB of memory. Load now: {os.getloadavg()[0]:.1f}."
    )
    targets = (
        (f"the 95th percentile of every page under {CEILING_MS:g} ms", slow),
        (f"of every page at most {TIMES_BARE:g} times a bare page's", dear),
        (f"no page over {LARGEST_BYTES // 1000} KB", heavy),
        ("no page that failed", sorted(set(failed))),
    )
    for what, missed in targets:
        print(f"{what}: {'MISSED: ' + ', '.join(missed) if missed else 'reached'}")
    return 1 if any(missed for _, missed in targets) else 0


def _row(name: str, times: Times, ratio: float) -> str:
    median, most = statistics.median(times.milliseconds), max(times.milliseconds)
    return (
        f"{name:<52} {len(times.milliseconds):>5} {median:>7.1f} {times.percentile(0.95):>7.1f} {most:>7.1f} "
        f"{ratio:>7.1f} {times.largest / 1000:>6.1f}"
    )


if __name__ == "__main__":
    sys.exit(main())
