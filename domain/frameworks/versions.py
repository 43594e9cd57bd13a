"""Several versions of frameworks beside each other: which is used now, and whose words are shown."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from domain.frameworks.importing import in_the_words_of, matches
from domain.frameworks.model import Framework
from domain.refusals import Refused

__all__ = ["FrameworkVersions"]

_LIFE = ("proposed", "piloted", "in-force", "retired")
_STANDING = {"proposed": 0, "retired": 1, "piloted": 2, "in-force": 3}


class FrameworkVersions:
    """The frameworks of an installation, each in all its versions."""

    def __init__(self, frameworks: Iterable[Framework] = ()) -> None:
        """Set the frameworks side by side.

        Raises:
            Refused: ``same-version-twice`` when two differ and have the same id and version: a version that is
                published is never changed.
        """
        by_version: dict[tuple[str, str], Framework] = {}
        for framework in frameworks:
            known = by_version.setdefault((framework.id, framework.version), framework)
            if known.digest != framework.digest:
                raise Refused.because(
                    "same-version-twice",
                    f"There are two different standards frameworks called {framework.id} version {framework.version}.",
                )
            # It may be there twice, as it shipped and as this installation published or retired it.
            if _LIFE.index(framework.status) > _LIFE.index(known.status):
                by_version[framework.id, framework.version] = framework
        by_id: dict[str, list[Framework]] = {}
        for framework in by_version.values():
            by_id.setdefault(framework.id, []).append(framework)
        self._by_id = {id_: tuple(sorted(several, key=_rank)) for id_, several in by_id.items()}
        self.by_digest: Mapping[str, Framework] = MappingProxyType(
            {each.digest: each for several in self._by_id.values() for each in several}
        )

    def all(self) -> tuple[Framework, ...]:
        """Every version, by id, the present one of each last."""
        return tuple(each for id_ in sorted(self._by_id) for each in self._by_id[id_])

    def present(self, id_: str, on: date | None = None) -> Framework | None:
        """The version in use: the latest in force.

        Args:
            id_: the framework's id.
            on: the day asked about, on which it must apply; without one, a framework that is proposed or retired is
                given too where no version is in force.
        """
        several = self._by_id.get(id_, ())
        if on is not None:
            several = tuple(each for each in several if each.applies_on(on))
        return several[-1] if several else None

    def version(self, id_: str, version: str) -> Framework | None:
        """One version of a framework."""
        return next((each for each in reversed(self._by_id.get(id_, ())) if each.version == version), None)

    def as_shown(self, framework: Framework) -> Framework:
        """The framework in the official wording, where that has been imported; else as it is.

        For screens and reports only: what is pinned, digested and decided by stays as it was published.
        """
        if framework.wording == "official":
            return framework
        words = [
            each
            for each in self.all()
            if each.wording == "official"
            and (framework.id in each.words_for or framework.id == each.id)
            and matches(framework, each.domains)
        ]
        return in_the_words_of(framework, words[-1]) if words else framework


def _rank(framework: Framework) -> tuple[int, date, tuple[tuple[int, str], ...]]:
    began = framework.in_force_from or date.min
    parts = re.findall(r"\d+|[A-Za-z]+", framework.version)
    return _STANDING[framework.status], began, tuple((int(p), "") if p.isdigit() else (0, p) for p in parts)
