"""Who is handed the record as a whole while reads are kept apart, on either store."""

from collections.abc import Callable

from activities.cases.apart import WHOLE_RECORD, Apart
from adapters.outbound.store import Store
from domain.cases.events import AnswersRecorded, CaseAllocated, CaseSetAside
from domain.dated_rules.library import Library
from domain.decider import On
from domain.messages import Event
from domain.people.roles import Role
from domain.people.staff.events import RoleGiven
from tests.support.example import CASE, CASES, day
from tests.support.office import Office, put
from tests.support.read_twice import FIRST, NEVER, UNDER, drawn, under

Opening = Callable[[], Store]

BEGUN = (
    On(CASE, CaseAllocated(reader=FIRST)),
    On(CASE, AnswersRecorded(answers=(("2.1.1", "yes"),))),
)


def inspector(person: str, role: Role = Role.INSPECTOR) -> On:
    return On(f"staff-{person}", RoleGiven(role=role, since=day("2018-01-01"), until=None))


def apart(opened: Opening, *facts: Event | On, library: Library = UNDER) -> Apart:
    store = opened()
    put(store, *facts)
    return Apart(store, Office(store).records, lambda: library)


def test_whoever_reads_or_may_be_given_a_case_that_may_yet_be_drawn_is_not_handed_the_record(
    opened: Opening,
) -> None:
    found = apart(opened, *under(), *BEGUN, inspector("os-8"), inspector("os-9", Role.ASSISTANT))
    assert found.refusal_of_record(FIRST) == WHOLE_RECORD
    assert found.refusal_of_record("os-8") == WHOLE_RECORD
    assert found.refusal_of_record("os-9") is None
    assert found.hidden([CASE], "os-9") == {CASE}
    assert not found.hidden([CASE], FIRST)


def test_where_no_case_is_read_twice_or_none_is_begun_nothing_is_kept_apart(opened: Opening) -> None:
    never = apart(opened, *under(NEVER), *BEGUN, inspector("os-8"))
    assert never.refusal_of_record("os-8") is None
    assert not never.hidden([CASE], "os-8")


def test_nothing_is_kept_apart_in_a_case_that_nobody_has_begun_or_that_was_set_aside(opened: Opening) -> None:
    found = apart(opened, *under(), *BEGUN, On(CASE, CaseSetAside(code="inspection-cancelled")))
    assert found.refusal_of_record(FIRST) is None
    assert not found.hidden([CASE, *CASES], "os-8")


def test_an_installation_that_does_not_have_the_kind_keeps_apart_what_it_cannot_know_about(
    opened: Opening,
) -> None:
    found = apart(opened, *under(), *BEGUN, library=Library.of([], [], []))
    assert found.hidden([CASE], "os-8") == {CASE}


def test_once_it_is_drawn_whoever_reads_cases_is_not_handed_the_record_until_both_reads_are_in(
    opened: Opening,
) -> None:
    history = drawn().history
    facts = [On(stream, event) for stream, events in history.items() for event in events]
    found = apart(opened, *facts, inspector("os-8"))
    assert found.refusal_of_record("os-8") == WHOLE_RECORD
    assert found.refusal_of_record("os-9") is None
