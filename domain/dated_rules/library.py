"""The dated rules that an installation has: kinds of inspection, standards frameworks, rating schemes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from domain.dated_rules.pins import Pin
from domain.dated_rules.shelf import Shelf
from domain.elections.periods import PreElectionPeriod
from domain.frameworks.model import Framework
from domain.frameworks.versions import FrameworkVersions
from domain.inspections.kinds.protocol import Protocol
from domain.ratings.scheme import Scheme
from domain.refusals import Refusal

__all__ = ["Library", "OfficeDays"]

_KIND, _SCHEME = "kind of inspection", "rating scheme"


@dataclass(frozen=True, slots=True)
class OfficeDays:
    """Periods of the office rather than of a kind of inspection, in working days: settings of an installation.

    Attributes:
        acknowledged_within: after how many days at most a comment is acknowledged.
        answered_within: after how many days at most it is answered.
        embargo: how many days before publication embargoed copies may go out, where a protocol does not say.
    """

    acknowledged_within: int = 3
    answered_within: int = 20
    embargo: int = 2


@dataclass(frozen=True, slots=True)
class Library:
    """What a decision may refer to. New inspections use the present version; a pinned one is found by its digest."""

    _protocols: Shelf[Protocol] = field(default_factory=lambda: Shelf((), _KIND))
    _frameworks: FrameworkVersions = field(default_factory=FrameworkVersions)
    _schemes: Shelf[Scheme] = field(default_factory=lambda: Shelf((), _SCHEME))
    left_out: tuple[Refusal, ...] = ()
    pre_election: tuple[PreElectionPeriod, ...] = ()
    office: OfficeDays = field(default_factory=OfficeDays)

    @classmethod
    def of(
        cls,
        protocols: Iterable[Protocol] = (),
        frameworks: Iterable[Framework] = (),
        schemes: Iterable[Scheme] = (),
        left_out: Iterable[Refusal] = (),
        pre_election: Iterable[PreElectionPeriod] = (),
        office: OfficeDays | None = None,
    ) -> "Library":
        """Make a library.

        Args:
            protocols: the kinds of inspection, in all their versions.
            frameworks: the standards frameworks, in all their versions.
            schemes: the rating schemes, in all their versions.
            left_out: why files that were found are not among them, each a sentence that names the file.
            pre_election: the periods before elections, in which nothing is published.
            office: the periods of the office.

        Raises:
            Refused: ``same-version-twice`` when two of one sort differ and have the same id and version: what was
                published under a version is never changed.
        """
        return cls(
            Shelf(protocols, _KIND),
            FrameworkVersions(frameworks),
            Shelf(schemes, _SCHEME),
            tuple(left_out),
            tuple(pre_election),
            office or OfficeDays(),
        )

    def protocol(self, id_: str, on: date | None = None) -> Protocol | None:
        """The kind of inspection with this id, in its present version or the one that applies on a day."""
        return self._protocols.present(id_, on)

    def protocol_with(self, digest: str) -> Protocol | None:
        """The kind of inspection with exactly this content."""
        return self._protocols.by_digest.get(digest)

    def protocol_version(self, id_: str, version: str) -> Protocol | None:
        """One version of a kind of inspection."""
        return self._protocols.version(id_, version)

    def protocols(self) -> tuple[Protocol, ...]:
        """All kinds of inspection, in their present versions, by id."""
        return self._protocols.presents()

    def framework(self, id_: str, on: date | None = None) -> Framework | None:
        """The standards framework with this id, in its present version or the one that applies on a day."""
        return self._frameworks.present(id_, on)

    def framework_with(self, digest: str) -> Framework | None:
        """The standards framework with exactly this content."""
        return self._frameworks.by_digest.get(digest)

    def framework_of(self, pin: Pin | None) -> Framework | None:
        """The standards framework that an inspection is bound to; None if it has none, or it is not here."""
        return self.framework_with(pin.digest) if pin else None

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
        return self._schemes.all()

    def scheme_with(self, digest: str) -> Scheme | None:
        """The rating scheme with exactly this content."""
        return self._schemes.by_digest.get(digest)

    def scheme_of(self, pin: Pin | None) -> Scheme | None:
        """The rating scheme that an inspection is bound to; None if it has none, or it is not here."""
        return self.scheme_with(pin.digest) if pin else None
