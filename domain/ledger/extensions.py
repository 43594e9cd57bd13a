"""Proofs that one checkpoint goes on from an earlier one, as they are handed out.

The text is the body of a C2SP tlog-witness request (https://c2sp.org/tlog-witness): a line ``old`` with the size of the
earlier checkpoint, the hashes of the proof in base64, a line each, an empty line, and the later checkpoint.
"""

import base64
import binascii
import re
from dataclasses import dataclass

from domain.ledger.notes import open_note

__all__ = ["Extension", "read_extension", "write_extension"]

_OLD = re.compile(r"old (0|[1-9][0-9]{0,18})")
_MOST_STEPS = 63


@dataclass(frozen=True, slots=True)
class Extension:
    """That a checkpoint goes on from an earlier one.

    Attributes:
        old: how many events the earlier one is over.
        proof: the hashes, of 32 bytes each (RFC 9162 §2.1.4.1).
        note: the later checkpoint, signed.
    """

    old: int
    proof: tuple[bytes, ...]
    note: str


def write_extension(extension: Extension) -> str:
    """The text that is handed out."""
    steps = "".join(f"{base64.b64encode(step).decode()}\n" for step in extension.proof)
    return f"old {extension.old}\n{steps}\n{extension.note}"


def read_extension(text: str) -> Extension:
    """Read what was handed out; its note is opened, and no signature is checked.

    Raises:
        ValueError: it is no such text.
    """
    head, _, note = text.partition("\n\n")
    first, *steps = head.split("\n")
    old = _OLD.fullmatch(first)
    if old is None or len(steps) > _MOST_STEPS:
        raise ValueError("a proof begins with the size that it is from, and has at most 63 hashes")
    open_note(note)
    return Extension(int(old[1]), tuple(_hash(each) for each in steps), note)


def _hash(line: str) -> bytes:
    try:
        decoded = base64.b64decode(line, validate=True)
    except binascii.Error:
        decoded = b""
    if len(decoded) != 32:
        raise ValueError("a hash of a proof is 32 bytes in base64")
    return decoded
