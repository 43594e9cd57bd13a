"""Real vaults for tests, each in a folder of its own and made when it is first needed."""

import atexit
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from itertools import count
from pathlib import Path
from threading import Lock

from adapters.outbound.vault import KeyVault, make_vault, open_vault

__all__ = ["common_vault", "new_vault", "vault_in"]

_numbers = count(1)


@cache
def _root() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="assay-vaults-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def vault_in(folder: Path) -> Callable[[], KeyVault]:
    """The vault of a folder: made and opened once, when it is first asked for."""

    opening = Lock()

    @cache
    def opened() -> KeyVault:
        url = f"sqlite:///{folder}/vault.db"
        make_vault(url, folder / "keys")
        return open_vault(url, folder / "keys")

    def once() -> KeyVault:
        with opening:
            return opened()

    return once


@cache
def common_vault() -> Callable[[], KeyVault]:
    """The vault of all tests that erase nothing."""
    return new_vault()


def new_vault() -> Callable[[], KeyVault]:
    """A vault that nobody else has."""
    return vault_in(_root() / str(next(_numbers)))
