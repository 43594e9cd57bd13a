"""A dossier: everything on which the ratings of one inspection rest, in one file that proves itself.

The file is a ZIP of plain JSON and text. ``dossier.json`` names all other files by digest; ``statement.txt`` is a
signed note over it. So no bit of the file can change without it being seen. docs/dossier.md has every field.
"""

import json
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from domain.canonical import canonical, sha256_hex
from domain.ledger.envelope import Recorded
from domain.ledger.key_history import KeyHistory
from domain.ledger.notes import Signer, open_note, sign_note

__all__ = ["FORMAT", "Dossier", "DossierFile", "NotADossier", "Parts", "assemble", "bind", "read_dossier"]

FORMAT = "assay.dossier.v1"
TITLE = "assay dossier"
MANIFEST, STATEMENT = "dossier.json", "statement.txt"
PACKED = (
    "checkpoint.txt",
    "events.jsonl",
    "framework.json",
    "keys.json",
    "proof.json",
    "read-me-first.html",
    "scheme.json",
    "trace.json",
)
"""The files beside the manifest and the statement, in the order in which they stand."""

_LARGEST_PART = 128 * 1024 * 1024
"""More than any verifier unpacks."""

_THE_FIRST = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP can state: when a dossier was made is not in it, so that it is always the same."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What goes into a dossier.

    Attributes:
        origin: the record's name.
        inspection: the reference.
        events: the events, by position.
        size: how many events the checkpoint is over.
        proof: the hashes that lead from these events to its root.
        checkpoint: the signed note.
        keys: which key signs from when on.
        notes: for each key after the first, the note in which the one before names it.
        framework: the canonical bytes of the standards framework; None where there is none.
        scheme: those of the rating scheme.
        trace: the trace, as it was recorded.
        page: what a person reads first, as HTML.
    """

    origin: str
    inspection: str
    events: Sequence[Recorded]
    size: int
    proof: Sequence[bytes]
    checkpoint: str
    keys: KeyHistory
    notes: Sequence[str]
    framework: bytes | None
    scheme: bytes
    trace: str
    page: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """A dossier as it is written.

    Attributes:
        inspection: the reference.
        content: the file's bytes.
        events: how many events are in it.
        streams: the streams that they belong to, by name.
        sealed: how many events the checkpoint is over.
        sealed_at: when that was signed, as instants are written in the record.
        digest: SHA-256 of the content, in hexadecimal.
    """

    inspection: str
    content: bytes
    events: int
    streams: tuple[str, ...]
    sealed: int
    sealed_at: str
    digest: str


class NotADossier(ValueError):
    """A file is no dossier; what is wrong with it, in words."""


@dataclass(frozen=True, slots=True)
class DossierFile:
    """A dossier as it is read by who made it; whether it proves anything is for a verifier to say.

    Attributes:
        inspection: the reference.
        statement: the signed note over all that is in it.
        events: the events, a line each.
    """

    inspection: str
    statement: str
    events: bytes


def read_dossier(content: bytes) -> DossierFile:
    """Read a dossier: that its statement names its manifest, and that its manifest names its events.

    Raises:
        NotADossier: it is none.
    """
    try:
        with ZipFile(BytesIO(content)) as zipped:
            if zipped.namelist() != [MANIFEST, STATEMENT, *PACKED] or any(
                each.file_size > _LARGEST_PART for each in zipped.infolist()
            ):
                raise NotADossier("it does not have the files of one")
            files = {each: zipped.read(each) for each in zipped.namelist()}
        if _zipped(files) != content:
            raise NotADossier("it was unpacked and packed again, or added to")
        manifest, statement, events = (files[each] for each in (MANIFEST, STATEMENT, "events.jsonl"))
        head = json.loads(manifest)
        said = f"\ninspection {head['inspection']}\nmanifest {sha256_hex(manifest)}\n"
        if f"{TITLE}\n{head['origin']}{said}" != open_note(statement.decode()).text:
            raise NotADossier("its statement is of another one")
        if head["files"]["events.jsonl"]["sha256"] != sha256_hex(events):
            raise NotADossier("its events are not those that it names")
        return DossierFile(head["inspection"], statement.decode(), events)
    except (
        BadZipFile,
        zlib.error,
        KeyError,
        TypeError,
        EOFError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise NotADossier("it cannot be read") from error
    except NotADossier:
        raise
    except ValueError as error:
        raise NotADossier("it cannot be read") from error


def assemble(parts: Parts, signer: Signer) -> bytes:
    """The bytes of a dossier: the same for the same record, wherever files are compressed alike.

    Args:
        parts: what goes into it.
        signer: the key that signs for the record now.
    """
    head: dict[str, object] = {
        "format": FORMAT,
        "origin": parts.origin,
        "inspection": parts.inspection,
        "streams": _streams(parts.events),
    }
    return bind(head, _files(parts), signer)


def bind(head: Mapping[str, object], files: Mapping[str, bytes], signer: Signer) -> bytes:
    """Put files together under a manifest that names each, and a signed statement that names the manifest.

    Args:
        head: what the manifest says besides.
        files: the files, in the order of ``PACKED``.
        signer: the key that signs for the record now.
    """
    named = {
        name: {
            "size": len(content),
            "sha256": sha256_hex(content),
            "packed": sha256_hex(_deflated(content)),
        }
        for name, content in files.items()
    }
    manifest = canonical({**head, "files": named})
    said = f"{TITLE}\n{head['origin']}\ninspection {head['inspection']}\nmanifest {sha256_hex(manifest)}\n"
    return _zipped({MANIFEST: manifest, STATEMENT: sign_note(said, signer).encode(), **files})


def _files(parts: Parts) -> dict[str, bytes]:
    keys = [
        {"key": str(key), "since": since, "note": note}
        for key, since, note in zip(parts.keys.keys, parts.keys.since, (None, *parts.notes), strict=True)
    ]
    proof = {
        "size": parts.size,
        "positions": [each.position for each in parts.events],
        "hashes": [each.hex() for each in parts.proof],
    }
    contents = {
        "checkpoint.txt": parts.checkpoint.encode(),
        "events.jsonl": b"".join(each.body + b"\n" for each in parts.events),
        "framework.json": parts.framework or b"null",
        "keys.json": canonical(keys),
        "proof.json": canonical(proof),
        "read-me-first.html": parts.page.encode(),
        "scheme.json": parts.scheme,
        "trace.json": parts.trace.encode(),
    }
    return {name: contents[name] for name in PACKED}


def _streams(events: Sequence[Recorded]) -> list[Mapping[str, object]]:
    """Every stream of which there are events, and whether those are all from its first to the last that is there."""
    numbers = Counter(each.stream for each in events)
    last = {each.stream: each.version for each in events}
    return [
        {"stream": stream, "events": number, "whole": last[stream] == number}
        for stream, number in sorted(numbers.items())
    ]


_LEVEL = 9


def _zipped(files: Mapping[str, bytes]) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as zipped:
        for name, content in files.items():
            entry = ZipInfo(name, _THE_FIRST)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            entry.compress_type = ZIP_STORED if name in (MANIFEST, STATEMENT) else ZIP_DEFLATED
            zipped.writestr(entry, content, compresslevel=_LEVEL)
    return file.getvalue()


def _deflated(content: bytes) -> bytes:
    """The very bytes that the ZIP holds of a file."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()
