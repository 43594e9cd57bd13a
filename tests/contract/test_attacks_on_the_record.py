"""Attacks by somebody with every right on the database and no key: each is detected, named, and placed."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from activities.proof.sealing import NotConsistent
from activities.proof.verdicts import Finding
from adapters.outbound.keys import FolderSealingKeys
from domain.canonical import leaf_digest
from domain.ledger.notes import open_note, sign_note
from domain.ledger.sealed import read_seal
from tests.support.sealed_record import Owner, SealedRecord


def found(record: SealedRecord) -> Finding:
    """What verifying finds first."""
    finding = record.verify().finding
    assert finding is not None
    return finding


def rewrite(owner: Owner, position: int, old: bytes, new: bytes, *, rehash: bool) -> tuple[bytes, bytes]:
    """Change an event's bytes, and if wished the digest beside them; the digests before and after."""
    ((body, digest),) = owner.rows(f"SELECT body, digest FROM events WHERE position = {position}")
    changed = bytes(body).replace(old, new)
    assert changed != bytes(body)
    after = leaf_digest(changed) if rehash else bytes(digest)
    owner.replace_event(position, {"body": changed, "digest": after})
    return bytes(digest), after


def rehash_chain(owner: Owner, position: int, old: bytes, new: bytes) -> None:
    """Change an event, and then every event after it in its stream, so that the chain fits together again."""
    ((stream,),) = owner.rows(f"SELECT stream FROM events WHERE position = {position}")
    before, after = rewrite(owner, position, old, new, rehash=True)
    for (later,) in owner.rows(
        f"SELECT position FROM events WHERE stream = '{stream}' AND position > {position} ORDER BY position"
    ):
        before, after = rewrite(owner, later, before.hex().encode(), after.hex().encode(), rehash=True)


def test_a_record_that_nobody_touched_is_verified(record: SealedRecord, owner: Owner) -> None:
    verification = record.verify()
    assert (verification.verdict, verification.finding) == ("verified", None)
    assert (verification.events, verification.streams, verification.commands) == (12, 4, 9)
    assert (verification.refusals, verification.checkpoints, verification.sealed) == (2, 3, 10)
    assert verification.without_events == 1, "which no tree has, so it is only counted"


def test_a_changed_byte(record: SealedRecord, owner: Owner) -> None:
    rewrite(owner, 3, b'"text":"c"', b'"text":"C"', rehash=False)
    finding = found(record)
    assert (finding.verdict, finding.position, finding.stream, finding.version) == (
        "changed",
        3,
        "case-2",
        1,
    )


def test_a_changed_byte_with_its_digest_is_found_by_the_next_event_of_its_stream(
    record: SealedRecord, owner: Owner
) -> None:
    rewrite(owner, 1, b'"text":"a"', b'"text":"A"', rehash=True)
    finding = found(record)
    assert (finding.verdict, finding.position, finding.version) == ("changed", 2, 2)


def test_a_dropped_event(record: SealedRecord, owner: Owner) -> None:
    owner.do("DELETE FROM events WHERE position = 7")
    finding = found(record)
    assert (finding.verdict, finding.position, finding.until) == ("incomplete", 7, 7)


def test_a_dropped_event_whose_place_was_closed_up(record: SealedRecord, owner: Owner) -> None:
    owner.do("DELETE FROM events WHERE position = 4")
    for position in range(5, 13):
        owner.replace_event(position, {"position": position - 1})
    finding = found(record)
    assert finding.verdict in ("incomplete", "changed")
    assert finding.position == 4


def test_two_swapped_events_of_one_stream(record: SealedRecord, owner: Owner) -> None:
    for position, to in ((5, 99), (6, 5), (99, 6)):
        owner.replace_event(position, {"position": to})
    finding = found(record)
    assert (finding.verdict, finding.position, finding.stream, finding.version) == (
        "changed",
        5,
        "case-2",
        3,
    )


def test_two_swapped_events_of_two_streams_with_the_answers_to_their_commands(
    record: SealedRecord, owner: Owner
) -> None:
    for position, to in ((3, 99), (4, 3), (99, 4)):
        owner.replace_event(position, {"position": to})
    for command, position in (("c-2", 4), ("c-3", 3)):
        owner.do(
            f"UPDATE commands SET first_position = {position}, last_position = {position}"
            f" WHERE command_id = '{command}'"
        )
    finding = found(record)
    assert (finding.verdict, finding.position, finding.until, finding.checkpoint) == ("changed", 1, 4, 1)


def test_a_chain_that_was_hashed_anew_after_a_change(record: SealedRecord, owner: Owner) -> None:
    rehash_chain(owner, 6, b'"text":"f"', b'"text":"F"')
    finding = found(record)
    assert (finding.verdict, finding.position, finding.until, finding.checkpoint) == ("changed", 5, 8, 2)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("stream", "case-9"),
        ("version", 9),
        ("name", "test.noted.v2"),
        ("recorded_at", "2018-03-05T12:00:00.000001Z"),
        ("command_id", "c-99"),
    ],
)
def test_a_column_beside_the_bytes(record: SealedRecord, owner: Owner, column: str, value: object) -> None:
    owner.replace_event(7, {column: value})
    finding = found(record)
    assert (finding.verdict, finding.position) == ("changed", 7)
    assert column.replace("_", " ") in finding.sentence


def test_an_event_that_claims_to_be_older_than_the_one_before_it(record: SealedRecord, owner: Owner) -> None:
    earlier = "2018-03-05T11:00:00.000000Z"
    rewrite(owner, 12, b'2018-03-05T12:00:00.000000Z","salt', f'{earlier}","salt'.encode(), rehash=True)
    owner.replace_event(12, {"recorded_at": earlier})
    finding = found(record)
    assert (finding.verdict, finding.position) == ("changed", 12)
    assert "before the event in front of it" in finding.sentence


def test_the_last_events_dropped_behind_a_checkpoint(record: SealedRecord, owner: Owner) -> None:
    owner.do("DELETE FROM events WHERE position > 9")
    finding = found(record)
    assert (finding.verdict, finding.position, finding.until, finding.checkpoint) == ("incomplete", 10, 10, 3)


def test_a_checkpoint_forged_with_another_key(record: SealedRecord, owner: Owner, tmp_path: Path) -> None:
    rehash_chain(owner, 9, b'"text":"i"', b'"text":"I"')
    forger = FolderSealingKeys(tmp_path / "forger").make(record.origin, 1)
    with_forged = record.verify()
    assert with_forged.verdict == "changed"
    note = sign_note(open_note(record.sealed[2].note).text, forger)
    owner.do("UPDATE checkpoints SET note = :note WHERE number = 3", note=note)
    finding = found(record)
    assert (finding.verdict, finding.checkpoint) == ("unsigned", 3)


def test_a_checkpoint_whose_text_was_changed_under_its_signature(record: SealedRecord, owner: Owner) -> None:
    note = record.sealed[1].note.replace("occasion test", "occasion publication")
    owner.do("UPDATE checkpoints SET note = :note WHERE number = 2", note=note)
    finding = found(record)
    assert (finding.verdict, finding.checkpoint) == ("unsigned", 2)


@pytest.mark.parametrize(
    ("column", "value"),
    [("size", 9), ("root", bytes(32)), ("at", "2018-03-05T13:00:00.000001Z"), ("occasion", "publication")],
)
def test_what_stands_beside_a_checkpoint(
    record: SealedRecord, owner: Owner, column: str, value: object
) -> None:
    owner.do(f"UPDATE checkpoints SET {column} = :value WHERE number = 2", value=value)
    finding = found(record)
    assert (finding.verdict, finding.checkpoint) == ("changed", 2)


def test_a_dropped_checkpoint(record: SealedRecord, owner: Owner) -> None:
    owner.do("DELETE FROM checkpoints WHERE number = 2")
    finding = found(record)
    assert (finding.verdict, finding.checkpoint) == ("incomplete", 2)


def test_all_checkpoints_dropped(record: SealedRecord, owner: Owner) -> None:
    owner.do("DELETE FROM checkpoints")
    assert found(record).verdict == "unsigned"


def test_two_swapped_checkpoints(record: SealedRecord, owner: Owner) -> None:
    for number, to in ((1, 99), (2, 1), (99, 2)):
        owner.do(f"UPDATE checkpoints SET number = {to} WHERE number = {number}")
    finding = found(record)
    assert (finding.verdict, finding.checkpoint) == ("changed", 2)


@pytest.mark.parametrize(
    ("statement", "verdict"),
    [
        ("UPDATE commands SET digest = :digest WHERE command_id = 'c-4'", "changed"),
        ("UPDATE commands SET first_position = 6 WHERE command_id = 'c-4'", "changed"),
        ("UPDATE commands SET last_position = 9 WHERE command_id = 'c-4'", "changed"),
        ("UPDATE commands SET refusal = 1 WHERE command_id = 'c-4'", "changed"),
        ("DELETE FROM commands WHERE command_id = 'c-4'", "incomplete"),
        ("UPDATE commands SET command_id = 'c-44' WHERE command_id = 'c-4'", "incomplete"),
    ],
)
def test_an_answered_command(record: SealedRecord, owner: Owner, statement: str, verdict: str) -> None:
    owner.do(statement, **({"digest": bytes(32)} if ":digest" in statement else {}))
    finding = found(record)
    assert (finding.verdict, finding.position) == (verdict, 5)


def test_a_command_that_never_was(record: SealedRecord, owner: Owner) -> None:
    owner.do("INSERT INTO commands VALUES ('c-never', :digest, 3, 3, NULL)", digest=bytes(32))
    finding = found(record)
    assert (finding.verdict, finding.command_id) == ("changed", "c-never")


@pytest.mark.parametrize(
    ("statement", "verdict", "refusal"),
    [
        ("UPDATE refusals SET sentence = 'Granted.' WHERE number = 1", "changed", 1),
        ("UPDATE refusals SET actor = 'person-2' WHERE number = 2", "changed", 2),
        ("UPDATE refusals SET at = '2018-03-05T12:00:00.000001Z' WHERE number = 2", "changed", 2),
        ("UPDATE refusals SET command_id = 'c-never' WHERE number = 2", "incomplete", 2),
        ("UPDATE commands SET digest = :digest WHERE command_id = 'c-no-2'", "changed", 2),
        ("UPDATE commands SET refusal = NULL WHERE command_id = 'c-no-2'", "changed", 2),
        ("DELETE FROM commands WHERE command_id = 'c-no-1'", "incomplete", 1),
        ("DELETE FROM refusals WHERE number = 1", "incomplete", 1),
        ("DELETE FROM refusals WHERE number = 2", "incomplete", 2),
    ],
)
def test_a_refusal(record: SealedRecord, owner: Owner, statement: str, verdict: str, refusal: int) -> None:
    owner.do(statement, **({"digest": bytes(32)} if ":digest" in statement else {}))
    finding = found(record)
    assert (finding.verdict, finding.refusal) == (verdict, refusal)


def test_a_refusal_dropped_with_its_command(record: SealedRecord, owner: Owner) -> None:
    owner.do("DELETE FROM refusals WHERE number = 2")
    owner.do("DELETE FROM commands WHERE command_id = 'c-no-2'")
    finding = found(record)
    assert (finding.verdict, finding.refusal) == ("incomplete", 2)


def test_the_record_renamed(record: SealedRecord, owner: Owner) -> None:
    owner.do("UPDATE identity SET id = 'another'")
    renamed = SealedRecord(record.store, record.keys, f"assay/{record.store.identity().id}", [])
    finding = renamed.verify(trusted=record.keys.first(record.origin)).finding
    assert finding is not None
    assert (finding.verdict, finding.checkpoint) == ("changed", 1)


@pytest.mark.parametrize(
    "attack",
    [
        lambda owner: rehash_chain(owner, 6, b'"text":"f"', b'"text":"F"'),
        lambda owner: owner.do("DELETE FROM events WHERE position > 9"),
        lambda owner: owner.do("DELETE FROM events WHERE position = 7"),
        lambda owner: owner.do("UPDATE refusals SET sentence = 'Granted.' WHERE number = 1"),
        lambda owner: owner.do("UPDATE checkpoints SET note = 'x' WHERE number = 3"),
    ],
    ids=["changed", "cut off", "dropped", "refusal", "checkpoint"],
)
def test_nobody_seals_a_record_that_was_attacked(
    record: SealedRecord, owner: Owner, attack: Callable[[Owner], None]
) -> None:
    attack(owner)
    with pytest.raises(NotConsistent):
        record.sealing().seal("test")
    assert len(record.store.checkpoints()) == 3


def test_what_a_worker_has_sealed_itself_it_does_not_seal_over_in_another_shape(
    record: SealedRecord, owner: Owner
) -> None:
    """A worker that runs looks only at the end of what it sealed; so an older copy with a new end does not pass."""
    sealing = record.sealing()
    assert sealing.seal("test") is not None
    owner.do("DELETE FROM checkpoints WHERE number = 4")
    with pytest.raises(NotConsistent, match="older copy"):
        sealing.seal("test")


def test_the_text_of_a_checkpoint_names_its_events_and_root(record: SealedRecord) -> None:
    seal = read_seal(open_note(record.sealed[0].note).text)
    assert (seal.events.origin, seal.events.size) == (record.origin, 4)
    assert seal.events.root != hashlib.sha256(b"").digest()
