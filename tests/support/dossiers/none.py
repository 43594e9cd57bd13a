"""Files that are no dossiers, or no good ones: what a verifier is given by the careless, or by whoever tries it."""

import zlib
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from tests.support.dossiers.drawn import verifier

__all__ = ["NO_DOSSIERS", "bomb", "usual", "zipped"]


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


def usual(**changed: bytes) -> dict[str, bytes]:
    """The files of a dossier, with nothing of sense in them but what is given."""
    changed = {"dossier": b'{"format":"assay.dossier.v1"}'} | changed
    names = (*verifier().STORED, *verifier().PACKED)
    return {name: changed.get(name.partition(".")[0], b"{}") for name in names}


def bomb() -> bytes:
    """Some hundred kilobytes that unpack to a gigabyte, and say so, or say that it is little."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    # What ends in a full flush refers to nothing before it, and so may stand as often as one likes.
    zeros = packer.compress(bytes(1 << 24)) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = zeros * 64 + packer.flush()
    whole = zipped(usual())
    name = b"events.jsonl"
    at = whole.index(name) - 30
    head = bytearray(whole[at : at + 30])
    head[18:22] = len(packed).to_bytes(4, "little")
    head[22:26] = (1000).to_bytes(4, "little")
    return whole[:at] + bytes(head) + name + packed + whole[at + 50 :]


NO_DOSSIERS = [
    (b"", "changed"),
    (b"\0" * 1000, "changed"),
    (b"{}", "changed"),
    (b"PK\x03\x04", "incomplete"),
    (zipped(usual())[:-1], "incomplete"),
    (zipped(usual())[:200], "incomplete"),
    (zipped(usual()) + b"x", "incomplete"),
    (zipped(usual()), "changed"),
    (zipped({}), "changed"),
    (zipped(usual(), ("../../up.txt", b"x")), "changed"),
    (zipped({"../dossier.json": b"{}"} | usual()), "changed"),
    (zipped(dict(reversed(usual().items()))), "changed"),
    (zipped({name: each for name, each in usual().items() if name != "trace.json"}), "incomplete"),
    (zipped(usual(dossier=b"[" * 500_000)), "changed"),
    (zipped(usual(dossier=b'{"format":"assay.dossier.v2"}')), "newer"),
    (zipped({"dossier.json": b'{"format":"assay.dossier.v3"}', "new.json": b"1"}), "newer"),
    (zipped(usual(dossier=b'{"format":"another"}')), "changed"),
    (zipped(usual(dossier=b'{"format":7}')), "changed"),
    (zipped(usual(dossier=b'{"format": "assay.dossier.v1"}')), "changed"),
    (zipped(usual(dossier=b'{"files":{},"format":"assay.dossier.v1","origin":"o"}')), "changed"),
    (zipped(usual(dossier=b"\xff\xfe")), "changed"),
    (zipped(usual(dossier=b"9" * 5000)), "changed"),
]
"""Each with the verdict that it gets."""
