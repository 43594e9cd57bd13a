"""What a seal is over: the tree of all events, and beside it the answered commands and the refusals.

Events are the record; the two lists beside it are how the record came about, and nobody should be able to change them
unnoticed either. Each is a tree of its own, named with its size and root in a line of the checkpoint's text below the
three that the C2SP specification prescribes, where it leaves room for such lines.
"""

import base64
import binascii
import hashlib
import re
import struct
from collections.abc import Iterable
from dataclasses import dataclass, field

from domain.canonical import canonical_plain, leaf_digest
from domain.ledger.checkpoints import Checkpoint
from domain.ledger.merkle import EMPTY_ROOT, Tree
from domain.ledger.notes import PublicKey, Signer, Verifier, open_note, sign_note

__all__ = [
    "Seal",
    "Standing",
    "Trees",
    "command_leaf",
    "read_seal",
    "refusal_leaf",
    "rotation_note",
    "vouched",
]

_BESIDE = re.compile(r"(commands|refusals) (0|[1-9][0-9]{0,18}) (\S+)")
_SIGNED = re.compile(r"(at|occasion) (\S+)")
_COMMAND = struct.Struct(">BQQ")
ROTATION = "assay sealing key"


@dataclass(frozen=True, slots=True)
class Standing:
    """How many leaves a tree has, and its root."""

    size: int = 0
    root: bytes = EMPTY_ROOT


@dataclass(frozen=True, slots=True)
class Seal:
    """Everything that a checkpoint says.

    Attributes:
        events: origin, number of events, and root of the tree over them.
        commands: the commands that led to these events, in the order of the events.
        refusals: the refusals log, in its order.
        at: when it was signed, as instants are written in the record.
        occasion: why it was signed, in a word.
    """

    events: Checkpoint
    commands: Standing
    refusals: Standing
    at: str
    occasion: str

    def __str__(self) -> str:
        """The text that is signed."""
        return (
            f"{self.events}{_line('commands', self.commands)}{_line('refusals', self.refusals)}"
            f"at {self.at}\noccasion {self.occasion}\n"
        )

    def signed(self, signer: Signer) -> str:
        """The checkpoint as a signed note."""
        return sign_note(str(self), signer)


def _line(what: str, standing: Standing) -> str:
    return f"{what} {standing.size} {base64.b64encode(standing.root).decode()}\n"


def read_seal(text: str) -> Seal:
    """Read the text of a checkpoint of ours.

    Raises:
        ValueError: it is not one.
    """
    beside: dict[str, Standing] = {}
    signed: dict[str, str] = {}
    for line in text.split("\n")[3:-1]:
        if found := _BESIDE.fullmatch(line):
            beside[found[1]] = Standing(int(found[2]), _root(found[3]))
        elif found := _SIGNED.fullmatch(line):
            signed[found[1]] = found[2]
    if len(beside) != 2 or len(signed) != 2:
        raise ValueError(
            "a checkpoint of Assay's names its commands, its refusals, its time and its occasion"
        )
    return Seal(
        Checkpoint.parse(text), beside["commands"], beside["refusals"], signed["at"], signed["occasion"]
    )


def _root(encoded: str) -> bytes:
    try:
        root = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        root = b""
    if len(root) != 32:
        raise ValueError("a root in a checkpoint is 32 bytes in base64")
    return root


@dataclass(slots=True)
class Trees:
    """The three trees as far as they have been grown."""

    events: Tree = field(default_factory=Tree)
    commands: Tree = field(default_factory=Tree)
    refusals: Tree = field(default_factory=Tree)

    def copy(self) -> "Trees":
        """The same trees, to be grown apart from these."""
        return Trees(
            *(Tree(each.size, list(each.peaks)) for each in (self.events, self.commands, self.refusals))
        )

    def seal(self, origin: str, at: str, occasion: str) -> Seal:
        """What a checkpoint would say of them."""
        return Seal(
            Checkpoint(origin, self.events.size, self.events.root),
            Standing(self.commands.size, self.commands.root),
            Standing(self.refusals.size, self.refusals.root),
            at,
            occasion,
        )


def command_leaf(command_id: str, digest: bytes, first: int, last: int) -> bytes:
    """The leaf of an answered command: SHA-256 of a zero byte, first and last position in 8 bytes each, digest, id."""
    return hashlib.sha256(_COMMAND.pack(0, first, last) + digest + command_id.encode()).digest()


def refusal_leaf(entry: Iterable[str | int | bytes]) -> bytes:
    """The leaf of an entry of the refusals log: the RFC 8785 form of its members, digests in hexadecimal."""
    return leaf_digest(canonical_plain([each.hex() if isinstance(each, bytes) else each for each in entry]))


def rotation_note(origin: str, new: PublicKey, old: Signer) -> str:
    """A note in which the old key names the new one."""
    return sign_note(f"{ROTATION}\n{origin}\n{new}\n", old)


def vouched(note: str, origin: str, new: PublicKey, old: PublicKey, verify: Verifier) -> bool:
    """Whether the note is one in which the old key names the new one, for the record with this origin."""
    try:
        opened = open_note(note)
    except ValueError:
        return False
    return opened.text == f"{ROTATION}\n{origin}\n{new}\n" and opened.signed_by([old], verify) is not None
