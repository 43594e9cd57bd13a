"""Golden events of a year's programme, of the responses to its draft, and of what was before it."""

from domain.messages import Event
from domain.privacy.boxes import Sealed
from domain.programme.choice.lottery import draw_lots, seed_from
from domain.programme.choice.rules import FollowUps, SelectionRule, Step
from domain.programme.choice.selection import select
from domain.programme.choice.services import Joint, Risk, Service
from domain.programme.problem import Pin
from domain.programme.year.events import (
    BeaconValueNoted,
    ConsultationClosed,
    DraftIssued,
    FrameFrozen,
    HistoryLoaded,
    InspectionNotStarted,
    InspectionStarted,
    LotsDrawn,
    PinLifted,
    PinSet,
    PlanAccepted,
    PlanProposed,
    PlanWithdrawn,
    ProgrammeClosed,
    ProgrammeNoticeSent,
    ProgrammeOpened,
    ProgrammePublished,
    ProgrammeReplanned,
    ProgrammeWithdrawn,
    ResponseNoted,
    ResponseSettled,
    SelectionProposed,
    ServiceAdded,
    ServiceRemoved,
    ServicesNoted,
)
from domain.programme.year.published.responses import ResponseDecided, ResponseReceived
from domain.programme.year.terms import Area, Change, Chosen, Facts, Lot, PlanContent
from domain.providers.past import PastInspection, PastInspectionNoted, Source
from tests.support.example import day
from tests.support.programme_on_record import PLAN, content_of

__all__ = ["PROGRAMME", "PROGRAMME_VARIANTS"]

_RESPONSE = "response-" + "0a1b" * 8
_SOURCE = Source(title="past.csv", digest="a" * 64)
_RISK = Risk(score=60, evidence="Published data", on=day("2018-01-10"), by="The intelligence team")
_CONTENT: PlanContent = content_of()
_NORTH = _CONTENT.slots[0]
_RULE = SelectionRule(
    id="two-of-three",
    version="1",
    title="One by risk, one by lot",
    citation="The programme board",
    notes=("Where two are alike, the lot decides.",),
    in_force_from=day("2018-01-01"),
    cycle=4,
    number=2,
    regions=1,
    again=5,
    visits=3,
    counts=("nps-division-2018", "nps-division-2010"),
    follow_ups=FollowUps(rated=("inadequate",), months=12, kinds=("follow-up-nps-division",)),
    steps=(Step(by="risk", number=1), Step(by="lot", number=1)),
)
_SERVICES = (
    Service(
        id="east",
        region="south",
        last=2016,
        risk=_RISK.with_(score=20),
        size=120,
        density=30,
        ended_on=day("2017-02-10"),
        booked=("thematic-2018 in the programme adult-2018",),
    ),
    Service(id="north", region="north", last=2015, performance=-3, follow_up="It was inadequate", visits=1),
    Service(id="south", region="south", last=2017, risk=_RISK),
)
_SELECTED = select(_RULE, _SERVICES, 2018)
_FRAME = _SELECTED.frame
assert _FRAME is not None
_DRAWN = draw_lots(_FRAME, seed_from("our notice", "4 8 15"))


def _sealed(field: str) -> Sealed:
    return Sealed(
        algorithm="aes-256-gcm-1",
        category="response",
        ciphertext="A" * 64,
        commitment="c" * 64,
        field=field,
        nonce="0" * 24,
        subject=_RESPONSE,
    )


PROGRAMME: tuple[Event, ...] = (
    PastInspectionNoted(
        past=PastInspection(
            provider="north",
            inspection="north-2014",
            kind="nps-division-2018",
            ended_on=day("2014-06-13"),
            rating="requires_improvement",
            lead="os-1009",
            follow_up="It was rated as requiring improvement",
            follow_up_due=day("2015-06-12"),
        ),
        source=_SOURCE,
        line=2,
    ),
    ProgrammeOpened(
        programme="2018",
        title="The year 2018-19",
        year=2018,
        first_monday=day("2018-04-02"),
        areas=(Area(area="The North", region="north"), Area(area="The South", region="south")),
        source=_SOURCE.with_(title="areas.csv"),
    ),
    HistoryLoaded(inspections=1, source=_SOURCE),
    ServicesNoted(
        services=(
            Facts(provider="south", risk=_RISK, performance=12, size=340, density=21, visits=1),
            Facts(provider="east"),
        ),
        source=_SOURCE.with_(title="scores.csv"),
    ),
    SelectionProposed(
        rule=_RULE,
        services=_SERVICES,
        joint=(Joint(partner="hmi-probation", most=2, services=tuple(each.id for each in _SERVICES)),),
        wanted=_SELECTED.wanted,
        choices=tuple(Chosen(id=each.id, by=each.chosen, reason=each.reason) for each in _SELECTED.choices),
        frame=_FRAME,
        outlook=_SELECTED.outlook,
        shortfalls=("only 1 of 2 services could be chosen",),
    ),
    FrameFrozen(
        rule=_RULE.id,
        frame=_FRAME.digest,
        commitment="our notice",
        beacon="the draw of 3 March",
        value_on=day("2018-03-03"),
        numbers=3,
        highest=59,
    ),
    BeaconValueNoted(rule=_RULE.id, value="4 8 15", by="os-1000"),
    LotsDrawn(
        rule=_RULE.id,
        frame=_DRAWN.frame,
        value="4 8 15",
        seed=_DRAWN.seed,
        arithmetic="hmac-sha256-v1",
        lots=tuple(
            Lot(id=each.id, region=each.region, lot=each.lot, outcome=each.outcome, reason=each.reason)
            for each in _DRAWN.lots
        ),
    ),
    ServiceRemoved(rule=_RULE.id, service="south", reason="It is to be abolished."),
    ServiceAdded(rule=_RULE.id, service="south", reason="That was put off."),
    PinSet(
        number=1,
        pin=Pin(
            inspection="north-2018", start=14, by="os-1000", why="The council asked for no date before July."
        ),
    ),
    PinLifted(number=1, reason="They can after all."),
    PlanProposed(content=_CONTENT),
    PlanAccepted(plan=PLAN.digest),
    PlanWithdrawn(plan=PLAN.digest, reason="A panel fell away."),
    DraftIssued(plan=PLAN.digest, closes_on=day("2018-03-09"), providers=("north", "south")),
    ResponseReceived(
        programme="2018",
        said=_sealed("said"),
        whom=_sealed("whom"),
        received_on=day("2018-03-01"),
        confidential=True,
    ),
    ResponseNoted(response=_RESPONSE, received_on=day("2018-03-01"), confidential=True),
    ResponseDecided(outcome="partly-accepted", reasons=_sealed("reasons")),
    ResponseSettled(response=_RESPONSE, outcome="partly-accepted"),
    ConsultationClosed(due=day("2018-03-09")),
    ProgrammePublished(plan=PLAN.digest, published_on=day("2018-03-12")),
    ProgrammeWithdrawn(reason="The budget was cut."),
    ProgrammeReplanned(
        was="9" * 64,
        content=_CONTENT,
        reason="A panel was cancelled.",
        changes=(
            Change(inspection="north-2018", was=_NORTH, now=_NORTH.with_(publish_on=day("2018-09-17"))),
            Change(inspection="south-2018", was=None, now=_CONTENT.slots[1]),
        ),
    ),
    InspectionStarted(inspection="north-2018", slot=_NORTH, announced_before=False),
    InspectionNotStarted(
        inspection="north-2018", due=day("2018-06-11"), code="has-left", why="os-1001 left on 2018-05-01."
    ),
    ProgrammeNoticeSent(notice="replanned-2-staff-os-1001", document="e" * 64, to=("staff-os-1001",)),
    ProgrammeClosed(closed_on=day("2018-12-03")),
)
"""One event of each."""

PROGRAMME_VARIANTS: dict[str, Event] = {
    "without-lots": SelectionProposed(
        rule=_RULE.with_(steps=_RULE.steps[:1]),
        services=_SERVICES[:1],
        joint=(),
        wanted=1,
        choices=(Chosen(id="east", by=None, reason="was not reached"),),
        frame=None,
        outlook=(),
        shortfalls=(),
    ),
    "of-a-person": PinSet(
        number=2, pin=Pin(inspection="north-2018", person="os-1001", role="lead", by="os-1000", why="Agreed.")
    ),
    "from-nobody-who-says-so": ResponseReceived(
        programme="2018", said=_sealed("said"), whom=None, received_on=day("2018-03-01"), confidential=False
    ),
    "without-a-report": InspectionStarted(
        inspection="north-2018",
        slot=_NORTH.with_(area="Northland", panel=None, panel_week=None, publish_on=None),
        announced_before=True,
    ),
    "of-little-that-is-known": PastInspectionNoted(
        past=PastInspection(
            provider="north", inspection="north-2014", kind="area-2010", ended_on=day("2014-06-13")
        ),
        source=_SOURCE,
        line=3,
    ),
}
"""Where optional values are absent, or others are there."""
