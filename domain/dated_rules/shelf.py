"""Dated rules of one sort side by side, in all their versions: which is used now, and which was pinned."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Generic, Protocol, TypeVar

from domain.refusals import Refused

__all__ = ["Dated", "Shelf", "version_order"]


class Dated(Protocol):
    """What every kind of inspection, standards framework and rating scheme has."""

    @property
    def id(self) -> str:
        """Which one it is, whatever the version."""
        ...

    @property
    def version(self) -> str:
        """Which version of it."""
        ...

    @property
    def status(self) -> str:
        """``proposed``, ``piloted``, ``in-force`` or ``retired``."""
        ...

    @property
    def in_force_from(self) -> date | None:
        """Its first day; ``None`` while none is set."""
        ...

    @property
    def digest(self) -> str:
        """The digest of its content, without status and days."""
        ...

    def applies_on(self, day: date) -> bool:
        """Whether a new inspection may be bound to it on that day."""
        ...


D = TypeVar("D", bound=Dated)

_LIFE = ("proposed", "piloted", "in-force", "retired")
_STANDING = {"proposed": 0, "retired": 1, "piloted": 2, "in-force": 3}


class Shelf(Generic[D]):
    """Dated rules of one sort, found by id and day, by id and version, or by the digest of a pinned one."""

    def __init__(self, items: Iterable[D], what: str) -> None:
        """Set the versions side by side.

        Args:
            items: all of them. One may be there twice, as it shipped and as this installation published or retired it.
            what: what one of them is called in a sentence.

        Raises:
            Refused: ``same-version-twice`` when two differ and have the same id and version: what was published under
                a version is never changed.
        """
        by_version: dict[tuple[str, str], D] = {}
        for item in items:
            known = by_version.setdefault((item.id, item.version), item)
            if known.digest != item.digest:
                raise Refused.because(
                    "same-version-twice",
                    f"There are two different {what}s called {item.id} version {item.version}.",
                )
            if _LIFE.index(item.status) > _LIFE.index(known.status):
                by_version[item.id, item.version] = item
        by_id: dict[str, list[D]] = {}
        for item in by_version.values():
            by_id.setdefault(item.id, []).append(item)
        self._by_id = {id_: tuple(sorted(by_id[id_], key=_rank)) for id_ in sorted(by_id)}
        self.by_digest: Mapping[str, D] = MappingProxyType({each.digest: each for each in self.all()})

    def all(self) -> tuple[D, ...]:
        """Every version, by id, the present one of each last."""
        return tuple(each for several in self._by_id.values() for each in several)

    def presents(self) -> tuple[D, ...]:
        """The present version of each, by id."""
        return tuple(several[-1] for several in self._by_id.values())

    def present(self, id_: str, on: date | None = None) -> D | None:
        """The version in use: the latest in force.

        Args:
            id_: which one.
            on: the day asked about, on which it must apply; without one, a version that is proposed or retired is
                given too where none is in force.
        """
        several = self._by_id.get(id_, ())
        if on is not None:
            several = tuple(each for each in several if each.applies_on(on))
        return several[-1] if several else None

    def version(self, id_: str, version: str) -> D | None:
        """The file with this id and this version, whether it is in force or not; None if the shelf has none."""
        return next((each for each in self._by_id.get(id_, ()) if each.version == version), None)


def version_order(version: str) -> tuple[tuple[int, str], ...]:
    """What sorts versions as people count them: 2 before 10, and 1.9 before 1.10."""
    parts = re.findall(r"\d+|[A-Za-z]+", version)
    return tuple((int(part), "") if part.isdecimal() else (0, part) for part in parts)


def _rank(item: Dated) -> tuple[int, date, tuple[tuple[int, str], ...]]:
    return _STANDING[item.status], item.in_force_from or date.min, version_order(item.version)
