"""Checkpoints of one history and of two, told apart by whoever kept them, without the record."""

from dataclasses import replace
from hashlib import sha256

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from activities.proof.verdicts import HandedOut
from activities.proof.watching import watch
from domain.ledger.checkpoints import Checkpoint
from domain.ledger.extensions import Extension, read_extension, write_extension
from domain.ledger.merkle import consistency, root_of
from domain.ledger.notes import PublicKey
from domain.ledger.sealed import Seal, Standing

ORIGIN = "assay/0f3a"


class Hand:
    """Signs in the record's name."""

    def __init__(self, seed: bytes) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(seed * 32)
        self.key = PublicKey(ORIGIN, self._private.public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        return self._private.sign(message)


RECORD, STRANGER = Hand(b"r"), Hand(b"s")


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True


class History:
    """What a record was, event by event; two with different words tell two histories."""

    def __init__(self, words: str = "one", shared: int = 0) -> None:
        self._leaves = [sha256(f"{words if n >= shared else 'one'} {n}".encode()).digest() for n in range(64)]

    def leaves(self, start: int, end: int) -> list[bytes]:
        return self._leaves[start:end]

    def seal(self, size: int, commands: int | None = None) -> Seal:
        standing = Standing(size, root_of(self._leaves[:size]))
        beside = standing if commands is None else Standing(commands, root_of(self._leaves[:commands]))
        return Seal(
            Checkpoint(ORIGIN, size, standing.root),
            beside,
            Standing(),
            f"2018-01-01T00:00:{size:02}Z",
            "test",
        )

    def at(self, size: int, by: Hand = RECORD, commands: int | None = None) -> HandedOut:
        seal = self.seal(size, commands)
        return HandedOut(f"checkpoint-{size}", seal.signed(by), seal)

    def proof(self, old: int, new: int) -> Extension:
        return Extension(old, tuple(consistency(self.leaves, old, new)), self.at(new).note)


def verdict(given: list[HandedOut], proofs: list[Extension], key: PublicKey = RECORD.key) -> str:
    found = watch(given, proofs, [key], verify).finding
    return found.verdict if found else "verified"


@given(st.integers(1, 63), st.integers(1, 63))
def test_any_two_of_one_history_are_shown_to_be_so_by_their_proof_and_by_nothing_else(
    one: int, two: int
) -> None:
    history, (old, new) = History(), sorted((one, two))
    given_, proof = [history.at(new), history.at(old)], history.proof(old, new)
    assert read_extension(write_extension(proof)) == proof
    assert verdict(given_, [proof]) == "verified"
    if old != new:
        assert verdict(given_, []) == "incomplete"
        bent = replace(proof, proof=(*proof.proof[:-1], b"x" * 32))
        assert verdict(given_, [bent]) == "incomplete"
        assert verdict(given_, [replace(proof, old=old - 1)]) == "incomplete"


@given(st.integers(1, 62), st.integers(0, 61))
def test_no_proof_makes_two_histories_one(old: int, shared: int) -> None:
    one, other = History(), History("another", min(shared, old - 1))
    given_ = [one.at(old), other.at(63)]
    assert verdict(given_, [other.proof(old, 63), one.proof(old, 63)]) == "incomplete"
    assert verdict([one.at(old), other.at(old)], [one.proof(old, 63)]) == "forked"


def test_two_that_begin_the_same_later_one_are_of_one_history() -> None:
    history = History()
    three = [history.at(17), history.at(42), history.at(60)]
    assert verdict(three, [history.proof(17, 60), history.proof(42, 60)]) == "verified"
    assert verdict(three, [history.proof(17, 42), history.proof(42, 60)]) == "verified"
    assert verdict(three, [history.proof(17, 60)]) == "incomplete"
    found = watch(three, [history.proof(17, 60)], [RECORD.key], verify)
    assert [each.label for each in found.checkpoints] == ["checkpoint-17", "checkpoint-42", "checkpoint-60"]
    assert found.finding is not None
    assert (found.finding.position, found.finding.until) == (18, 42)


def test_an_empty_record_goes_on_to_anything() -> None:
    assert verdict([History().at(0), History().at(9)], []) == "verified"


def test_commands_that_are_gone_or_others_contradict_even_where_the_events_do_not() -> None:
    one, other = History(), History("another")
    fewer = [one.at(17, commands=9), one.at(42, commands=8)]
    assert verdict(fewer, [one.proof(17, 42)]) == "forked"
    changed = HandedOut("b", "", replace(one.seal(42), commands=other.seal(17).commands))
    changed = replace(changed, note=changed.seal.signed(RECORD))
    assert verdict([one.at(17), changed], [one.proof(17, 42)]) == "forked"


def test_nobody_is_believed_but_who_signs_with_the_trusted_key() -> None:
    history = History()
    assert verdict([history.at(17), history.at(42, STRANGER)], [history.proof(17, 42)]) == "unsigned"
    assert verdict([history.at(17), history.at(42)], [history.proof(17, 42)], STRANGER.key) == "unsigned"
    other = PublicKey("assay/other", RECORD.key.public)
    assert verdict([history.at(17), history.at(17)], [], other) == "unsigned"
    both = watch(
        [history.at(17), history.at(42, STRANGER)],
        [history.proof(17, 42)],
        [RECORD.key, STRANGER.key],
        verify,
    )
    assert both.finding is None, "the key was changed, and both are trusted"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "old\n\n",
        "old 1\n\n",
        "old -1\n\nx",
        "old 1\nshort\n\nassay/x\n",
        "old 1\n" + "A" * 44 + "\n\nnot a note",
    ],
)
def test_what_is_no_proof_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"proof|note|hash"):
        read_extension(text)
