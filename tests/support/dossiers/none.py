"""Files that are no dossiers, or no good ones: what a verifier is given by the careless, or by whoever tries it.

Each is made of a real dossier, which is verified as it is, so that only what is done to it can be what is seen.
"""

import zlib
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from tests.support.dossiers.drawn import files_of

__all__ = ["NO_DOSSIERS", "NoDossier", "bomb", "with_files", "zipped"]


class NoDossier(NamedTuple):
    """What is done to a real dossier, and what a verifier says of it then."""

    what: str
    done_to: Callable[[bytes], bytes]
    verdict: str
    place: str


def zipped(files: Mapping[str, bytes], *more: tuple[str, bytes]) -> bytes:
    """A ZIP as Assay writes them, with whatever else is put behind."""
    file = BytesIO()
    with ZipFile(file, "w") as made:
        for name, content in (*files.items(), *more):
            entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            entry.compress_type = ZIP_STORED if name in ("dossier.json", "statement.txt") else ZIP_DEFLATED
            made.writestr(entry, content, compresslevel=9)
    return file.getvalue()


def with_files(real: bytes, changed: Mapping[str, bytes]) -> bytes:
    """A dossier with other contents in some of its files; whoever did it has no key, and signs nothing anew."""
    return zipped({**files_of(real), **changed})


def bomb(real: bytes) -> bytes:
    """A dossier with some hundred kilobytes in it that unpack to a gigabyte, and say that it is little."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    # What ends in a full flush refers to nothing before it, and so may stand as often as one likes.
    zeros = packer.compress(bytes(1 << 24)) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = zeros * 64 + packer.flush()
    whole = with_files(real, {"events.jsonl": b"{}"})
    name = b"events.jsonl"
    at = next(place - 30 for place in _places(whole, name) if whole[place - 30 : place - 26] == b"PK\3\4")
    head = bytearray(whole[at : at + 30])
    behind = at + 30 + len(name) + int.from_bytes(head[18:22], "little")
    head[18:22] = len(packed).to_bytes(4, "little")
    head[22:26] = (1000).to_bytes(4, "little")
    return whole[:at] + bytes(head) + name + packed + whole[behind:]


def _places(whole: bytes, name: bytes) -> list[int]:
    return [place for place in range(len(whole)) if whole.startswith(name, place)]


_NOT_ONE = "the file is not a dossier"
_CUT = "the file's end is missing"
_LIST = "the list of files is not as a dossier has it"
_FIRST = "the header of dossier.json is not as a dossier has it"
_JSON = "dossier.json is not JSON in the form of RFC 8785"
_FORMAT = "dossier.json is not of the format assay.dossier.v1"


def _twice(name: str, content: bytes | None = None) -> NoDossier:
    def done(real: bytes) -> bytes:
        files = files_of(real)
        return zipped(files, (name, files[name] if content is None else content))

    alike = "the same" if content is None else "another"
    return NoDossier(f"{name} twice, {alike}", done, "changed", _LIST)


def _marked(what: str, mark: bytes, place: str) -> NoDossier:
    """One bit of a mark by which a reader tells what begins is another; not of the very first."""

    def done(real: bytes) -> bytes:
        at = real.index(mark, 1)
        return real[: at + 2] + bytes([mark[2] ^ 8]) + real[at + 3 :]

    return NoDossier(f"damaged at {what}", done, "changed", place)


def _saying(what: str, manifest: Callable[[bytes], bytes], verdict: str, place: str) -> NoDossier:
    def done(real: bytes) -> bytes:
        return with_files(real, {"dossier.json": manifest(files_of(real)["dossier.json"])})

    return NoDossier(what, done, verdict, place)


NO_DOSSIERS = [
    NoDossier("nothing", lambda _: b"", "changed", _NOT_ONE),
    NoDossier("zeros", lambda _: b"\0" * 1000, "changed", _NOT_ONE),
    NoDossier("no zip", lambda _: b"{}", "changed", _NOT_ONE),
    NoDossier("a beginning", lambda _: b"PK\x03\x04", "incomplete", _CUT),
    NoDossier("without its last byte", lambda real: real[:-1], "incomplete", _CUT),
    NoDossier("its first bytes", lambda real: real[:200], "incomplete", _CUT),
    NoDossier("its directory and no more", lambda real: real[:-22], "incomplete", _CUT),
    NoDossier("a byte behind it", lambda real: real + b"x", "changed", _LIST),
    NoDossier("many bytes behind it", lambda real: real + b"PK\5\6" * 9, "changed", _LIST),
    NoDossier("another behind it", lambda real: real * 2, "changed", _LIST),
    _marked("the mark of its end", b"PK\5\6", _LIST),
    _marked("the mark of its directory", b"PK\1\2", _LIST),
    _marked("the mark of a file", b"PK\3\4", "the header of statement.txt is not as a dossier has it"),
    NoDossier("a byte before it", lambda real: b"x" + real, "changed", _NOT_ONE),
    NoDossier("an empty zip", lambda _: zipped({}), "changed", _NOT_ONE),
    NoDossier("a way up", lambda real: zipped(files_of(real), ("../../up.txt", b"x")), "changed", _LIST),
    NoDossier(
        "a way up first", lambda real: zipped({"../dossier.json": b"{}"} | files_of(real)), "changed", _FIRST
    ),
    NoDossier("backwards", lambda real: zipped(dict(reversed(files_of(real).items()))), "changed", _FIRST),
    NoDossier(
        "without its trace",
        lambda real: zipped({name: each for name, each in files_of(real).items() if name != "trace.json"}),
        "incomplete",
        "trace.json is missing",
    ),
    NoDossier(
        "with another trace",
        lambda real: with_files(real, {"trace.json": b"{}"}),
        "changed",
        "trace.json is not the file that dossier.json names",
    ),
    _twice("trace.json"),
    _twice("trace.json", b"{}"),
    _twice("events.jsonl"),
    _twice("dossier.json"),
    _twice("dossier.json", b"{}"),
    _saying("deep", lambda _: b"[" * 500_000, "changed", _JSON),
    _saying("later", lambda said: said.replace(b"assay.dossier.v1", b"assay.dossier.v2"), "newer", _FORMAT),
    NoDossier(
        "later, and of other files",
        lambda _: zipped({"dossier.json": b'{"format":"assay.dossier.v3"}', "new.json": b"1"}),
        "newer",
        _FORMAT,
    ),
    _saying(
        "of another format", lambda said: said.replace(b"assay.dossier.v1", b"another"), "changed", _FORMAT
    ),
    _saying(
        "of format 7",
        lambda said: said.replace(b'"format":"assay.dossier.v1"', b'"format":7'),
        "changed",
        _FORMAT,
    ),
    _saying("spaced", lambda said: said.replace(b":", b": ", 1), "changed", _JSON),
    _saying(
        "a name twice in it",
        lambda said: said.replace(b'"format"', b'"format":"assay.dossier.v1","format"'),
        "changed",
        _JSON,
    ),
    _saying(
        "without most of it",
        lambda _: b'{"files":{},"format":"assay.dossier.v1","origin":"o"}',
        "changed",
        "dossier.json has other fields than it should",
    ),
    _saying("no text", lambda _: b"\xff\xfe", "changed", _JSON),
    _saying("a long number", lambda _: b"9" * 5000, "changed", _JSON),
]
"""What may be done to one, each with what is said of it."""
