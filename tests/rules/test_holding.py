"""Since when and by whom somebody had the role in which they acted, as the record said when they did."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest

from domain.auditing.holding import held, where_held
from domain.ledger.envelope import Envelope
from domain.messages import Event
from domain.people.contacts import PersonLeft, PersonRegistered
from domain.people.roles import Role
from domain.people.staff.events import (
    DeputyEnded,
    DeputyNamed,
    RoleEnded,
    RoleGiven,
    StaffLeft,
    StaffRegistered,
)
from domain.people.tokens import TokenIssued, TokenRevoked

DAY = date(2018, 6, 4)
ME, PERSON, TOKEN = "os-7", "person-" + "0" * 32, "token-1"


def bare(of_class: type[Any], **fields: object) -> Any:
    return of_class.model_construct(**fields)


def by(actor: str, *events: Event) -> list[Envelope[Event]]:
    at = datetime(2018, 4, 3, 12, tzinfo=UTC)
    return [bare(Envelope, actor=actor, data=each, occurred_at=at) for each in events]


REGISTERED = bare(StaffRegistered)
LEAD = RoleGiven(role=Role.LEAD_INSPECTOR, since=date(2018, 4, 1), until=None)
CHAIR = DeputyNamed(place_of="os-9", role=Role.PANEL_CHAIR, since=date(2018, 6, 1), until=date(2018, 6, 30))


@pytest.mark.parametrize(
    ("acting_role", "by_then", "holds", "words"),
    [
        (
            "lead-inspector",
            by("om-1", REGISTERED, LEAD),
            True,
            "lead-inspector since 1 April 2018, given by om-1",
        ),
        ("lead-inspector", [], None, "no staff record says that os-7 held the role lead-inspector"),
        (
            "lead-inspector",
            by("om-1", REGISTERED),
            False,
            "the staff record did not say by then that os-7 held the role lead-inspector on 4 June 2018",
        ),
        (
            "inspector",
            by("om-1", REGISTERED, LEAD),
            False,
            "the staff record did not say by then that os-7 held",
        ),
        (
            "lead-inspector",
            by("om-1", REGISTERED, LEAD, RoleEnded(role=Role.LEAD_INSPECTOR, last_day=date(2018, 6, 3))),
            False,
            "the staff record did not say by then",
        ),
        (
            "lead-inspector",
            by("om-1", REGISTERED, LEAD, RoleEnded(role=Role.LEAD_INSPECTOR, last_day=date(2018, 6, 4))),
            True,
            "lead-inspector since 1 April 2018 until 4 June 2018, given by om-1",
        ),
        (
            "lead-inspector",
            by("om-1", REGISTERED, RoleGiven(role=Role.LEAD_INSPECTOR, since=date(2018, 6, 5), until=None)),
            False,
            "the staff record did not say by then",
        ),
        (
            "lead-inspector",
            by("om-1", REGISTERED, LEAD, StaffLeft(left_on=date(2018, 6, 1))),
            False,
            "the staff record did not say by then",
        ),
        (
            "panel-chair in the place of os-9",
            by("om-2", REGISTERED, CHAIR),
            True,
            "deputy of os-9 as panel-chair since 1 June 2018 until 30 June 2018, given by om-2",
        ),
        (
            "panel-chair in the place of os-9",
            by("om-2", REGISTERED, CHAIR, DeputyEnded(place_of="os-9", role=Role.PANEL_CHAIR)),
            False,
            "the staff record did not say by then that os-7 was the deputy of os-9 on 4 June 2018",
        ),
        ("panel-chair in the place of os-8", by("om-2", REGISTERED, CHAIR), False, "was the deputy of os-8"),
        ("machinery", [], None, "done by Assay itself"),
    ],
)
def test_somebody_on_the_staff(
    acting_role: str, by_then: Sequence[Envelope[Event]], holds: bool | None, words: str
) -> None:
    found = held(ME, acting_role, DAY, by_then)
    assert found.holds is holds
    assert words in found.words
    assert (found.since is None) == (found.given_by is None) == (holds is not True)


def test_a_role_that_two_gave_one_after_the_other_is_that_of_who_gave_what_stands() -> None:
    ended = RoleEnded(role=Role.LEAD_INSPECTOR, last_day=date(2018, 4, 10))
    again = RoleGiven(role=Role.LEAD_INSPECTOR, since=date(2018, 5, 1), until=None)
    by_then = [*by("om-1", REGISTERED, LEAD, ended), *by("om-2", again)]
    assert held(ME, "lead-inspector", DAY, by_then).given_by == "om-2"
    assert held(ME, "lead-inspector", date(2018, 4, 9), by_then).given_by == "om-1"


@pytest.mark.parametrize(
    ("by_then", "holds", "words"),
    [
        ([], None, f"nothing says that {PERSON} was a contact"),
        (
            by("om-1", bare(PersonRegistered, provider="nps-nw")),
            True,
            "a contact of nps-nw since 3 April 2018",
        ),
        (by("om-1", bare(PersonRegistered, provider="nps-nw"), PersonLeft()), False, "who had left"),
    ],
)
def test_a_providers_contact(by_then: Sequence[Envelope[Event]], holds: bool | None, words: str) -> None:
    found = held(PERSON, "provider-contact", DAY, by_then)
    assert found.holds is holds
    assert words in found.words


@pytest.mark.parametrize(
    ("role", "day", "more", "holds"),
    [
        ("assistant", DAY, (), True),
        ("lead-inspector", DAY, (), False),
        ("assistant", date(2019, 1, 1), (), False),
        ("assistant", DAY, (bare(TokenRevoked),), False),
    ],
)
def test_a_system_with_a_token(role: str, day: date, more: tuple[Event, ...], holds: bool) -> None:
    issued = bare(TokenIssued, roles=(Role.ASSISTANT,), until=date(2018, 12, 31))
    found = held(TOKEN, role, day, by("om-1", issued, *more))
    assert (found.holds, found.given_by) == (holds, "om-1")
    assert "a token for assistant, issued by om-1 on 3 April 2018, good until 31 December 2018" in found.words


def test_where_it_stands_goes_by_who_it_is() -> None:
    assert [where_held(each) for each in (ME, PERSON, TOKEN)] == ["staff-os-7", PERSON, TOKEN]
