"""An installation in whose database somebody has changed an event behind our back."""

import sqlite3
from contextlib import closing
from pathlib import Path

from domain.canonical import leaf_digest

__all__ = ["damage"]


def damage(home: Path, which: str, old: str, new: str, *, hashed_anew: bool = False) -> int:
    """Put other words into one event, as whoever looks after the machine can.

    Args:
        home: the installation, on SQLite.
        which: the event, as a condition in SQL.
        old: the words, all of which are replaced.
        new: the others.
        hashed_anew: whether the digest beside it is made to fit.

    Returns:
        Its position.
    """
    with closing(sqlite3.connect(home / "assay.db")) as database, database:
        guards = database.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'events'"
        ).fetchall()
        for trigger, _ in guards:
            database.execute(f"DROP TRIGGER {trigger}")
        ((position, body),) = database.execute(f"SELECT position, body FROM events WHERE {which}").fetchall()
        changed = bytes(body).replace(old.encode(), new.encode())
        assert changed != body
        database.execute("UPDATE events SET body = ? WHERE position = ?", (changed, position))
        if hashed_anew:
            database.execute(
                "UPDATE events SET digest = ? WHERE position = ?", (leaf_digest(changed), position)
            )
        for _, sql in guards:
            database.execute(sql)
    return int(position)
