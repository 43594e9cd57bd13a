"""Handing in a file: it is looked at, kept and put on the record, or nothing of it stays anywhere."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from activities.commanding.desk import Accepted, Declined, Order, Outcome
from activities.handing_in import MEGABYTE, Acceptance, HandingIn
from activities.ports import Scanner, StoreFault
from activities.privacy.erasing import Erasing
from activities.privacy.retention import Retention
from adapters.outbound.documents import FolderShelf, Shelf, ShelvedDocuments
from adapters.outbound.scanning import ClamdScanner
from adapters.outbound.store import open_store
from domain.canonical import sha256_hex
from domain.given import Actor
from domain.holdings.document import document_stream
from domain.inspections.commands import (
    AnnounceInspection,
    CancelInspection,
    ReceiveEvidence,
    ReplaceEvidence,
    RequestEvidence,
)
from domain.inspections.events import EvidenceItem
from domain.inspections.stages import Stage
from domain.people.roles import Role
from domain.privacy.retention import months_after, shipped_schedules
from tests.support.hands import NoNudges
from tests.support.house import CALENDAR, House
from tests.support.life import Life
from tests.support.servers.clamd import EICAR, small_clamd
from tests.support.toy_matter import HandClock
from tests.support.vaults import vault_in

PLAN = b"%PDF-1.7 the plan"
PROGRAM = b"MZ\x90\x00 plan.pdf"
CONTACT = Actor("contact-1", Role.PROVIDER_CONTACT, "test")


class Failing(FolderShelf):
    """A shelf that fails one time in so many."""

    def __init__(self, folder: Path, every: int) -> None:
        super().__init__(folder)
        self._every, self._asked = every, 0

    def put(self, name: str, content: bytes) -> None:
        """Put a file, or fail."""
        self._asked += 1
        if self._asked % self._every == 0:
            raise StoreFault("The shelf gave way.")
        super().put(name, content)


@dataclass
class Counter:
    """Where files are handed in for an inspection that waits for three items."""

    life: Life
    folder: Path
    shelf: Shelf
    scanner: Scanner | None = None
    _given: int = 0

    @property
    def documents(self) -> ShelvedDocuments:
        return ShelvedDocuments(self.shelf, vault_in(self.folder / "documents-vault"))

    def hand_in(self, content: bytes, item: str = "e1", *, command_id: str | None = None) -> Outcome:
        self._given += 1
        handing_in = HandingIn(
            desk=self.life.house.desk,
            documents=self.documents,
            acceptance=Acceptance(("pdf", "text"), MEGABYTE),
            scanner=self.scanner,
        )
        command = ReceiveEvidence(
            inspection=self.life.reference,
            item=item,
            document=sha256_hex(content),
            true_from=date(2018, 4, 1),
        )
        return handing_in.give(Order(command_id or f"hand-in-{self._given}", command, CONTACT), content)

    @property
    def position(self) -> int:
        return self.life.house.store.last_position()

    @property
    def files(self) -> list[Path]:
        return [path for path in (self.folder / "documents").rglob("*") if path.is_file()]


@pytest.fixture
def counter(sqlite_place: str, tmp_path: Path) -> Iterator[Counter]:
    store = open_store(sqlite_place)
    clock = HandClock(datetime(2018, 5, 1, 12, tzinfo=UTC))
    life = Life(House.build(store, clock, NoNudges(), tmp_path), clock, "north-2018")
    life.until(Stage.EVIDENCE_REQUEST)
    yield Counter(life, tmp_path, FolderShelf(tmp_path / "documents"))
    store.close()


def test_a_file_that_is_taken_is_kept_encrypted_and_on_the_record(counter: Counter) -> None:
    assert isinstance(counter.hand_in(PLAN), Accepted)
    assert counter.life.state.evidence["e1"].document == sha256_hex(PLAN)
    assert counter.documents.fetch(sha256_hex(PLAN)) == PLAN
    assert [b"the plan" in each.read_bytes() for each in counter.files] == [False]


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        (b"", "empty-file", "empty"),
        (b"%PDF-" + bytes(MEGABYTE), "too-large", "1 megabyte"),
        (PROGRAM, "wrong-kind-of-file", "By its content the file is a program; taken are: pdf, text."),
        (bytes(range(256)), "wrong-kind-of-file", "of a kind that is not known"),
    ],
)
def test_a_file_that_is_not_taken_leaves_nothing_behind(
    counter: Counter, content: bytes, code: str, says: str
) -> None:
    before = counter.position
    outcome = counter.hand_in(content)
    assert isinstance(outcome, Declined)
    assert (outcome.refusal.code, says in outcome.refusal.sentence) == (code, True)
    assert (counter.position, counter.files) == (before, [])


def test_a_file_with_a_virus_is_not_taken_and_named(counter: Counter) -> None:
    with small_clamd(
        lambda each: b"stream: Bad FOUND\x00" if EICAR in each else b"stream: OK\x00"
    ) as address:
        counter.scanner = ClamdScanner(address)
        outcome = counter.hand_in(b"A letter. " + EICAR)
        assert isinstance(outcome, Declined)
        assert (outcome.refusal.code, "found Bad" in outcome.refusal.sentence) == ("virus-found", True)
        assert counter.files == []
        assert isinstance(counter.hand_in(b"A letter."), Accepted)


def test_nothing_is_taken_while_the_scanner_cannot_be_asked(counter: Counter) -> None:
    with small_clamd(lambda _: None) as gone:
        pass
    counter.scanner = ClamdScanner(gone)
    before = counter.position
    with pytest.raises(StoreFault, match="virus scanner"):
        counter.hand_in(PLAN)
    assert (counter.position, counter.files) == (before, [])


def test_a_command_that_is_refused_leaves_no_file(counter: Counter) -> None:
    outcome = counter.hand_in(PLAN, "e9")
    assert isinstance(outcome, Declined)
    assert (outcome.refusal.code, counter.files) == ("unknown-item", [])
    noted = [note.refusal.code for _, note in counter.life.house.store.refusals()]
    assert noted == ["unknown-item"], "that somebody tried is on the record"


def test_the_same_command_again_gets_the_first_answer_and_keeps_one_file(counter: Counter) -> None:
    first = counter.hand_in(PLAN, command_id="mine")
    again = counter.hand_in(PLAN, command_id="mine")
    assert isinstance(first, Accepted)
    assert isinstance(again, Accepted)
    assert (again.repeated, again.last, len(counter.files)) == (True, first.last, 1)


def test_where_the_store_fails_nothing_is_on_the_record_and_the_same_command_is_given_again(
    counter: Counter,
) -> None:
    counter.shelf = Failing(counter.folder / "documents", every=1)
    before = counter.position
    with pytest.raises(StoreFault, match="gave way"):
        counter.hand_in(PLAN, command_id="mine")
    assert (counter.position, counter.files) == (before, [])
    counter.shelf = FolderShelf(counter.folder / "documents")
    assert isinstance(counter.hand_in(PLAN, command_id="mine"), Accepted)


def test_a_store_that_fails_one_time_in_two_ends_in_the_same_facts(counter: Counter) -> None:
    counter.shelf = Failing(counter.folder / "documents", every=2)
    for number, item in enumerate(("e1", "e2", "e3")):
        content = PLAN + str(number).encode()
        outcome: Outcome | None = None
        while outcome is None:
            with suppress(StoreFault):
                outcome = counter.hand_in(content, item, command_id=f"of-{item}")
        assert isinstance(outcome, Accepted)
    assert counter.life.state.awaited == ()
    assert len(counter.files) == 3


def test_a_better_document_is_kept_beside_the_first(counter: Counter) -> None:
    counter.hand_in(PLAN)
    better = PLAN + b", whole"
    command = ReplaceEvidence(
        inspection=counter.life.reference,
        item="e1",
        document=sha256_hex(better),
        reason="A page was missing.",
    )
    handing_in = HandingIn(
        desk=counter.life.house.desk,
        documents=counter.documents,
        acceptance=Acceptance(("pdf",), MEGABYTE),
    )
    assert isinstance(handing_in.give(Order("better", command, CONTACT), better), Accepted)
    assert counter.documents.fetch(sha256_hex(PLAN)) == PLAN
    assert counter.documents.fetch(sha256_hex(better)) == better


# How long a document is kept


def retention(counter: Counter) -> Retention:
    house, vault = counter.life.house, vault_in(counter.folder / "documents-vault")
    return Retention(house.store, house.records, vault, Erasing(house.store, house.desk, vault))


def due(counter: Counter, on: str) -> list[str]:
    found = retention(counter).due(shipped_schedules()["retention-2026"], date.fromisoformat(on))
    return [each.subject for each in found if each.category == "document"]


def test_a_document_is_kept_for_its_time_after_the_inspection_that_it_was_handed_in_for(
    counter: Counter,
) -> None:
    counter.hand_in(PLAN)
    assert due(counter, "2030-01-01") == [], "the inspection is not over"
    counter.life.give(CancelInspection(inspection=counter.life.reference, reason="A merger."))
    ended = counter.life.house.clock.now().date()
    assert due(counter, str(months_after(ended, 36) - timedelta(days=1))) == []
    assert due(counter, str(months_after(ended, 36))) == [document_stream(sha256_hex(PLAN))]


def test_a_document_that_another_inspection_has_linked_is_kept_for_that_one_too(counter: Counter) -> None:
    counter.hand_in(PLAN)
    life = counter.life
    life.give(CancelInspection(inspection=life.reference, reason="A merger."))
    first = CALENDAR.after(life.house.clock.now().date(), 25)
    life.give(
        AnnounceInspection(
            inspection="north-again",
            provider=life.state.known.provider,
            protocol="nps-division-2018",
            lead="lead-inspector-1",
            fieldwork_from=first,
            fieldwork_to=CALENDAR.after(first, 5),
        )
    )
    item = EvidenceItem(id="e1", title="The plan", standard="1.1")
    life.give(RequestEvidence(inspection="north-again", items=(item,), links=(("e1", "h1"),)))
    assert due(counter, "2030-01-01") == []
    life.give(CancelInspection(inspection="north-again", reason="Another merger."))
    assert due(counter, "2030-01-01") == [document_stream(sha256_hex(PLAN))]
