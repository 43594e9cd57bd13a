"""Whatever is asked for, handed in, extended, chased and waived in whatever order: dates and items keep fitting."""

from datetime import date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.decider import On
from domain.inspections.commands import (
    AskForExtension,
    ChaseEvidence,
    EscalateEvidence,
    GrantExtension,
    LinkEvidence,
    MoveDeadline,
    ReceiveEvidence,
    RecordDeadlinePassed,
    RefuseExtension,
    ReplaceEvidence,
    RequestFurtherEvidence,
    WaiveEvidence,
    WithdrawWaiver,
)
from domain.inspections.events import EvidenceItem
from domain.inspections.notices import notice_of
from domain.inspections.react import react
from domain.inspections.state import Inspection
from domain.messages import Command
from domain.storyline.telling import sentence
from domain.working_days import LONDON
from tests.support.example import AT_EVIDENCE, CALENDAR, INSPECTION
from tests.support.specification import Story
from tests.support.specification import given as happened

STREAM = f"inspection-{INSPECTION}"
ITEMS = st.sampled_from(["policy", "rota", "more-1", "more-2", "diary"])
DAYS = st.integers(1, 8)
CODES = st.sampled_from(["evidence", "evidence-2", "evidence-3", "evidence-4"])
EXTENSIONS = st.sampled_from(["extension-1", "extension-2", "extension-3"])
WHY = "It is so."
Deed = tuple[str, str, int]

DEEDS: st.SearchStrategy[Deed] = st.one_of(
    st.tuples(st.sampled_from(["receive", "replace", "waive", "want", "link", "ask", "more"]), ITEMS, DAYS),
    st.tuples(st.sampled_from(["grant", "refuse"]), EXTENSIONS, DAYS),
    st.tuples(st.sampled_from(["move", "pass"]), CODES, DAYS),
    st.tuples(st.sampled_from(["chase", "escalate", "wait", "ask-all"]), st.just(""), DAYS),
)


def command(deed: Deed, today: date, state: Inspection) -> Command | None:
    """What somebody asks for; None where nobody can even say it."""
    what, about, days = deed
    due = CALENDAR.after(today, days)
    match what:
        case "receive":
            return ReceiveEvidence(inspection=INSPECTION, item=about, document=str(days) * 64)
        case "replace":
            return ReplaceEvidence(inspection=INSPECTION, item=about, document=str(days) * 64, reason=WHY)
        case "waive":
            return WaiveEvidence(inspection=INSPECTION, item=about, reason=WHY)
        case "want":
            return WithdrawWaiver(inspection=INSPECTION, item=about, reason=WHY, due=due)
        case "link":
            return LinkEvidence(inspection=INSPECTION, item=about, holding=f"h{days}")
        case "more":
            item = EvidenceItem(id=about, title="More", standard="1.1")
            return RequestFurtherEvidence(inspection=INSPECTION, items=(item,), due=due)
        case _:
            return _about_dates(deed, due, state)


def _about_dates(deed: Deed, due: date, state: Inspection) -> Command | None:
    what, about, _ = deed
    match what:
        case "ask" | "ask-all":
            return AskForExtension(
                inspection=INSPECTION, items=(about,) if about else (), until=due, reason=WHY
            )
        case "grant":
            return GrantExtension(inspection=INSPECTION, extension=about, due=due)
        case "refuse":
            return RefuseExtension(inspection=INSPECTION, extension=about, reason=WHY)
        case "move":
            return MoveDeadline(inspection=INSPECTION, deadline=about, due=due, reason=WHY)
        case "chase":
            return ChaseEvidence(inspection=INSPECTION, due=due)
        case "escalate":
            return EscalateEvidence(inspection=INSPECTION, to="panel-chair", reason=WHY)
        case _:
            running = state.deadlines.get(about)
            return (
                RecordDeadlinePassed(inspection=INSPECTION, deadline=about, due=running.due)
                if running
                else None
            )


def check(story: Story) -> None:
    """A date runs exactly for what is awaited by it, and everything can be told in words."""
    state: Inspection = story.state(STREAM)
    running = {code for code in state.deadlines if code.startswith("evidence")}
    assert running == {each.deadline for each in state.evidence.values() if each.runs}
    rising = {code for code in state.deadlines if code.startswith("escalation")}
    assert rising == {each.rises for each in state.evidence.values() if each.rising}
    held = story.state("holdings-north")
    brought = [each for each in held.standing() if each.came.source == "inspection"]
    assert len({each.came.about for each in brought}) == len(brought), "one thing is held once"
    received = {code for code, each in state.evidence.items() if each.outcome == "received"}
    assert received <= {each.came.about for each in brought}
    agenda = react(state)
    assert {each.id for each in agenda.deadlines} == set(state.deadlines)
    for code in state.notices:
        assert notice_of(INSPECTION, state, code).body


@settings(max_examples=150)
@given(deeds=st.lists(DEEDS, max_size=14))
def test_a_date_runs_exactly_for_what_is_awaited_by_it(deeds: list[Deed]) -> None:
    story, today = happened(*AT_EVIDENCE), date(2018, 6, 7)
    for deed in deeds:
        if deed[0] in ("wait", "pass"):
            today = CALENDAR.after(today + timedelta(days=deed[2]), 0)
        wanted = command(deed, today, story.state(STREAM)) if deed[0] != "wait" else None
        if wanted is None:
            continue
        at = datetime.combine(today, time(10), tzinfo=LONDON)
        result = story.when(wanted, on=at)
        assert all(sentence(event) for _, event in result.events)
        story = story.and_(*(On(*each) for each in result.events))
        check(story)
