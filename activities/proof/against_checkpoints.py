"""Holding a record against a checkpoint that was handed out: one order of looking, and one verdict, for everybody."""

from collections.abc import Mapping

from activities.proof.verdicts import Finding, HandedOut
from domain.ledger.key_history import KeyHistory
from domain.ledger.notes import Verifier, open_note
from domain.ledger.sealed import Trees

__all__ = ["parted", "refusals_parted", "unfit"]


def unfit(
    outside: HandedOut, origin: str, history: KeyHistory | None, verify: Verifier, end: int
) -> Finding | None:
    """Why a checkpoint from outside need not be held against the events at all; None if it must be.

    Args:
        outside: the checkpoint.
        origin: the record's name.
        history: the record's keys; only the one that signed at the checkpoint's size counts.
        verify: checks an Ed25519 signature.
        end: the position of the record's last event.
    """
    seal, label = outside.seal, outside.label
    size = seal.events.size
    if seal.events.origin != origin:
        return Finding("forked", f"{label} is of another record, {seal.events.origin}.")
    signed = history and open_note(outside.note).signed_by([history.at(size)], verify)
    if not signed:
        return Finding(
            "unsigned",
            f"{label} is not signed by the key that signs for the record at its size, {size} events.",
            position=size,
        )
    if size > end:
        return Finding(
            "incomplete",
            f"The record ends with event {end}; {label} was signed over {size}, of {seal.at}.",
            position=end + 1,
            until=size,
        )
    return None


def parted(outside: HandedOut, trees: Trees, fits: int) -> Finding | None:
    """Where the events, or the commands that they came from, part from a checkpoint; None if they do not.

    Args:
        outside: the checkpoint.
        trees: those of the record, grown to the checkpoint's size.
        fits: up to which position another checkpoint fits.
    """
    seal, label = outside.seal, outside.label
    size, first = seal.events.size, fits + 1
    if trees.events.root != seal.events.root:
        return Finding(
            "forked",
            f"The record tells another history than {label}: they part among the events {first} to {size}.",
            position=first,
            until=size,
        )
    if trees.commands.size < seal.commands.size:
        return Finding(
            "incomplete",
            f"The events up to {size} came from {trees.commands.size} commands that are still there; {label} was "
            f"signed over {seal.commands.size}.",
            position=first,
            until=size,
        )
    if (trees.commands.size, trees.commands.root) != (seal.commands.size, seal.commands.root):
        return Finding(
            "forked",
            f"The record names other commands than {label} for the events {first} to {size}.",
            position=first,
            until=size,
        )
    return None


def refusals_parted(outside: HandedOut, roots: Mapping[int, bytes], end: int, fits: int) -> Finding | None:
    """Where the refusals log parts from a checkpoint; None if it does not.

    Args:
        outside: the checkpoint.
        roots: the root of the refusals' tree at the checkpoint's size, if the log is that long.
        end: the number of the last refusal.
        fits: up to which refusal another checkpoint fits.
    """
    then, label = outside.seal.refusals, outside.label
    if then.size > end:
        return Finding(
            "incomplete",
            f"The refusals log ends with entry {end}; {label} was signed over {then.size}, of {outside.seal.at}.",
            refusal=end + 1,
        )
    if roots[then.size] != then.root:
        return Finding(
            "forked",
            f"The refusals log is another than that of {label}: they part among the entries {fits + 1} to {then.size}.",
            refusal=fits + 1,
        )
    return None
