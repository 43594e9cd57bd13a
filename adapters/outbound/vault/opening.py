"""Making a vault, opening it, and turning its master key."""

import os
from pathlib import Path

from sqlalchemy import Engine

from activities.ports import StoreFault
from activities.vault import VaultFault
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
from adapters.outbound.vault.vault import KeyVault, utc_now

__all__ = ["MASTER_KEY", "NEXT_MASTER_KEY", "make_vault", "open_vault", "turn_master_key"]

MASTER_KEY = "vault.key"
NEXT_MASTER_KEY = "vault.key.next"
"""While the master key is being turned: the new one, until the vault is known to be locked with it."""

_WHAT = "vault's master key"
_WITHOUT = "no private text can be read or recorded; the record itself is whole, and still verifies"


def make_vault(url: str, keys: Path) -> None:
    """Make a vault where there is none, and before it a master key; what is there already stays.

    Args:
        url: where the vault is to be.
        keys: the keys folder.

    Raises:
        VaultFault: the vault cannot be made.
        StoreFault: the master key cannot be written or read.
    """
    place = parsed(url)
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


def open_vault(url: str, keys: Path) -> KeyVault:
    """Open the vault. What the journal says was erased is destroyed again, should an older copy have been put back.

    Args:
        url: where the vault is.
        keys: the keys folder, with the master key and the journal of erasures.

    Raises:
        VaultFault: there is no vault, it is of a newer version, or it is locked with another master key.
        StoreFault: the master key is missing or damaged.
    """
    place = parsed(url)
    if place.get_backend_name() == "sqlite" and not Path(place.database or "").exists():
        raise _missing(place.database or "")
    engine = engine_of(place)
    opened = KeyVault(engine, Journal(keys), lambda name: _master_called(name, keys))
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
            raise _missing(str(engine.url))
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
