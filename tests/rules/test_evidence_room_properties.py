"""Whatever is asked of an evidence room, in whatever order: it answers, and what it says of itself fits together."""

from datetime import timedelta

from hypothesis import given as generated
from hypothesis import strategies as st

from domain.evidence.commands import (
    AssessPrompts,
    CancelSession,
    CarryEnquiry,
    CloseEnquiry,
    CorrectEvidence,
    GiveFeedback,
    HoldSession,
    MoveSession,
    OpenEnquiry,
    PlanSessions,
    RegisterEvidence,
    SummariseExperience,
    TakeUpEvidence,
    WithdrawEvidence,
    WorkOnEnquiry,
)
from domain.evidence.events import PromptAssessed
from domain.evidence.experience import experience_section
from domain.evidence.resting import check_entries
from domain.evidence.state import EvidenceRoom
from domain.messages import Command
from tests.support.evidence_room import PLAN, ROOM
from tests.support.example import AT_FIELDWORK, INSPECTION, day
from tests.support.specification import Story, given

ENTRIES = st.sampled_from(["strategy", "policy", "chair"])
SEVERAL = st.lists(ENTRIES, min_size=1, max_size=2).map(tuple)
SESSIONS = st.sampled_from(["chair", "board"])
ENQUIRIES = st.sampled_from(["risks", "gap-1-1-1", "gap-1-1-1-n2"])
PLACES = st.sampled_from(["1.1", "1.1.1", "1.1.1 a", "1.1.1 b", "9.9"])
DAYS = st.sampled_from([day("2018-07-01"), day("2018-07-10"), day("2018-12-24")])
VOICES = st.sampled_from([None, "service-users", "victims"])
NOTES = st.none() | st.just("Nobody listens.")
HERE = st.just(INSPECTION)
REASONS = st.just("As it is.")

FINDINGS = st.builds(
    PromptAssessed,
    prompt=PLACES,
    finding=st.sampled_from(["met", "partly", "not-known"]),
    evidence=st.just(()) | SEVERAL,
)
COMMANDS: tuple[st.SearchStrategy[Command], ...] = (
    st.builds(
        RegisterEvidence,
        inspection=HERE,
        entry=ENTRIES,
        kind=st.sampled_from(["document", "interview"]),
        title=st.just("It"),
        bears_on=st.tuples(PLACES),
        true_from=DAYS,
        true_to=st.none() | DAYS,
        source=st.just("Staff"),
        document=st.none() | st.just("a" * 64),
        voice=VOICES,
        note=NOTES,
    ),
    st.builds(TakeUpEvidence, inspection=HERE),
    st.builds(
        CorrectEvidence,
        inspection=HERE,
        entry=ENTRIES,
        reason=REASONS,
        title=st.sampled_from([None, "It", "Another"]),
        note=NOTES,
    ),
    st.builds(WithdrawEvidence, inspection=HERE, entry=ENTRIES, reason=REASONS),
    st.builds(
        PlanSessions,
        inspection=HERE,
        sessions=st.lists(SESSIONS.map(lambda code: PLAN.with_(session=code)), min_size=1, max_size=2).map(
            tuple
        ),
    ),
    st.builds(
        MoveSession,
        inspection=HERE,
        session=SESSIONS,
        reason=REASONS,
        begins=st.sampled_from(["08:00", "23:00"]),
    ),
    st.builds(CancelSession, inspection=HERE, session=SESSIONS, reason=REASONS),
    st.builds(
        HoldSession,
        inspection=HERE,
        session=SESSIONS,
        held_on=st.none() | DAYS,
        with_whom=st.sampled_from([(), ("service-users",)]),
        note=NOTES,
    ),
    st.builds(
        SummariseExperience,
        inspection=HERE,
        voice=st.sampled_from(["service-users", "victims"]),
        summary=REASONS,
        evidence=SEVERAL,
    ),
    st.builds(
        GiveFeedback,
        inspection=HERE,
        given_on=DAYS,
        to=st.just(("chair",)),
        inspectors=st.just(("os-1",)),
        said=REASONS,
    ),
    st.builds(
        AssessPrompts, inspection=HERE, assessments=st.lists(FINDINGS, min_size=1, max_size=3).map(tuple)
    ),
    st.builds(OpenEnquiry, inspection=HERE, enquiry=ENQUIRIES, question=REASONS, bears_on=st.tuples(PLACES)),
    st.builds(WorkOnEnquiry, inspection=HERE, enquiry=ENQUIRIES, evidence=SEVERAL, showed=REASONS),
    st.builds(CloseEnquiry, inspection=HERE, enquiry=ENQUIRIES, conclusion=REASONS),
    st.builds(CarryEnquiry, inspection=HERE, enquiry=ENQUIRIES, reason=REASONS),
)


def fits_together(before: EvidenceRoom, after: EvidenceRoom, story: Story) -> None:
    assert after.version == len(story.history.get(ROOM, ()))
    assert set(before.register) <= set(after.register), "nothing goes out of the register"
    for code, entry in after.register.items():
        assert 1 <= entry.version <= after.version
        was = before.register.get(code)
        assert was is None or was.withdrawn is None or was == entry, "what was withdrawn is touched no more"
        assert (entry.account is None) or story.state(entry.account).inspection == INSPECTION
    for code, each in after.enquiries.items():
        assert (each.outcome == "open") == (each.words is None)
        assert each.outcome != "closed" or each.work, "nothing is closed that nobody followed"
        earlier = before.enquiries.get(code)
        assert earlier is None or earlier.outcome != "closed" or earlier == each
    for session in before.sessions.values():
        now = after.sessions[session.plan.session]
        assert session.outcome == "planned" or now == session, "what was held or cancelled is over"
    for heard in experience_section(after):
        assert any(
            each.content.voice == heard.voice and each.withdrawn is None for each in after.register.values()
        )


@generated(st.lists(st.one_of(*COMMANDS), min_size=1, max_size=25), st.data())
def test_whatever_is_asked_of_an_evidence_room_it_answers_and_fits_together(
    asked: list[Command], data: st.DataObject
) -> None:
    story, today = given(*AT_FIELDWORK), day("2018-07-09")
    for command in asked:
        today += timedelta(days=data.draw(st.sampled_from([0, 0, 1])))
        before: EvidenceRoom = story.state(ROOM)
        result = story.when(command, on=today.isoformat())
        assert result.refusal is None or not result.events
        story = result.story
        after: EvidenceRoom = story.state(ROOM)
        fits_together(before, after, story)
        if isinstance(command, WorkOnEnquiry) and result.refusal is None:
            check_entries(before, command.evidence)
