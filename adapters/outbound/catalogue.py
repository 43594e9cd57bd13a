"""The dated rules of an installation: those that ship with Assay, and its own files beside them.

A file of an installation's own that cannot be used is left out by itself, with a sentence that names it; what is
right in the others is there nevertheless.
"""

import os
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from activities.moments import present
from domain.dated_rules.library import Library, OfficeDays
from domain.elections import shipped as shipped_elections
from domain.elections.periods import PreElectionPeriod, parse_periods
from domain.frameworks import Framework, parse_framework, shipped_frameworks
from domain.frameworks.reading import LARGEST_FILE
from domain.inspections.kinds.protocol import Protocol, parse_protocol
from domain.inspections.kinds.shipped import shipped_protocols
from domain.ratings import Scheme, parse_scheme, shipped_schemes
from domain.refusals import Refusal, Refused

__all__ = ["Catalogue"]

T = TypeVar("T")
V = TypeVar("V", Framework, Protocol, Scheme)

FOLDERS = ("frameworks", "schemes", "protocols", "elections")

_Seen = tuple[tuple[str, int, int], ...]


class Catalogue:
    """Makes the library, and makes it anew when a file in one of the folders changes. Safe for several threads."""

    def __init__(self, home: Path, office: OfficeDays | None = None) -> None:
        """Read an installation's own files from folders of its home.

        Args:
            home: has the folders frameworks, schemes, protocols and elections.
            office: the periods of the office, in working days.
        """
        self._office = office
        self._folders = {name: home / name for name in FOLDERS}
        self._lock = threading.Lock()
        self._made: tuple[tuple[_Seen, ...], Library] | None = None

    def library(self) -> Library:
        """The dated rules as they are at present, without the files that cannot be used; in one look, one library."""
        look = present()
        found: Library | None = look.noted(self) if look else None
        if found is None:
            found = self._present()
            if look:
                look.note(self, found)
        return found

    def _present(self) -> Library:
        state = tuple(_seen(folder) for folder in self._folders.values())
        with self._lock:
            if self._made is None or self._made[0] != state:
                self._made = (state, self._make())
            return self._made[1]

    def _make(self) -> Library:
        left_out: list[Refusal] = []
        own_protocols = _own(self._folders["protocols"], parse_protocol, left_out)
        own_frameworks = _own(self._folders["frameworks"], parse_framework, left_out)
        periods = self._pre_election(left_out)
        return Library.of(
            protocols=_beside(shipped_protocols().values(), own_protocols, "kind of inspection", left_out),
            frameworks=_beside(
                shipped_frameworks().values(), own_frameworks, "standards framework", left_out
            ),
            schemes=self._schemes(left_out),
            left_out=left_out,
            pre_election=periods,
            office=self._office,
        )

    def _pre_election(self, left_out: list[Refusal]) -> list[PreElectionPeriod]:
        found = [*parse_periods(shipped_elections(), where="general.toml")]
        for _, periods in _own(self._folders["elections"], parse_periods, left_out):
            found += periods
        return found

    def schemes(self) -> Library:
        """The rating schemes alone, read anew: nothing that is wrong with other files is in the way of rating."""
        left_out: list[Refusal] = []
        return Library.of(schemes=self._schemes(left_out), left_out=left_out)

    def _schemes(self, left_out: list[Refusal]) -> list[Scheme]:
        own = _own(self._folders["schemes"], parse_scheme, left_out)
        return _beside(shipped_schemes().values(), own, "rating scheme", left_out)


def _beside(
    shipped: Iterable[V], own: Iterable[tuple[Path, V]], what: str, left_out: list[Refusal]
) -> list[V]:
    """The shipped ones and our own; a file that says otherwise under a known id and version is left out by itself."""
    found = list(shipped)
    known = {(each.id, each.version): each.digest for each in found}
    for file, each in own:
        if known.setdefault((each.id, each.version), each.digest) == each.digest:
            found.append(each)
        else:
            left_out.append(
                Refusal(
                    "same-version-twice",
                    f"{file} is left out: there is a different {what} {each.id} version {each.version} already; "
                    "give this one another version.",
                )
            )
    return found


def _own(folder: Path, parse: Callable[..., T], left_out: list[Refusal]) -> Iterator[tuple[Path, T]]:
    """The files of a folder that can be read; why others cannot is added to what is left out."""
    for file in sorted(folder.glob("*.toml")):
        try:
            if file.stat().st_size > LARGEST_FILE:
                raise Refused.because("too-large", f"{file}: larger than {LARGEST_FILE:,} bytes")
            found = parse(file.read_bytes(), where=str(file))
        except OSError as error:
            left_out.append(
                Refusal("unreadable-file", f"{file} is left out: it cannot be read: {error.strerror}.")
            )
        except Refused as refused:
            sentence = refused.refusal.sentence.rstrip(".")
            left_out.append(Refusal(refused.refusal.code, f"{sentence}. The file is left out."))
        else:
            yield file, found


def _seen(folder: Path) -> _Seen:
    """The files of a folder as they are: it changes when one comes, goes or is written to."""
    found = []
    try:
        with os.scandir(folder) as files:  # asked with every page, so no more is asked than there is to know
            for file in files:
                if file.name.endswith(".toml"):
                    with suppress(OSError):  # it has gone since
                        about = file.stat()
                        found.append((file.name, about.st_mtime_ns, about.st_size))
    except OSError:
        return ()  # there is no such folder, or it cannot be read
    return tuple(sorted(found))
