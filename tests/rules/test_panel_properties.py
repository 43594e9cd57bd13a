"""Whatever the order of arrivals, departures, recusals and decisions: nobody decides who may not, nor too few."""

from datetime import UTC, datetime, time, timedelta

from hypothesis import given as generated
from hypothesis import settings
from hypothesis import strategies as st

from domain.cases.events import CaseAllocated
from domain.dated_rules.library import Library
from domain.decider import On
from domain.inspections.commands import DecideRatings, ReopenCaseReads
from domain.inspections.events import RatingsDecided, RatingsDerived
from domain.inspections.kinds.parts import PanelRule
from domain.messages import Command, Event
from domain.panels import commands as c
from domain.panels import events as e
from domain.panels.react import react
from domain.panels.state import Panel, minutes_digest
from tests.support.example import (
    ANNOUNCED,
    AT_PANEL_REVIEW,
    CASE,
    CONVENED,
    DERIVED,
    FRAMEWORK,
    INSPECTION,
    PANEL,
    PROTOCOL,
    SCHEME,
    day,
)
from tests.support.specification import Story, given

QUORUM = 3
LEAD, READER = "member-1", "member-2"
MEMBERS = ("panel-chair-1", LEAD, READER, "member-3", "member-4", "member-5")
STREAM, SUBJECT = f"panel-{PANEL}", f"inspection-{INSPECTION}"
DUE = day("2018-08-06")
KIND = PROTOCOL.with_(
    panel=PanelRule(quorum=QUORUM, papers_days=2, minutes_days=3, citation="a test"),
)
LED = ANNOUNCED.with_(lead=LEAD, protocol=ANNOUNCED.protocol.with_(digest=KIND.digest))
CALLED = CONVENED.with_(
    members=MEMBERS[:-1],
    agenda=(e.AgendaItem(inspection=INSPECTION, papers_due=DUE),),
    minutes_days=3,
)
FACTS = (
    *(LED if fact is ANNOUNCED else fact for fact in AT_PANEL_REVIEW),
    On(CASE, CaseAllocated(reader=READER)),
    DERIVED,
    CALLED,
)

SOMEBODY = st.sampled_from(MEMBERS)
GROUNDS = st.sampled_from(["interest", "worked-there", "other"])


@st.composite
def commands(draw: st.DrawFn, story: Story) -> Command:
    """Something that is asked of the meeting, or of the inspection before it."""
    state: Panel = story.state(STREAM)
    item = state.items[INSPECTION]
    written = state.written.digest if state.written else "0" * 64
    pack = item.pack.pack if item.pack else None
    makers: dict[str, st.SearchStrategy[Command]] = {
        "open": st.builds(
            c.OpenPanel,
            panel=st.just(PANEL),
            present=st.lists(SOMEBODY, min_size=1, max_size=6, unique=True).map(tuple),
        ),
        "attend": st.builds(c.AttendPanel, panel=st.just(PANEL), member=SOMEBODY),
        "leave": st.builds(c.LeavePanel, panel=st.just(PANEL), member=SOMEBODY),
        "invite": st.builds(c.InviteMember, panel=st.just(PANEL), member=SOMEBODY),
        "recuse": st.builds(
            c.RecuseMember,
            panel=st.just(PANEL),
            inspection=st.just(INSPECTION),
            member=SOMEBODY,
            ground=GROUNDS,
        ),
        "chair": st.builds(
            c.TakeChair,
            panel=st.just(PANEL),
            chair=SOMEBODY,
            in_place_of=st.sampled_from([None, "panel-chair-1"]),
            why=st.sampled_from([None, "barred"]),
        ),
        "pack": st.builds(
            c.IssuePack,
            panel=st.just(PANEL),
            inspection=st.just(INSPECTION),
            pack=st.sampled_from(["6" * 64, "7" * 64]),
            derivation=st.just(DERIVED.trace_digest),
            page=st.just("8" * 64),
        ),
        "decide": st.builds(
            DecideRatings,
            inspection=st.just(INSPECTION),
            panel=st.just(PANEL),
            derivation=st.just(DERIVED.trace_digest),
            pack=st.sampled_from([pack, pack, None, "6" * 64]),
        ),
        "defer": st.builds(
            c.DeferItem, panel=st.just(PANEL), inspection=st.just(INSPECTION), reason=st.just("More.")
        ),
        "again": st.builds(
            c.RetableItem, panel=st.just(PANEL), inspection=st.just(INSPECTION), reason=st.just("Now.")
        ),
        "dissent": st.builds(
            c.RecordDissent,
            panel=st.just(PANEL),
            inspection=st.just(INSPECTION),
            member=SOMEBODY,
            reason=st.just("No."),
        ),
        "reopen": st.just(ReopenCaseReads(inspection=INSPECTION, reason="A list was wrong.")),
        "close": st.just(c.ClosePanel(panel=PANEL)),
        "draft": st.builds(c.DraftMinutes, panel=st.just(PANEL), text=st.sampled_from(["So.", "Thus."])),
        "correct": st.builds(
            c.CorrectMinutes,
            panel=st.just(PANEL),
            text=st.sampled_from(["So.", "Not so."]),
            reason=st.just("x"),
        ),
        "approve": st.builds(
            c.ApproveMinutes, panel=st.just(PANEL), minutes=st.sampled_from([written, written, "0" * 64])
        ),
        "off": st.just(c.CallOffPanel(panel=PANEL, reason="Too few.")),
    }
    if not state.opened:
        likely = ["open", "open", "invite", "recuse", "chair", "pack"]
    elif state.closed:
        likely = ["draft", "correct", "approve", "approve", "dissent"]
    else:
        likely = [
            *["attend"] * 4,
            "leave",
            "recuse",
            "chair",
            *["decide"] * 5,
            *["again"] * 2,
            "pack",
            "invite",
        ]
    return draw(makers[draw(st.sampled_from(likely * 3 + sorted(makers)))])


@settings(max_examples=settings().max_examples // 3)  # each is a whole meeting
@generated(st.data())
def test_nobody_decides_who_may_not_and_never_too_few(data: st.DataObject) -> None:
    library = Library.of([KIND], [FRAMEWORK], [SCHEME])
    story = given(*FACTS).under(library=library)
    if data.draw(st.sampled_from([True, True, True, False])):  # most begin at the table
        there = data.draw(st.permutations(MEMBERS[1:-1]))[: data.draw(st.integers(1, 4))]
        story = story.and_(e.PanelOpened(present=("panel-chair-1", *there)))
    for _ in range(data.draw(st.integers(5, 30))):
        before = story
        result = story.when(data.draw(commands(story)), on="2018-08-08")
        story = result.story
        for stream, event in result.events:
            if isinstance(event, RatingsDecided):
                _check_decision(before, event)
            if isinstance(event, e.MinutesApproved):
                _check_minutes(before, event)
            assert stream in (STREAM, SUBJECT)
        _check_agenda(story)


def _present(events: tuple[Event, ...]) -> list[str]:
    """Who is there, reckoned from what was recorded and from nothing else."""
    there: list[str] = []
    for event in events:
        if isinstance(event, e.PanelOpened):
            there = list(event.present)
        elif isinstance(event, e.MemberArrived):
            there.append(event.member)
        elif isinstance(event, e.MemberLeft):
            there.remove(event.member)
    return there


def _check_decision(before: Story, decided: RatingsDecided) -> None:
    events = before.history[STREAM]
    out = {event.member for event in events if isinstance(event, e.MemberRecused)} | {LEAD, READER}
    there = _present(events)
    sitting = decided.sitting
    assert sitting is not None
    assert list(decided.present) == there
    assert list(sitting.deciding) == [each for each in there if each not in out]
    assert len(sitting.deciding) >= QUORUM
    assert sitting.chair in sitting.deciding
    assert {each.member for each in sitting.barred} == set(there) & out
    packs = [event.pack for event in events if isinstance(event, e.PackIssued)]
    assert sitting.pack == (packs[-1] if packs else None)
    derived = [each for each in before.history[SUBJECT] if isinstance(each, RatingsDerived)]
    assert sitting.under.derivation == decided.derivation == derived[-1].trace_digest


def _check_minutes(before: Story, approved: e.MinutesApproved) -> None:
    """What is approved is the text as it stands, of all that was recorded by then."""
    state: Panel = before.state(STREAM)
    assert state.written is not None
    assert approved.minutes == minutes_digest(state.written.text, state.proceedings)


def _check_agenda(story: Story) -> None:
    """React answers at every state; what it asks for can be done, and is then no longer asked for."""
    agenda = react(story.state(STREAM))
    assert not (agenda.over and (agenda.deadlines or agenda.duties))
    for deadline in agenda.deadlines:
        passed = c.RecordPanelDeadlinePassed(panel=PANEL, deadline=deadline.id, due=deadline.due)
        early = story.when(passed, on=deadline.passes_at - timedelta(microseconds=1)).refusal
        assert early is not None
        assert early.code == "not-yet"
        done = story.when(passed, on=deadline.passes_at)
        assert len(done.events) == 1
        assert deadline.id not in {each.id for each in react(done.story.state(STREAM)).deadlines}
    noon = datetime.combine(day("2018-08-20"), time(12), tzinfo=UTC)
    for duty in agenda.duties:
        sent = c.RecordPanelNoticeSent(panel=PANEL, notice=duty.about, document="d" * 64)
        done = story.when(sent, on=noon)
        assert duty.id not in {each.id for each in react(done.story.state(STREAM)).duties}
