"""When a command may be given: ``stages.csv`` beside this file, which an inspector reads; at any other stage, never."""

import csv
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from domain.action_plans.events import ActionPlanFollowedUp
from domain.action_plans.plan import PlanStage
from domain.decider import Decider
from domain.deciders import DECIDERS
from domain.given import Actor, Given
from domain.inspections.events import InspectionCancelled, InspectionClosed, InspectionDeferred
from domain.inspections.stages import Stage
from domain.people.authority import AUTHORITY
from domain.programme.year.events import ProgrammeClosed
from domain.programme.year.state import ProgrammeStage
from domain.refusals import Refusal
from tests.support.example import (
    AT_ACTION_PLAN,
    AT_ANNOUNCEMENT,
    AT_CASE_READS,
    AT_EVIDENCE,
    AT_FIELDWORK,
    AT_PANEL_REVIEW,
    AT_PUBLICATION,
    CALENDAR,
    INSPECTION,
    LIBRARY,
    PLAN,
    PLAN_REQUESTED,
    WITH_A_PLAN,
    WITH_AN_ACCEPTED_PLAN,
    Facts,
    day,
)
from tests.support.programme_on_record import AT_CONSULTATION, AT_PUBLISHED, opened
from tests.support.specification import given

TABLE = Path(__file__).with_name("stages.csv")
WRITTEN_ROOMS = ("inspection", "action-plan", "programme")

STANDING_AT: dict[str, dict[str, Facts]] = {
    "inspection": {
        Stage.ANNOUNCEMENT: AT_ANNOUNCEMENT,
        Stage.EVIDENCE_REQUEST: AT_EVIDENCE,
        Stage.FIELDWORK: AT_FIELDWORK,
        Stage.CASE_READS: AT_CASE_READS,
        Stage.PANEL_REVIEW: AT_PANEL_REVIEW,
        Stage.PUBLICATION: AT_PUBLICATION,
        Stage.ACTION_PLAN: AT_ACTION_PLAN,
        Stage.CLOSED: (*AT_ACTION_PLAN, InspectionClosed(closed_on=day("2019-02-11"))),
        Stage.DEFERRED: (
            *AT_EVIDENCE,
            InspectionDeferred(reason="A strike.", deferred_on=day("2018-06-18"), until=day("2018-07-02")),
        ),
        Stage.CANCELLED: (*AT_EVIDENCE, InspectionCancelled(reason="The provider was merged.")),
    },
    "action-plan": {
        PlanStage.REQUESTED: (PLAN_REQUESTED,),
        PlanStage.SUBMITTED: WITH_A_PLAN,
        PlanStage.CARRYING_OUT: WITH_AN_ACCEPTED_PLAN,
        PlanStage.FOLLOWED_UP: (
            *WITH_AN_ACCEPTED_PLAN,
            ActionPlanFollowedUp(conclusion="All done.", followed_up_on=day("2019-02-11")),
        ),
    },
    "programme": {
        ProgrammeStage.PREPARATION: opened(),
        ProgrammeStage.CONSULTATION: AT_CONSULTATION,
        ProgrammeStage.PUBLISHED: AT_PUBLISHED,
        ProgrammeStage.CLOSED: (*AT_PUBLISHED, ProgrammeClosed(closed_on=day("2018-12-03"))),
    },
}
STREAM = {"inspection": f"inspection-{INSPECTION}", "action-plan": PLAN, "programme": "programme-2018"}


def table() -> dict[str, set[str]]:
    """The stages in which each command may be given, as written; empty where stages do not matter."""
    with TABLE.open(newline="", encoding="utf-8") as file:
        return {
            row["command"]: set() if row["stages"] == "any" else set(row["stages"].split(", "))
            for row in csv.DictReader(file)
        }


def test_the_table_says_of_every_command_in_which_stages_it_may_be_given() -> None:
    written = table()
    rules = {r.command.verb: set(r.stages) for kind in WRITTEN_ROOMS for r in DECIDERS[kind].rules.values()}
    assert written == rules


def test_every_stage_there_is_has_an_example() -> None:
    assert set(STANDING_AT["inspection"]) == set(Stage)
    assert set(STANDING_AT["action-plan"]) == set(PlanStage)
    assert set(STANDING_AT["programme"]) == set(ProgrammeStage)
    for kind, examples in STANDING_AT.items():
        for stage, facts in examples.items():
            assert DECIDERS[kind].stage(given(*facts).state(STREAM[kind])) == stage


def test_at_any_other_stage_a_command_is_refused_and_told_where_it_belongs() -> None:
    for kind, examples in STANDING_AT.items():
        for rule in DECIDERS[kind].rules.values():
            for stage, facts in examples.items():
                if not rule.stages or stage in rule.stages:
                    continue
                refusal = _decide(DECIDERS[kind], rule.command, given(*facts).state(STREAM[kind]))
                assert refusal.code == "wrong-stage", (rule.command.verb, stage)
                assert refusal.sentence.endswith(f"; it is at {stage}.")
                assert all(each in refusal.sentence for each in rule.stages)


def test_where_there_is_nothing_a_command_says_so() -> None:
    for kind in WRITTEN_ROOMS:
        for rule in DECIDERS[kind].rules.values():
            if rule.stages:
                refusal = _decide(DECIDERS[kind], rule.command, DECIDERS[kind].initial)
                assert refusal.code == f"unknown-{kind}", rule.command.verb


def _decide(decider: Decider, command: type[Any], state: Any) -> Refusal:
    """Decide an empty command: its stage is looked at before anything that is in it."""
    role = min(AUTHORITY[command.verb])
    circumstances = Given(
        at=datetime(2018, 6, 4, 9, tzinfo=UTC),
        actor=Actor(f"{role.value}-1", role, "specification"),
        calendar=CALENDAR,
        library=LIBRARY,
    )
    refusal = decider.decide(state, command.model_construct(), circumstances)
    assert isinstance(refusal, Refusal), command.verb
    return refusal
