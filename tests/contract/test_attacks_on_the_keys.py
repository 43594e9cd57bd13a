"""Attacks by which keys vouch for more than they have signed: a key of the forger's own, and one that was replaced."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from activities.ports import Write
from activities.proof.ports import Sealed
from activities.proof.proving import Proving
from activities.proof.relying import relied_on
from activities.proof.sealing import NotConsistent
from activities.proof.verdicts import Finding, HandedOut, Verdict
from activities.proof.witnessing import Witnessing
from adapters.outbound.keys import FolderSealingKeys
from adapters.outbound.store import Store
from domain.ledger.key_history import BrokenHistory, KeyHistory
from domain.ledger.notes import PublicKey, Signer, open_note, sign_note
from domain.ledger.opening import RECORD_STREAM, SealingKeyRotated
from domain.ledger.receipts import BadReceipt, check_receipt, statement
from domain.ledger.sealed import Seal, read_seal, rotation_note
from tests.support.notes import drafts, head, note_refused, recorded
from tests.support.sealed_record import Owner, SealedRecord, handed_out


def rotate(record: SealedRecord, old: Signer, new: PublicKey, number: int = 2) -> None:
    """Have the record say that a key takes over, which the old one vouches for."""
    event = SealingKeyRotated(
        number=number, old=str(old.key), new=str(new), note=rotation_note(record.origin, new, old)
    )
    at = head(record.store, RECORD_STREAM)
    (draft,) = drafts(f"c-rotate-{number}", RECORD_STREAM, at.version, ["rotated"])
    recorded(record.store, f"c-rotate-{number}", Write(RECORD_STREAM, at, (replace(draft, event=event),)))


def signer(record: SealedRecord, number: int = 1) -> Signer:
    return record.keys.make(record.origin, number)


def witnessed(record: SealedRecord, outside: HandedOut, trusted: PublicKey | None = None) -> Finding | None:
    proving = Proving(record.store, record.sealing(), record.keys)
    (found,) = Witnessing(record.store, record.keys, record.origin, proving).witness([outside], trusted)
    return found.finding


def both_say(record: SealedRecord, outside: HandedOut, trusted: PublicKey | None = None) -> Finding:
    """What verifying and witnessing find, which is the same."""
    verified, seen = record.verify(outside, trusted=trusted).finding, witnessed(record, outside, trusted)
    assert verified is not None
    assert verified == seen
    return verified


def resealed(sealed: Sealed, by: Signer, change: Callable[[Seal], Seal]) -> HandedOut:
    """A checkpoint that says something else, signed by whoever has the key."""
    seal = change(read_seal(open_note(sealed.note).text))
    return handed_out(sealed._replace(note=sign_note(str(seal), by)))


class TestAKeyOfTheForgersOwn:
    """Whoever trusts the second key is shown a record on which a first key, of the forger's own, names the second."""

    @pytest.fixture
    def forged(self, store: Store, tmp_path: Path) -> SealedRecord:
        """Sealed by the forger alone, with a rotation to the true key at its end."""
        forged = SealedRecord.fill(store, tmp_path / "keys")
        rotate(forged, signer(forged), self.true(forged, tmp_path).key)
        return forged

    def true(self, record: SealedRecord, tmp_path: Path) -> Signer:
        return FolderSealingKeys(tmp_path / "true").make(record.origin, 2)

    def test_a_trusted_key_that_has_sealed_nothing_vouches_for_nothing(
        self, forged: SealedRecord, tmp_path: Path
    ) -> None:
        trusted = self.true(forged, tmp_path).key
        finding = forged.verify(trusted=trusted).finding
        assert finding is not None
        assert (finding.verdict, finding.position) == ("unsigned", 13)
        assert both_say(forged, handed_out(forged.sealed[2]), trusted).verdict == "unsigned"
        with pytest.raises(BrokenHistory):
            relied_on(forged.store, forged.keys, forged.origin, trusted)

    def test_nor_with_only_its_public_half_in_the_keys_folder(
        self, forged: SealedRecord, tmp_path: Path
    ) -> None:
        self.true(forged, tmp_path)
        (tmp_path / "only").mkdir()
        shutil.copy(tmp_path / "true" / "sealing-0002.pub", tmp_path / "only")
        auditor = SealedRecord.of(forged.store, tmp_path / "only")
        assert auditor.verify().verdict == "unsigned"
        assert both_say(auditor, handed_out(forged.sealed[0])).verdict == "unsigned"

    def test_nor_does_a_machine_seal_it_that_has_only_the_later_key(
        self, forged: SealedRecord, tmp_path: Path
    ) -> None:
        self.true(forged, tmp_path)
        machine = SealedRecord.of(forged.store, tmp_path / "true")
        forged.write("c-more", "case-1", "more")
        for _ in range(2):
            with pytest.raises(
                NotConsistent, match=r"vouches for those before it; put back every sealing-\*\.pub"
            ):
                machine.sealing().seal("test")
        assert forged.store.last_checkpoint() == forged.sealed[-1]
        shutil.copy(
            tmp_path / "keys" / "sealing-0001.pub", tmp_path / "true"
        )  # as an honest installation has it
        assert machine.sealing().seal("test") is not None
        (tmp_path / "true" / "sealing-0001.pub").unlink()
        forged.write("c-again", "case-1", "again")
        assert machine.sealing().seal("test") is not None, "as it has sealed what names the one before it"

    def test_once_it_has_sealed_it_vouches_for_what_came_before(
        self, forged: SealedRecord, tmp_path: Path
    ) -> None:
        """The same record, with the keys of an honest installation."""
        trusted = self.true(forged, tmp_path).key
        shutil.copy(tmp_path / "true" / "sealing-0002.key", tmp_path / "keys")
        forged.seal()
        first = handed_out(forged.sealed[0])
        assert forged.verify(first, trusted=trusted).verdict == "verified"
        assert witnessed(forged, first, trusted) is None
        history = relied_on(forged.store, forged.keys, forged.origin, trusted)
        assert history is not None
        assert history.since == (0, 13)

    def test_a_rotation_changed_under_digests_that_were_left_is_not_followed(
        self, record: SealedRecord, owner: Owner, tmp_path: Path
    ) -> None:
        new = signer(record, 2)
        rotate(record, signer(record), new.key)
        record.seal()
        ((body,),) = owner.rows("SELECT body FROM events WHERE position = 13")
        forger = FolderSealingKeys(tmp_path / "forger").make(record.origin, 1)
        note = rotation_note(record.origin, new.key, forger)
        old_note = rotation_note(record.origin, new.key, signer(record))
        changed = bytes(body)
        for old, other in ((str(signer(record).key), str(forger.key)), (old_note, note)):
            written = old.replace("\n", "\\n").encode()
            assert written in changed
            changed = changed.replace(written, other.replace("\n", "\\n").encode())
        assert relied_on(record.store, record.keys, record.origin, new.key) is not None
        owner.replace_event(13, {"body": changed})
        with pytest.raises(BrokenHistory, match="nobody vouches"):
            relied_on(record.store, record.keys, record.origin, new.key)


class TestAKeyThatWasReplaced:
    """Somebody has the old private half: it signs for nothing that came after its successor took over."""

    @pytest.fixture
    def rotated(self, record: SealedRecord) -> SealedRecord:
        rotate(record, signer(record), signer(record, 2).key)
        record.write("c-later", "case-1", "later")
        record.seal()
        return record

    def test_a_checkpoint_it_signs_is_unsigned(self, rotated: SealedRecord) -> None:
        forged = resealed(rotated.sealed[3], signer(rotated), lambda seal: seal)
        assert both_say(rotated, forged).verdict == "unsigned"
        assert rotated.verify(handed_out(rotated.sealed[3])).verdict == "verified"

    def test_a_receipt_it_signs_does_not_hold(self, rotated: SealedRecord) -> None:
        proving = Proving(rotated.store, rotated.sealing(), rotated.keys)
        history = relied_on(rotated.store, rotated.keys, rotated.origin)
        assert history is not None
        verify, old = rotated.keys.verify, signer(rotated)
        receipt, earlier = proving.receipt("c-later"), proving.receipt("c-1")
        for good in (receipt, earlier):
            assert check_receipt(good, history, verify) == history.present
        stated = replace(
            receipt,
            statement=statement(receipt.origin, receipt.command_id, receipt.recorded_at, receipt.events, old),
        )
        with pytest.raises(BadReceipt, match="statement is not signed with a key that signed for the record"):
            check_receipt(stated, history, verify)
        sealed = replace(receipt, checkpoint=receipt.seal.signed(old))
        with pytest.raises(
            BadReceipt, match="checkpoint is not signed with a key that signed for the record"
        ):
            check_receipt(sealed, history, verify)
        with pytest.raises(BadReceipt, match="statement is not signed with the key that was given"):
            check_receipt(receipt, KeyHistory.alone(old.key), verify)


class TestWhatStandsBesideTheEvents:
    """A checkpoint signs for commands and refusals too, and so does one that was handed out."""

    def test_refusals_cut_off_behind_it(self, record: SealedRecord, owner: Owner) -> None:
        record.store.refuse(note_refused("c-no-3"))
        outside = handed_out(record.seal())
        owner.do("DELETE FROM checkpoints WHERE number > 3")
        owner.do("DELETE FROM refusals WHERE number = 3")
        owner.do("DELETE FROM commands WHERE command_id = 'c-no-3'")
        assert record.verify().verdict == "verified", "by itself it is a whole record"
        finding = both_say(record, outside)
        assert (finding.verdict, finding.refusal) == ("incomplete", 3)

    @pytest.mark.parametrize(
        ("statement", "place"),
        [
            ("UPDATE refusals SET sentence = 'Granted.' WHERE number = 2", {"refusal": 1}),
            (
                "UPDATE commands SET digest = (SELECT digest FROM refusals WHERE number = 1) WHERE command_id = 'c-4'",
                {"position": 1, "until": 8},
            ),
        ],
        ids=["refusals", "commands"],
    )
    def test_what_was_changed_and_sealed_anew(
        self, record: SealedRecord, owner: Owner, statement: str, place: dict[str, int]
    ) -> None:
        outside = handed_out(record.sealed[1])
        owner.do("DELETE FROM checkpoints WHERE number > 1")
        owner.do(statement)
        assert record.sealing().seal("test") is not None
        assert record.verify().verdict == "verified", "it was sealed with the true key"
        finding = both_say(record, outside)
        assert finding.verdict == "forked"
        assert {name: getattr(finding, name) for name in place} == place

    def test_sizes_that_contradict_each_other(self, record: SealedRecord) -> None:
        """One over fewer events with more refusals is held against the whole log, in whatever order it comes."""
        more = resealed(
            record.sealed[0],
            signer(record),
            lambda seal: replace(seal, refusals=replace(seal.refusals, size=2)),
        )
        assert both_say(record, more).verdict == "forked"
        assert record.verify(*map(handed_out, record.sealed)).verdict == "verified"


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        (lambda seal: replace(seal, events=replace(seal.events, origin="assay/another")), "forked"),
        (lambda seal: replace(seal, events=replace(seal.events, size=99)), "incomplete"),
        (lambda seal: replace(seal, events=replace(seal.events, root=bytes(32))), "forked"),
    ],
)
def test_verifying_and_witnessing_say_the_same(
    record: SealedRecord, change: Callable[[Seal], Seal], verdict: Verdict
) -> None:
    assert both_say(record, resealed(record.sealed[0], signer(record), change)).verdict == verdict


@pytest.mark.parametrize("table", ["events", "commands", "refusals", "checkpoints"])
def test_verifying_and_witnessing_say_the_same_of_a_table_that_is_gone(
    record: SealedRecord, owner: Owner, table: str
) -> None:
    outside = handed_out(record.sealed[1])
    owner.do(f"DROP TABLE {table} CASCADE" if owner.on_postgresql else f"DROP TABLE {table}")
    assert both_say(record, outside).sentence.startswith(f"The table {table} is missing")


@pytest.mark.parametrize("number", [0, 1])
def test_witnessing_names_an_event_that_is_missing(record: SealedRecord, owner: Owner, number: int) -> None:
    """Missing below the checkpoint that was handed out, or between it and the newest."""
    owner.do("DELETE FROM events WHERE position = 6")
    finding = witnessed(record, handed_out(record.sealed[number]))
    assert finding is not None
    assert (finding.verdict, finding.position, finding.until) == ("incomplete", 6, 6)
