"""Retention: what is due by a schedule, and its erasure by the command that anybody gives."""

from datetime import date

import pytest

from activities.commanding.desk import Order
from activities.privacy.erasing import Erasing
from activities.privacy.retention import Retention
from adapters.outbound.store import Store
from adapters.outbound.vault import KeyVault
from domain.given import Actor
from domain.inspections.events import InspectionClosed, SampleDrawn
from domain.ledger.envelope import Unreadable
from domain.people.roles import Role
from domain.privacy.boxes import Category, Place, Plain
from domain.privacy.retention import Schedule, shipped_schedules
from domain.privacy.subjects import (
    HoldSubject,
    ReleaseSubject,
    SubjectErased,
    privacy_stream,
)
from domain.refusals import Refused
from tests.support.by_hand import not_knowing
from tests.support.example import (
    ALL_READ,
    AT_CASE_READS,
    CASES,
    day,
)
from tests.support.noted_case import OFFICER, ON_ONE, TEXT, interviewed
from tests.support.office import Office, events, put

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


@ON_ONE
@pytest.mark.parametrize("event", [InspectionClosed.name, SampleDrawn.name])
def test_nothing_is_called_due_where_an_inspection_cannot_be_read_to_its_end(
    store: Store, vault: KeyVault, event: str
) -> None:
    retention, _ = closed_with_notes(store, Office(store, vault=lambda: vault))
    with not_knowing(event), pytest.raises(Unreadable, match=event):
        retention.due(SCHEDULE, day("2050-01-01"))
