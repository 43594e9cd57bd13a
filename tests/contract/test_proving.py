"""Proofs from the store, receipts, and holding the record against what was handed out."""

from dataclasses import replace
from itertools import pairwise

import pytest

from activities.proof import proving
from activities.proof.proving import Proving
from activities.proof.sealing import SigningKeyMissing
from activities.proof.witnessing import Witnessing
from domain.ledger.key_history import KeyHistory
from domain.ledger.merkle import check_consistency, check_several
from domain.ledger.notes import PublicKey
from domain.ledger.receipts import BadReceipt, Receipt, check_receipt, read_receipt, write_receipt
from domain.refusals import Refused
from tests.support.sealed_record import Owner, SealedRecord, handed_out
from tests.support.slow_merkle import slow_path, slow_proof, slow_several


def prover(record: SealedRecord) -> Proving:
    return Proving(record.store, record.sealing(), record.keys)


def witness(record: SealedRecord) -> Witnessing:
    return Witnessing(record.store, record.keys, record.origin, prover(record))


def key(record: SealedRecord) -> PublicKey:
    found = record.keys.first(record.origin)
    assert found is not None
    return found


@pytest.mark.parametrize("page", [1, 3, 5_000])
def test_proofs_from_the_store_are_those_of_the_definition(
    record: SealedRecord, monkeypatch: pytest.MonkeyPatch, page: int
) -> None:
    monkeypatch.setattr(proving, "PAGE", page)
    leaves = [each.digest for each in record.store.scan()]
    prove = prover(record)
    for sealed in record.sealed:
        within = leaves[: sealed.size]
        for position in range(1, sealed.size + 1):
            path = prove.several([position], sealed.size)
            assert sorted(path) == sorted(slow_path(position - 1, within))
            assert check_several([(position - 1, leaves[position - 1])], sealed.size, path, sealed.root)
        together = prove.several([1, sealed.size], sealed.size)
        assert together == slow_several([0, sealed.size - 1], within)
        found = [(0, leaves[0]), (sealed.size - 1, leaves[sealed.size - 1])]
        assert check_several(found, sealed.size, together, sealed.root)
    for old, new in pairwise(record.sealed):
        steps = prove.consistency(old.size, new.size)
        assert steps == slow_proof(old.size, leaves[: new.size], True)
        assert check_consistency(old.size, old.root, new.size, new.root, steps)


class TestReceipts:
    def test_a_receipt_states_a_commands_events_and_proves_them(self, record: SealedRecord) -> None:
        receipt = read_receipt(write_receipt(prover(record).receipt("c-4")))
        assert check_receipt(receipt, KeyHistory.alone(key(record)), record.keys.verify) == key(record)
        assert (receipt.origin, receipt.command_id) == (record.origin, "c-4")
        assert [(each.position, each.stream, each.version) for each in receipt.events] == [
            (5, "case-2", 2),
            (6, "case-2", 3),
        ]
        assert [each.digest for each in receipt.events] == list(record.store.digests(4, 6))
        assert receipt.bodies == ()

    def test_a_command_that_is_newer_than_the_last_checkpoint_is_sealed_first(
        self, record: SealedRecord
    ) -> None:
        receipt = prover(record).receipt("c-9")
        assert receipt.seal.events.size == 12
        last = record.store.last_checkpoint()
        assert last is not None
        assert (last.number, last.occasion) == (4, "receipt")

    def test_with_its_events_in_it_anybody_can_hash_them(self, record: SealedRecord) -> None:
        receipt = read_receipt(write_receipt(prover(record).receipt("c-1", with_events=True)))
        check_receipt(receipt, KeyHistory.alone(key(record)), record.keys.verify)
        assert list(receipt.bodies) == [each.body for each in record.store.scan(0, 2)]
        other = (receipt.bodies[0], receipt.bodies[1].replace(b'"text":"b"', b'"text":"B"'))
        with pytest.raises(BadReceipt, match="not the ones that it states"):
            check_receipt(replace(receipt, bodies=other), KeyHistory.alone(key(record)), record.keys.verify)

    @pytest.mark.parametrize(
        ("command_id", "code"),
        [("never", "unknown-command"), ("c-no-1", "command-refused"), ("c-nothing", "no-events")],
    )
    def test_what_left_no_events_gets_none(self, record: SealedRecord, command_id: str, code: str) -> None:
        with pytest.raises(Refused) as refused:
            prover(record).receipt(command_id)
        assert refused.value.refusal.code == code

    def test_without_the_private_half_there_is_none(self, record: SealedRecord) -> None:
        for file in record.keys.file(1), record.keys.file(1).with_suffix(".pub"):
            assert file.exists()
        record.keys.file(1).unlink()
        with pytest.raises(SigningKeyMissing):
            prover(record).receipt("c-1")

    def test_every_forgery_is_found(self, record: SealedRecord) -> None:
        prove = prover(record)
        receipt, other = prove.receipt("c-4"), prove.receipt("c-1")

        def refused(bad: Receipt) -> str:
            with pytest.raises(BadReceipt) as told:
                check_receipt(
                    read_receipt(write_receipt(bad)), KeyHistory.alone(key(record)), record.keys.verify
                )
            return str(told.value)

        assert "statement is not signed" in refused(
            replace(receipt, statement=receipt.statement.replace("event 5", "event 4"))
        )
        assert "statement is not signed" in refused(
            replace(receipt, statement=receipt.statement.replace("command c-4", "command c-5"))
        )
        assert "checkpoint is not signed" in refused(
            replace(receipt, checkpoint=receipt.checkpoint.replace("occasion test", "occasion forged"))
        )
        assert "does not lead" in refused(replace(receipt, statement=other.statement))
        assert "does not lead" in refused(replace(receipt, proof=receipt.proof[:-1]))
        assert "does not lead" in refused(replace(receipt, proof=(*receipt.proof[:-1], bytes(32))))

    @pytest.mark.parametrize(
        "text",
        ["", "[]", "{}", '{"format": "assay-receipt-1"}', '{"format": "another"}', "[" * 100_000, "\ud800"],
    )
    def test_what_is_no_receipt_is_refused_in_a_sentence(self, text: str) -> None:
        with pytest.raises(BadReceipt):
            read_receipt(text)


class TestWitness:
    def test_the_record_goes_on_from_all_that_was_handed_out(self, record: SealedRecord) -> None:
        newest = record.seal()
        found = witness(record).witness([handed_out(each) for each in record.sealed])
        assert [each.finding for each in found] == [None] * 4
        for each, sealed in zip(found, record.sealed, strict=True):
            assert check_consistency(sealed.size, sealed.root, newest.size, newest.root, each.proof)

    def test_a_record_that_was_cut_off_or_rewritten_does_not(
        self, record: SealedRecord, owner: Owner
    ) -> None:
        first, second, third = (handed_out(each, f"file {each.number}") for each in record.sealed)
        owner.replace_event(6, {"digest": bytes(32)})
        owner.do("DELETE FROM checkpoints WHERE number > 1")
        owner.do("DELETE FROM events WHERE position > 9")
        found = {each.label: each.finding for each in witness(record).witness([third, second, first])}
        assert found["file 1"] is None
        forked, short = found["file 2"], found["file 3"]
        assert forked is not None
        assert short is not None
        assert (forked.verdict, forked.position, forked.until) == ("forked", 5, 8)
        assert (short.verdict, short.position, short.until) == ("incomplete", 10, 10)

    def test_what_the_records_keys_have_not_signed_is_said(self, record: SealedRecord) -> None:
        outside = handed_out(record.sealed[0])
        forged = replace(outside, note=outside.note.replace("occasion test", "occasion forged"))
        (found,) = witness(record).witness([forged])
        assert found.finding is not None
        assert found.finding.verdict == "unsigned"
