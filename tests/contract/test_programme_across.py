"""At the desk: a plan that is to count is held against all inspections on the record, as it then stands."""

from pathlib import Path

import pytest

from activities.commanding.desk import Accepted, Declined
from activities.programme.record import ProgrammeRecord
from adapters.outbound.documents import FolderDocuments
from adapters.outbound.store import Store
from domain.decider import On
from domain.programme.choice.services import Service
from domain.programme.plan import Member
from domain.programme.year.commands import ProposeSelection
from domain.programme.year.events import InspectionNotStarted, PlanProposed
from domain.programme.year.plan_commands import AcceptPlan, RecordInspectionStarted, StartInspection
from domain.providers.past import PastInspectionNoted
from domain.refusals import Refusal
from tests.support.example import ANNOUNCED, day
from tests.support.noted_case import ON_ONE
from tests.support.office import Office, put
from tests.support.programme_on_record import (
    ACCEPTED,
    AT_PUBLISHED,
    OPENED,
    PAST,
    PLAN,
    PROPOSED,
    RISK,
    RULE,
    SOURCE,
    YEAR,
    content_of,
    opened,
)

NORTH_LATER = PLAN.placements[0].with_(start=15)
ACCEPT = AcceptPlan(programme="2018", plan=PLAN.digest)


@ON_ONE
def test_whoever_has_led_a_provider_since_a_plan_was_put_forward_keeps_it_from_being_accepted(
    store: Store,
) -> None:
    led = PAST.with_(inspection="n-2017", ended_on=day("2017-05-12"), lead="os-1001")
    since = On("provider-north", PastInspectionNoted(past=led, source=SOURCE, line=2))
    put(store, *opened(), PROPOSED, since)
    office = Office(store, on="2018-03-01")
    declined = office.give("a-2", ACCEPT)
    assert isinstance(declined, Declined)
    assert declined.refusal.code == "led-last"
    assert declined.refusal.sentence.startswith(
        "os-1001, planned as lead of north-2018, led the last inspection"
    )


@ON_ONE
def test_whoever_works_for_another_programme_by_then_keeps_a_plan_from_being_accepted(store: Store) -> None:
    beside = [
        On("programme-beside", each.with_(programme="beside") if each == OPENED else each)
        for each in AT_PUBLISHED
        if not isinstance(each, On) and not isinstance(each, PlanProposed)
    ]
    lead = Member(person="os-2001", role="lead")
    slots = tuple(
        each.with_(
            inspection=f"{each.inspection}-b",
            team=(lead, *(one for one in each.team if one.role != "lead")),
        )
        for each in content_of().slots
    )
    proposed = On("programme-beside", PlanProposed(content=content_of().with_(slots=slots)))
    put(store, *opened(), PROPOSED, beside[0], proposed, *beside[1:])
    declined = Office(store, on="2018-03-14").give("a-3", ACCEPT)
    assert isinstance(declined, Declined)
    assert declined.refusal.code == "engaged-elsewhere"
    assert "of the programme beside" in declined.refusal.sentence


@ON_ONE
def test_an_inspection_does_not_start_whose_lead_has_led_the_one_before_it_by_now(store: Store) -> None:
    """That one is on no stream which the start of an inspection would look at by itself."""
    before = ANNOUNCED.with_(
        provider="north", lead="os-1001", fieldwork_from=day("2018-05-14"), fieldwork_to=day("2018-05-18")
    )
    put(store, *AT_PUBLISHED, On("inspection-asked-for", before))
    start = RecordInspectionStarted(programme="2018", inspection="north-2018", due=day("2018-06-11"))
    noted = Office(store, on="2018-06-11").give("s-1", start)
    assert isinstance(noted, Accepted)
    [(_, event)] = noted.events
    assert isinstance(event, InspectionNotStarted)
    assert (event.code, "asked-for" in event.why) == ("led-last", True)
    declined = Office(store, on="2018-06-11").give(
        "s-2", StartInspection(programme="2018", inspection="north-2018")
    )
    assert isinstance(declined, Declined)
    assert declined.refusal.sentence == event.why


CHOSEN = (
    Service(id="east", region="south", risk=RISK.with_(score=20)),
    Service(id="north", region="north", last=2014, ended_on=day("2014-06-13")),
    Service(id="south", region="south", risk=RISK),
)
CHOOSE = ProposeSelection(programme="2018", rule=RULE, services=CHOSEN)


@ON_ONE
@pytest.mark.parametrize(
    ("services", "why"),
    [
        (CHOSEN[1:], "east is not as the record has it: it is of the same kind as the others, and is not among them"),
        (
            (CHOSEN[0], CHOSEN[1].with_(last=2017), CHOSEN[2]),
            "north is not as the record has it: by the record it was last inspected on 2014-06-13",
        ),
        (
            (CHOSEN[0].with_(ended_on=day("2018-02-02"), last=2017), *CHOSEN[1:]),
            "east is not as the record has it: by the record it has not been inspected yet",
        ),
        (
            (CHOSEN[0], CHOSEN[1].with_(follow_up="It was inadequate"), CHOSEN[2]),
            "north is not as the record has it: by the record no follow-up is due",
        ),
        (
            (*CHOSEN[:2], CHOSEN[2].with_(booked=("a visit of somebody's",))),
            "south is not as the record has it: the record knows of no such visit: a visit of somebody's",
        ),
    ],
)  # fmt: skip
def test_a_choice_is_made_of_services_as_the_record_has_them_whoever_puts_it_together(
    store: Store, services: tuple[Service, ...], why: str
) -> None:
    put(store, *opened(), On("provider-north", PastInspectionNoted(past=PAST, source=SOURCE, line=2)))
    office = Office(store, on="2018-02-01")
    declined = office.give("c-1", CHOOSE.with_(services=services))
    assert isinstance(declined, Declined)
    assert declined.refusal == Refusal("not-as-recorded", f"{why}; look again.")
    assert isinstance(office.give("c-2", CHOOSE), Accepted)


@ON_ONE
def test_a_visit_that_the_record_knows_of_is_not_left_out_of_a_choice(store: Store) -> None:
    there = ANNOUNCED.with_(
        provider="south", fieldwork_from=day("2018-06-11"), fieldwork_to=day("2018-06-15")
    )
    put(store, *opened(), On("inspection-asked-for", there))
    services = (CHOSEN[0], CHOSEN[1].with_(last=None, ended_on=None), CHOSEN[2].with_(last=2018))
    declined = Office(store, on="2018-02-01").give(
        "c-3", CHOOSE.with_(services=(*services[:2], services[2].with_(ended_on=day("2018-06-15"))))
    )
    assert isinstance(declined, Declined)
    assert "a visit that is not counted: asked-for, which has been announced" in declined.refusal.sentence


@ON_ONE
def test_a_plan_whose_leads_are_others_is_accepted(store: Store) -> None:
    put(store, *opened(), PROPOSED)
    assert isinstance(Office(store, on="2018-03-01").give("a-1", ACCEPT), Accepted)


@ON_ONE
def test_whoever_accepts_a_plan_is_told_whose_place_it_takes(store: Store, tmp_path: Path) -> None:
    kept = FolderDocuments(tmp_path)
    other = content_of(YEAR, PLAN.with_(placements=(NORTH_LATER, PLAN.placements[1])))
    put(store, *opened(), PROPOSED, PlanProposed(content=other), ACCEPTED)
    office = Office(store, on="2018-03-01")
    record = ProgrammeRecord(
        desk=office.desk, store=store, records=office.records, documents=kept, clock=office.clock
    )
    assert record.accepted_before("2018", PLAN.digest) is None
    assert isinstance(office.give("a-1", ACCEPT.with_(plan=other.digest)), Accepted)
    assert record.accepted_before("2018", other.digest) == PLAN.digest
