"""A sealed record with something in every table, somebody with all the owner's rights on it, and a verifier."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import make_url

from activities.proof.ports import Sealed
from activities.proof.sealing import Sealing
from activities.proof.verdicts import HandedOut, Verification
from activities.proof.verifying import Verifying
from adapters.outbound.keys import FolderSealingKeys
from adapters.outbound.store import Store, create, open_store
from domain.ledger.notes import PublicKey, open_note
from domain.ledger.sealed import read_seal
from tests.support.notes import head, note_refused, recorded, write

__all__ = ["Owner", "SealedRecord", "handed_out", "make_sealed"]

_RECORD = ("events", "commands", "refusals", "checkpoints", "identity")
_TRIGGERS = {"sqlite": ("insert", "update", "delete"), "postgresql": ("kept",)}


class Standstill:
    """A clock that stands still."""

    def now(self) -> datetime:
        return datetime(2018, 3, 5, 13, 0, tzinfo=UTC)


def handed_out(sealed: Sealed, label: str = "the checkpoint handed out") -> HandedOut:
    """A checkpoint as somebody outside has kept it."""
    return HandedOut(label, sealed.note, read_seal(open_note(sealed.note).text))


class Owner:
    """Somebody with every right on the database, who has taken the triggers off: what they do, nothing stops."""

    def __init__(self, place: str) -> None:
        self._url = make_url(place)
        self._place = place

    @contextmanager
    def _connected(self) -> Iterator[Any]:
        if self._url.get_backend_name() == "sqlite":
            connection = sqlite3.connect(self._url.database or "")
            try:
                yield connection
                connection.commit()
            finally:
                connection.close()
        else:
            with psycopg.connect(self._place) as server:
                server.execute("SET search_path = assay")
                yield server

    @property
    def on_postgresql(self) -> bool:
        return self._url.get_backend_name() == "postgresql"

    def unguard(self) -> None:
        """Take off every trigger, and the rule that a refusal must be there."""
        backend = self._url.get_backend_name()
        with self._connected() as connection:
            for table in _RECORD:
                for each in _TRIGGERS[backend]:
                    on = "" if backend == "sqlite" else f" ON {table}"
                    connection.execute(f"DROP TRIGGER {table}_{each}{on}")
            if backend == "postgresql":
                connection.execute("ALTER TABLE commands DROP CONSTRAINT commands_refusal")

    def do(self, statement: str, **values: object) -> None:
        """Do something; values are named ``:like_this``."""
        with self._connected() as connection:
            if self._url.get_backend_name() == "postgresql":
                for name in values:
                    statement = statement.replace(f":{name}", f"%({name})s")
            connection.execute(statement, values)

    def rows(self, query: str) -> Sequence[tuple[Any, ...]]:
        """Look at something."""
        with self._connected() as connection:
            found: Sequence[tuple[Any, ...]] = connection.execute(query).fetchall()
            return found

    def replace_event(self, position: int, columns: Mapping[str, object]) -> None:
        """Give an event other columns."""
        given = ", ".join(f"{name} = :{name}" for name in columns)
        self.do(f"UPDATE events SET {given} WHERE position = {position}", **columns)


@dataclass
class SealedRecord:
    """A record of twelve events, a command without any and two refusals, sealed at four, eight and ten events."""

    store: Store
    keys: FolderSealingKeys
    origin: str
    sealed: list[Sealed]

    @classmethod
    def of(cls, store: Store, folder: Path) -> "SealedRecord":
        """The record in a store, as it is, with the keys in a folder."""
        origin = f"assay/{store.identity().id}"
        return cls(store, FolderSealingKeys(folder), origin, list(store.checkpoints()))

    @classmethod
    def fill(cls, store: Store, folder: Path) -> "SealedRecord":
        """Fill an empty store and seal it, with keys in a folder."""
        made = cls.of(store, folder)
        made.keys.make(made.origin, 1)
        made.write("c-1", "case-1", "a", "b")
        made.write("c-2", "case-2", "c")
        made.write("c-3", "case-1", "d")
        store.refuse(note_refused("c-no-1"))
        made.seal()
        made.write("c-4", "case-2", "e", "f")
        recorded(store, "c-nothing")
        made.write("c-5", "case-3", "g")
        made.write("c-6", "case-1", "h")
        store.refuse(note_refused("c-no-2"))
        made.seal()
        made.write("c-7", "case-3", "i", "j")
        made.seal()
        made.write("c-8", "case-1", "k")
        made.write("c-9", "case-4", "l")
        return made

    def write(self, command_id: str, stream: str, *texts: str) -> None:
        """Record events on a stream."""
        recorded(self.store, command_id, write(command_id, stream, head(self.store, stream), *texts))

    def sealing(self) -> Sealing:
        """A worker that seals, and has sealed nothing yet."""
        return Sealing(store=self.store, keys=self.keys, clock=Standstill(), origin=self.origin)

    def seal(self) -> Sealed:
        """Seal what there is."""
        sealed = self.sealing().seal("test")
        assert sealed is not None
        self.sealed.append(sealed)
        return sealed

    def verify(self, *against: HandedOut, trusted: PublicKey | None = None) -> Verification:
        """Verify the record."""
        return Verifying(self.store, self.keys, self.origin).verify(trusted=trusted, against=against)


def make_sealed(url: str, keys: Path) -> None:
    """Make a store at a URL and fill it, with keys in a folder; the first step to copies of it."""
    create(url, simulated=True)
    store = open_store(url)
    SealedRecord.fill(store, keys)
    store.close()
