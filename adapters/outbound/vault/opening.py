"""Making a vault, opening it, and turning its master key."""

import os
from pathlib import Path

from sqlalchemy import URL, Engine, make_url

from activities.ports import StoreFault
from activities.privacy.vault import VaultFault
from adapters.outbound.keys import make_key, read_key
from adapters.outbound.vault.cipher import MasterKey
from adapters.outbound.vault.journal import Journal
from adapters.outbound.vault.tables import (
    SCHEMA_VERSION,
    engine_of,
    has_tables,
    make_tables,
    parsed,
    vault,
    vault_faults,
)
from adapters.outbound.vault.vault import KeyVault, Used, utc_now

__all__ = [
    "MASTER_KEY",
    "NEXT_MASTER_KEY",
    "has_vault",
    "make_vault",
    "open_vault",
    "same_database",
    "turn_master_key",
]

MASTER_KEY = "vault.key"
NEXT_MASTER_KEY = "vault.key.next"
"""While the master key is being turned: the new one, until the vault is known to be locked with it."""

_WHAT = "vault's master key"
_WITHOUT = "no private text can be read or recorded; the record itself is whole, and still verifies"


def make_vault(url: str, keys: Path) -> None:
    """Make a vault where there is none, and before it a master key; what is there already stays.

    A master key is only made with its vault: beside a vault that is there, another would open nothing.

    Args:
        url: where the vault is to be.
        keys: the keys folder.

    Raises:
        VaultFault: the vault cannot be made, or is there and its master key is not.
        StoreFault: the master key cannot be written or read.
    """
    place = parsed(url)
    if not (keys / MASTER_KEY).exists() and has_vault(url):
        _read(keys / MASTER_KEY)  # says that it is missing
    make_key(keys / MASTER_KEY, _WHAT)
    name = _read(keys / MASTER_KEY).name
    if place.get_backend_name() == "sqlite":
        _make_file(Path(place.database or ""))
    engine = engine_of(place, new=True)
    try:
        with vault_faults():
            make_tables(engine, name, utc_now())
    finally:
        engine.dispose()


def has_vault(url: str) -> bool:
    """Whether there is a vault at a place, whatever it is locked with.

    Raises:
        VaultFault: the place cannot be looked at.
    """
    place = parsed(url)
    if place.get_backend_name() == "sqlite" and not Path(place.database or "").exists():
        return False
    engine = engine_of(place)
    try:
        with vault_faults(), engine.connect() as connection:
            return has_tables(engine) and connection.execute(vault.select()).first() is not None
    finally:
        engine.dispose()


def same_database(url: str, record: str) -> bool:
    """Whether a vault would be in the record's own database.

    Raises:
        VaultFault: the vault's URL cannot be read.
    """
    ours, theirs = parsed(url), make_url(record)
    if ours.get_backend_name() != theirs.get_backend_name():
        return False
    if ours.get_backend_name() == "sqlite":
        return Path(ours.database or "").resolve() == Path(theirs.database or "").resolve()
    return _server(ours) == _server(theirs)


def _server(url: URL) -> tuple[str | None, int, str | None]:
    """Host, port and database of a PostgreSQL URL; the login does not matter."""
    query = {name: each for name, each in url.query.items() if isinstance(each, str)}
    port = url.port or int(query.get("port", 5432))
    return url.host or query.get("host"), port, url.database or query.get("dbname")


def open_vault(url: str, keys: Path, used: Used = lambda _subject, _category: False) -> KeyVault:
    """Open the vault. What the journal says was erased is destroyed again, should an older copy have been put back.

    Args:
        url: where the vault is.
        keys: the keys folder, with the master key and the journal of erasures.
        used: whether something on the record was sealed with a key, which is then not made anew.

    Raises:
        VaultFault: there is no vault, it is of a newer version, or it is locked with another master key.
        StoreFault: the master key is missing or damaged.
    """
    place = parsed(url)
    if place.get_backend_name() == "sqlite" and not Path(place.database or "").exists():
        raise _missing(place.database or "")
    engine = engine_of(place)
    opened = KeyVault(engine, Journal(keys), lambda name: _master_called(name, keys), used)
    try:
        _finish_turning(_master_name(engine), keys)
        opened.settle()
    except BaseException:
        opened.close()
        raise
    return opened


def turn_master_key(url: str, keys: Path) -> int:
    """Lock the whole vault with a new master key, which takes the place of the old; how many keys it holds.

    Cut short at any moment, it is either as it was or as it is to be, and the next opening tidies up.

    Raises:
        VaultFault: the vault cannot be opened or written.
        StoreFault: the new key cannot be written.
    """
    opened = open_vault(url, keys)
    try:
        make_key(keys / NEXT_MASTER_KEY, _WHAT)
        new = _read(keys / NEXT_MASTER_KEY)
        turned = opened.turn(new)
        _finish_turning(new.name, keys)
        return turned
    finally:
        opened.close()


def _master_name(engine: Engine) -> str:
    with vault_faults(), engine.connect() as connection:
        if not has_tables(engine):
            raise VaultFault(
                f"There is no vault in the database of ASSAY_VAULT_URL, or it has lost its table {vault.name}: move it "
                f"away, keep it, and put the vault back from a copy: without it {_WITHOUT}."
            )
        row = connection.execute(vault.select()).first()
    if row is None:
        raise VaultFault("The vault was not made to the end; `assay db migrate` makes it.")
    if row.version > SCHEMA_VERSION:
        raise VaultFault("The vault was last used by a newer version of Assay; use that one.")
    return str(row.master)


def _master_called(name: str, keys: Path) -> MasterKey:
    """The master key of a name: the one in use, or the next one in the moment of turning."""
    current = _read(keys / MASTER_KEY)
    if current.name == name:
        return current
    if (keys / NEXT_MASTER_KEY).exists():
        following = _read(keys / NEXT_MASTER_KEY)
        if following.name == name:
            return following
    raise VaultFault(
        f"The vault is locked with another master key than {keys / MASTER_KEY}: was it put back from an older copy? It "
        "can be opened with the master key of that time only; the record itself is whole, and still verifies."
    )


def _finish_turning(name: str, keys: Path) -> None:
    """Tidy up after a turning: the key that the vault is locked with is the one that stays."""
    following = keys / NEXT_MASTER_KEY
    if not following.exists():
        _master_called(name, keys)
        return
    try:
        if _read(following).name == name:
            following.replace(keys / MASTER_KEY)
        elif _read(keys / MASTER_KEY).name == name:
            following.unlink(missing_ok=True)
        folder = os.open(keys, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        raise StoreFault(f"The {_WHAT} cannot be put in its place in {keys}: {error.strerror}.") from error
    _master_called(name, keys)


def _read(file: Path) -> MasterKey:
    return MasterKey(read_key(file, _WHAT, _WITHOUT))


def _make_file(file: Path) -> None:
    """Make the file readable by its owner only, before anything is in it."""
    try:
        file.absolute().parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise VaultFault(f"The vault {file} cannot be made: {error.strerror}.") from error


def _missing(where: str) -> VaultFault:
    return VaultFault(f"There is no vault at {where}; put it back from a copy: without it {_WITHOUT}.")
