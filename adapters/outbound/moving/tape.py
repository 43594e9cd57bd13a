"""A parcel that is one tar file, in the plainest of its forms (POSIX.1-1988 ustar, regular files only).

Written the same for the same content, to the byte. Nothing is ever unpacked to the disk, and nothing is read that has
a link, a sparse file, an extended header or a name that climbs in it: those are the ways in which a tar file can be
something else than it seems.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from activities.ports import StoreFault
from domain.refusals import Refused

__all__ = ["TapeReader", "TapeWriter"]

BLOCK = 512
RECORD = 20 * BLOCK
LONGEST_NAME = 100
LARGEST = 8**11 - 1
"""What the eleven octal digits of a size can say."""

PLAIN, FOLDER = (b"0", b"\x00", b"5"), b"5"
"""Ours has regular files alone; one that was made of a folder with other means has the folders too."""

_MAGIC = b"ustar\x0000"
_CHECKSUM = slice(148, 156)


class TapeWriter:
    """A tar file that is being written; see :class:`activities.moving.ports.Parcel`."""

    def __init__(self, file: BinaryIO) -> None:
        """Write to a file that is open."""
        self._file = file

    @classmethod
    @contextmanager
    def created(cls, path: Path) -> Iterator["TapeWriter"]:
        """A new file; it is on the disk when the context ends."""
        with _disk(path), path.open("xb") as file:
            os.fchmod(file.fileno(), 0o600)
            yield cls(file)
            file.write(b"\x00" * (2 * BLOCK))
            file.write(b"\x00" * (-file.tell() % RECORD))
            file.flush()
            os.fsync(file.fileno())

    def put(self, name: str, content: bytes) -> None:
        """Put a file in."""
        self._file.write(_header(name, len(content)))
        self._file.write(content)
        self._file.write(b"\x00" * (-len(content) % BLOCK))

    def sizes(self) -> Mapping[str, int]:
        """Nobody reads what is being written."""
        raise NotImplementedError("a parcel that is being written is not read")

    def read(self, name: str) -> bytes:
        """Nobody reads what is being written."""
        raise NotImplementedError("a parcel that is being written is not read")


class TapeReader:
    """A tar file; see :class:`activities.moving.ports.Parcel`."""

    def __init__(self, file: BinaryIO, path: Path) -> None:
        """Read from a file that is open."""
        self._file, self._path = file, path
        self._places: dict[str, tuple[int, int]] = {}

    @classmethod
    @contextmanager
    def opened(cls, path: Path) -> Iterator["TapeReader"]:
        """A file that is there."""
        try:
            file = path.open("rb")
        except OSError as error:
            raise Refused.because("bad-export", f"{path} cannot be read: {error.strerror}.") from None
        with file:
            yield cls(file, path)

    def put(self, name: str, content: bytes) -> None:
        """Nothing is added to what is being read."""
        raise NotImplementedError("a parcel that is being read is not added to")

    def sizes(self) -> Mapping[str, int]:
        """The files that are in it."""
        end = self._file.seek(0, os.SEEK_END)
        place = 0
        while True:
            self._file.seek(place)
            header = self._file.read(BLOCK)
            if len(header) < BLOCK:
                raise self._bad("it was cut short")
            if not any(header):
                break
            name, size = self._read_header(header)
            if name in self._places:
                raise self._bad(f"it has {name} twice")
            if header[156:157] != FOLDER:
                self._places[name] = place + BLOCK, size
            place += BLOCK + size + -size % BLOCK
            if place > end:
                raise self._bad("it was cut short")
        return {name: size for name, (_, size) in self._places.items()}

    def read(self, name: str) -> bytes:
        """The content of a file."""
        place, size = self._places[name]
        self._file.seek(place)
        content = self._file.read(size)
        if len(content) != size:
            raise self._bad("it was cut short")
        return content

    def _read_header(self, header: bytes) -> tuple[str, int]:
        try:
            name = header[:LONGEST_NAME].rstrip(b"\x00").decode("ascii")
            size = int(header[124:136].rstrip(b" \x00"), 8)
            said = int(header[_CHECKSUM].strip(b" \x00"), 8)
        except ValueError:
            raise self._bad("it is no tar file, or was damaged") from None
        if said != _checksum(header) or header[257:262] != _MAGIC[:5]:
            raise self._bad("it is no tar file, or was damaged")
        if header[156:157] not in PLAIN or any(header[345:500]):
            raise self._bad(f"it has {name[:80]!r} in it, which is not a plain file with a short name")
        if name.startswith("/") or ".." in name.split("/"):
            raise self._bad(f"it has a name in it that climbs out of its folder: {name[:80]!r}")
        return name.removeprefix("./"), size

    def _bad(self, what: str) -> Refused:
        return Refused.because("bad-export", f"{self._path} cannot be read as an export: {what}.")


def _header(name: str, size: int) -> bytes:
    """A header that says nothing of who or when."""
    encoded = name.encode("ascii")
    if len(encoded) > LONGEST_NAME or size > LARGEST:
        raise StoreFault(f"{name} is too large for a tar file; export to a folder.")
    header = bytearray(BLOCK)
    header[: len(encoded)] = encoded
    header[100:108] = b"0000644\x00"
    header[108:124] = b"0000000\x000000000\x00"
    header[124:136] = f"{size:011o}\x00".encode()
    header[136:148] = b"00000000000\x00"
    header[156:157] = b"0"
    header[257:265] = _MAGIC
    header[_CHECKSUM] = f"{_checksum(bytes(header)):06o}\x00 ".encode()
    return bytes(header)


def _checksum(header: bytes) -> int:
    return sum(header[: _CHECKSUM.start]) + 8 * ord(" ") + sum(header[_CHECKSUM.stop :])


@contextmanager
def _disk(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreFault(f"{path} cannot be written: {error.strerror}.") from error
