"""The dated rules that an installation has: kinds of inspection, standards frameworks, rating schemes."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Generic, TypeVar
from typing import Protocol as Shape

from domain.frameworks.model import Framework
from domain.frameworks.versions import FrameworkVersions
from domain.inspections.protocol import Protocol
from domain.ratings.scheme import Scheme
from domain.refusals import Refusal, Refused

__all__ = ["Library"]


class _Dated(Shape):
    @property
    def id(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def in_force_from(self) -> date: ...
    @property
    def digest(self) -> str: ...
    def applies_on(self, day: date) -> bool: ...


D = TypeVar("D", bound=_Dated)

_LIFE = ("proposed", "piloted", "in-force", "retired")
_STANDING = {"proposed": 0, "retired": 1, "piloted": 2, "in-force": 3}


class _Shelf(Generic[D]):
    """Dated rules of one sort in all their versions, found by id and day or by the digest of a pinned one."""

    def __init__(self, items: Iterable[D] = (), what: str = "") -> None:
        by_version: dict[tuple[str, str], D] = {}
        for item in items:
            known = by_version.setdefault((item.id, item.version), item)
            if known.digest != item.digest:
                raise Refused.because(
                    "same-version-twice",
                    f"There are two different {what}s called {item.id} version {item.version}.",
                )
            # It may be there twice, as it shipped and as this installation retired it.
            if _LIFE.index(item.status) > _LIFE.index(known.status):
                by_version[item.id, item.version] = item
        by_id: dict[str, list[D]] = {}
        for item in by_version.values():
            by_id.setdefault(item.id, []).append(item)
        self.by_id: Mapping[str, tuple[D, ...]] = MappingProxyType(
            {id_: tuple(sorted(by_id[id_], key=_rank)) for id_ in sorted(by_id)}
        )
        self.by_digest: Mapping[str, D] = MappingProxyType(
            {each.digest: each for each in by_version.values()}
        )

    def present(self, id_: str, on: date | None) -> D | None:
        several = self.by_id.get(id_, ())
        if on is not None:
            several = tuple(each for each in several if each.applies_on(on))
        return several[-1] if several else None

    def version(self, id_: str, version: str) -> D | None:
        return next((each for each in self.by_id.get(id_, ()) if each.version == version), None)


def _rank(item: _Dated) -> tuple[int, date, tuple[tuple[int, str], ...]]:
    parts = re.findall(r"\d+|[A-Za-z]+", item.version)
    numbers = tuple((int(part), "") if part.isdecimal() else (0, part) for part in parts)
    return _STANDING[item.status], item.in_force_from, numbers


@dataclass(frozen=True, slots=True)
class Library:
    """What a decision may refer to. New inspections use the present version; a pinned one is found by its digest."""

    _protocols: _Shelf[Protocol] = field(default_factory=_Shelf)
    _frameworks: FrameworkVersions = field(default_factory=FrameworkVersions)
    _schemes: _Shelf[Scheme] = field(default_factory=_Shelf)
    left_out: tuple[Refusal, ...] = ()

    @classmethod
    def of(
        cls,
        protocols: Iterable[Protocol] = (),
        frameworks: Iterable[Framework] = (),
        schemes: Iterable[Scheme] = (),
        left_out: Iterable[Refusal] = (),
    ) -> "Library":
        """Make a library.

        Args:
            protocols: the kinds of inspection, in all their versions.
            frameworks: the standards frameworks, in all their versions.
            schemes: the rating schemes, in all their versions.
            left_out: why files that were found are not among them, each a sentence that names the file.

        Raises:
            Refused: ``same-version-twice`` when two of one sort differ and have the same id and version: what was
                published under a version is never changed.
        """
        return cls(
            _Shelf(protocols, "kind of inspection"),
            FrameworkVersions(frameworks),
            _Shelf(schemes, "rating scheme"),
            tuple(left_out),
        )

    def protocol(self, id_: str, on: date | None = None) -> Protocol | None:
        """The kind of inspection with this id, in its present version or the one that applies on a day."""
        return self._protocols.present(id_, on)

    def protocol_with(self, digest: str) -> Protocol | None:
        """The kind of inspection with exactly this content."""
        return self._protocols.by_digest.get(digest)

    def protocols(self) -> tuple[Protocol, ...]:
        """All kinds of inspection, in their present versions, by id."""
        return tuple(several[-1] for several in self._protocols.by_id.values())

    def framework(self, id_: str, on: date | None = None) -> Framework | None:
        """The standards framework with this id, in its present version or the one that applies on a day."""
        return self._frameworks.present(id_, on)

    def framework_with(self, digest: str) -> Framework | None:
        """The standards framework with exactly this content."""
        return self._frameworks.by_digest.get(digest)

    def frameworks(self) -> FrameworkVersions:
        """All standards frameworks, in all their versions."""
        return self._frameworks

    def framework_as_shown(self, framework: Framework) -> Framework:
        """A framework in the official wording, where that has been imported: for screens and reports only."""
        return self._frameworks.as_shown(framework)

    def scheme(self, id_: str, on: date | None = None) -> Scheme | None:
        """The rating scheme with this id, in its present version or the one that applies on a day."""
        return self._schemes.present(id_, on)

    def scheme_version(self, id_: str, version: str) -> Scheme | None:
        """One version of a rating scheme."""
        return self._schemes.version(id_, version)

    def schemes(self) -> tuple[Scheme, ...]:
        """All rating schemes in all their versions, by id, the present version of each last."""
        return tuple(each for several in self._schemes.by_id.values() for each in several)

    def scheme_with(self, digest: str) -> Scheme | None:
        """The rating scheme with exactly this content."""
        return self._schemes.by_digest.get(digest)
