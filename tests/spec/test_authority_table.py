"""Every role x command x stage: permitted, or which refusal; and who may not have both of two duties."""

import csv
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from domain.decider import Decided, Decider
from domain.deciders import COMMANDS, DECIDERS
from domain.given import Actor, Given
from domain.inspections.state import Inspection
from domain.people.permissions import Permission, authority_table, stages_of
from domain.people.roles import Role
from domain.people.separation import SEPARATION, Separated, both
from domain.refusals import Refusal
from tests.support.example import AT_EVIDENCE, CALENDAR, INSPECTION, LIBRARY
from tests.support.specification import given

HERE = Path(__file__).parent


def rows(name: str) -> dict[str, dict[str, str]]:
    with (HERE / name).open(newline="", encoding="utf-8") as file:
        return {row.pop("command"): row for row in csv.DictReader(file)}


def accepted(_state: Any, _command: Any, _given: Given) -> Decided:
    """Stands for a command's own rule, so that nothing but role and stage is asked."""
    return ()


def decided(decider: Decider, row: Permission) -> str:
    """What the decider answers to an empty command in a role, for a stream that stands at a stage."""
    command = COMMANDS[row.verb]
    rules = {command: replace(decider.rules[command], decide=accepted)}
    at_stage = replace(decider, rules=rules, stage=lambda _state: row.stage or None)
    circumstances = Given(
        at=datetime(2018, 6, 4, 9, tzinfo=UTC),
        actor=Actor("os-1000", row.role, "specification"),
        calendar=CALENDAR,
        library=LIBRARY,
    )
    answer = at_stage.decide(decider.initial, command.model_construct(), circumstances)
    return answer.code if isinstance(answer, Refusal) else "permitted"


def test_every_role_command_and_stage_gets_from_the_decider_what_the_table_says() -> None:
    table = list(authority_table())
    wrong = [row for row in table if decided(DECIDERS[row.kind], row) != row.answer]
    assert wrong == []
    assert {row.verb for row in table} == set(COMMANDS)
    assert {row.role for row in table} == set(Role)


def test_every_role_command_and_stage_gets_what_the_written_tables_say() -> None:
    roles, stages = rows("authority.csv"), rows("stages.csv")
    for row in authority_table():
        if roles[row.verb][row.role.value] != "yes":
            assert row.answer == "not-authorised", row
        elif row.verb in stages and stages[row.verb]["stages"] != "any":
            at = stages[row.verb]["stages"].split(", ")
            assert row.answer == ("permitted" if row.stage in at else "wrong-stage"), row
        elif not row.stage:
            assert row.answer == "permitted", row


def test_a_command_with_stages_is_told_of_at_every_stage_that_there_is() -> None:
    table = list(authority_table())
    for kind, decider in DECIDERS.items():
        for rule in decider.rules.values():
            mine = [
                row.stage
                for row in table
                if (row.verb, row.kind, row.role) == (rule.command.verb, kind, Role.AUDITOR)
            ]
            assert mine == list(stages_of(decider) if rule.stages else ("",)), rule.command.verb


# Separation of duties


def led_by(who: str) -> Inspection:
    state = given(*AT_EVIDENCE).state(f"inspection-{INSPECTION}")
    assert isinstance(state, Inspection)
    assert state.announced is not None
    return replace(state, announced=state.announced.with_(lead=who))


KEPT_HERE = [row for row in SEPARATION if row.kept == "record"]


@pytest.mark.parametrize("row", KEPT_HERE, ids=lambda row: row.barred_from[0])
def test_the_lead_of_an_inspection_has_no_duty_that_the_table_separates_from_leading(row: Separated) -> None:
    assert row.part == "lead"
    for verb in row.barred_from:
        refusal = both(verb, "os-1000", led_by("os-1000"))
        assert refusal is not None
        assert (refusal.code, refusal.sentence) == (row.code, row.why)
        assert (
            both(verb, "os-1000", replace(led_by("os-1001"), leads_before=frozenset({"os-1000"}))) == refusal
        )
        assert both(verb, "os-1000", replace(led_by("os-1001"), proposers=frozenset({"os-1000"}))) == refusal
        assert both(verb, "os-1000", led_by("os-1001")) is None
        assert both(verb, "os-1000", Inspection()) is None


def test_every_command_that_the_table_of_separation_names_exists() -> None:
    named = {verb for row in SEPARATION for verb in row.barred_from}
    assert sorted(named - set(COMMANDS)) == []


def test_a_row_that_a_room_keeps_is_declared_by_that_rooms_rule() -> None:
    """That the refusal is given where it is declared is specified with the rule: see test_completeness."""
    declared = {
        rule.command.verb: rule.refusals for each in DECIDERS.values() for rule in each.rules.values()
    }
    for row in SEPARATION:
        if row.kept == "room":
            for verb in row.barred_from:
                assert row.code in declared[verb], (row.part, verb)
