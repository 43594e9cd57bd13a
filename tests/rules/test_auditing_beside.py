"""What is different in an evidence room, a list of cases and alerts, and how they stand, in an inspector's words."""

from datetime import UTC, date, datetime

import pytest

from activities.auditing.soundness import FoundSound
from domain.auditing.changes import changes_between
from domain.auditing.standing import standing_beside
from domain.cases.alerts.alert import ALERT, Alerts
from domain.cases.alerts.events import (
    AlertAcknowledged,
    AlertEvent,
    AlertNoticeSent,
    AlertRaised,
    AlertTold,
    AlertUnacknowledged,
    Told,
)
from domain.cases.lists.events import (
    CaseListClosed,
    CaseListEvent,
    CaseListHandedIn,
    CaseListReplaced,
    CasesExcluded,
)
from domain.cases.lists.rules import CASE_LIST, CaseList
from domain.evidence import events as e
from domain.evidence.decider import EVIDENCE
from domain.evidence.state import EvidenceRoom
from domain.inspections.state import Inspection
from domain.ledger.envelope import Recorded
from domain.messages import Event
from domain.privacy.boxes import Plain

DAY = date(2018, 5, 3)
CASE = f"case-{'1' * 32}"
LIST = f"list-{'a' * 32}"
NOON = datetime(2018, 5, 3, 11, tzinfo=UTC)


def entry(title: str = "Rota", **more: object) -> e.Entry:
    said = {
        "kind": "document", "title": title, "bears_on": ("1.1", "1.2.3"), "true_from": DAY, "true_to": None,
        "source": "The division", "document": "f" * 64, "voice": None,
    }  # fmt: skip
    return e.Entry(**{**said, **more})  # type: ignore[arg-type]  # as a test says


def session(**more: object) -> e.SessionPlan:
    said = {
        "session": "s1",
        "kind": "focus-group",
        "on": DAY,
        "begins": "09:30",
        "ends": "10:15",
        "place": "Leeds",
    }
    return e.SessionPlan(**{**said, **more})  # type: ignore[arg-type]  # as a test says


REGISTERED = e.EvidenceRegistered(entry="rota", content=entry(), recorded_on=DAY, account=None)
PUT_RIGHT = e.EvidenceCorrected(
    entry="rota", content=entry("Rota of May", true_to=date(2018, 5, 31)), recorded_on=DAY, account=None,
    reason="It is of May.",
)  # fmt: skip
WITHDRAWN = e.EvidenceWithdrawn(entry="rota", recorded_on=DAY, reason="It is of 2016.")
PLANNED = e.SessionPlanned(plan=session(inspectors=("os-1",)))
OPENED = e.EnquiryOpened(enquiry="gap", question="Why?", bears_on=("1.1",), from_gap=True)
WORKED = e.EnquiryWorkedOn(enquiry="gap", evidence=("rota",), showed="They are few.")

REST = "on 1.1, 1.2.3; file ffffffffffff…"
ROTA = f"entry rota of the register: Rota (document, from The division); of 3 May 2018; {REST}"
ROTA_OF_MAY = f"Rota of May (document, from The division); of 3 May 2018 to 31 May 2018; {REST}"
SESSION = "focus group, 3 May 2018, 09:30 to 10:15, at Leeds, by os-1"

ROOM: list[tuple[list[Event], list[str]]] = [
    ([REGISTERED], [ROTA]),
    (
        [REGISTERED, PUT_RIGHT],
        [
            f"entry rota of the register: {ROTA_OF_MAY}; put right 1 time, was {ROTA.partition(': ')[2]}",
        ],
    ),
    (
        [REGISTERED, WITHDRAWN],
        [f"{ROTA}; withdrawn: It is of 2016., was {ROTA.partition(': ')[2]}"],
    ),
    ([PLANNED], [f"session s1: planned, {SESSION}"]),
    (
        [PLANNED, e.SessionCancelled(session="s1", reason="Snow.")],
        [
            f"session s1: cancelled, {SESSION}, was planned, {SESSION}",
        ],
    ),
    (
        [e.ExperienceSummarised(voice="service-users", summary="They wait.", evidence=())],
        ["experience of service users: They wait."],
    ),
    (
        [e.ExperienceMissing(voice="victims", reason="Nobody came.")],
        ["why victims were not heard: Nobody came."],
    ),
    (
        [e.FeedbackGiven(given_on=DAY, to=("chair",), inspectors=("os-1",), said="Good.")],
        ["feedback 1 to the provider: given on 3 May 2018"],
    ),
    (
        [
            e.PromptsAssessed(
                findings=(
                    e.PromptAssessed(prompt="1.1.2 b", finding="not-met", evidence=("rota",)),
                    e.PromptAssessed(prompt="1.1.3", finding="not-known"),
                )
            )
        ],
        ["what the evidence says of 1.1.2 b: not met, by rota", "what the evidence says of 1.1.3: not known"],
    ),
    ([OPENED], ["line of enquiry gap: open"]),
    ([OPENED, WORKED], ["line of enquiry gap: open, looked at rota, was open"]),
    (
        [OPENED, WORKED, e.EnquiryCarried(enquiry="gap", reason="Nobody knows.")],
        [
            "line of enquiry gap: carried to the panel, looked at rota: Nobody knows., was open, looked at rota"
        ],
    ),
]


def folded(events: list[Event]) -> EvidenceRoom:
    room: EvidenceRoom = EVIDENCE.fold(events)
    return room


@pytest.mark.parametrize(("events", "words"), ROOM)
def test_what_an_event_changes_in_an_evidence_room(events: list[Event], words: list[str]) -> None:
    before, after = folded(events[:-1]), folded(events)
    assert [each.words for each in changes_between(before, after)] == words
    assert {each.about for each in changes_between(before, after)} == {"evidence"}
    assert changes_between(after, after) == ()


HANDED_IN = CaseListHandedIn(
    inspection="nps-nw", population="supervised-cases", list_digest="b" * 64, rows=120, columns=("reference",),
    document="c" * 64, key=Plain("k", LIST, "case-list"),
)  # fmt: skip
EXCLUDED = CasesExcluded(
    rows="1,3-4", cases=3, code="too-short", rule="weeks < 12", reason="Too short to tell."
)
CLOSED = CaseListClosed(
    frame="d" * 64, document=None, frame_key=None, eligible=117, words=Plain("w", LIST, "case-list"),
    words_digest="e" * 64, size=None, reason=None, public_source=None, public_day=None, public_numbers=None,
    public_highest=None,
)  # fmt: skip
REPLACED = CaseListReplaced(by=f"list-{'0' * 32}", reason="Cases were missing.")
NAMED = f"list of supervised cases {LIST}"

LISTS: list[tuple[list[CaseListEvent], str]] = [
    ([HANDED_IN], f"{NAMED}: handed in, 120 cases, file bbbbbbbbbbbb…"),
    ([HANDED_IN, EXCLUDED], f"not to be drawn from {LIST}: 3 cases: 3 too short (weeks < 12)"),
    (
        [HANDED_IN, CLOSED],
        f"{NAMED}: closed for its draw, from 117 cases, was handed in, 120 cases, file bbbbbbbbbbbb…",
    ),
    (
        [HANDED_IN, CLOSED, REPLACED],
        f"{NAMED}: replaced by {REPLACED.by}, was closed for its draw, from 117 cases",
    ),
]


@pytest.mark.parametrize(("events", "words"), LISTS)
def test_what_an_event_changes_of_a_list_of_cases(events: list[CaseListEvent], words: str) -> None:
    before: CaseList = CASE_LIST.fold(events[:-1])
    after: CaseList = CASE_LIST.fold(events)
    assert [(each.about, each.words) for each in changes_between(before, after, LIST)] == [("sample", words)]


def told(*who: str) -> tuple[Told, ...]:
    return tuple(Told(who=each, at=NOON) for each in who)


RAISED = AlertRaised(
    inspection="nps-nw", case=CASE, number=1, what=Plain("Said.", CASE, "case-note"), by="os-1", told=told("os-2"),
    due=DAY,
)  # fmt: skip
UNTOLD = RAISED.model_copy(update={"told": ()})
TAKEN_UP = AlertAcknowledged(number=1, action=Plain("Done.", CASE, "case-note"))
PASSED = AlertUnacknowledged(number=1, due=DAY)
NOTICE = AlertNoticeSent(number=1, occasion="raised", told=told("os-4"), on_duty=True, document="d" * 64)
ALERT_1 = f"alert 1 in {CASE}: raised on 3 May 2018"

ALERTS: list[tuple[list[AlertEvent], list[str]]] = [
    (
        [RAISED],
        [f"{ALERT_1}, to be taken up that day", f"os-2 told of alert 1 in {CASE}: 3 May 2018, 12:00"],
    ),
    (
        [RAISED, AlertTold(number=1, told=told("os-2", "os-3"))],
        [f"os-3 told of alert 1 in {CASE}: 3 May 2018, 12:00"],
    ),
    ([UNTOLD, NOTICE], [f"os-4 told of alert 1 in {CASE}: 3 May 2018, 12:00"]),
    ([RAISED, TAKEN_UP], [f"{ALERT_1}, taken up, was raised on 3 May 2018, to be taken up that day"]),
    (
        [RAISED, PASSED],
        [f"{ALERT_1}, not taken up by the end of its day, was raised on 3 May 2018, to be taken up that day"],
    ),
]


@pytest.mark.parametrize(("events", "words"), ALERTS)
def test_what_an_event_changes_of_alerts(events: list[AlertEvent], words: list[str]) -> None:
    before: Alerts = ALERT.fold(events[:-1])
    after: Alerts = ALERT.fold(events)
    found = changes_between(before, after, CASE.replace("case-", "alert-"))
    assert [each.words for each in found] == words
    assert {each.about for each in found} == {"alert"}


def test_how_it_stands_is_said_of_what_there_is_and_of_nothing_else() -> None:
    assert standing_beside(Inspection(), [EvidenceRoom(), CaseList(), Alerts()]) == {}
    room = folded([REGISTERED, PUT_RIGHT, PLANNED, OPENED])
    lists = [CASE_LIST.fold([HANDED_IN, CLOSED, REPLACED]), CASE_LIST.fold([HANDED_IN, EXCLUDED])]
    alerts = [ALERT.fold([UNTOLD]), ALERT.fold([RAISED, PASSED, TAKEN_UP])]
    assert standing_beside(Inspection(), [room, *lists, *alerts]) == {
        "evidence room": "1 entry in the register, 1 put right; 1 session, 1 planned; 1 line of enquiry, 1 open",
        "list of supervised cases": "120 cases, 3 not to be drawn; open",
        "alerts": "2 raised, 1 taken up, 1 not taken up by the end of the day, 1 of which nobody was told",
    }


def events_of(stream: str, number: int) -> list[Recorded]:
    """What holds nothing that can be read, which is a finding as good as any other."""
    return [Recorded(each, stream, each, "none.v1", b"", b"{}") for each in range(1, number + 1)]


def test_no_more_is_remembered_than_there_is_room_for_and_what_was_used_last_stays() -> None:
    found_sound = FoundSound(remembered=10)
    first = found_sound.part_of(events_of("one", 4))
    found_sound.part_of(events_of("two", 4))
    assert found_sound.part_of(events_of("one", 4)) is first
    found_sound.part_of(events_of("three", 4))
    assert found_sound.remembered == 8
    assert found_sound.part_of(events_of("one", 4)) is first
    grown = found_sound.part_of(events_of("one", 5))
    assert grown is not first
    assert found_sound.remembered == 9
    assert found_sound.part_of(events_of("huge", 11)).fault is not None
    assert found_sound.remembered == 0


def test_a_byte_that_is_another_is_looked_at_anew() -> None:
    found_sound = FoundSound()
    kept = events_of("one", 1)
    first = found_sound.part_of(kept)
    changed = [kept[0]._replace(body=b"[]")]
    assert found_sound.part_of(changed) is not first
    assert found_sound.part_of([]).sound == ()
