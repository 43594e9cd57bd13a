"""At the desk: a plan that is to count is held against all inspections on the record, as it then stands."""

from pathlib import Path

from activities.commanding.desk import Accepted, Declined
from activities.programme.record import ProgrammeRecord
from adapters.outbound.documents import FolderDocuments
from adapters.outbound.store import Store
from domain.decider import On
from domain.programme.plan import Member
from domain.programme.year.events import PlanProposed
from domain.programme.year.plan_commands import AcceptPlan
from domain.providers.past import PastInspectionNoted
from tests.support.example import day
from tests.support.noted_case import ON_ONE
from tests.support.office import Office, put
from tests.support.programme_on_record import (
    ACCEPTED,
    AT_PUBLISHED,
    OPENED,
    PAST,
    PLAN,
    PROPOSED,
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
