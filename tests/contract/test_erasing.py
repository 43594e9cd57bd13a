"""Erasing somebody's data: what the desk seals and refuses, what a crash leaves, and what no copy brings back."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Event
from typing import cast

import pytest

from activities.access import Access
from activities.desk import Accepted, Order
from activities.drafting import said
from activities.erasing import Erasing, ErasureLoop, make_good
from activities.ports import CommandIdReused, Repeated, StoreFault
from activities.retention import Retention
from activities.vault import KeyErased, Vault, VaultFault
from adapters.outbound.store import Store, create, open_store
from adapters.outbound.vault import KeyVault, make_vault, open_vault
from adapters.outbound.vault.journal import JOURNAL
from domain.canonical import keyed_digest, leaf_digest, sha256_hex
from domain.cases.commands import RecordInterview
from domain.cases.events import InterviewNotHeld
from domain.decider import On
from domain.given import Actor
from domain.inspections.events import InspectionClosed
from domain.ledger.envelope import Recorded, Unreadable
from domain.messages import Command
from domain.people.roles import Role
from domain.privacy.boxes import ERASED, Category, Place, Plain, Sealed
from domain.privacy.confidence import Veil, veiled
from domain.privacy.retention import Schedule, shipped_schedules
from domain.privacy.subjects import (
    EraseSubject,
    HoldSubject,
    ReleaseSubject,
    SubjectErased,
    privacy_stream,
)
from domain.providers.provider import RegisterProvider
from domain.refusals import Refused
from domain.rooms import EVENT_NAMES
from tests.support.by_hand import not_knowing
from tests.support.example import (
    ALL_READ,
    AT_CASE_READS,
    AT_FIELDWORK_WITH_SAMPLES,
    CASE,
    CASES,
    day,
)
from tests.support.golden import sealed
from tests.support.logged import every_log
from tests.support.office import KEY, Interrupted, Office, events, put, refused

Opening = Callable[[], Store]

TEXT = "The officer, Ms Orchid-Canary, has left."
NO_INTERVIEW = RecordInterview(case=CASE, reason=TEXT)
ERASE = EraseSubject(subject=CASE, authority="request 2026-17", reason="It was asked for.")
ON_ONE = pytest.mark.parametrize("place", ["sqlite"], indirect=True)
"""For what has nothing to do with which database it is."""

OFFICER = Actor("os-7", Role.DATA_PROTECTION_OFFICER, "tests")


@dataclass
class VaultFolder:
    """A vault in a folder, with its keys and its journal."""

    folder: Path

    @property
    def url(self) -> str:
        return f"sqlite:///{self.folder}/vault.db"

    def open(self) -> KeyVault:
        return open_vault(self.url, self.folder / "keys")


@pytest.fixture
def vault_place(tmp_path: Path) -> VaultFolder:
    place = VaultFolder(tmp_path / "vault")
    make_vault(place.url, place.folder / "keys")
    return place


@pytest.fixture
def vault(vault_place: VaultFolder) -> Iterator[KeyVault]:
    found = vault_place.open()
    yield found
    found.close()


def interviewed(store: Store, office: Office, command_id: str = "c-1") -> tuple[Recorded, InterviewNotHeld]:
    """A case with a sealed note, and the recorded event."""
    if not store.last_position():
        put(store, *AT_FIELDWORK_WITH_SAMPLES)
    outcome = office.give(command_id, NO_INTERVIEW)
    assert isinstance(outcome, Accepted)
    (recorded,) = store.at([outcome.first])
    event = EVENT_NAMES.read(recorded).data
    assert isinstance(event, InterviewNotHeld)
    return recorded, event


def opened_text(vault: KeyVault, recorded: Recorded) -> str:
    envelope = EVENT_NAMES.read(recorded)
    assert isinstance(envelope.data, InterviewNotHeld)
    box = envelope.data.reason
    assert isinstance(box, Sealed)
    return vault.open(box, Place(recorded.stream, envelope.event_id, box.field))


def erase(
    store: Store, office: Office, vault: KeyVault, command: Command = ERASE, command_id: str = "e-1"
) -> None:
    outcome = Erasing(store, office.desk, lambda: vault).give(Order(command_id, command, OFFICER))
    assert isinstance(outcome, Accepted), outcome


# What the desk seals


def test_what_is_recorded_remembered_and_told_is_the_sealed_event(store: Store, vault: KeyVault) -> None:
    office = Office(store, vault=lambda: vault)
    put(store, *AT_FIELDWORK_WITH_SAMPLES)
    outcome = office.give("c-1", NO_INTERVIEW)
    assert isinstance(outcome, Accepted)
    (recorded,) = store.at([outcome.first])
    assert b"Orchid" not in recorded.body
    ((stream, told),) = outcome.events
    assert (stream, told) == (CASE, EVENT_NAMES.read(recorded).data)
    assert "Orchid" not in repr(outcome)
    assert opened_text(vault, recorded) == TEXT


def test_a_repeat_gets_the_first_answer_though_it_would_be_sealed_otherwise(
    opened: Opening, vault: KeyVault
) -> None:
    store = opened()
    put(store, *AT_FIELDWORK_WITH_SAMPLES)
    first = Office(store, vault=lambda: vault).give("c-1", NO_INTERVIEW)
    again = Office(opened(), vault=lambda: vault).give("c-1", NO_INTERVIEW)
    assert isinstance(first, Accepted)
    assert isinstance(again, Accepted)
    assert (again.repeated, again.first) == (True, first.first)
    other = RecordInterview(case=CASE, reason=f"{TEXT} Or not.")
    assert refused(Office(store, vault=lambda: vault).give("c-1", other)) == "command-id-reused"


def test_a_try_that_lost_to_another_command_seals_anew(opened: Opening, vault: KeyVault) -> None:
    store = opened()
    put(store, *AT_FIELDWORK_WITH_SAMPLES)
    other = Office(opened(), vault=lambda: vault)

    def first() -> None:
        assert isinstance(other.give("c-2", NO_INTERVIEW), Accepted)

    outcome = Office(Interrupted(store, "append", 1, first), vault=lambda: vault).give("c-1", NO_INTERVIEW)
    assert isinstance(outcome, Accepted)
    boxes = [each.reason for each in events(store, CASE) if isinstance(each, InterviewNotHeld)]
    assert len(boxes) == 2
    assert boxes[0] != boxes[1]


@ON_ONE
def test_whoever_has_the_command_key_and_the_record_cannot_test_a_guess_at_a_text(
    store: Store, vault: KeyVault
) -> None:
    office = Office(store, vault=lambda: vault)
    interviewed(store, office)

    def digest(veil: Veil) -> bytes:
        order = Order("c-1", NO_INTERVIEW, Actor("person-1", Role.LEAD_INSPECTOR, "tests"))
        return keyed_digest(KEY, said(order, veiled(NO_INTERVIEW, veil)))

    with_the_vault = digest(lambda category, text: vault.veil(CASE, category, text))
    assert isinstance(store.answer("c-1", with_the_vault), Repeated), "so is it made"
    for guess in (
        digest(lambda _category, text: text),
        digest(lambda _category, text: sha256_hex(text.encode())),
    ):
        assert isinstance(store.answer("c-1", guess), CommandIdReused)


# Erasing


def test_after_an_erasure_nothing_opens_and_no_more_is_recorded(opened: Opening, vault: KeyVault) -> None:
    store = opened()
    office, other = Office(store, vault=lambda: vault), Office(opened(), vault=lambda: vault)
    recorded, _ = interviewed(store, office)
    assert isinstance(other.give("c-2", NO_INTERVIEW), Accepted)
    erase(store, office, vault)
    with pytest.raises(KeyErased):
        opened_text(vault, recorded)
    for each in (office, other):
        assert refused(each.give("c-3", NO_INTERVIEW)) == "subject-erased"
        assert refused(each.give("c-3", NO_INTERVIEW)) == "subject-erased"
    assert refused(office.give("c-1", NO_INTERVIEW)) == "subject-erased", "though it was accepted before"
    assert isinstance(office.give("c-4", RecordInterview(case=CASE, held_on=day("2018-06-20"))), Accepted)
    assert isinstance(office.give("c-5", RecordInterview(case=CASES[1], reason=TEXT)), Accepted)


def test_the_record_is_the_same_to_the_byte_after_an_erasure(store: Store, vault: KeyVault) -> None:
    office = Office(store, vault=lambda: vault)
    interviewed(store, office)
    before = list(store.scan())
    erase(store, office, vault)
    after = list(store.scan())
    assert after[: len(before)] == before
    previous: dict[str, bytes] = {}
    for each in after:
        envelope = EVENT_NAMES.read(each)
        assert each.digest == leaf_digest(each.body)
        assert envelope.previous == (previous[each.stream].hex() if each.stream in previous else None)
        previous[each.stream] = each.digest
    (erasure,) = events(store, privacy_stream(CASE))
    assert erasure == SubjectErased(
        subject=CASE, categories=(), authority="request 2026-17", reason="It was asked for."
    )


def test_an_erasure_that_is_recorded_while_a_text_is_being_sealed_comes_first(
    opened: Opening, vault: KeyVault
) -> None:
    store = opened()
    put(store, *AT_FIELDWORK_WITH_SAMPLES)
    other = Office(opened(), vault=lambda: vault)

    def meanwhile() -> None:
        assert isinstance(other.give("e-1", ERASE), Accepted)  # recorded, and its key not destroyed yet

    late = Office(Interrupted(store, "append", 1, meanwhile), vault=lambda: vault)
    assert refused(late.give("c-1", NO_INTERVIEW)) == "subject-erased"
    assert [each for each in events(store, CASE) if isinstance(each, InterviewNotHeld)] == []


@ON_ONE
def test_one_class_is_erased_and_others_are_still_recorded(store: Store, vault: KeyVault) -> None:
    office = Office(store, vault=lambda: vault)
    recorded, _ = interviewed(store, office)
    erase(store, office, vault, ERASE.with_(categories=("protected-characteristic",)))
    assert opened_text(vault, recorded) == TEXT
    assert isinstance(office.give("c-2", NO_INTERVIEW), Accepted)
    erase(store, office, vault, ERASE.with_(categories=("case-note",)), "e-2")
    with pytest.raises(KeyErased):
        opened_text(vault, recorded)


# What is cut short


def test_an_erasure_that_was_cut_short_is_made_good_by_whoever_opens_the_vault_next(
    store: Store, vault_place: VaultFolder
) -> None:
    first = vault_place.open()
    office = Office(store, vault=lambda: first)
    recorded, _ = interviewed(store, office)
    assert isinstance(office.give("e-1", ERASE), Accepted)  # and the process ends before the key is destroyed
    assert opened_text(first, recorded) == TEXT
    assert refused(office.give("c-2", NO_INTERVIEW)) == "subject-erased", "already now"
    first.close()
    second = vault_place.open()
    assert make_good(store, second) == 1
    assert make_good(store, second) == 0
    with pytest.raises(KeyErased):
        opened_text(second, recorded)
    second.close()


def test_a_worker_destroys_what_another_process_recorded_as_erased(opened: Opening, vault: KeyVault) -> None:
    store = opened()
    office = Office(store, vault=lambda: vault)
    interviewed(store, office)
    loop = ErasureLoop(opened(), lambda: vault)
    assert loop.look() == 0
    assert isinstance(office.give("e-1", ERASE), Accepted)
    assert loop.look() == 1
    assert loop.look() == 0


@ON_ONE
def test_the_loop_goes_on_when_the_vault_fails_and_ends_when_told(store: Store) -> None:
    asked, stop = [], Event()

    def failing() -> KeyVault:
        asked.append(1)
        stop.set()
        raise VaultFault("The vault is away.")

    ErasureLoop(store, failing).run(stop)
    assert asked == [1]


@ON_ONE
def test_an_erasure_given_again_finishes_what_the_first_had_begun(store: Store, vault: KeyVault) -> None:
    office = Office(store, vault=lambda: vault)
    recorded, _ = interviewed(store, office)

    class Failing:
        def destroy(self, erased: object) -> int:
            raise VaultFault("The disk is full.")

    with pytest.raises(StoreFault):
        Erasing(store, office.desk, lambda: cast(Vault, Failing())).give(Order("e-1", ERASE, OFFICER))
    assert opened_text(vault, recorded) == TEXT
    outcome = Erasing(store, office.desk, lambda: vault).give(Order("e-1", ERASE, OFFICER))
    assert isinstance(outcome, Accepted)
    assert outcome.repeated
    with pytest.raises(KeyErased):
        opened_text(vault, recorded)


@ON_ONE
def test_without_a_vault_nothing_is_recorded_as_erased(store: Store) -> None:
    def missing() -> KeyVault:
        raise VaultFault("There is no vault.")

    office = Office(store, vault=missing)
    put(store, *AT_FIELDWORK_WITH_SAMPLES)
    with pytest.raises(VaultFault):
        Erasing(store, office.desk, missing).give(Order("e-1", ERASE, OFFICER))
    with pytest.raises(VaultFault):
        office.give("c-1", NO_INTERVIEW)
    assert events(store, privacy_stream(CASE)) == []
    held = RecordInterview(case=CASE, held_on=day("2018-06-20"))
    assert isinstance(office.give("c-2", held), Accepted), "what holds nothing private needs no vault"


# What no copy brings back


@pytest.mark.parametrize("copies", [("vault",), ("record",), ("vault", "record")], ids="+".join)
def test_no_copy_of_vault_record_or_both_brings_an_erased_text_back(
    tmp_path: Path, vault_place: VaultFolder, copies: tuple[str, ...]
) -> None:
    url = f"sqlite:///{tmp_path}/assay.db"
    create(url, simulated=True)
    store, vault = open_store(url), vault_place.open()
    office = Office(store, vault=lambda: vault)
    recorded, _ = interviewed(store, office)
    sources = {"vault": vault_place.folder / "vault.db", "record": tmp_path / "assay.db"}
    vault.close()
    store.close()
    for name, file in sources.items():
        shutil.copy(file, tmp_path / f"copy-of-{name}")

    store, vault = open_store(url), vault_place.open()
    erase(store, Office(store, vault=lambda: vault), vault)
    vault.close()
    store.close()

    def put_back() -> tuple[Store, KeyVault]:
        for name in copies:
            for left in sources[name].parent.glob(f"{sources[name].name}*"):
                left.unlink()
            shutil.copy(tmp_path / f"copy-of-{name}", sources[name])
        store, vault = open_store(url), vault_place.open()
        make_good(store, vault)
        return store, vault

    store, vault = put_back()
    with pytest.raises(KeyErased):
        opened_text(vault, recorded)
    assert refused(Office(store, vault=lambda: vault).give("c-2", NO_INTERVIEW)) == "subject-erased"
    vault.close()
    store.close()
    if copies == ("vault", "record"):  # the negative control: both copies without the journal bring it back
        (vault_place.folder / "keys" / JOURNAL).unlink()
        store, vault = put_back()
        assert opened_text(vault, recorded) == TEXT
        vault.close()
        store.close()


# Access


@ON_ONE
def test_everything_about_a_subject_is_opened_and_that_it_was_is_recorded(
    store: Store, vault: KeyVault
) -> None:
    office = Office(store, vault=lambda: vault)
    interviewed(store, office)
    office.give("c-2", RecordInterview(case=CASES[1], reason="Of somebody else."))
    access = Access(store, office.desk, lambda: vault)
    went: list[tuple[int, int]] = []
    found = access.give(CASE, "request 12", "a-1", OFFICER, lambda done, of: went.append((done, of)))
    texts = [text for each in found for text in each.texts]
    assert [(each.category, each.text, each.field) for each in texts] == [("case-note", TEXT, "reason")]
    assert "Orchid" not in repr(found)
    assert {each.name for each in found} >= {
        "case.sampled.v1",
        "inspection.sample-drawn.v1",
        "case.interview-not-held.v2",
    }
    assert went[-1][0] == went[-1][1] > 0
    (given,) = events(store, privacy_stream(CASE))
    assert given.model_dump() == {"subject": CASE, "purpose": "request 12", "texts": 1}
    erase(store, office, vault)
    again = access.give(CASE, "request 13", "a-2", OFFICER)
    assert [text.text for each in again for text in each.texts] == [ERASED]


@ON_ONE
def test_who_may_not_or_asks_about_nobody_is_shown_nothing(store: Store, vault: KeyVault) -> None:
    office = Office(store, vault=lambda: vault)
    interviewed(store, office)
    access = Access(store, office.desk, lambda: vault)
    with pytest.raises(Refused, match="not-authorised"):
        access.give(CASE, "curiosity", "a-1", Actor("os-8", Role.LEAD_INSPECTOR, "tests"))
    with pytest.raises(Refused, match="unknown-subject"):
        access.give("case-" + "9" * 32, "request", "a-2", OFFICER)


@ON_ONE
def test_a_box_that_cannot_be_opened_says_why(store: Store, vault: KeyVault) -> None:
    put(store, *AT_FIELDWORK_WITH_SAMPLES, On(CASE, InterviewNotHeld(reason=sealed("case-note", "reason"))))
    access = Access(store, Office(store, vault=lambda: vault).desk, lambda: vault)
    (text,) = [text for each in access.give(CASE, "request", "a-1", OFFICER) for text in each.texts]
    assert text.text is None
    assert "has no key" in str(text.trouble)


# Retention

SCHEDULE: Schedule = shipped_schedules()["retention-2026"].with_(status="in-force")
CLOSED = InspectionClosed(closed_on=day("2019-02-11"))


def closed_with_notes(store: Store, office: Office) -> tuple[Retention, Erasing]:
    """A closed inspection, of which two cases have a note."""
    put(store, *AT_CASE_READS, *ALL_READ, CLOSED)
    for number, case in enumerate(CASES[:2]):
        plain = Plain(TEXT, case, "case-note")
        office.vault().seal(plain, Place(case, f"e-{number}", "reason"))
        office.vault().seal(
            Plain("x", case, "protected-characteristic"), Place(case, f"e-{number}", "answers")
        )
    erasing = Erasing(store, office.desk, office.vault)
    return Retention(store, office.records, office.vault, erasing), erasing


def due(retention: Retention, on: str) -> set[tuple[str, Category, date]]:
    return {(each.subject, each.category, each.since) for each in retention.due(SCHEDULE, day(on))}


@ON_ONE
def test_each_class_is_due_after_its_own_time_and_counted_from_the_end_of_the_inspection(
    store: Store, vault: KeyVault
) -> None:
    retention, _ = closed_with_notes(store, Office(store, vault=lambda: vault))
    assert due(retention, "2020-02-10") == set()
    characteristics = {(each, "protected-characteristic", day("2020-02-11")) for each in CASES[:2]}
    assert due(retention, "2020-02-11") == characteristics
    assert due(retention, "2022-02-10") == characteristics
    assert due(retention, "2022-02-11") == characteristics | {
        (each, "case-note", day("2022-02-11")) for each in CASES[:2]
    }


@ON_ONE
def test_a_run_erases_what_is_due_and_not_held_by_the_command_that_anybody_gives(
    store: Store, vault: KeyVault
) -> None:
    office = Office(store, vault=lambda: vault)
    retention, erasing = closed_with_notes(store, office)
    hold = HoldSubject(subject=CASES[1], hold="inquiry", reason="A court has asked for it.")
    erasing.give(Order("h-1", hold, OFFICER))
    done = list(retention.run(SCHEDULE, day("2020-03-01"), OFFICER, "run-1"))
    assert [(each.subject, each.categories, each.refusal) for each in done] == [
        (CASES[0], ("protected-characteristic",), None)
    ]
    (erased,) = events(store, privacy_stream(CASES[0]))
    assert isinstance(erased, SubjectErased)
    assert erased.authority == "retention schedule retention-2026 1.0"
    assert "12 months from 11 February 2019" in erased.reason
    (left,) = retention.due(SCHEDULE, day("2020-03-01"))
    assert (left.subject, left.holds) == (CASES[1], ("inquiry",))
    assert list(retention.run(SCHEDULE, day("2020-03-01"), OFFICER, "run-2")) == []
    states = {each.category: each.destroyed is None for each in vault.keys(CASES[0])}
    assert states == {"case-note": True, "protected-characteristic": False}


@ON_ONE
def test_what_a_run_was_refused_is_erased_by_a_later_run(store: Store, vault: KeyVault) -> None:
    office = Office(store, vault=lambda: vault)
    retention, erasing = closed_with_notes(store, office)
    on, before = day("2020-03-01"), store.last_position()
    with pytest.raises(Refused, match="not-authorised"):
        list(retention.run(SCHEDULE, on, Actor("os-8", Role.LEAD_INSPECTOR, "tests"), "run-1"))
    assert store.last_position() == before
    run = retention.run(SCHEDULE, on, OFFICER, "run-2")
    assert next(run).refusal is None
    hold = HoldSubject(subject=CASES[1], hold="inquiry", reason="A court has asked for it.")
    erasing.give(Order("h-1", hold, OFFICER))  # while the run goes on
    (late,) = run
    assert (late.subject, late.refusal and late.refusal.code) == (CASES[1], "subject-held")
    release = ReleaseSubject(subject=CASES[1], hold="inquiry", reason="It is over.")
    erasing.give(Order("h-2", release, OFFICER))
    assert [(each.subject, each.refusal) for each in retention.run(SCHEDULE, on, OFFICER, "run-3")] == [
        (CASES[1], None)
    ]


@ON_ONE
def test_while_an_inspection_goes_on_nothing_of_its_cases_is_due(store: Store, vault: KeyVault) -> None:
    office = Office(store, vault=lambda: vault)
    interviewed(store, office)
    retention = Retention(store, office.records, office.vault, Erasing(store, office.desk, office.vault))
    assert retention.due(SCHEDULE, day("2050-01-01")) == ()


# What an older version of Assay does beside a newer one


@ON_ONE
def test_an_erasure_in_words_of_a_newer_assay_is_left_to_it_and_stops_nothing_else(
    opened: Opening, vault: KeyVault
) -> None:
    store = opened()
    office = Office(store, vault=lambda: vault)
    interviewed(store, office)
    newer, older = ErasureLoop(opened(), lambda: vault), ErasureLoop(opened(), lambda: vault)
    for loop in (newer, older):
        assert loop.look() == 0
    assert isinstance(office.give("e-1", ERASE), Accepted)
    with not_knowing(SubjectErased.name):
        with every_log() as logged:
            assert (older.look(), make_good(store, vault)) == (0, 0)
        assert "a newer Assay is needed" in str(logged)
        with pytest.raises(Unreadable, match="a newer Assay is needed"):
            Office(opened(), vault=lambda: vault).give("c-2", NO_INTERVIEW)
        register = RegisterProvider(provider="south", title="South", kind="nps-division", area="South")
        assert isinstance(Office(opened(), vault=lambda: vault).give("c-3", register), Accepted)
    assert newer.look() == 1


@ON_ONE
@pytest.mark.parametrize("event", [InspectionClosed.name, "inspection.sample-drawn.v1"])
def test_nothing_is_called_due_where_an_inspection_cannot_be_read_to_its_end(
    store: Store, vault: KeyVault, event: str
) -> None:
    retention, _ = closed_with_notes(store, Office(store, vault=lambda: vault))
    with not_knowing(event), pytest.raises(Unreadable, match=event):
        retention.due(SCHEDULE, day("2050-01-01"))
