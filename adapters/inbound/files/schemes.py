"""A rating scheme that is named: shipped, of the installation's own, or in a file."""

import sys
from pathlib import Path

from adapters.inbound.services import Summon
from domain.ratings import Scheme, parse_scheme
from domain.refusals import Refused

__all__ = ["LARGEST_SCHEME", "SchemeFinder", "read_honest", "scheme_in"]

LARGEST_SCHEME = 1_000_000


class SchemeFinder:
    """The schemes of an installation, and those in files; it needs no record and no home folder that exists."""

    def __init__(self, summon: Summon) -> None:
        """Take what gives the installation, which is asked only once a scheme is named by its id."""
        self._summon = summon

    def all(self) -> tuple[Scheme, ...]:
        """Every scheme in all its versions, by id, the present version of each last."""
        return self._summon().schemes().schemes()

    def left_out(self) -> tuple[str, ...]:
        """Why files of the installation's own are not among its schemes, a sentence for each."""
        return tuple(str(each) for each in self._summon().schemes().left_out)

    def named(self, named: str) -> Scheme:
        """The scheme with this id in its present version, with this ``id@version``, or in this ``.toml`` file.

        Raises:
            Refused: ``unknown-scheme``, or what is wrong with the file.
        """
        if named.endswith(".toml"):
            return scheme_in(Path(named))
        library = self._summon().schemes()
        id_, tagged, version = named.partition("@")
        found = library.scheme_version(id_, version) if tagged else library.scheme(id_)
        if found is None:
            several = [each for each in library.schemes() if each.id == id_]
            known = [f"{id_}@{each.version}" for each in several] or dict.fromkeys(
                each.id for each in library.schemes()
            )
            raise Refused.because(
                "unknown-scheme", f"there is no scheme {named[:80]!r}; there are {', '.join(known)}"
            )
        return found


def scheme_in(file: Path) -> Scheme:
    """The scheme in a file.

    Raises:
        Refused: what is wrong with it.
    """
    return parse_scheme(read_honest(file, str(file), LARGEST_SCHEME), where=str(file))


def read_honest(file: Path, where: str, most: int) -> bytes:
    """A file's bytes, or standard input's for ``-``, never more of them than any honest file has.

    Raises:
        Refused: ``unreadable-file`` or ``file-too-large``.
    """
    try:
        if str(file) == "-":
            text = sys.stdin.buffer.read(most + 1)
        else:
            if file.is_dir():
                raise Refused.because("unreadable-file", f"{where}: is a folder, not a file")
            with file.open("rb") as stream:
                text = stream.read(most + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise Refused.because("unreadable-file", f"{where}: cannot be read: {reason}") from None
    if len(text) > most:
        raise Refused.because("file-too-large", f"{where}: larger than {most:,} bytes")
    return text
