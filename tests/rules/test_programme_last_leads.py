"""Nobody is planned to lead where they led the last time, by the record as it stands whenever a plan is to count."""

from dataclasses import replace
from typing import Any

import pytest

from domain.decider import On
from domain.programme.year.choice.known import OnRecord
from domain.programme.year.events import InspectionStarted
from domain.programme.year.plan_commands import AcceptPlan, PublishProgramme
from domain.programme.year.plans.last_leads import led_since, refused_for_leads
from domain.programme.year.state import Programme
from domain.providers.changes import ProviderMerged
from domain.providers.past import PastInspectionNoted
from domain.providers.provider import PROVIDER
from tests.support.example import ANNOUNCED, day
from tests.support.programme_on_record import (
    AT_PUBLISHED,
    PAST,
    PLAN,
    PROPOSE,
    PROPOSED,
    PROVIDERS,
    SOURCE,
    content_of,
    opened,
)
from tests.support.specification import given

COMMANDS = [
    PROPOSE,
    AcceptPlan(programme="2018", plan=PLAN.digest),
    PublishProgramme(programme="2018", plan=PLAN.digest),
]


def noted(**changes: Any) -> PastInspectionNoted:
    return PastInspectionNoted(past=PAST.with_(**changes), source=SOURCE, line=2)


LED = noted(inspection="e-2015", provider="east", ended_on=day("2015-05-04"), lead="os-1001")
LATER = noted(inspection="n-2016", ended_on=day("2016-05-04"), lead="os-1002")
MERGED = ProviderMerged(into="north", reason="One will do.", since=day("2017-01-01"))


def on_record(**more: Any) -> OnRecord:
    providers = {}
    for each in PROVIDERS:
        code = each.stream.removeprefix("provider-")
        providers[code] = PROVIDER.fold([each.event, *more.get(code, ())])
    programmes = more.get("programmes", {})
    return OnRecord(providers=providers, inspections={}, staff={}, panels={}, programmes=programmes)


def programme(*happened: Any) -> Programme:
    state = given(*happened).state("programme-2018")
    assert isinstance(state, Programme)
    return state


@pytest.mark.parametrize("command", COMMANDS, ids=lambda each: each.verb)
def test_whoever_led_the_last_inspection_of_a_provider_or_its_predecessor_does_not_lead_the_next(
    command: Any,
) -> None:
    state = programme(*opened(), PROPOSED)
    refusal = refused_for_leads(command, state, on_record(east=[LED, MERGED]))
    assert refusal is not None
    assert (refusal.code, "os-1001" in refusal.sentence) == ("led-last", True)
    assert refused_for_leads(command, state, on_record(east=[LED])) is None
    assert refused_for_leads(command, state, on_record(north=[LATER], east=[LED, MERGED])) is None


@pytest.mark.parametrize("command", COMMANDS, ids=lambda each: each.verb)
def test_whoever_will_lead_it_by_a_programme_that_still_runs_does_not_lead_the_next(command: Any) -> None:
    """The next year is planned while the last one runs, and what that has still to announce comes before it."""
    north = (
        content_of()
        .slots[0]
        .with_(inspection="north-2017", fieldwork_from=day("2018-03-19"), fieldwork_to=day("2018-03-23"))
    )
    running = programme(*AT_PUBLISHED)
    known = running.known.with_(programme="2017", year=2017, first_monday=day("2017-04-03"))
    last_year = replace(running, opened=known, plan=content_of().with_(slots=(north,)))
    state = programme(*opened(), PROPOSED)
    refusal = refused_for_leads(command, state, on_record(programmes={"2017": last_year, "2018": state}))
    assert refusal is not None
    assert refusal.code == "led-last"
    withdrawn = replace(last_year, plan=None)
    assert refused_for_leads(command, state, on_record(programmes={"2017": withdrawn})) is None


@pytest.mark.parametrize("command", COMMANDS, ids=lambda each: each.verb)
def test_what_has_started_is_not_asked_about_again(command: Any) -> None:
    started = InspectionStarted(inspection="north-2018", slot=content_of().slots[0], announced_before=False)
    state = programme(*AT_PUBLISHED, started)
    assert refused_for_leads(command, state, on_record(east=[LED, MERGED])) is None


def test_a_plan_that_is_not_there_is_refused_for_that_alone() -> None:
    command = AcceptPlan(programme="2018", plan="e" * 64)
    assert refused_for_leads(command, programme(*opened()), on_record(east=[LED, MERGED])) is None


AHEAD = noted(inspection="n-2017", ended_on=day("2017-05-04"), lead="os-1001")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda each: each.verb)
def test_what_comes_later_in_the_year_does_not_hide_who_led_the_last_time(command: Any) -> None:
    after = content_of().slots[0].with_(
        inspection="north-later",
        fieldwork_from=day("2018-12-03"),
        fieldwork_to=day("2018-12-07"),
        team=content_of().slots[1].team,
    )  # fmt: skip
    beside = replace(programme(*AT_PUBLISHED), plan=content_of().with_(slots=(after,)))
    known = beside.known.with_(programme="beside")
    state = programme(*opened(), PROPOSED)
    record = on_record(north=[AHEAD], programmes={"beside": replace(beside, opened=known)})
    refusal = refused_for_leads(command, state, record)
    assert refusal is not None
    assert refusal.code == "led-last"


def led_by(lead: str, of: str = "south-2018") -> Any:
    """An inspection of the Northern Division that this programme has started in May, led by somebody."""
    announced = ANNOUNCED.with_(
        provider="north", lead=lead, fieldwork_from=day("2018-05-14"), fieldwork_to=day("2018-05-18")
    )
    return given(On(f"inspection-{of}", announced)).state(f"inspection-{of}")


def test_somebody_who_leads_where_another_was_planned_to_does_not_start_the_next_inspection_there() -> None:
    """Two inspections of one provider were weighed together in the plan; who leads the first now was not."""
    north, south = content_of().slots
    first = south.with_(providers=("north",))
    started = InspectionStarted(inspection="south-2018", slot=first, announced_before=False)
    state = programme(*AT_PUBLISHED, started)
    record = replace(on_record(), inspections={"south-2018": led_by("os-1001")})
    refusal = led_since(north, state, record)
    assert refusal is not None
    assert refusal.sentence == (
        "os-1001, planned as lead of north-2018, leads south-2018, the inspection of north before it (H3); plan it "
        "with another lead."
    )
    assert led_since(north, state, replace(record, inspections={"south-2018": led_by("os-1002")})) is None
    planned_so = started.with_(slot=first.with_(team=north.team))
    assert led_since(north, programme(*AT_PUBLISHED, planned_so), record) is None
