"""Moving records in tests: exporting, importing, comparing two records table by table, and forging an export."""

import hashlib
import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa

from activities.moving.exporting import Exported, Exporting
from activities.moving.importing import Imported, Importing
from activities.moving.ports import Tell
from activities.ports import Appended, Head, Wake
from adapters.outbound.documents import FolderDocuments
from adapters.outbound.keys import FolderSealingKeys
from adapters.outbound.moving import Databases, FileParcels, InstallationFiles
from adapters.outbound.store import Store, open_store
from adapters.outbound.store.urls import owner_engine, parse_url
from domain.ledger.notes import PublicKey
from tests.support.notes import NOON, append, head, note_refused, write
from tests.support.toy_matter import HandClock

__all__ = ["KEY", "Mover", "Parts", "administer", "filled", "forged", "tables", "writers"]

KEY = b"k" * 32
RECORD = ("identity", "events", "commands", "refusals", "checkpoints", "attention")


def _quiet(what: str, done: int, of: int) -> None:
    assert done <= of, what


@dataclass(frozen=True)
class Mover:
    """Moves the record at a URL; its documents and rules are in a folder."""

    url: str
    folder: Path
    key: Callable[[], bytes] = lambda: KEY
    tell: Tell = _quiet
    trusted: PublicKey | None = None

    def out(self, place: Path, after: int = 0, *, with_files: bool = False) -> Exported:
        exporting = Exporting(**self._common, clock=HandClock(NOON), program="0.0")
        return exporting.export(place, after=after, by="os-1000", with_files=with_files, tell=self.tell)

    def bring_in(self, place: Path, *, whole: bool = False) -> Imported:
        importing = Importing(**self._common, sealing_keys=FolderSealingKeys(self.folder / "keys"))
        return importing.bring_in(place, whole=whole, tell=self.tell, trusted=self.trusted)

    @property
    def _common(self) -> dict[str, Any]:
        files = InstallationFiles(FolderDocuments(self.folder / "documents"), self.folder)
        return {
            "source": Databases(self.url),
            "parcels": FileParcels(),
            "files": files,
            "command_key": self.key,
        }


def tables(url: str) -> Mapping[str, str]:
    """Every table of a record by its digest: the same for the same rows, whatever the database."""
    engine = owner_engine(parse_url(url), new=False)
    digests = {}
    with engine.connect() as connection:
        for table in RECORD:
            rows = connection.execute(sa.text(f"SELECT * FROM {table}")).mappings().all()
            told = sorted(json.dumps({n: _plain(v) for n, v in row.items()}, sort_keys=True) for row in rows)
            digests[table] = f"{len(told)} {hashlib.sha256(chr(10).join(told).encode()).hexdigest()}"
    engine.dispose()
    return digests


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return int(value) if isinstance(value, bool) else value


def filled(store: Store, *, commands: int = 40, tag: str = "a") -> None:
    """Put something of every kind on a record: several streams, wakes, refusals, commands that changed nothing."""
    for number in range(commands):
        command_id = f"{tag}-{number}"
        stream = f"case-{tag}-{number % 7}"
        texts = [f"note {number}.{n} — naïve “quotes” \\ and \u2028" for n in range(1 + number % 3)]
        at = head(store, stream)
        wake = Wake("inspection-1", loud=number % 5 == 0)
        assert isinstance(
            store.append(append(command_id, write(command_id, stream, at, *texts), wakes=[wake])), Appended
        )
        if number % 4 == 0:
            store.refuse(note_refused(f"{tag}-refused-{number}"))
        if number % 9 == 0:
            store.append(append(f"{tag}-idle-{number}"))
    store.acknowledge("inspection-1", store.last_position() // 2)


@contextmanager
def writers(url: str, count: int = 3) -> Iterator[Callable[[], int]]:
    """People who go on recording, each on a stream of their own; gives how many commands have been answered."""
    store, stop = open_store(url), threading.Event()
    answered: list[str] = []
    troubles: list[BaseException] = []

    def record(name: str) -> None:
        at = head(store, f"case-{name}")
        while not stop.is_set():
            command_id = f"{name}-{at.version}"
            try:
                answer = store.append(append(command_id, write(command_id, f"case-{name}", at, "one", "two")))
                assert isinstance(answer, Appended)
            except BaseException as error:  # noqa: BLE001 - it is raised again by the test's own thread
                troubles.append(error)
                return
            at = Head(at.version + 2, answer.heads[f"case-{name}"].digest)
            answered.append(command_id)

    threads = [threading.Thread(target=partial(record, f"writer{n}")) for n in range(count)]
    for thread in threads:
        thread.start()
    try:
        yield lambda: len(answered)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
        store.close()
    if troubles:
        raise troubles[0]


class Parts:
    """An export in a folder, taken apart: what is in its files, to be changed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_bytes())

    def lines(self, kind: str) -> list[bytes]:
        return [
            line
            for file in sorted((self.folder / kind).iterdir())
            for line in file.read_bytes().splitlines(keepends=True)
        ]

    def put(self, kind: str, lines: Sequence[bytes]) -> None:
        for file in (self.folder / kind).iterdir():
            file.unlink()
        (self.folder / kind / "000000001.jsonl").write_bytes(b"".join(lines))
        self.manifest["counts"][kind] = len(lines)


def forged(folder: Path, change: Callable[[Parts], None]) -> None:
    """Change what is in an export, and make its manifest agree, as somebody would who knows the format."""
    parts = Parts(folder)
    change(parts)
    events = parts.manifest["counts"]["events"]
    parts.manifest["last"] = parts.manifest["after"] + events
    names = [file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()]
    parts.manifest["files"] = [
        {
            "name": name,
            "bytes": len((folder / name).read_bytes()),
            "sha256": hashlib.sha256((folder / name).read_bytes()).hexdigest(),
        }
        for name in sorted(names)
        if name != "manifest.json"
    ]
    (folder / "manifest.json").write_text(json.dumps(parts.manifest))


def administer(url: str, *statements: str) -> None:
    """Do as an administrator what the record's own guards would refuse."""
    if url.startswith("sqlite"):
        engine = owner_engine(parse_url(url), new=False)
        with engine.begin() as connection:
            for table in ("events", "commands", "refusals", "checkpoints"):
                for verb in ("insert", "update", "delete"):
                    connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {table}_{verb}")
            for statement in statements:
                connection.exec_driver_sql(statement)
        engine.dispose()
        return
    with psycopg.connect(url.replace("postgresql+psycopg", "postgresql")) as connection:
        for statement in statements:
            connection.execute(statement)
