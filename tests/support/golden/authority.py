"""Every row that the authority table ever had, with what may come of it: ``golden_authority.csv``, which only grows.

``python -m tests.support.golden.authority`` writes down the rows that are new. It takes none out.
"""

import csv
from collections.abc import Iterable
from pathlib import Path

from domain.deciders import DECIDERS
from domain.people.authority import AUTHORITY
from domain.people.once_allowed import OnceAllowed

__all__ = ["FILE", "Row", "ever_allowed", "rows_of", "rows_today"]

FILE = Path(__file__).parents[2] / "contract" / "golden_authority.csv"
HEAD = ("command", "role", "event")

Row = tuple[str, str, str]
"""A command, a role that may give it, and an event that may come of it, by its name without its version."""


def rows_today() -> set[Row]:
    """What the authority table and the rules of this version allow."""
    return {
        (rule.command.verb, role.value, event.name.rpartition(".v")[0])
        for decider in DECIDERS.values()
        for rule in decider.rules.values()
        for event in rule.events
        for role in AUTHORITY.get(rule.command.verb, ())
    }


def rows_of(once: Iterable[OnceAllowed]) -> set[Row]:
    """What rows that were taken out of the table allowed."""
    return {(each.verb, each.role, event) for each in once for event in each.events}


def ever_allowed() -> list[Row]:
    """The rows of the file, as they stand in it."""
    with FILE.open(newline="", encoding="utf-8") as file:
        head, *rows = csv.reader(file)
    assert tuple(head) == HEAD
    return [(verb, role, event) for verb, role, event in rows]


def main() -> None:
    """Write down the rows that are new."""
    rows = sorted({*(ever_allowed() if FILE.exists() else ()), *rows_today()})
    with FILE.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows([HEAD, *rows])


if __name__ == "__main__":
    main()
