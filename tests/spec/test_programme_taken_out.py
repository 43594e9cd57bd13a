"""A service that is taken out of a selection is not inspected by that rule; whatever else comes to it may come."""

import pytest

from domain.dated_rules.library import Library
from domain.programme.choice.rules import SelectionRule
from domain.programme.plan import Placement
from domain.programme.problem import Problem
from domain.programme.year.commands import ProposeSelection
from domain.programme.year.events import ServiceRemoved
from domain.programme.year.plan_commands import AcceptPlan, ProposePlan, ReplanProgramme
from tests.support.example import PROTOCOL, Facts
from tests.support.programme_on_record import (
    AT_PUBLISHED,
    NORTH,
    PLAN,
    PROPOSE,
    PROPOSED,
    RULE,
    SERVICES,
    SOUTH,
    YEAR,
    opened,
)
from tests.support.programmes import changed, plan_of
from tests.support.specification import Story, given

INQUIRY = PROTOCOL.with_(id="inquiry-2018", at_request=True)
THEME = PROTOCOL.with_(id="theme-2018", whom="providers")
PILOT = PROTOCOL.with_(id="pilot-2018")
KINDS = Library.of([PROTOCOL, INQUIRY, THEME, PILOT])

BY_RISK = RULE.with_(steps=RULE.steps[:1])
BESIDES = BY_RISK.with_(id="another-rule")
EVERYBODY = BY_RISK.with_(id="everybody", number=3, steps=(RULE.steps[0].with_(by="everyone", number=None),))
COUNTS = BY_RISK.with_(counts=("pilot-2018",))
"""A rule whose services are inspected as a pilot alone."""


def selected(*rules: SelectionRule) -> Facts:
    """What happens when rules select: each of those by risk the south."""
    found: list[object] = []
    for rule in rules:
        command = ProposeSelection(programme="2018", rule=rule, services=SERVICES)
        found += [event for _, event in given(*opened(*found)).when(command, on="2018-02-01").events]
    return tuple(found)  # type: ignore[arg-type]  # they are events


def taken_out(rule: SelectionRule, service: str = "south") -> ServiceRemoved:
    return ServiceRemoved(rule=rule.id, service=service, reason="It is to be abolished.")


def story(*happened: object) -> Story:
    return given(*opened(*happened)).under(library=KINDS)


def with_the_south_as(kind: str) -> Problem:
    """The year in which the south is inspected under a kind that is prepared and written as the others are."""
    year = YEAR.with_(kinds=(*YEAR.kinds, YEAR.kinds[0].with_(id=kind)))
    return changed(year, "inspections", "south-2018", kind=kind)


def proposing(year: Problem, *placements: Placement) -> ProposePlan:
    return PROPOSE.with_(problem=year, plan=plan_of(year, *placements))


def test_what_two_rules_select_and_one_gave_up_is_inspected_for_the_other() -> None:
    both = story(*selected(BY_RISK, BESIDES), taken_out(BY_RISK))
    assert both.when(PROPOSE, on="2018-02-20").refusal is None
    assert (
        both.and_(PROPOSED).when(AcceptPlan(programme="2018", plan=PLAN.digest), on="2018-02-21").refusal
        is None
    )
    without = YEAR.with_(inspections=YEAR.inspections[:1])
    both.when(proposing(without, NORTH), on="2018-02-20").then_refused("service-left-out", "another-rule")
    neither = both.and_(taken_out(BESIDES))
    neither.when(PROPOSE, on="2018-02-20").then_refused("service-removed", "south-2018")
    assert neither.when(proposing(without, NORTH), on="2018-02-20").refusal is None


OTHERS: list[tuple[str, SelectionRule, bool]] = [
    ("inquiry-2018", BY_RISK, True),
    ("theme-2018", BY_RISK, True),
    ("pilot-2018", EVERYBODY, True),
    ("pilot-2018", BY_RISK, False),
    ("pilot-2018", COUNTS, False),
    ("small-2018", EVERYBODY, False),
    ("small-2018", COUNTS, True),
]
"""A kind, the rule that selected the south and gave it up, and whether it may come to the south all the same."""


@pytest.mark.parametrize(("kind", "rule", "may"), OTHERS)
def test_a_service_that_was_taken_out_may_have_an_inspection_that_no_rule_chose_for_it(
    kind: str, rule: SelectionRule, may: bool
) -> None:
    north_and_east = changed(
        with_the_south_as(kind), "inspections", "north-2018", providers=("north", "east")
    )
    year = north_and_east if rule is EVERYBODY else with_the_south_as(kind)
    year = (
        year
        if kind != "small-2018"
        else (
            YEAR
            if rule is not EVERYBODY
            else changed(YEAR, "inspections", "north-2018", providers=("north", "east"))
        )
    )
    gone = story(*selected(rule), taken_out(rule))
    found = gone.when(proposing(year, NORTH, SOUTH), on="2018-02-20")
    assert (found.refusal.code if found.refusal else None) == (None if may else "service-removed")


def test_a_published_inspection_that_no_rule_chose_does_not_leave_by_that_decision_either() -> None:
    replan = ReplanProgramme(
        programme="2018", was=PLAN.digest, problem=YEAR, plan=PLAN, document="e" * 64, reason="It is over."
    )
    optional = changed(YEAR, "inspections", "south-2018", mandatory=False)
    without = replan.with_(problem=optional, plan=plan_of(optional, NORTH))
    gone = given(*AT_PUBLISHED[:5], *selected(COUNTS)[-1:], taken_out(COUNTS), *AT_PUBLISHED[5:])
    gone.under(library=KINDS).when(without, on="2018-05-01").then_refused("published-dropped", "south-2018")
    barred = given(*AT_PUBLISHED[:5], *selected(BY_RISK)[-1:], taken_out(BY_RISK), *AT_PUBLISHED[5:])
    tables = YEAR.with_(inspections=YEAR.inspections[:1])
    left = without.with_(problem=tables, plan=plan_of(tables, NORTH))
    assert barred.under(library=KINDS).when(left, on="2018-05-01").refusal is None
