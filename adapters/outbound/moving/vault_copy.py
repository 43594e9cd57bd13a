"""A copy of the vault in a file of its own, apart from every export of the record, and putting it back.

The keys in it stay locked with the vault's master key, which is not in it. It is the one thing that could bring back
what was erased after it was made; so it is made only when asked for, and what it brings back is destroyed again.
"""

import hmac
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, func, insert, select

from activities.moving.ports import JournalState, VaultBack
from activities.ports import StoreFault
from adapters.outbound.keys import read_key
from adapters.outbound.keys.files import write_new
from adapters.outbound.vault import MASTER_KEY, make_vault, open_vault
from adapters.outbound.vault.cipher import MasterKey, SubjectKey, WrongKey
from adapters.outbound.vault.journal import Journal
from adapters.outbound.vault.tables import destroyed, engine_of, has_tables, keys, parsed, vault, vault_faults
from domain.ledger.envelope import instant
from domain.refusals import Refused

__all__ = ["copy_vault", "vault_of_copy", "what_keeps_shut"]

FORMAT, VERSION = "assay-vault", 1
LARGEST_BYTES = 1024 * 1024 * 1024


def copy_vault(url: str, folder: Path, file: Path) -> int:
    """Copy the vault to a new file, readable by its owner only; how many keys are in it.

    Args:
        url: where the vault is.
        folder: the keys folder.
        file: where to; never over another.

    Raises:
        Refused: ``already-there``.
        StoreFault: the vault cannot be opened, or the file not written.
    """
    open_vault(url, folder).close()  # what was erased is destroyed before it can be copied
    engine = engine_of(parsed(url))
    try:
        with vault_faults(), _one_moment(engine) as connection:
            master = connection.execute(select(vault.c.master)).scalar_one()
            held, struck = (
                [row._asdict() for row in connection.execute(_sorted(t))] for t in (keys, destroyed)
            )
    finally:
        engine.dispose()
    lines = [{"format": FORMAT, "format_version": VERSION, "master": master}, *struck, *map(_written, held)]
    content = "".join(f"{json.dumps(each, sort_keys=True)}\n" for each in lines).encode()
    try:
        write_new(file, content, "copy of the vault")
    except FileExistsError:
        raise Refused.because(
            "already-there", f"There is something at {file} already, and nothing is written over."
        ) from None
    return len(held)


def vault_of_copy(url: str, folder: Path, file: Path) -> Callable[[], VaultBack]:
    """Make sure that a vault can be made of a copy; what is returned makes it, and says what is in it.

    Raises:
        Refused: ``bad-copy`` for what is no copy or has a key that does not unlock, ``vault-exists``,
            ``wrong-vault-key`` when the master key in the keys folder is missing or another than the one that the copy
            is locked with.
        StoreFault: the place of the vault cannot be looked at.
    """
    master, struck, held = _read(file)
    _refuse_damaged(file, _master(folder, master), held)
    state, latest = _journal_beside(struck, folder)  # before anything is added to it from the copy
    ended = {(each["subject"], each["category"]) for each in struck}
    whole = [each for each in held if ended.isdisjoint((each["subject"], c) for c in ("", each["category"]))]
    place = parsed(url)
    if place.get_backend_name() == "postgresql" or Path(place.database or "").exists():
        with _engine(url) as engine, vault_faults(), engine.connect() as connection:
            if has_tables(engine):
                _refuse_filled(connection)

    def put_back() -> VaultBack:
        make_vault(url, folder)
        with _engine(url) as engine, vault_faults():
            _fill(engine, struck, whole)
        return VaultBack(len(whole), state, latest)

    return put_back


def what_keeps_shut(opening: Callable[[], object]) -> str:
    """What keeps a vault from being opened, in a sentence; nothing if it opens."""
    try:
        opening()
    except StoreFault as fault:
        return str(fault)
    return ""


def _fill(engine: Engine, struck: Sequence[dict[str, Any]], held: Sequence[dict[str, Any]]) -> None:
    with engine.execution_options(vault_writing=True).begin() as connection:
        _refuse_filled(connection)
        for table, rows in ((destroyed, struck), (keys, held)):
            if rows:
                connection.execute(insert(table), rows)


@contextmanager
def _one_moment(engine: Engine) -> Iterator[Connection]:
    """Look at every table as it was at one moment: a key and the mark of its end are never seen together."""
    postgresql = engine.dialect.name == "postgresql"
    with engine.connect() as connection:
        if postgresql:
            connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            if not postgresql:
                connection.exec_driver_sql("BEGIN")  # the driver does not, for who only looks
            yield connection


@contextmanager
def _engine(url: str) -> Iterator[Engine]:
    engine = engine_of(parsed(url))
    try:
        yield engine
    finally:
        engine.dispose()


def _refuse_filled(connection: Connection) -> None:
    for table in (keys, destroyed):
        if connection.execute(select(func.count()).select_from(table)).scalar_one():
            raise Refused.because(
                "vault-exists", "There is a vault here already with keys in it; move it away, and keep it."
            )


def _journal_beside(struck: Sequence[dict[str, Any]], folder: Path) -> tuple[JournalState, str]:
    """Whether the journal of erasures knows what the copy knows, and when its last erasure was."""
    journal = Journal(folder)
    if not journal.file.exists():
        return "missing", ""
    noted = journal.entries()
    known = {(each.subject, each.category or "") for each in noted}
    older = any((each["subject"], each["category"]) not in known for each in struck)
    return "older" if older else "there", max((instant(each.at) for each in noted), default="")


def _refuse_damaged(file: Path, master: MasterKey, held: Sequence[dict[str, Any]]) -> None:
    """Make sure that every key unlocks, and is the one that the boxes were sealed with."""
    for each in held:
        try:
            key = SubjectKey(master.unlock(each["locked"], each["subject"], each["category"]))
            sound = hmac.compare_digest(key.commitment.encode(), each["commitment"].encode())
        except WrongKey:
            sound = False
        if not sound:
            raise Refused.because(
                "bad-copy",
                f"{file} is damaged: the key in it for what is a {each['category']} of {each['subject']} does not "
                "unlock.",
            )


def _master(folder: Path, name: str) -> MasterKey:
    """The master key, which has the name that the copy says."""
    try:
        key = MasterKey(read_key(folder / MASTER_KEY, "vault's master key", "the vault stays closed"))
    except StoreFault:
        key = None
    if key is None or key.name != name:
        raise Refused.because(
            "wrong-vault-key",
            f"The copy of the vault is locked with {'another' if key else 'a'} master key, which must be in {folder} "
            "first: `assay keys restore`, from the copy of the keys that was made at the time.",
        )
    return key


def _read(file: Path) -> tuple[str, list[dict[str, Any]], list[dict[str, Any]]]:
    """The master key's name, what was destroyed, and the keys."""
    try:
        if file.stat().st_size > LARGEST_BYTES:
            raise _bad(file, "it is larger than any")
        lines = [json.loads(line) for line in file.read_bytes().splitlines()]
    except OSError as error:
        raise Refused.because("bad-copy", f"{file} cannot be read: {error.strerror}.") from None
    except (ValueError, RecursionError):
        raise _bad(file, "it was changed or cut short") from None
    if not lines or not isinstance(lines[0], dict) or lines[0].get("format") != FORMAT:
        raise _bad(file, "it begins with something else")
    if lines[0].get("format_version") != VERSION:
        raise _bad(file, "a newer version of Assay made it")
    struck, held = list(_rows(file, lines, destroyed)), list(_rows(file, lines, keys))
    if len(struck) + len(held) != len(lines) - 1:
        raise _bad(file, "it has lines that mean nothing")
    return str(lines[0].get("master")), struck, held


def _rows(file: Path, lines: Sequence[Any], table: Table) -> Iterator[dict[str, Any]]:
    for line in lines[1:]:
        if not isinstance(line, dict) or not all(isinstance(each, str) for each in line.values()):
            raise _bad(file, "it has lines that mean nothing")
        if line.keys() == set(table.c.keys()):
            try:
                yield {n: bytes.fromhex(v) if n == "locked" else v for n, v in line.items()}
            except ValueError:
                raise _bad(file, "a key in it is not in hexadecimal digits") from None


def _written(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"locked": row["locked"].hex()}


def _sorted(table: Table) -> Any:
    return select(table).order_by(table.c.subject, table.c.category)


def _bad(file: Path, what: str) -> Refused:
    return Refused.because("bad-copy", f"{file} is no copy of a vault: {what}.")
