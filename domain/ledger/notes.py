"""Signed notes: a short text with signatures under it, in the format of the C2SP signed-note specification.

The arithmetic of signing is not done here: a signer and a verifier are given, so that these rules stay pure.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

__all__ = ["Note", "PublicKey", "Signature", "Signer", "Verifier", "open_note", "sign_note"]

_ED25519 = b"\x01"
_NAME = re.compile(r"[^\s+]+")
_DASH = "\u2014"
_SIGNATURE = re.compile(rf"^{_DASH} ([^\s+]+) (\S+)$")
_LONGEST_NOTE = 100_000
_MOST_SIGNATURES = 100


class Signer(Protocol):
    """Somebody who can sign with Ed25519."""

    @property
    def key(self) -> "PublicKey":
        """The public key of what it signs with."""
        ...

    def sign(self, message: bytes) -> bytes:
        """An Ed25519 signature, 64 bytes."""
        ...


class Verifier(Protocol):
    """Checks an Ed25519 signature."""

    def __call__(self, public: bytes, message: bytes, signature: bytes) -> bool:
        """Whether the signature is the key's over the message."""
        ...


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A named Ed25519 public key.

    Attributes:
        name: whose key it is, without spaces and plus signs; often like a web address.
        public: its 32 bytes.
    """

    name: str
    public: bytes

    def __post_init__(self) -> None:
        """Refuse a name that a note could not carry."""
        if not _NAME.fullmatch(self.name) or len(self.public) != 32:
            raise ValueError("a key has a name without spaces and plus signs, and 32 bytes")

    @property
    def id(self) -> bytes:
        """Four bytes that tell a key apart from others of the same name."""
        return hashlib.sha256(self.name.encode() + b"\n" + _ED25519 + self.public).digest()[:4]

    def __str__(self) -> str:
        """The verifier key as it is handed out: name, id and key, joined by plus signs."""
        encoded = base64.b64encode(_ED25519 + self.public).decode()
        return f"{self.name}+{self.id.hex()}+{encoded}"

    @classmethod
    def parse(cls, text: str) -> "PublicKey":
        """Read a verifier key.

        Raises:
            ValueError: it is not one, or its id is not that of its name and key.
        """
        parts = text.strip().split("+", 2)
        if len(parts) != 3:
            raise ValueError("a verifier key has three parts joined by plus signs")
        try:
            decoded = base64.b64decode(parts[2], validate=True)
        except binascii.Error:
            raise ValueError("the last part of a verifier key is base64") from None
        if decoded[:1] != _ED25519:
            raise ValueError("the key is not an Ed25519 key")
        key = cls(parts[0], decoded[1:])
        if key.id.hex() != parts[1]:
            raise ValueError("the key is not the one that its id names")
        return key


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature line: whose, by which key, and the 64 bytes."""

    name: str
    key_id: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """A note as it was read; its signatures have not been checked yet.

    Attributes:
        text: what is signed, ending in a line break.
        signatures: the signature lines under it.
    """

    text: str
    signatures: tuple[Signature, ...]

    def signed_by(self, keys: Iterable[PublicKey], verify: Verifier) -> PublicKey | None:
        """The first of the keys that has really signed the text; None if none has."""
        known: Mapping[tuple[str, bytes], PublicKey] = {(key.name, key.id): key for key in keys}
        for each in self.signatures:
            key = known.get((each.name, each.key_id))
            if key is not None and verify(key.public, self.text.encode(), each.signature):
                return key
        return None


def sign_note(text: str, signer: Signer) -> str:
    """A text with a signature under it.

    Args:
        text: some lines, each ended by a line break; none of them empty at the end.
        signer: who signs.

    Raises:
        ValueError: the text cannot be a note's.
    """
    _check_text(text)
    key = signer.key
    encoded = base64.b64encode(key.id + signer.sign(text.encode())).decode()
    return f"{text}\n{_DASH} {key.name} {encoded}\n"


def open_note(note: str) -> Note:
    """Read a note.

    Raises:
        ValueError: it is not a signed note.
    """
    if len(note) > _LONGEST_NOTE:
        raise ValueError("the note is too long")
    split = note.rfind("\n\n")
    if split < 0 or not note.endswith("\n"):
        raise ValueError("a note is a text, an empty line and signatures")
    text, below = note[: split + 1], note[split + 2 :]
    _check_text(text)
    lines = below.split("\n")[:-1]
    if not 0 < len(lines) <= _MOST_SIGNATURES:
        raise ValueError("a note has from one to a hundred signatures")
    return Note(text, tuple(_signature(line) for line in lines))


def _signature(line: str) -> Signature:
    found = _SIGNATURE.match(line)
    try:
        decoded = base64.b64decode(found[2], validate=True) if found else b""
    except binascii.Error:
        decoded = b""
    if not found or len(decoded) < 5:
        raise ValueError("a line under the note is not a signature")
    return Signature(found[1], decoded[:4], decoded[4:])


def _check_text(text: str) -> None:
    if not text.endswith("\n") or any(ord(each) < 0x20 and each != "\n" for each in text):
        raise ValueError("a note's text is some whole lines without control characters")
