"""Who may give which command: ``authority.csv`` beside this file, which a policy officer reads and changes first."""

import csv
from datetime import UTC, datetime
from pathlib import Path

from domain.deciders import COMMANDS, DECIDERS
from domain.given import Actor, Given
from domain.people.authority import AUTHORITY, may_give
from domain.people.roles import Role
from domain.refusals import Refusal
from tests.support.example import CALENDAR, LIBRARY

TABLE = Path(__file__).with_name("authority.csv")
NOTES_OF_THE_MACHINERY = {
    "open-record",
    "record-deadline-passed",
    "record-notice-sent",
    "record-publication",
    "record-plan-deadline-passed",
    "record-plan-notice-sent",
    "record-alert-unacknowledged",
    "record-alert-notice",
    "note-reads-shown",
    "record-panel-deadline-passed",
    "record-panel-notice-sent",
    "record-comment-overdue",
    "record-comment-notice-sent",
    "record-posting",
    "offer-copy",
    "record-delivery",
    "record-inspection-started",
    "record-consultation-closed",
    "record-programme-notice-sent",
}


def table() -> dict[str, dict[str, str]]:
    with TABLE.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len({row["command"] for row in rows}) == len(rows), "a command stands twice in the table"
    return {row.pop("command"): row for row in rows}


def test_the_table_names_every_command_and_every_role_and_no_others() -> None:
    written = table()
    assert set(written) == set(COMMANDS)
    assert all(set(row) == {role.value for role in Role} for row in written.values())
    assert {cell for row in written.values() for cell in row.values()} == {"yes", ""}


def test_every_role_may_give_exactly_the_commands_that_the_table_says() -> None:
    written = table()
    wrong = [
        (verb, role.value)
        for verb in COMMANDS
        for role in Role
        if may_give(role, verb) != (written[verb][role.value] == "yes")
    ]
    assert wrong == []


def test_every_command_is_somebodys_to_give_and_the_rules_name_no_command_that_does_not_exist() -> None:
    assert set(AUTHORITY) == set(COMMANDS)
    assert all(AUTHORITY.values())
    assert not may_give(Role.CHIEF_INSPECTOR, "rate-the-weather")


def test_whoever_may_not_is_refused_before_anything_else_is_looked_at() -> None:
    for decider in DECIDERS.values():
        for command in decider.rules:
            for role in Role:
                if may_give(role, command.verb):
                    continue
                circumstances = Given(
                    at=datetime(2018, 6, 4, 9, tzinfo=UTC),
                    actor=Actor(f"{role.value}-1", role, "specification"),
                    calendar=CALENDAR,
                    library=LIBRARY,
                )
                # An empty command and an empty stream: whatever else is wrong, this comes first.
                refusal = decider.decide(decider.initial, command.model_construct(), circumstances)
                assert isinstance(refusal, Refusal), (command.verb, role)
                assert refusal.code == "not-authorised"


def test_the_machinery_notes_what_has_happened_and_never_judges() -> None:
    assert {verb for verb, roles in AUTHORITY.items() if Role.MACHINERY in roles} == NOTES_OF_THE_MACHINERY
    for verb in NOTES_OF_THE_MACHINERY:
        assert AUTHORITY[verb] == {Role.MACHINERY}, f"what the machinery notes, nobody else does: {verb}"


def test_an_auditor_reads_and_changes_nothing() -> None:
    assert not any(Role.AUDITOR in roles for roles in AUTHORITY.values())


def test_nobody_inspected_takes_part_in_judging_and_nobody_judging_answers_for_the_inspected() -> None:
    of_the_provider = {verb for verb, roles in AUTHORITY.items() if Role.PROVIDER_CONTACT in roles}
    shared = {
        "receive-evidence",
        "replace-evidence",
        "hold-evidence",
        "hand-in-case-list",
        "replace-case-list",
    }
    shared |= {"receive-response", "receive-comment"}
    themselves = {"change-person", "leave-person"}
    assert shared | themselves <= of_the_provider
    judging = {Role.PANEL_CHAIR, Role.CHIEF_INSPECTOR, Role.INSPECTOR, Role.QUALITY_LEAD}
    for verb in of_the_provider:
        assert not AUTHORITY[verb] & judging, verb
        if verb not in shared | themselves:
            assert AUTHORITY[verb] == {Role.PROVIDER_CONTACT}, verb


def test_who_leads_an_inspection_neither_decides_its_ratings_nor_signs_its_report() -> None:
    assert Role.LEAD_INSPECTOR not in AUTHORITY["decide-ratings"] | AUTHORITY["sign-off-report"]
    assert AUTHORITY["decide-ratings"] == {Role.PANEL_CHAIR}
    assert AUTHORITY["sign-off-report"] == {Role.CHIEF_INSPECTOR}
