"""Receipts: a signed statement that a command's events are on the record, and the proof that they are.

A receipt is one JSON object. ``statement`` and ``checkpoint`` are signed notes; ``proof`` shows that the digests in the
statement stand at their positions in the tree that the checkpoint names. ``events``, where it is there, has the events'
own bytes, which anybody can hash. docs/tamper-evidence.md has the format and how to check it without Assay.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from domain.canonical import leaf_digest
from domain.ledger.key_history import KeyHistory
from domain.ledger.merkle import check_several
from domain.ledger.notes import PublicKey, Signer, Verifier, open_note, sign_note
from domain.ledger.sealed import Seal, read_seal

__all__ = ["FORMAT", "BadReceipt", "Receipt", "Receipted", "check_receipt", "read_receipt", "write_receipt"]

FORMAT = "assay-receipt-1"
TITLE = "assay receipt"


class BadReceipt(Exception):
    """What was handed in is no receipt, or does not hold; the text says why in a sentence."""


@dataclass(frozen=True, slots=True)
class Receipted:
    """One event in a receipt.

    Attributes:
        position: its place among all events, from 1.
        digest: its digest, 32 bytes: the leaf in the tree.
        version: its place in its stream.
        stream: its stream.
        name: its stored name.
    """

    position: int
    digest: bytes
    version: int
    stream: str
    name: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt says, and what shows it.

    Attributes:
        origin: the record's name.
        command_id: the command.
        recorded_at: when its events were written down, as instants are written in the record.
        events: its events, in order.
        statement: the signed note that says so.
        checkpoint: the signed note of the checkpoint.
        seal: what the checkpoint says.
        proof: the hashes that lead from the events to the checkpoint's root.
        bodies: the events' bytes, if they were asked for.
    """

    origin: str
    command_id: str
    recorded_at: str
    events: tuple[Receipted, ...]
    statement: str
    checkpoint: str
    seal: Seal
    proof: tuple[bytes, ...]
    bodies: tuple[bytes, ...] = ()


def statement(
    origin: str, command_id: str, recorded_at: str, events: Iterable[Receipted], signer: Signer
) -> str:
    """The signed statement of a receipt.

    Raises:
        ValueError: an id has a character that a note cannot carry.
    """
    lines = [TITLE, origin, f"command {command_id}", f"recorded {recorded_at}"]
    lines += [
        f"event {each.position} {each.digest.hex()} {each.version} {each.stream} {each.name}"
        for each in events
    ]
    return sign_note("".join(f"{line}\n" for line in lines), signer)


def write_receipt(receipt: Receipt) -> str:
    """A receipt as the text of a file."""
    written: dict[str, object] = {
        "format": FORMAT,
        "statement": receipt.statement,
        "checkpoint": receipt.checkpoint,
        "proof": [each.hex() for each in receipt.proof],
    }
    if receipt.bodies:
        written["events"] = [each.decode() for each in receipt.bodies]
    return json.dumps(written, indent=2, ensure_ascii=False) + "\n"


def read_receipt(text: str) -> Receipt:
    """Read a receipt; nothing in it has been checked yet.

    Raises:
        BadReceipt: it is not one.
    """
    try:
        written = json.loads(text)
        if not isinstance(written, dict) or written.get("format") != FORMAT:
            raise BadReceipt(f"it is not of the format {FORMAT}")
        if not set(written) <= {"format", "statement", "checkpoint", "proof", "events"}:
            raise BadReceipt("it has members that no receipt has")
        title, origin, command, recorded, *events = open_note(written["statement"]).text.splitlines()
        if title != TITLE or not command.startswith("command ") or not recorded.startswith("recorded "):
            raise BadReceipt("its statement is not one that a receipt makes")
        return Receipt(
            origin,
            command.removeprefix("command "),
            recorded.removeprefix("recorded "),
            tuple(map(_event, events)),
            written["statement"],
            written["checkpoint"],
            read_seal(open_note(written["checkpoint"]).text),
            tuple(bytes.fromhex(each) for each in written["proof"]),
            tuple(each.encode() for each in written.get("events", ())),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise BadReceipt("it cannot be read as one") from None


def _event(line: str) -> Receipted:
    kind, position, digest, version, stream, name = line.split(" ")
    decoded = bytes.fromhex(digest)
    if kind != "event" or len(decoded) != 32:
        raise ValueError("not an event's line")
    return Receipted(int(position), decoded, int(version), stream, name)


def check_receipt(receipt: Receipt, history: KeyHistory, verify: Verifier) -> PublicKey:
    """Check a receipt with nothing but the record's public keys; the key that signed it.

    A key that another has taken over from counts only for what was recorded, and sealed, while it signed.

    Args:
        receipt: the receipt.
        history: which key signs at which size; of a single key, :meth:`KeyHistory.alone`.
        verify: checks an Ed25519 signature.

    Raises:
        BadReceipt: it does not hold.
    """
    sealed = receipt.seal.events
    stated = max((each.position for each in receipt.events), default=0)
    whose = "the key that was given" if len(history.keys) == 1 else "a key that signed for the record then"
    signed = open_note(receipt.statement).signed_by(history.from_on(stated), verify)
    if signed is None:
        raise BadReceipt(f"its statement is not signed with {whose}")
    if open_note(receipt.checkpoint).signed_by([history.at(sealed.size)], verify) is None:
        raise BadReceipt(f"its checkpoint is not signed with {whose}")
    if sealed.origin != receipt.origin or signed.name != receipt.origin:
        raise BadReceipt("its statement and its checkpoint are of two records")
    leaves = [(each.position - 1, each.digest) for each in receipt.events]
    if not check_several(leaves, sealed.size, receipt.proof, sealed.root):
        raise BadReceipt("its proof does not lead from its events to its checkpoint")
    if receipt.bodies and [leaf_digest(each) for each in receipt.bodies] != [
        each.digest for each in receipt.events
    ]:
        raise BadReceipt("the events in it are not the ones that it states")
    return signed
