"""Watching: whether checkpoints that were handed out at different times tell one history, from themselves alone.

Nothing here has a record. Whoever kept checkpoints, and was given the proofs between them, finds out by themselves
whether the inspectorate's record ever told somebody else another history.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from activities.proof.verdicts import Finding, HandedOut
from domain.ledger.extensions import Extension
from domain.ledger.merkle import check_consistency
from domain.ledger.notes import PublicKey, Verifier, open_note
from domain.ledger.sealed import Standing, read_seal

__all__ = ["Watch", "watch"]

Tree = tuple[int, bytes]
"""Size and root of the tree over the events."""


@dataclass(frozen=True, slots=True)
class Watch:
    """What came of it.

    Attributes:
        checkpoints: those that were given, the earliest first.
        finding: the first thing that keeps them from telling one history; None if they do.
    """

    checkpoints: tuple[HandedOut, ...]
    finding: Finding | None


def watch(
    given: Iterable[HandedOut], proofs: Iterable[Extension], keys: Sequence[PublicKey], verify: Verifier
) -> Watch:
    """Hold checkpoints against each other.

    Two are consistent when their trees are the same, when a proof leads from one to the other, or when proofs lead from
    both to the same later one.

    Args:
        given: the checkpoints; the later one of each proof among them.
        proofs: what was handed out to show that one goes on from another.
        keys: the record's public keys, as they were handed out; one is enough if it never changed.
        verify: checks an Ed25519 signature.
    """
    ordered = tuple(sorted(given, key=_place))
    finding = next(_unsigned(ordered, keys, verify), None)
    if finding is None:
        led = _led_to(ordered, list(proofs))
        finding = next(
            (found for one, two in pairwise(ordered) if (found := _parted(one, two, led)) is not None), None
        )
    return Watch(ordered, finding)


def _place(outside: HandedOut) -> tuple[int, int, int, str]:
    seal = outside.seal
    return seal.events.size, seal.commands.size, seal.refusals.size, seal.at


def _tree(outside: HandedOut) -> Tree:
    return outside.seal.events.size, outside.seal.events.root


def _unsigned(ordered: Sequence[HandedOut], keys: Sequence[PublicKey], verify: Verifier) -> Iterator[Finding]:
    names = {each.name for each in keys}
    for each in ordered:
        if each.seal.events.origin not in names:
            sentence = f"{each.label} is of another record, {each.seal.events.origin}."
            yield Finding("unsigned", sentence)
        elif not open_note(each.note).signed_by(keys, verify):
            yield Finding("unsigned", f"{each.label} is not signed with the key that you trust.")


def _led_to(ordered: Sequence[HandedOut], proofs: Sequence[Extension]) -> dict[Tree, set[Tree]]:
    """For each tree those to which proofs that hold lead from it, and itself."""
    led: dict[Tree, set[Tree]] = {_tree(each): {_tree(each)} for each in ordered}
    for tree in sorted(led, reverse=True):  # from the largest, so that what a proof leads to is known
        for each in proofs:
            later = _later(each)
            if each.old == tree[0] and later in led and check_consistency(*tree, *later, each.proof):
                led[tree] |= led[later]
    return led


def _later(proof: Extension) -> Tree:
    events = read_seal(open_note(proof.note).text).events
    return events.size, events.root


def _parted(one: HandedOut, two: HandedOut, led: dict[Tree, set[Tree]]) -> Finding | None:
    """Where the later of two checkpoints parts from the earlier; None if it goes on from it."""
    earlier, later = _tree(one), _tree(two)
    if earlier[0] == later[0] and earlier[1] != later[1]:
        return _forked(one, two, f"over the same {earlier[0]} events, they have different roots")
    for what, before, after in (
        ("commands", one.seal.commands, two.seal.commands),
        ("refusals", one.seal.refusals, two.seal.refusals),
    ):
        if why := _contradicted(before, after):
            return _forked(one, two, f"{why} {what}")
    if earlier[0] == 0 or led[earlier] & led[later]:
        return None
    return Finding(
        "incomplete",
        f"Nothing that was given shows that {two.label} goes on from {one.label}: ask the inspectorate for the proof. "
        "If it gives none that holds, its record tells two histories.",
        position=earlier[0] + 1,
        until=later[0],
    )


def _contradicted(before: Standing, after: Standing) -> str:
    if after.size < before.size:
        return f"the later one has {after.size} instead of {before.size}"
    same = after.size > before.size or after.root == before.root
    return "" if same else f"they have different roots over the same {before.size}"


def _forked(one: HandedOut, two: HandedOut, why: str) -> Finding:
    return Finding(
        "forked",
        f"{one.label} and {two.label} tell two histories, and both are signed: {why}.",
        position=one.seal.events.size,
    )
