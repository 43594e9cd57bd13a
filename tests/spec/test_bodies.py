"""The bodies beside the provider to which reports go: where each is reached, and what it may read under embargo."""

from typing import Literal

import pytest
from pydantic import ValidationError

from domain.action_plans.events import PlanNoticeUndelivered
from domain.canonical import sha256_hex
from domain.decider import On
from domain.inspections.events import NoticeUndelivered
from domain.messages import Command, Event
from domain.people.bodies import (
    BodyAddressChanged,
    BodyAddressRefused,
    BodyEnded,
    BodyEvent,
    BodyLanguagesChanged,
    BodyRegistered,
    ChangeBody,
    CloseCopies,
    CopiesClosed,
    CopyOffered,
    EndBody,
    OfferCopy,
    RegisterBody,
)
from domain.people.contacts import AddressRefused
from domain.people.postings import (
    NoticeBounced,
    NoticeHandedOver,
    NoticeRefused,
    RecordDelivery,
    RecordPosting,
    ReportBounce,
    posting_stream,
)
from domain.people.roles import Role
from domain.people.staff.events import StaffAddressRefused
from domain.privacy.boxes import Plain
from domain.streams import inspection_stream
from tests.support.example import AT_ACTION_PLAN, INSPECTION, PLAN, day
from tests.support.specification import Story, given

BODY = "secretary-of-state-for-justice"
STREAM = f"mailbox-{BODY}"
TITLE = "Secretary of State for Justice"
TODAY = day("2018-06-05")
REGISTER = RegisterBody(title=TITLE, email="inspections@justice.example.org")
TOKEN = "a-secret-that-nobody-guesses"
REPORT = "d" * 64


def known(text: str) -> Plain:
    return Plain(text, STREAM, "contact")


REGISTERED = BodyRegistered(
    title=TITLE, area=None, email=known("inspections@justice.example.org"), since=TODAY, languages=("en",)
)
OFFER = OfferCopy(body=BODY, inspection="north-2018", notice="embargo-1-moj", report=REPORT, token=TOKEN)
OFFERED = CopyOffered(
    inspection="north-2018",
    notice="embargo-1-moj",
    report=REPORT,
    token=known(TOKEN),
    digest=sha256_hex(TOKEN.encode()),
    place=0,
)


def registered(*more: BodyEvent) -> Story:
    return given(On(STREAM, REGISTERED), *(On(STREAM, each) for each in more))


def test_a_body_is_known_by_its_name_on_the_distribution_list_and_reached_from_a_day_on() -> None:
    assert REGISTER.stream == STREAM
    given().when(REGISTER, on="2018-06-05", by=Role.ASSISTANT).then(On(STREAM, REGISTERED))
    ahead = REGISTER.with_(since=day("2018-07-01"), languages=("cy", "cy"))
    given().when(ahead, on="2018-06-05", by=Role.ASSISTANT).then(
        On(STREAM, REGISTERED.with_(since=day("2018-07-01"), languages=("cy",)))
    )
    registered().when(REGISTER, on="2018-06-05", by=Role.ASSISTANT).then_refused(
        "body-exists", "change its address"
    )
    again = registered(BodyEnded(since=TODAY)).when(REGISTER, on="2018-06-06", by=Role.ASSISTANT)
    again.then(On(STREAM, REGISTERED.with_(since=day("2018-06-06"))))


def test_a_name_without_a_letter_or_an_address_that_is_none_is_refused_before_it_is_a_command() -> None:
    with pytest.raises(ValidationError, match="title"):
        RegisterBody(title="…", email="a@example.org")
    with pytest.raises(ValidationError, match="email"):
        RegisterBody(title=TITLE, email="Ada <a@example.org>")
    with pytest.raises(ValidationError, match="languages"):
        RegisterBody(title=TITLE, email="a@example.org", languages=())


def test_an_address_changes_from_a_day_on_and_the_one_before_holds_until_then() -> None:
    change = ChangeBody(body=BODY, email="new@justice.example.org", since=day("2018-07-02"))
    changed = BodyAddressChanged(
        email=known("new@justice.example.org"), since=day("2018-07-02"), languages=("en",)
    )
    story = registered().when(change, on="2018-06-05", by=Role.OPERATIONS_MANAGER).then(On(STREAM, changed))
    state = story.state(STREAM)
    assert [
        state.place_on(day(each)) for each in ("2018-06-04", "2018-06-05", "2018-07-01", "2018-07-02")
    ] == [
        None,
        0,
        0,
        1,
    ]
    given().when(change, on="2018-06-05", by=Role.ASSISTANT).then_refused("unknown-body")
    registered(BodyEnded(since=TODAY)).when(change, on="2018-06-05", by=Role.ASSISTANT).then_refused(
        "body-ended"
    )


def test_what_a_change_leaves_out_stays_as_it_is() -> None:
    welsh = BodyLanguagesChanged(since=TODAY, languages=("cy", "en"))
    languages = ChangeBody(body=BODY, languages=("cy", "en"))
    story = registered().when(languages, on="2018-06-05", by=Role.ASSISTANT).then(On(STREAM, welsh))
    story.when(languages, on="2018-06-06", by=Role.ASSISTANT).then_nothing()
    address = ChangeBody(body=BODY, email="new@justice.example.org")
    moved = BodyAddressChanged(
        email=known("new@justice.example.org"), since=day("2018-06-06"), languages=("cy", "en")
    )
    story.when(address, on="2018-06-06", by=Role.ASSISTANT).then(On(STREAM, moved))
    nothing = ChangeBody(body=BODY, since=day("2018-07-02"))
    registered().when(nothing, on="2018-06-05", by=Role.ASSISTANT).then_refused(
        "nothing-to-change", "the new address, the languages, or both"
    )


def test_other_languages_alone_leave_open_what_was_sent_to_the_address() -> None:
    since = day("2018-06-08")
    state = registered(OFFERED, BodyLanguagesChanged(since=since, languages=("cy",))).state(STREAM)
    assert state.place_on(since) == 0
    assert state.copy_at(OFFERED.digest, since) is not None
    assert state.languages_on(day("2018-06-07")) == ("en",)
    assert state.languages_on(since) == ("cy",)
    refused = BodyAddressRefused(posting=posting_stream("n"), cause="refused", refused_on=TODAY)
    state = registered(refused, BodyLanguagesChanged(since=since, languages=("cy",))).state(STREAM)
    reached = state.reached_on(since)
    assert reached is not None
    assert reached.refused, "it is the same address"


def test_what_is_said_of_a_later_day_holds_from_that_day() -> None:
    later = NEW.with_(since=day("2018-09-03"))
    state = registered(later, BodyLanguagesChanged(since=TODAY, languages=("cy",))).state(STREAM)
    assert state.languages_on(day("2018-06-04")) == ("cy",), "before it is reached at all, as was said last"
    assert [state.languages_on(day(each)) for each in ("2018-09-02", "2018-09-03")] == [("cy",), ("en",)]


def test_nothing_is_sent_to_a_body_from_the_day_on_which_it_ends() -> None:
    end = EndBody(body=BODY, since=day("2018-08-01"))
    story = (
        registered()
        .when(end, on="2018-06-05", by=Role.ASSISTANT)
        .then(On(STREAM, BodyEnded(since=day("2018-08-01"))))
    )
    assert story.state(STREAM).reached_on(day("2018-07-31")) is not None
    assert story.state(STREAM).reached_on(day("2018-08-01")) is None
    registered().when(EndBody(body=BODY), on="2018-06-07", by=Role.ASSISTANT).then(
        On(STREAM, BodyEnded(since=day("2018-06-07")))
    )
    given().when(end, on="2018-06-05", by=Role.ASSISTANT).then_refused("unknown-body")
    story.when(end, on="2018-06-06", by=Role.ASSISTANT).then_refused("body-ended")


def test_an_address_that_takes_no_notice_is_used_no_more_until_there_is_another() -> None:
    notice = "inspection-north-2018/distribution-1-secretary-of-state-for-justice"
    posting = posting_stream(notice)
    record = RecordPosting(posting=posting, reader=STREAM, notice=notice, became="refused")
    refused = BodyAddressRefused(posting=posting, cause="refused", refused_on=TODAY)
    story = (
        registered()
        .when(record, on="2018-06-05", by=Role.MACHINERY)
        .then(On(posting, NoticeRefused(notice=notice, reader=STREAM)), On(STREAM, refused))
    )
    reached = story.state(STREAM).reached_on(TODAY)
    assert reached is not None
    assert reached.refused
    back = ReportBounce(posting=posting, reader=STREAM)
    handed = On(posting, NoticeHandedOver(notice=notice, reader=STREAM, place=0))
    given(On(STREAM, REGISTERED), handed).when(back, on="2018-06-05", by=Role.ASSISTANT).then(
        On(posting, NoticeBounced(notice=notice, reader=STREAM)), On(STREAM, refused.with_(cause="bounced"))
    )
    changed = registered(
        refused,
        BodyAddressChanged(email=known("new@justice.example.org"), since=TODAY, languages=("en",)),
    ).state(STREAM)
    assert changed.reached_on(TODAY).refused is False


def test_a_copy_under_embargo_is_offered_once_for_each_notice_and_closed_for_a_reason() -> None:
    registered().when(OFFER, on="2018-06-05", by=Role.MACHINERY).then(On(STREAM, OFFERED))
    given().when(OFFER, on="2018-06-05", by=Role.MACHINERY).then_refused("unknown-body")
    open_ = registered(OFFERED)
    open_.when(OFFER.with_(token="another"), on="2018-06-05", by=Role.MACHINERY).then_nothing()
    assert open_.state(STREAM).copy_at(OFFERED.digest, TODAY).report == REPORT
    assert open_.state(STREAM).copy_at("0" * 64, TODAY) is None
    close = CloseCopies(body=BODY, inspection="north-2018", reason="It was forwarded to somebody else.")
    closed = CopiesClosed(inspection="north-2018", reason="It was forwarded to somebody else.")
    story = open_.when(close, on="2018-06-05", by=Role.OPERATIONS_MANAGER).then(On(STREAM, closed))
    assert story.state(STREAM).copy_at(OFFERED.digest, TODAY) is None
    story.when(OFFER.with_(token="another"), on="2018-06-05", by=Role.MACHINERY).then_nothing()
    registered(OFFERED, closed).when(close, on="2018-06-05", by=Role.ASSISTANT).then_refused("no-copy")
    other = close.with_(inspection="south-2018")
    open_.when(other, on="2018-06-05", by=Role.ASSISTANT).then_refused("no-copy", "no copy of south-2018")


NEW = BodyAddressChanged(email=known("new@justice.example.org"), since=day("2018-06-08"), languages=("en",))


@pytest.mark.parametrize(
    "then", [BodyEnded(since=day("2018-06-08")), NEW, NEW.with_(email=known("first@example.org"))]
)
def test_a_body_that_has_ended_or_is_reached_elsewhere_can_open_no_copy_that_it_had(then: BodyEvent) -> None:
    story = registered(OFFERED, then)
    state = story.state(STREAM)
    assert state.copy_at(OFFERED.digest, day("2018-06-07")) is not None
    assert state.copy_at(OFFERED.digest, day("2018-06-08")) is None
    if isinstance(then, BodyEnded):
        state = story.when(REGISTER, on="2018-06-11", by=Role.ASSISTANT).story.state(STREAM)
        assert state.copy_at(OFFERED.digest, day("2018-06-11")) is None, (
            "what it had before does not come back"
        )
        return
    # A notice that did not go out before the change has an address that can be opened.
    afresh = OFFER.with_(token="another")
    digest = sha256_hex(b"another")
    again = story.when(afresh, on="2018-06-08", by=Role.MACHINERY).then(
        On(STREAM, OFFERED.with_(token=known("another"), digest=digest, place=1))
    )
    assert again.state(STREAM).copy_at(digest, day("2018-06-08")) is not None
    again.when(OFFER, on="2018-06-08", by=Role.MACHINERY).then_nothing()


def test_a_copy_of_which_it_is_not_known_where_it_was_sent_is_open_until_it_is_closed_or_the_body_ends() -> (
    None
):
    story = registered(OFFERED.with_(place=None), NEW)
    assert story.state(STREAM).copy_at(OFFERED.digest, day("2018-06-08")) is not None
    ended = given(
        On(STREAM, REGISTERED), On(STREAM, OFFERED.with_(place=None)), On(STREAM, BodyEnded(since=TODAY))
    )
    assert ended.state(STREAM).copy_at(OFFERED.digest, TODAY) is None


def test_a_body_that_is_registered_anew_from_a_day_on_is_reached_nowhere_until_then() -> None:
    ahead = REGISTER.with_(since=day("2018-08-01"), email="new@justice.example.org")
    story = (
        registered(BodyEnded(since=day("2018-06-07"))).when(ahead, on="2018-06-10", by=Role.ASSISTANT).story
    )
    state = story.state(STREAM)
    places = [state.place_on(day(each)) for each in ("2018-06-06", "2018-06-07", "2018-07-31", "2018-08-01")]
    assert places == [0, None, None, 1]
    ended = story.when(EndBody(body=BODY, since=day("2018-09-01")), on="2018-08-02", by=Role.ASSISTANT).story
    assert ended.state(STREAM).place_on(day("2018-09-01")) is None


@pytest.mark.parametrize("place", [0, None])
def test_a_notice_that_comes_back_late_says_nothing_of_the_address_that_holds_by_then(
    place: int | None,
) -> None:
    notice = "inspection-north-2018/distribution-1-secretary-of-state-for-justice"
    posting = posting_stream(notice)
    handed = On(posting, NoticeHandedOver(notice=notice, reader=STREAM, place=place))
    story = given(On(STREAM, REGISTERED), handed, On(STREAM, NEW))
    bounced = On(posting, NoticeBounced(notice=notice, reader=STREAM))
    for on, known_good in (("2018-06-07", False), ("2018-06-08", place is not None)):
        refused = BodyAddressRefused(posting=posting, cause="bounced", refused_on=day(on))
        came = story.when(ReportBounce(posting=posting, reader=STREAM), on=on, by=Role.ASSISTANT)
        came.then(bounced, *(() if known_good else (On(STREAM, refused),)))


ADA, LEE = "person-" + "0a1b" * 8, "staff-os-1"
ABOUT = {
    "announcement": (inspection_stream(INSPECTION), NoticeUndelivered),
    "requested": (PLAN, PlanNoticeUndelivered),
}


@pytest.mark.parametrize("code", sorted(ABOUT))
@pytest.mark.parametrize("reader", [ADA, LEE, STREAM])
@pytest.mark.parametrize("came", ["refused", "bounced", "reported"])
def test_what_a_notice_is_about_is_told_whom_it_did_not_reach(code: str, reader: str, came: str) -> None:
    about, event = ABOUT[code]
    notice = f"{about}/{code}"
    posting = posting_stream(notice)
    handed = On(posting, NoticeHandedOver(notice=notice, reader=reader, place=None))
    facts = (*AT_ACTION_PLAN, On(STREAM, REGISTERED), *(() if came == "refused" else (handed,)))
    command: Command = RecordPosting(posting=posting, reader=reader, notice=notice, became="refused")
    by = Role.MACHINERY
    if came == "bounced":
        command = RecordDelivery(posting=posting, reader=reader, became="bounced")
    if came == "reported":
        command, by = ReportBounce(posting=posting, reader=reader), Role.ASSISTANT
    cause: Literal["refused", "bounced"] = "refused" if came == "refused" else "bounced"
    its: Event = {
        ADA: AddressRefused(posting=posting, cause=cause),
        LEE: StaffAddressRefused(posting=posting, cause=cause),
        STREAM: BodyAddressRefused(posting=posting, cause=cause, refused_on=day("2018-10-01")),
    }[reader]
    missed = NoticeRefused if came == "refused" else NoticeBounced
    given(*facts).when(command, on="2018-10-01", by=by).then(
        On(posting, missed(notice=notice, reader=reader)),
        On(reader, its),
        On(about, event(notice=code, reader=reader)),
    )
