"""How a report comes out, and what becomes of it: day, elections, embargo, correction, withdrawal, responses (003)."""

from datetime import UTC, datetime

from domain.dated_rules.library import Library
from domain.decider import On
from domain.elections.periods import PreElectionPeriod
from domain.inspections.commands import (
    AnswerReport,
    CorrectReport,
    DeferInspection,
    RecordPublication,
    ResumeInspection,
    SchedulePublication,
    SendEmbargoedCopy,
    SubmitReport,
    WithdrawReport,
)
from domain.inspections.events import (
    CorrectionGivenUp,
    CorrectionOpened,
    EmbargoedCopySent,
    InspectionCancelled,
    InspectionClosed,
    NoticeSent,
    PrintedFile,
    PublicationScheduled,
    ReportAnswered,
    ReportPublished,
    ReportWithdrawn,
)
from domain.inspections.kinds.protocol import Period
from domain.inspections.notices import notice_of
from domain.inspections.react import react
from domain.inspections.report.parts import Correction, Parts
from domain.inspections.stages import Stage
from domain.inspections.tasks import Surroundings, tasks
from domain.people.bodies import (
    BodyAddressChanged,
    BodyEnded,
    BodyRegistered,
    CopiesClosed,
    CopyOffered,
)
from domain.people.roles import Role
from domain.privacy.boxes import Plain
from domain.storyline.telling import sentence
from tests.support.example import (
    ANNOUNCED,
    AT_ACTION_PLAN,
    AT_PUBLICATION,
    DOCUMENT,
    DRAFTED,
    FRAMEWORK,
    INSPECTION,
    PROTOCOL,
    READY_TO_PUBLISH,
    READY_TO_SCHEDULE,
    REPORT,
    SCHEDULED,
    SCHEME,
    SHORT_CALENDAR,
    SIGNED,
    WITH_A_DRAFT,
    day,
)
from tests.support.report_ground import (
    EMBARGO,
    NOTE,
    SCHEDULE,
    SIGN,
    STRIKE,
    TAKE_OUT,
    TRANSLATE,
    WRITE,
    bound,
    digest,
    report_of,
    state_of,
)
from tests.support.specification import Story, given

CORRECT = CorrectReport(inspection=INSPECTION, reason="A share was wrong.", changed="The share of 2.1.1.")
WITHDRAW = WithdrawReport(inspection=INSPECTION, reason="The sample was not what it seemed.")
ANSWER = AnswerReport(
    inspection=INSPECTION,
    response="first",
    by="hmpps",
    title="HM Prison and Probation Service",
    text="The recommendations are accepted.",
    received_on=day("2018-10-02"),
)
PUBLISH = RecordPublication(inspection=INSPECTION, report=REPORT, document=DOCUMENT)


# The day and the time


def test_a_report_comes_out_at_the_time_of_day_that_was_set_in_london() -> None:
    at = SCHEDULE.with_(at="09:30")
    story = given(*READY_TO_SCHEDULE).when(at, on="2018-09-06").then(SCHEDULED.with_(at="09:30"))
    (duty,) = [each for each in react(state_of(story)).duties if each.kind == "publish-report"]
    assert duty.begins_at == datetime(2018, 9, 20, 8, 30, tzinfo=UTC)
    early = datetime(2018, 9, 20, 8, 29, tzinfo=UTC)
    story.when(PUBLISH, on=early).then_refused("too-early", "09:30")
    assert story.when(PUBLISH, on=datetime(2018, 9, 20, 8, 30, tzinfo=UTC)).refusal is None


def in_an_election() -> Library:
    election = PreElectionPeriod(
        title="general election", first=day("2018-09-12"), last=day("2018-09-21"), citation="made up"
    )
    return Library.of([PROTOCOL], [FRAMEWORK], [SCHEME], pre_election=[election])


def test_nothing_is_published_before_an_election_and_the_next_possible_day_is_named() -> None:
    story = given(*READY_TO_SCHEDULE).under(library=in_an_election())
    story.when(SCHEDULE, on="2018-09-06").then_refused("pre-election", "2018-09-24")
    story.when(SCHEDULE.with_(publish_on=day("2018-09-24")), on="2018-09-06").then(
        SCHEDULED.with_(publish_on=day("2018-09-24"))
    )


def test_an_election_that_is_called_later_keeps_back_what_was_cleared() -> None:
    story = given(*READY_TO_PUBLISH).under(library=in_an_election())
    story.when(PUBLISH, on="2018-09-20").then_refused("pre-election")


def test_what_is_not_published_waits_for_no_election_and_goes_to_its_list() -> None:
    inward = PROTOCOL.with_(id="inward", published=False)
    pin = ANNOUNCED.protocol.with_(id="inward", digest=inward.digest)
    facts = [each.with_(protocol=pin) if each == ANNOUNCED else each for each in READY_TO_SCHEDULE]
    library = Library.of([inward], [FRAMEWORK], [SCHEME], pre_election=in_an_election().pre_election)
    story = given(*facts).under(library=library).when(SCHEDULE, on="2018-09-06").then(SCHEDULED)
    story = story.when(PUBLISH, on="2018-09-20").story
    state = state_of(story)
    assert [each.public for each in state.editions] == [False]
    assert "not published" in notice_of(INSPECTION, state, "publication-1").body
    code = "distribution-1-secretary-of-state-for-justice"
    assert "not published" in notice_of(INSPECTION, state, code).body


def test_every_printed_file_is_noted() -> None:
    files = (
        PrintedFile(language="en", form="html", document=DOCUMENT),
        PrintedFile(language="en", form="pdf", document="e" * 64),
    )
    story = given(*READY_TO_PUBLISH).when(PUBLISH.with_(files=files), on="2018-09-20").story
    assert state_of(story).editions[-1].files == files


# Embargo


def embargoing(*facts: object) -> Story:
    periods = {**PROTOCOL.periods, "embargo": Period(working_days=3, citation="a test")}
    kind = PROTOCOL.with_(id="embargo", periods=periods)
    pin = ANNOUNCED.protocol.with_(id="embargo", digest=kind.digest)
    placed = [each.with_(protocol=pin) if each == ANNOUNCED else each for each in facts]
    return given(*placed).under(library=Library.of([kind], [FRAMEWORK], [SCHEME]))  # type: ignore[arg-type]  # facts all


SENT = EmbargoedCopySent(
    edition=1, recipient="press-desk", title=EMBARGO.title, report=REPORT, publish_on=day("2018-09-20")
)


def test_embargoed_copies_go_out_some_working_days_before_and_to_each_once() -> None:
    given(*READY_TO_PUBLISH).when(EMBARGO, on="2018-09-17").then_refused("too-early", "2018-09-18")
    story = embargoing(*READY_TO_PUBLISH)
    story.when(EMBARGO, on="2018-09-14").then_refused("too-early", "2018-09-17")
    sent = story.when(EMBARGO, on="2018-09-18").then(SENT)
    sent.when(EMBARGO, on="2018-09-19").then_refused("copy-sent")
    story.when(EMBARGO, on="2018-09-20").then_refused("too-late")
    notice = notice_of(INSPECTION, state_of(sent), "embargo-1-press-desk")
    assert notice.to == "body-the-department-s-press-desk"
    assert "until 20 September 2018" in notice.body


def test_a_body_that_can_open_no_copy_that_it_was_sent_has_another() -> None:
    body = "mailbox-the-department-s-press-desk"
    here = BodyRegistered(
        title=EMBARGO.title,
        area=None,
        email=Plain("a@example.org", body, "contact"),
        since=day("2018-09-01"),
        languages=("en",),
    )
    offered = CopyOffered(
        inspection=INSPECTION,
        notice="embargo-1-press-desk",
        report=REPORT,
        token=Plain("secret", body, "contact"),
        digest="9" * 64,
        place=0,
    )
    gone_out = NoticeSent(notice="embargo-1-press-desk", document="d" * 64, to=(body,))
    had = embargoing(*READY_TO_PUBLISH, SENT, gone_out, On(body, here), On(body, offered))
    had.when(EMBARGO, on="2018-09-19").then_refused("copy-sent")
    closed = CopiesClosed(inspection=INSPECTION, reason="It was forwarded to somebody else.")
    moved = BodyAddressChanged(email=here.email, since=day("2018-09-19"), languages=("en",))
    for why in (closed, moved):
        again = had.and_(On(body, why)).when(EMBARGO, on="2018-09-19").then(SENT)
        (code,) = (each for each, kind in state_of(again).notices.items() if kind == "embargo")
        assert code.startswith("embargo-again-")
        again.when(EMBARGO, on="2018-09-19").then_refused("copy-sent")
    ended = had.and_(On(body, BodyEnded(since=day("2018-09-19"))))
    ended.when(EMBARGO, on="2018-09-19").then_refused("copy-sent")


def test_a_deferral_clears_the_day_of_publication_and_tells_whoever_has_a_copy_under_embargo() -> None:
    sent = embargoing(*READY_TO_PUBLISH).when(EMBARGO, on="2018-09-18").then(SENT)
    defer = DeferInspection(inspection=INSPECTION, reason="An inquest is under way.", until=day("2018-11-05"))
    deferred = sent.when(defer, on="2018-09-19").story
    state = state_of(deferred)
    assert (state.publish_on, state.publish, state.publish_at) == (None, None, None)
    code = next(each for each, kind in state.notices.items() if kind == "embargo-put-off")
    notice = notice_of(INSPECTION, state, code)
    assert notice.to == "body-the-department-s-press-desk"
    assert "Nothing of it may be made known" in notice.body
    told = sentence(NoticeSent(notice=code, document=DOCUMENT, to=("person-" + "0a1b" * 8,)))
    assert told == "Press desk was told that the report is put off, and is still under embargo."
    resumed = deferred.when(ResumeInspection(inspection=INSPECTION), on="2018-11-03").story
    assert [each.kind for each in react(state_of(resumed)).duties if each.kind == "publish-report"] == []
    assert react(state_of(resumed)).waiting_for == ("a day of publication to be set",)
    resumed.when(PUBLISH, on="2018-11-03", by=Role.MACHINERY).then_refused("not-scheduled")


def test_after_a_deferral_another_day_is_set_and_another_copy_tells_it() -> None:
    sent = embargoing(*READY_TO_PUBLISH).when(EMBARGO, on="2018-09-18").then(SENT)
    defer = DeferInspection(inspection=INSPECTION, reason="An inquest is under way.", until=day("2018-11-05"))
    resumed = sent.when(defer, on="2018-09-19").story.when(
        ResumeInspection(inspection=INSPECTION), on="2018-11-05"
    )
    schedule = SchedulePublication(inspection=INSPECTION, publish_on=day("2018-11-08"))
    again = resumed.story.when(schedule, on="2018-11-05").story.when(EMBARGO, on="2018-11-06")
    assert [event for _, event in again.events] == [SENT.with_(publish_on=day("2018-11-08"))]
    owed = [code for code, kind in state_of(again.story).notices.items() if kind == "embargo"]
    assert len(owed) == 2, "the first copy's notice was never sent here; the second is another"
    assert "until 8 November 2018" in notice_of(INSPECTION, state_of(again.story), owed[1]).body
    out = again.story.when(PUBLISH, on="2018-11-08", by=Role.MACHINERY).story
    assert "embargo-put-off" not in state_of(out).notices.values()


def test_nothing_is_published_on_a_day_on_which_the_office_is_closed() -> None:
    given(*READY_TO_PUBLISH).when(PUBLISH, on="2018-09-22", by=Role.MACHINERY).then_refused(
        "not-a-working-day"
    )


def test_no_copy_goes_out_of_what_is_not_cleared() -> None:
    embargoing(*WITH_A_DRAFT).when(EMBARGO, on="2018-09-18").then_refused("not-signed")
    embargoing(*READY_TO_SCHEDULE).when(EMBARGO, on="2018-09-18").then_refused("not-scheduled")
    inward = PROTOCOL.with_(id="inward", published=False)
    pin = ANNOUNCED.protocol.with_(id="inward", digest=inward.digest)
    facts = [each.with_(protocol=pin) if each == ANNOUNCED else each for each in READY_TO_PUBLISH]
    secret = given(*facts).under(library=Library.of([inward], [FRAMEWORK], [SCHEME]))
    secret.when(EMBARGO, on="2018-09-18").then_refused("no-embargo")
    early = embargoing(*READY_TO_PUBLISH).under(
        calendar=SHORT_CALENDAR.of("late", day("2018-09-20"), day("2018-12-31"))
    )
    early.when(EMBARGO, on="2018-09-18").then_refused("calendar-exhausted")


# Correction, withdrawal, responses


def opened() -> Story:
    return given(*AT_ACTION_PLAN).when(CORRECT, on="2018-10-01").story


def test_a_correction_opens_a_new_edition_that_must_be_signed_again() -> None:
    out = given(*AT_ACTION_PLAN)
    said = Correction(edition=2, reason=CORRECT.reason, changed=CORRECT.changed)
    correction = CorrectionOpened(
        edition=2,
        reason=CORRECT.reason,
        changed=CORRECT.changed,
        report=digest(Parts(corrections=(said,)), out),
        opened_on=day("2018-10-01"),
    )
    story = out.when(CORRECT, on="2018-10-01").then(correction)
    bound(story)
    story.when(CORRECT, on="2018-10-01").then_refused("correction-open", "Edition 2")
    story.when(SCHEDULE.with_(publish_on=day("2018-10-03")), on="2018-10-02").then_refused("not-signed")


def corrected() -> Story:
    story = opened().when(WRITE, on="2018-10-02").story
    story = story.when(SIGN.with_(report=report_of(story).digest), on="2018-10-02").story
    return story.when(SCHEDULE.with_(publish_on=day("2018-10-03")), on="2018-10-02").story


def test_a_correction_is_published_beside_the_edition_that_was_out_and_asks_for_no_second_plan() -> None:
    story = corrected()
    (duty,) = [each for each in react(state_of(story)).duties if each.kind == "publish-report"]
    publish = PUBLISH.with_(report=duty.about, document="f" * 64)
    story = story.when(publish, on="2018-10-03").then(
        ReportPublished(
            edition=2,
            report=duty.about,
            document="f" * 64,
            published_on=day("2018-10-03"),
            plans=(),
            distribution=("Secretary of State for Justice", "HM Prison and Probation Service"),
        )
    )
    state = state_of(story)
    assert [each.number for each in state.editions] == [1, 2]
    assert (state.standing, state.plans) == (Stage.ACTION_PLAN, (f"action-plan-{INSPECTION}",))
    assert (state.correction, state.published) == (None, "f" * 64)
    assert "Edition 2" in notice_of(INSPECTION, state, "publication-2").body


def test_what_is_to_be_done_for_a_correction_is_on_the_list() -> None:
    def listed(story: Story) -> dict[str, str]:
        found = tasks(state_of(story), Surroundings(protocol=PROTOCOL))
        return {each.verb: each.status for each in found if "dition 2" in each.title}

    begun, done = opened(), corrected()
    assert listed(begun) == {
        "submit-report": "locked",
        "sign-off-report": "to-do",
        "schedule-publication": "locked",
    }
    assert listed(done) == {
        "submit-report": "to-do",
        "sign-off-report": "done",
        "schedule-publication": "done",
    }
    assert "to sign edition 2" in react(state_of(begun)).waiting_for[0]
    assert react(state_of(done)).waiting_for[0] == "edition 2 on 2018-10-03"


def test_a_closed_inspections_report_can_be_corrected_too() -> None:
    closed = given(*AT_ACTION_PLAN, InspectionClosed(closed_on=day("2019-02-11")))
    story = closed.when(CORRECT, on="2019-03-01").story
    story = story.when(SIGN.with_(report=report_of(story).digest), on="2019-03-01").story
    story = story.when(SCHEDULE.with_(publish_on=day("2019-03-04")), on="2019-03-01").story
    assert not react(state_of(story)).over
    publish = PUBLISH.with_(report=report_of(story).digest)
    out = story.when(publish, on="2019-03-04").story
    assert state_of(out).standing is Stage.CLOSED
    assert left(out) == {
        "submit-report": ("to-do", "Submit edition 2 of the report to the Secretary of State")
    }
    submit = SubmitReport(inspection=INSPECTION, report=report_of(out).digest, submitted_on=day("2019-03-05"))
    assert left(out.when(submit, on="2019-03-05").story) == {}


def left(story: Story) -> dict[str, tuple[str, str]]:
    """What is still to be done for an inspection that is closed."""
    found = tasks(state_of(story), Surroundings(protocol=PROTOCOL))
    return {each.verb: (each.status, each.title) for each in found}


def test_what_is_left_to_do_for_the_report_of_a_closed_inspection_is_on_its_list() -> None:
    closed = given(*AT_ACTION_PLAN, InspectionClosed(closed_on=day("2019-02-11")))
    assert left(closed) == {"submit-report": ("to-do", "Submit the report to the Secretary of State")}
    begun = closed.when(CORRECT, on="2019-03-01").story
    assert {verb: status for verb, (status, _) in left(begun).items()} == {
        "sign-off-report": "to-do",
        "schedule-publication": "locked",
        "reopen-case-reads": "to-do",
        "submit-report": "locked",
    }
    assert left(closed.when(WITHDRAW, on="2019-03-01").story) == {}
    cancelled = given(*AT_PUBLICATION, InspectionCancelled(reason="The service was closed."))
    assert left(cancelled) == {}


def test_a_report_that_is_out_is_changed_by_a_correction_and_by_nothing_else() -> None:
    for command in (WRITE, STRIKE, NOTE, TAKE_OUT, TRANSLATE, SIGN, SCHEDULE, PUBLISH):
        given(*AT_ACTION_PLAN).when(command, on="2018-10-01").then_refused("already-published")


def test_what_is_not_out_is_neither_corrected_nor_withdrawn_nor_answered() -> None:
    before = [each for each in AT_ACTION_PLAN if not isinstance(each, ReportPublished)]
    closed = given(*before, InspectionClosed(closed_on=day("2018-09-20")))
    for command in (CORRECT, WITHDRAW, ANSWER):
        closed.when(command, on="2018-10-02").then_refused("not-published")
    undrafted = given(*AT_PUBLICATION, InspectionClosed(closed_on=day("2018-09-20")))
    undrafted.when(CORRECT, on="2018-10-02").then_refused("no-report")
    stale = [each.with_(decision="0" * 64) if each == DRAFTED else each for each in AT_ACTION_PLAN]
    given(*stale).when(CORRECT, on="2018-10-02").then_refused("stale-decision")


def test_a_report_is_withdrawn_with_the_reason_and_everybody_who_was_told_is_told() -> None:
    withdrawn = ReportWithdrawn(reason=WITHDRAW.reason, withdrawn_on=day("2018-10-02"))
    story = given(*AT_ACTION_PLAN).when(WITHDRAW, on="2018-10-02").then(withdrawn)
    story.when(WITHDRAW, on="2018-10-03").then_nothing()
    story.when(CORRECT, on="2018-10-03").then_refused("not-published")
    state = state_of(story)
    told = {code: notice_of(INSPECTION, state, code) for code in state.notices if "withdrawal" in code}
    assert {each.to for each in told.values()} == {
        "north",
        "body-secretary-of-state-for-justice",
        "body-hm-prison-and-probation-service",
    }
    assert all(WITHDRAW.reason in each.body for each in told.values())


def test_a_correction_that_is_open_is_given_up_when_its_report_is_withdrawn_and_is_never_published() -> None:
    story = given(*AT_ACTION_PLAN).when(CORRECT, on="2018-10-01").story
    story = story.when(SIGN.with_(report=report_of(story).digest), on="2018-10-01").story
    story = story.when(SCHEDULE.with_(publish_on=day("2018-10-08")), on="2018-10-01").story
    under_embargo = SendEmbargoedCopy(inspection=INSPECTION, recipient="press-desk", title="The press desk")
    story = story.when(under_embargo, on="2018-10-05").story
    withdrawn = ReportWithdrawn(reason=WITHDRAW.reason, withdrawn_on=day("2018-10-05"))
    given_up = CorrectionGivenUp(edition=2, given_up_on=day("2018-10-05"))
    done = story.when(WITHDRAW, on="2018-10-05").then(withdrawn, given_up)
    state = state_of(done)
    assert (state.standing, state.correction, state.publish_on) == (Stage.ACTION_PLAN, None, None)
    assert [each for each in react(state).duties if each.kind == "publish-report"] == []
    told = notice_of(INSPECTION, state, "withdrawal-embargo-2-press-desk")
    assert told.to == "body-the-press-desk"
    for command in (
        PUBLISH.with_(report=report_of(done).digest),
        SCHEDULE.with_(publish_on=day("2018-10-09")),
    ):
        done.when(command, on="2018-10-08").then_refused("report-withdrawn")
    assert left(closed_of(done)) == {}
    found = tasks(state, Surroundings(protocol=PROTOCOL))
    assert {each.status for each in found if each.stage is Stage.PUBLICATION} == {"done"}
    # It could be left open once: then it is not published either, and withdrawing the report again gives it up.
    left_open = story.and_(withdrawn)
    assert [each for each in react(state_of(left_open)).duties if each.kind == "publish-report"] == []
    publish = PUBLISH.with_(report=report_of(left_open).digest)
    left_open.when(publish, on="2018-10-08").then_refused("report-withdrawn")
    assert left(closed_of(left_open)) == {}
    left_open.when(WITHDRAW, on="2018-10-05").then(given_up)


def closed_of(story: Story) -> Story:
    return story.and_(InspectionClosed(closed_on=day("2018-10-09")))


def test_responses_to_the_report_are_kept() -> None:
    content = ANSWER.model_dump(exclude={"inspection"})
    story = given(*AT_ACTION_PLAN).when(ANSWER, on="2018-10-02").then(ReportAnswered(**content))
    story.when(ANSWER, on="2018-10-02").then_refused("response-exists", "first")
    given(*AT_ACTION_PLAN).when(ANSWER, on="2018-10-01").then_refused("date-ahead", "2018-10-02")


def test_a_day_that_was_set_falls_when_the_text_changes() -> None:
    assert isinstance(READY_TO_PUBLISH[-1], PublicationScheduled)
    story = given(*READY_TO_PUBLISH).when(TRANSLATE, on="2018-09-18").story
    assert (state_of(story).publish_on, state_of(story).publish) == (None, None)
    assert SIGNED.report != report_of(story).digest
