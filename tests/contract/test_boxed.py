"""A vault that is not the record's, or is older than it: what is told, and what is not done with it."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from activities.commanding.desk import Accepted
from activities.privacy.boxes_kept import at_odds, has_boxes, sealed_before
from activities.privacy.personal import Personal
from activities.privacy.vault import Destroyed, KeyMissing
from adapters.outbound.store import Store
from adapters.outbound.vault import KeyVault, make_vault, open_vault
from domain.cases.commands import NoteCaseReference, RecordInterview
from domain.deciders import EVENT_NAMES
from domain.privacy.boxes import UNOPENED
from tests.support.example import AT_FIELDWORK_WITH_SAMPLES, CASE, CASES
from tests.support.office import Office, events, put, refused

NO_INTERVIEW = RecordInterview(case=CASE, reason="The officer has left.")

pytestmark = pytest.mark.parametrize("place", ["sqlite"], indirect=True)


class Vaults:
    """Vaults in folders of their own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.opened: list[KeyVault] = []

    def __call__(self, name: str, store: Store) -> KeyVault:
        """The vault with a name, made if there is none, and watching a record."""
        url = f"sqlite:///{self._folder}/{name}/vault.db"
        make_vault(url, self._folder / name)
        self.opened.append(open_vault(url, self._folder / name, partial(sealed_before, store)))
        return self.opened[-1]


@pytest.fixture
def vaults(tmp_path: Path) -> Iterator[Vaults]:
    made = Vaults(tmp_path)
    yield made
    for each in made.opened:
        each.close()


def test_a_vault_that_lacks_a_key_of_the_record_makes_no_other(store: Store, vaults: Vaults) -> None:
    put(store, *AT_FIELDWORK_WITH_SAMPLES)
    right, older = vaults("right", store), vaults("older", store)
    assert not has_boxes(store)
    assert isinstance(Office(store, vault=lambda: right).give("c-1", NO_INTERVIEW), Accepted)
    assert has_boxes(store)
    late = Office(store, vault=lambda: older)
    with pytest.raises(KeyMissing, match="put the vault back from a copy"):
        late.give("c-2", NO_INTERVIEW)
    assert older.size() == 0
    other_class = NoteCaseReference(case=CASE, reference="R-1")
    assert isinstance(late.give("c-3", other_class), Accepted), "a key of which there is no box yet"
    assert isinstance(late.give("c-4", NO_INTERVIEW.with_(case=CASES[1])), Accepted)


def test_the_record_s_boxes_are_held_against_the_vault_s_keys(store: Store, vaults: Vaults) -> None:
    put(store, *AT_FIELDWORK_WITH_SAMPLES)
    right, other = vaults("right", store), vaults("other", store)
    other.veil(CASES[1], "case-note", "a key of its own, made before the record had a box")
    office = Office(store, vault=lambda: right)
    for number, case in enumerate(CASES[:3]):
        assert isinstance(office.give(f"c-{number}", NO_INTERVIEW.with_(case=case)), Accepted)
    assert not at_odds(store, right)
    odds = at_odds(store, other)
    assert set(odds.missing) == {(CASES[0], "case-note"), (CASES[2], "case-note")}
    assert odds.other == ((CASES[1], "case-note"),)
    other.destroy([Destroyed(CASES[0], None, EVENT_NAMES.read(next(iter(store.scan()))).occurred_at)])
    assert at_odds(store, other).missing == ((CASES[2], "case-note"),), "what was erased is not missing"


def test_a_box_that_cannot_be_opened_says_so_in_its_place_and_hides_no_other(
    store: Store, vaults: Vaults
) -> None:
    put(store, *AT_FIELDWORK_WITH_SAMPLES)
    right, other = vaults("right", store), vaults("other", store)
    reference = NoteCaseReference(case=CASES[0], reference="R-1")
    assert isinstance(Office(store, vault=lambda: right).give("c-1", reference), Accepted)
    late = Office(store, vault=lambda: other)
    assert isinstance(late.give("c-2", reference.with_(case=CASES[1])), Accepted)
    shown = Personal(store, lambda: other).cases(CASES[:2])
    assert [shown[each].reference for each in CASES[:2]] == [UNOPENED, "R-1"]


def test_no_key_is_made_for_whom_nothing_is_on_the_record(store: Store, vaults: Vaults) -> None:
    put(store, *AT_FIELDWORK_WITH_SAMPLES)
    vault = vaults("right", store)
    office = Office(store, vault=lambda: vault)
    nobody = "case-" + "9" * 32
    mistyped = NO_INTERVIEW.with_(case=nobody)
    assert refused(office.give("c-1", mistyped)) == "unknown-case"
    assert refused(office.give("c-1", mistyped)) == "unknown-case", "and again"
    assert vault.size() == 0
    assert events(store, nobody) == []
    assert isinstance(office.give("c-2", NO_INTERVIEW), Accepted)
    assert isinstance(office.give("c-2", NO_INTERVIEW), Accepted), "the same answer again"
    assert vault.size() == 1
