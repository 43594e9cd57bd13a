"""What the installation shows the command line of itself: settings, histories, checks and keys."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Examined", "HistoryShown", "KeyCabinet", "KeyInSight", "SettingShown"]


class SettingShown(Protocol):
    """One setting as it stands; secrets are masked."""

    @property
    def name(self) -> str:
        """Its name, as the settings file or the doctor has it."""
        ...

    @property
    def variable(self) -> str:
        """Its name in the environment."""
        ...

    @property
    def value(self) -> str:
        """Its value, or a mask."""
        ...

    @property
    def origin(self) -> str:
        """Where it comes from."""
        ...

    @property
    def meaning(self) -> str:
        """What it is for."""
        ...


class HistoryShown(Protocol):
    """The history of a workflow, decrypted."""

    @property
    def events(self) -> int:
        """How many events it has."""
        ...

    @property
    def history(self) -> str:
        """The history as JSON, in Temporal's own form."""
        ...


class Examined(Protocol):
    """One check of an installation; its verdict is ``good``, ``note`` or ``wrong``."""

    @property
    def name(self) -> str:
        """Its name, as the settings file or the doctor has it."""
        ...

    @property
    def verdict(self) -> str:
        """``good``, ``note`` or ``wrong``."""
        ...

    @property
    def found(self) -> str:
        """What was found, a sentence."""
        ...

    @property
    def remedy(self) -> str:
        """What to do; empty where nothing is to be done."""
        ...


class KeyInSight(Protocol):
    """A key as it may be shown: never the key itself. Its state is ``good``, ``missing``, ``damaged`` or ``open``."""

    @property
    def kind(self) -> str:
        """Which kind it is."""
        ...

    @property
    def file(self) -> "Path":
        """Where it is, or should be."""
        ...

    @property
    def state(self) -> str:
        """How it fares."""
        ...

    @property
    def mark(self) -> str:
        """By which two copies can be compared."""
        ...

    @property
    def meaning(self) -> str:
        """What it is for."""
        ...


class KeyCabinet(Protocol):
    """All keys of an installation."""

    def shown(self) -> Sequence[KeyInSight]:
        """Every key, with how it fares."""
        ...

    def is_encrypted(self, copy_of: "Path") -> bool:
        """Whether a copy of keys needs a pass phrase."""
        ...

    def put_back(self, copy_of: "Path", phrase: str | None) -> "Sequence[Path]":
        """Put back keys that are not there; the files that were written."""
        ...
