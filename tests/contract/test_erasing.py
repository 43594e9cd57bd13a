"""Erasing somebody's data: what the desk seals and refuses, what a crash leaves, and what no copy brings back."""

import shutil
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import cast

import pytest

from activities.commanding.desk import Accepted, Order
from activities.commanding.drafting import said
from activities.ports import CommandIdReused, Repeated, StoreFault
from activities.privacy.erasing import Erasing, ErasureLoop, make_good
from activities.privacy.vault import KeyErased, Vault, VaultFault
from adapters.outbound.store import Store, create, open_store
from adapters.outbound.vault import KeyVault
from adapters.outbound.vault.journal import JOURNAL
from domain.canonical import keyed_digest, leaf_digest, sha256_hex
from domain.cases.commands import RecordInterview
from domain.cases.events import CaseAllocated, InterviewNotHeld
from domain.deciders import EVENT_NAMES
from domain.given import Actor
from domain.ledger.envelope import Unreadable
from domain.people.roles import Role
from domain.privacy.confidence import Veil, veiled
from domain.privacy.subjects import (
    SubjectErased,
    privacy_stream,
)
from domain.providers.provider import RegisterProvider
from tests.support.by_hand import not_knowing
from tests.support.example import (
    AT_FIELDWORK_WITH_SAMPLES,
    CASE,
    CASES,
    day,
)
from tests.support.logged import every_log
from tests.support.noted_case import (
    ERASE,
    NO_INTERVIEW,
    OFFICER,
    ON_ONE,
    TEXT,
    VaultFolder,
    erase,
    interviewed,
    opened_text,
)
from tests.support.office import KEY, Interrupted, Office, events, put, refused

Opening = Callable[[], Store]


# What the desk seals


def test_what_is_recorded_remembered_and_told_is_the_sealed_event(store: Store, vault: KeyVault) -> None:
    office = Office(store, vault=lambda: vault)
    put(store, *AT_FIELDWORK_WITH_SAMPLES)
    outcome = office.give("c-1", NO_INTERVIEW)
    assert isinstance(outcome, Accepted)
    allocated, noted = store.at([outcome.first, outcome.last])
    assert b"Orchid" not in allocated.body + noted.body
    assert outcome.events == tuple((CASE, EVENT_NAMES.read(each).data) for each in (allocated, noted))
    assert [type(event) for _, event in outcome.events] == [CaseAllocated, InterviewNotHeld]
    assert "Orchid" not in repr(outcome)
    assert opened_text(vault, noted) == TEXT


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
