"""Access to all that is held about somebody: opened for who may, and never without a trace of it."""

import pytest

from activities.privacy.access import Access
from adapters.outbound.store import Store
from adapters.outbound.vault import KeyVault
from domain.cases.commands import RecordInterview
from domain.cases.events import CaseSampled, InterviewNotHeld
from domain.decider import On
from domain.given import Actor
from domain.inspections.events import SampleDrawn
from domain.people.roles import Role
from domain.privacy.boxes import ERASED
from domain.privacy.subjects import (
    privacy_stream,
)
from domain.refusals import Refused
from tests.support.example import (
    AT_FIELDWORK_WITH_SAMPLES,
    CASE,
    CASES,
)
from tests.support.golden.events import sealed
from tests.support.noted_case import OFFICER, ON_ONE, TEXT, erase, interviewed
from tests.support.office import Office, events, put


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
        CaseSampled.name,
        SampleDrawn.name,
        InterviewNotHeld.name,
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
        access.give("case-" + "9" * 32, "request 14", "a-2", OFFICER)


@ON_ONE
def test_a_box_that_cannot_be_opened_says_why(store: Store, vault: KeyVault) -> None:
    put(store, *AT_FIELDWORK_WITH_SAMPLES, On(CASE, InterviewNotHeld(reason=sealed("case-note", "reason"))))
    access = Access(store, Office(store, vault=lambda: vault).desk, lambda: vault)
    (text,) = [text for each in access.give(CASE, "request 15", "a-1", OFFICER) for text in each.texts]
    assert text.text is None
    assert "has no key" in str(text.trouble)
