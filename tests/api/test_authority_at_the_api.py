"""Who may give which command by way of the API: the whole written table, and what the staff record says of the day."""

import csv
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from activities.commanding.desk import Accepted, Order
from adapters.inbound.api.offered import OFFERED, WITHHELD
from domain.given import Actor
from domain.messages import Command
from domain.people.authority import AUTHORITY
from domain.people.roles import Role
from domain.people.roll import BeginRoll
from domain.people.staff.commands import EndRole, GiveRole, RegisterStaff, StaffDetails
from domain.working_days import london_date
from tests.arch.tree import ROOT
from tests.support.api import ServedApi, problem

pytestmark = pytest.mark.long

TABLE = ROOT / "tests" / "spec" / "authority.csv"
SYSTEMS = (Role.PROVIDER_CONTACT, Role.AUDITOR)
"""Roles that nobody holds by a token of their own; their systems do."""


def written(table: Path = TABLE) -> dict[str, set[str]]:
    """By command, the roles that may give it."""
    with table.open(newline="", encoding="utf-8") as file:
        return {
            row.pop("command"): {role for role, may in row.items() if may == "yes"}
            for row in csv.DictReader(file)
        }


def test_every_command_of_the_table_is_offered_or_withheld_with_a_reason() -> None:
    by_people = {verb for verb, roles in written().items() if roles != {Role.MACHINERY}}
    assert set(OFFERED) | set(WITHHELD) == by_people
    assert not set(OFFERED) & set(WITHHELD)
    assert all(len(reason) > 20 for reason in WITHHELD.values())


@pytest.mark.parametrize("role", [each for each in Role if each is not Role.MACHINERY])
def test_each_role_gets_as_far_as_the_table_says_and_no_further(served_api: ServedApi, role: Role) -> None:
    table = written()
    if role in SYSTEMS:
        may = [verb for verb in OFFERED if role in AUTHORITY[verb]]
        provider = "example-crc-coast" if role is Role.PROVIDER_CONTACT else None
        token = served_api.token(None, [role], may, provider)
    else:
        token = served_api.token("os-1", [role])
    let_through = set()
    with served_api.as_(token) as client:
        for verb in OFFERED:
            # Nothing is asked of what an empty command says before it is known that it may be given.
            status, code = problem(client.post(f"/api/commands/{verb}", json={}))
            assert status in (403, 422), (verb, code)
            assert code in ("not-authorised", "not-granted", "bad-value", "file-missing"), verb
            if status == 422:
                let_through.add(verb)
        granted = {each["verb"] for each in client.get("/api/commands").json()["commands"] if each["granted"]}
    assert let_through == {verb for verb in OFFERED if role.value in table[verb]}
    assert granted == let_through


def give(served: ServedApi, command: Command, who: str, role: Role) -> None:
    order = Order(f"given/{command.verb}/{who}", command, Actor(who, role, "specification"))
    outcome = served.assay.desk.give(order)
    assert isinstance(outcome, Accepted), outcome


def test_a_role_that_was_taken_away_is_gone_from_every_token_at_once(
    changing: Callable[[], ServedApi],
) -> None:
    served = changing()
    today = london_date(served.assay.clock.now())
    me = StaffDetails(person_name="Ada Example")
    give(served, BeginRoll(staff="os-1", details=me), "os-1", Role.OPERATIONS_MANAGER)
    register = RegisterStaff(
        staff="os-2", engagement="employee", details=StaffDetails(person_name="Ben Example")
    )
    give(served, register, "os-1", Role.OPERATIONS_MANAGER)
    since = today - timedelta(days=1)
    held = GiveRole(staff="os-2", held=Role.ASSISTANT, since=since)
    give(served, held, "os-1", Role.OPERATIONS_MANAGER)
    token = served.token("os-2", [Role.ASSISTANT, Role.LEAD_INSPECTOR])
    system = served.token(None, [Role.ASSISTANT], ["chase-evidence", "register-person"], by="os-1")
    with served.as_(token) as client, served.as_(system) as other:
        assert client.get("/api/me").json()["roles"] == ["assistant"], "a token gives nobody a role"
        chase = "/api/commands/chase-evidence"
        assert problem(client.post(chase, json={}))[0] == 422
        assert problem(client.post(f"{chase}?role=lead-inspector", json={})) == (403, "role-not-held")
        give(
            served,
            EndRole(staff="os-2", held=Role.ASSISTANT, last_day=since),
            "os-1",
            Role.OPERATIONS_MANAGER,
        )
        assert client.get("/api/me").json()["roles"] == []
        assert problem(client.post(chase, json={})) == (403, "not-authorised")
        assert client.get("/api/inspections").json()["inspections"] == []
        # A system is on no staff record, and acts by its token where there is one.
        person = {
            "person": "person-" + "0a1b" * 8,
            "provider": "example-crc-coast",
            "details": {"person_name": "Cyd Example", "email": "cyd@example.org"},
        }
        done = other.post("/api/commands/register-person", json=person)
        assert done.status_code == 200, done.text
        assert "Cyd" not in done.text, "what is private is sealed in a receipt"
        assert len(other.get("/api/inspections?limit=200").json()["inspections"]) > 5
