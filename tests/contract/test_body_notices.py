"""Notices to the bodies beside the provider, on every way that asks for an address: each once, and on the record.

An inspection is led to its publication. The Secretary of State is on its distribution list, and has a copy before.
"""

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from activities.ports import Notices
from adapters.outbound.notices import FolderNotices
from adapters.outbound.post import MailServer, NotifyNotices, NotifyService, SmtpNotices
from adapters.outbound.store import Store, create, open_store
from domain.inspections.commands import (
    CancelInspection,
    DeferInspection,
    NoteTold,
    ResumeInspection,
    SchedulePublication,
    SendEmbargoedCopy,
    SignOffReport,
    WithdrawReport,
    WriteSection,
)
from domain.inspections.stages import Stage
from domain.messages import Command
from domain.people.bodies import ChangeBody, CloseCopies, EndBody, RegisterBody
from domain.people.roles import Role
from tests.support.hands import Hands, NoNudges
from tests.support.house import PAGES, House
from tests.support.life import Life
from tests.support.servers.post_offices import KEY, MailRoom, NotifyStub, mail_server, notify_server
from tests.support.toy_matter import HandClock

TITLE = "Secretary of State for Justice"
BODY = "secretary-of-state-for-justice"
MAILBOX = f"mailbox-{BODY}"
EMAIL = "inspections@justice.example.org"
LINK = re.compile(re.escape(f"{PAGES}/embargo/{BODY}/") + r"([\w-]{43})")


@dataclass
class Way:
    """A way by which notices go to an address, and what came out of it."""

    notices: Notices
    room: MailRoom | None = None
    stub: NotifyStub | None = None

    def to(self, address: str) -> list[tuple[str, str]]:
        """Subject and text of what came to an address, in the order in which it came."""
        if self.room is not None:
            return [
                (str(each["Subject"]), each.get_content().replace("\r\n", "\n"))
                for to, each in self.room.taken
                if to == address
            ]
        assert self.stub is not None
        return [
            (each["personalisation"]["subject"], each["personalisation"]["body"])
            for each in self.stub.taken
            if each["email_address"] == address
        ]

    def refuse(self, address: str) -> None:
        """Take an address for none from now on."""
        if self.room is not None:
            self.room.faults.append("550 5.1.1 no such user")
        if self.stub is not None:
            self.stub.refused.add(address)


@pytest.fixture(params=["smtp", "notify"])
def way(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Way]:
    clock, folder = HandClock(datetime(2018, 5, 1, tzinfo=UTC)), FolderNotices(tmp_path / "folder")
    if request.param == "smtp":
        with mail_server() as (room, port):
            server = MailServer("127.0.0.1", port, security="none")
            yield Way(SmtpNotices(server, "inspections@example.org", clock, folder), room=room)
    else:
        with notify_server() as (stub, url):
            service = NotifyService.of(url, KEY, "template-1")
            yield Way(NotifyNotices(service, clock, folder), stub=stub)


class Led:
    """An inspection at the eve of its publication, with the Secretary of State's mailbox on the record."""

    def __init__(self, store: Store, folder: Path, notices: Notices) -> None:
        clock = HandClock(datetime(2018, 5, 1, 12, tzinfo=UTC))
        house = House.build(store, clock, NoNudges(), folder)
        self.life = Life(house, clock, "nps-example-2018")
        quiet = Hands(house)
        self.life.settle = self.life.wake = lambda: quiet.see_to(self.life.stream, self.life.plan_stream)
        self.life.until(Stage.PUBLICATION)
        for group in self.life.groups():
            for step in group:
                step()
            if self.life.state.publish_on is not None:
                break
        assert self.life.state.publish_on is not None
        self.house = replace(house, notices=notices)
        self.hands = Hands(self.house)
        self.life.settle = self.life.wake = lambda: None
        self.life.give(RegisterBody(title=TITLE, email=EMAIL), Role.ASSISTANT)
        self.life.turn(self.life.state.publish_on - timedelta(days=1))

    def embargo(self) -> str:
        """Send a copy under embargo; what stands on the record of its notice afterwards."""
        self.life.give(
            SendEmbargoedCopy(inspection=self.life.reference, recipient="moj", title=TITLE), Role.ASSISTANT
        )
        self.see_to()
        return self.life.stream

    def see_to(self) -> None:
        """Have the machinery do what is due."""
        self.hands.see_to(self.life.stream)

    def publish(self) -> None:
        """Let the day of publication come."""
        assert self.life.state.publish_on is not None
        self.life.turn(self.life.state.publish_on)
        self.see_to()


@pytest.fixture
def led(way: Way, tmp_path: Path) -> Iterator[Led]:
    url = f"sqlite:///{tmp_path}/assay.db"
    create(url, simulated=True)
    with closing(open_store(url)) as store:
        yield Led(store, tmp_path, way.notices)


def test_a_body_has_one_notice_under_embargo_and_one_at_publication_each_on_the_record(
    led: Led, way: Way
) -> None:
    led.embargo()
    led.see_to()
    ((subject, text),) = way.to(EMAIL)
    assert subject == "Under embargo: the report on Made-up Division (nps-example-2018)"
    assert "Nothing of it may be made known until " in text
    token = LINK.search(text)
    assert token is not None
    copy = led.house.embargoed.at(BODY, token[1])
    assert copy is not None
    assert (copy.body, copy.inspection, copy.out) == (TITLE, "nps-example-2018", False)
    assert b"<html" in led.house.embargoed.print(copy, "en", "html")[:200].lower()
    assert led.house.embargoed.at(BODY, token[1][:-1] + "!") is None

    led.publish()
    told = [subject for subject, _ in way.to(EMAIL)]
    assert told[1:] == ["The report on Made-up Division is published (nps-example-2018)"]
    after = led.house.embargoed.at(BODY, token[1])
    assert after is not None
    assert after.out
    assert f"distribution-1-{BODY}" not in led.life.state.untold


def test_the_address_of_a_copy_is_the_same_however_often_its_notice_is_tried(led: Led, way: Way) -> None:
    faults = way.room.faults if way.room else way.stub.faults if way.stub else []
    faults.append("451 4.7.1 try again later" if way.room else "503")
    with pytest.raises(Exception, match="tried again"):
        led.embargo()
    first = led.house.bodies.token(BODY, "nps-example-2018", "embargo-1-moj")
    led.see_to()
    ((_, text),) = way.to(EMAIL)
    found = LINK.search(text)
    assert found is not None
    assert found[1] == first


ITS = {"inspection": "nps-example-2018"}
UNCLEARED: dict[str, Command] = {
    "put off": DeferInspection(**ITS, reason="The service moved house.", until=date(2019, 5, 1)),
    "amended": WriteSection(**ITS, place="2.1", text="Nobody outside has read this."),
    "cancelled": CancelInspection(**ITS, reason="The contract came to an end."),
}


@pytest.mark.parametrize("way", ["smtp"], indirect=True)
@pytest.mark.parametrize("what", UNCLEARED)
def test_a_report_that_is_cleared_no_more_shows_nothing(led: Led, way: Way, what: str) -> None:
    """What is being written again, or may never come out, is not for the eyes of anybody outside."""
    led.embargo()
    token = LINK.findall(way.to(EMAIL)[0][1])[0]
    assert led.house.embargoed.at(BODY, token) is not None
    led.life.give(UNCLEARED[what])
    assert led.house.embargoed.at(BODY, token) is None
    if what == "put off":
        led.life.give(ResumeInspection(**ITS))
        assert led.house.embargoed.at(BODY, token) is None, "no day is set for it"
    if what == "amended":
        report = led.life.state.report
        assert report is not None
        sign = SignOffReport(inspection="nps-example-2018", report=report.digest, foreword="A good service.")
        led.life.give(sign)
        led.life.give(SchedulePublication(**ITS, publish_on=led.life.later(5)))
        assert led.house.embargoed.at(BODY, token) is None, (
            "it is another report than the one it was given for"
        )


@pytest.mark.parametrize("way", ["smtp"], indirect=True)
def test_a_report_that_was_withdrawn_shows_nothing_to_whoever_had_a_copy_of_it(led: Led, way: Way) -> None:
    led.embargo()
    token = LINK.findall(way.to(EMAIL)[0][1])[0]
    led.publish()
    after = led.house.embargoed.at(BODY, token)
    assert after is not None
    assert after.out
    led.life.give(WithdrawReport(**ITS, reason="A case was confused with another."))
    assert led.house.embargoed.at(BODY, token) is None


def test_an_address_that_was_closed_shows_nothing(led: Led, way: Way) -> None:
    led.embargo()
    found = LINK.search(way.to(EMAIL)[0][1])
    assert found is not None
    close = CloseCopies(body=BODY, inspection="nps-example-2018", reason="It was forwarded to somebody else.")
    led.life.give(close, Role.ASSISTANT)
    assert led.house.embargoed.at(BODY, found[1]) is None

    led.embargo()
    (fresh,) = LINK.findall(way.to(EMAIL)[1][1])
    assert fresh != found[1]
    assert led.house.embargoed.at(BODY, fresh) is not None
    assert led.house.embargoed.at(BODY, found[1]) is None


def test_a_body_that_has_ended_or_is_reached_elsewhere_reads_nothing_it_had_before(
    led: Led, way: Way
) -> None:
    led.embargo()
    (first,) = LINK.findall(way.to(EMAIL)[0][1])
    led.life.give(ChangeBody(body=BODY, email="new@justice.example.org"), Role.ASSISTANT)
    assert led.house.embargoed.at(BODY, first) is None
    led.embargo()
    (second,) = LINK.findall(way.to("new@justice.example.org")[0][1])
    assert led.house.embargoed.at(BODY, second) is not None
    led.life.give(EndBody(body=BODY), Role.ASSISTANT)
    assert led.house.embargoed.at(BODY, second) is None


def test_a_body_whose_address_is_refused_or_has_ended_is_told_by_other_means(led: Led, way: Way) -> None:
    way.refuse(EMAIL)
    led.embargo()
    (reached,) = led.house.records.read([MAILBOX])[MAILBOX].state.addresses
    assert reached.refused
    assert "embargo-1-moj" in led.life.state.untold
    led.life.give(ChangeBody(body=BODY, email="new@justice.example.org"), Role.ASSISTANT)
    led.publish()
    assert [subject for subject, _ in way.to("new@justice.example.org")] == [
        "The report on Made-up Division is published (nps-example-2018)"
    ]
    how = "By telephone, to the private office."
    led.life.give(NoteTold(inspection="nps-example-2018", how=how, everything="yes"))
    assert not led.life.state.untold


def test_a_body_that_has_ended_or_whose_address_begins_later_is_sent_nothing(led: Led, way: Way) -> None:
    led.life.give(EndBody(body=BODY), Role.ASSISTANT)
    led.publish()
    assert way.to(EMAIL) == []
    assert f"distribution-1-{BODY}" in led.life.state.untold
