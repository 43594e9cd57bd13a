"""What private text costs: a command with some beside the same command without any, on both databases.

The command notes why an interview was not held, beside the same command that notes when it was: the first digests its
text veiled, seals it, and looks at the subject's privacy stream. The vault is in a file in both, with fsync on. Run it
with ``python -m benchmarks.privacy``.
"""

import argparse
import itertools
import logging
import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import structlog

from activities.commanding.desk import Accepted
from adapters.outbound.store import Store, create, open_store
from adapters.outbound.vault import KeyVault
from benchmarks.common import (
    LEAST_ROUNDS,
    Figure,
    compared,
    in_turn,
    postgresql_settings,
    report,
    show,
    surroundings,
    timed,
)
from domain.cases.commands import RecordInterview
from domain.messages import Command
from domain.privacy.boxes import Place, Plain
from tests.support.example import AT_FIELDWORK_WITH_SAMPLES, CASES
from tests.support.office import Office, put
from tests.support.servers.postgres import running_postgres
from tests.support.vaults import vault_in

COMMANDS = 200
"""Commands a round."""

NEW_SUBJECTS = 50
"""New subjects a round."""

MOST_OF_A_COMMAND = 1.25
"""How much longer a command may take because of what is private in it."""

TEXT = (
    "The responsible officer left the service in May, and nobody who knew the case could be spoken to. " * 2
)

WITH, WITHOUT = "with private text", "the same without"

_numbers = itertools.count(1)


def commands(store: Store, vault: Callable[[], KeyVault], where: str, rounds: int) -> Figure:
    """Milliseconds a command, with private text and without, on one database."""
    put(store, *AT_FIELDWORK_WITH_SAMPLES)
    office = Office(store, vault=vault)

    def many(make: Callable[[str], Command]) -> Callable[[], float]:
        def give() -> None:
            for number in range(COMMANDS):
                outcome = office.give(f"bench-{next(_numbers)}", make(CASES[number % len(CASES)]))
                assert isinstance(outcome, Accepted)

        return lambda: timed(give) / COMMANDS * 1000

    works = {
        WITH: many(lambda case: RecordInterview(case=case, reason=TEXT)),
        WITHOUT: many(lambda case: RecordInterview(case=case, held_on=date(2018, 6, 19))),
    }
    for work in works.values():
        work()
    found = in_turn(rounds, works)
    return compared(f"a command, record on {where}", "ms", found, WITH, WITHOUT, at_most=MOST_OF_A_COMMAND)


def sealing(vault: KeyVault, rounds: int) -> Figure:
    """Milliseconds to seal a text of a subject that has no key yet, beside one that has."""

    def seal(subjects: Callable[[int], str]) -> Callable[[], float]:
        def work() -> None:
            for number in range(NEW_SUBJECTS):
                subject = subjects(number)
                vault.seal(Plain(TEXT, subject, "case-note"), Place(subject, f"event-{number}", "reason"))

        return lambda: timed(work) / NEW_SUBJECTS * 1000

    works = {
        "of a new subject": seal(lambda _: f"case-{next(_numbers)}"),
        "of a known subject": seal(lambda number: f"case-known-{number % 4}"),
    }
    for each in works.values():
        each()
    return compared("sealing a text", "ms", in_turn(rounds, works), "of a new subject", "of a known subject")


def main() -> int:
    """Measure, print, and say with the exit code whether the targets are met."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=LEAST_ROUNDS)
    arguments.add_argument("--json", action="store_true")
    asked = arguments.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    figures: list[Figure] = []
    with (
        tempfile.TemporaryDirectory(prefix="assay-bench-") as temporary,
        running_postgres(durable=True) as server,
    ):
        folder = Path(temporary)
        database = server.url(server.create())
        about = surroundings(
            folder,
            asked.rounds,
            {"PostgreSQL": postgresql_settings(database), "SQLite": "WAL, synchronous FULL"},
        )
        opened = vault_in(folder / "vault")
        for where, url in (("SQLite", f"sqlite:///{folder}/assay.db"), ("PostgreSQL", database)):
            create(url, simulated=True)
            with closing(open_store(url)) as store:
                figures.append(commands(store, opened, where, asked.rounds))
                show(figures[-1])
        with closing(opened()) as vault:
            figures.append(sealing(vault, asked.rounds))
            show(figures[-1])
    return report(figures, about, as_json=asked.json)


if __name__ == "__main__":
    raise SystemExit(main())
