"""The dated rules that an installation has: kinds of inspection, standards frameworks, rating schemes."""

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
from domain.refusals import Refused

__all__ = ["Library"]


class _Dated(Shape):
    @property
    def id(self) -> str: ...
    @property
    def digest(self) -> str: ...


D = TypeVar("D", bound=_Dated)


@dataclass(frozen=True)
class _Shelf(Generic[D]):
    """Dated rules of one sort, found by their id (the version to use now) or by the digest of a pinned one."""

    by_id: Mapping[str, D] = field(default_factory=lambda: MappingProxyType({}))
    by_digest: Mapping[str, D] = field(default_factory=lambda: MappingProxyType({}))


def _shelve(items: Iterable[D], what: str) -> _Shelf[D]:
    by_id: dict[str, D] = {}
    by_digest: dict[str, D] = {}
    for item in items:
        if item.id in by_id:
            raise Refused.because("same-id-twice", f"There are two {what}s with the id {item.id}.")
        by_id[item.id] = item
        by_digest[item.digest] = item
    return _Shelf(MappingProxyType(by_id), MappingProxyType(by_digest))


@dataclass(frozen=True, slots=True)
class Library:
    """What a decision may refer to. New inspections use the present version; a pinned one is found by its digest."""

    _protocols: _Shelf[Protocol] = _Shelf()
    _frameworks: FrameworkVersions = field(default_factory=FrameworkVersions)
    _schemes: _Shelf[Scheme] = _Shelf()

    @classmethod
    def of(
        cls,
        protocols: Iterable[Protocol] = (),
        frameworks: Iterable[Framework] = (),
        schemes: Iterable[Scheme] = (),
    ) -> "Library":
        """Make a library.

        Raises:
            Refused: ``same-id-twice`` when two of one sort have the same id; ``same-version-twice`` when two
                different frameworks have the same id and version.
        """
        return cls(
            _shelve(protocols, "kind of inspection"),
            FrameworkVersions(frameworks),
            _shelve(schemes, "rating scheme"),
        )

    def protocol(self, id_: str) -> Protocol | None:
        """The kind of inspection with this id, in its present version."""
        return self._protocols.by_id.get(id_)

    def protocol_with(self, digest: str) -> Protocol | None:
        """The kind of inspection with exactly this content."""
        return self._protocols.by_digest.get(digest)

    def protocols(self) -> tuple[Protocol, ...]:
        """All kinds of inspection, in their present versions, by id."""
        return tuple(self._protocols.by_id[id_] for id_ in sorted(self._protocols.by_id))

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

    def scheme(self, id_: str) -> Scheme | None:
        """The rating scheme with this id, in its present version."""
        return self._schemes.by_id.get(id_)

    def scheme_with(self, digest: str) -> Scheme | None:
        """The rating scheme with exactly this content."""
        return self._schemes.by_digest.get(digest)
