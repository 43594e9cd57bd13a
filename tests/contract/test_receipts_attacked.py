"""A receipt vouches for nothing that the database merely says: of a record that was attacked, none is signed."""

from collections.abc import Callable

import pytest

from activities.proof.proving import Proving
from activities.proof.sealing import NotConsistent
from domain.canonical import leaf_digest
from tests.support.sealed_record import Owner, SealedRecord


def prover(record: SealedRecord) -> Proving:
    return Proving(record.store, record.sealing(), record.keys)


def rewrite(owner: Owner, position: int, old: bytes, new: bytes, *, rehash: bool) -> None:
    ((body, digest),) = owner.rows(f"SELECT body, digest FROM events WHERE position = {position}")
    changed = bytes(body).replace(old, new)
    assert changed != bytes(body)
    owner.replace_event(
        position, {"body": changed, "digest": leaf_digest(changed) if rehash else bytes(digest)}
    )


ATTACKS: dict[str, tuple[str, Callable[[Owner], None]]] = {
    "bytes of a sealed event": (
        "c-4",
        lambda owner: rewrite(owner, 5, b'"text":"e"', b'"text":"E"', rehash=False),
    ),
    "bytes and digest of a sealed event": (
        "c-4",
        lambda owner: rewrite(owner, 5, b'"text":"e"', b'"text":"E"', rehash=True),
    ),
    "another sealed event": (
        "c-4",
        lambda owner: rewrite(owner, 1, b'"text":"a"', b'"text":"A"', rehash=True),
    ),
    "a column": ("c-4", lambda owner: owner.do("UPDATE events SET name = 'x.y.v1' WHERE position = 5")),
    "which command it came from": (
        "c-5",
        lambda owner: owner.do("UPDATE commands SET last_position = 8 WHERE command_id = 'c-5'"),
    ),
    "where an event that no checkpoint covers stands in its stream": (
        "c-8",
        lambda owner: rewrite(owner, 11, b'"previous":"', b'"previous":"00', rehash=True),
    ),
    "the event before one that no checkpoint covers": (
        "c-8",
        lambda owner: owner.do("UPDATE events SET digest = :digest WHERE position = 8", digest=bytes(32)),
    ),
    "the signature of the last checkpoint": (
        "c-4",
        lambda owner: owner.do(
            "UPDATE checkpoints SET note = replace(note, 'occasion test', 'occasion sold')"
        ),
    ),
    "an event that is gone": ("c-4", lambda owner: owner.do("DELETE FROM events WHERE position = 6")),
}


@pytest.mark.parametrize(("command_id", "attack"), ATTACKS.values(), ids=list(ATTACKS))
def test_of_what_was_changed_no_receipt_is_signed(
    record: SealedRecord, owner: Owner, command_id: str, attack: Callable[[Owner], None]
) -> None:
    attack(owner)
    with pytest.raises(NotConsistent):
        prover(record).receipt(command_id)
    assert len(record.store.checkpoints()) == 3, "nor is anything else"


def test_what_a_worker_made_sure_of_before_it_holds_against_its_checkpoint_again(
    record: SealedRecord, owner: Owner
) -> None:
    """It does not read the whole record again, and so the proof itself must lead to the signed root."""
    prove = prover(record)
    prove.receipt("c-4")
    rewrite(owner, 3, b'"text":"c"', b'"text":"C"', rehash=True)
    with pytest.raises(NotConsistent):
        prove.receipt("c-2")
    with pytest.raises(NotConsistent):
        prove.receipt("c-1")
