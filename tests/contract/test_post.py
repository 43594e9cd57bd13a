"""Notices on every way that there is: each reader once, nothing lost, nothing said that names anybody.

The first part is one suite for the folder, mail and Notify; the rest is about what goes wrong on one of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from activities.commanding.desk import Accepted, Order
from activities.conducting.deliveries import Deliveries
from activities.conducting.posting import PostRoom
from activities.ports import Addressee, AddressUnusable, Notices, StoreFault
from adapters.outbound.doctor.notices import of_notices
from adapters.outbound.notices import FolderNotices
from adapters.outbound.post import MailServer, NotifyNotices, NotifyService, SmtpNotices, post_by
from adapters.outbound.settings.settings import read_settings
from adapters.outbound.store import create, open_store
from domain.agenda import Agenda
from domain.deciders import EVENT_NAMES
from domain.given import Actor
from domain.inspections.commands import AnnounceInspection
from domain.inspections.events import NoticeSent
from domain.inspections.notices import Notice
from domain.people.contacts import ContactDetails, RegisterPerson
from domain.people.postings import ReportBounce, posting_stream
from domain.people.roles import Role
from domain.providers.provider import RegisterProvider
from tests.support.hands import NoNudges
from tests.support.house import House
from tests.support.logged import every_log
from tests.support.servers.post_offices import (
    KEY,
    MailRoom,
    NotifyStub,
    certificate,
    mail_server,
    notify_server,
)
from tests.support.toy_matter import HandClock

ADA, BOB = "person-" + "a" * 32, "person-" + "b" * 32
NOTICE = Notice(
    id="inspection-east/draft",
    to="p-east",
    subject="Draft, für you",
    body="Please check it, Siân.\n.\nThe end.\n",
)
TO_ADA = Addressee(ADA, "Ada 'Example', née Field", "ada@example.org")
TO_BOB = Addressee(BOB, "Bob Example", "bob@example.org")
SENDER = "inspections@example.org"
AT = datetime(2018, 6, 4, 9, 30, tzinfo=UTC)
PATIENCE = 30.0
NOBODY_LISTENS = 9


@dataclass
class Way:
    """One way that notices go, with a look at where they come out."""

    notices: Notices
    folder: Path
    room: MailRoom | None = None
    stub: NotifyStub | None = None

    def arrived(self) -> list[tuple[str, str, str]]:
        """Reader, subject and body of all that came out, in order of the readers."""
        if self.room is not None:
            found = [
                (to, str(each["Subject"]), each.get_content().replace("\r\n", "\n"))
                for to, each in self.room.taken
            ]
        elif self.stub is not None:
            found = [
                (each["email_address"], each["personalisation"]["subject"], each["personalisation"]["body"])
                for each in self.stub.taken
            ]
        else:
            found = [_letter(each) for each in self.folder.glob("person-*/*.txt")]
        return sorted(found)

    def refuse(self, address: str) -> None:
        """Take an address for none from now on."""
        if self.room is not None:
            self.room.faults.append("550 5.1.1 <ada@example.org>: no such user")
        if self.stub is not None:
            self.stub.refused.add(address)


def _letter(file: Path) -> tuple[str, str, str]:
    to, subject, body = file.read_text(encoding="utf-8").split("\n", 2)
    return to.rpartition("<")[2].rstrip(">"), subject.removeprefix("Subject: "), body


@pytest.fixture
def way(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Way]:
    yield from getattr(_ways, request.param)(tmp_path)


class _ways:  # noqa: N801 - a table of fixtures by name
    @staticmethod
    def folder(tmp_path: Path) -> Iterator[Way]:
        yield Way(FolderNotices(tmp_path), tmp_path)

    @staticmethod
    def smtp(tmp_path: Path) -> Iterator[Way]:
        with mail_server() as (room, port):
            yield Way(by_mail(port, tmp_path), tmp_path, room=room)

    @staticmethod
    def notify(tmp_path: Path) -> Iterator[Way]:
        with notify_server() as (stub, url):
            service = NotifyService.of(url, KEY, "template-1")
            sending = NotifyNotices(service, HandClock(AT), FolderNotices(tmp_path), PATIENCE)
            yield Way(sending, tmp_path, stub=stub)


def by_mail(port: int, folder: Path, **more: Any) -> SmtpNotices:
    server = MailServer("127.0.0.1", port, **({"security": "none"} | more))
    return SmtpNotices(server, SENDER, HandClock(AT), FolderNotices(folder), PATIENCE)


EVERY = pytest.mark.parametrize("way", ["folder", "smtp", "notify"], indirect=True)
BY_ADDRESS = pytest.mark.parametrize("way", ["smtp", "notify"], indirect=True)
MAIL = pytest.mark.parametrize("way", ["smtp"], indirect=True)
NOTIFY = pytest.mark.parametrize("way", ["notify"], indirect=True)


# What holds on every way


@EVERY
def test_a_notice_comes_out_for_each_reader_in_the_words_that_went_in(way: Way) -> None:
    way.notices.send(NOTICE, [TO_ADA, TO_BOB])
    assert way.arrived() == [
        ("ada@example.org", NOTICE.subject, NOTICE.body),
        ("bob@example.org", NOTICE.subject, NOTICE.body),
    ]


@EVERY
def test_without_a_reader_it_is_put_into_the_folder_of_the_provider(way: Way) -> None:
    way.notices.send(NOTICE)
    assert way.arrived() == []
    (file,) = (way.folder / "provider-p-east").glob("*.txt")
    assert file.read_text(encoding="utf-8") == f"Subject: {NOTICE.subject}\n{NOTICE.body}"


@EVERY
def test_every_reader_gets_a_notice_once_however_often_it_is_sent(way: Way, house: House) -> None:
    post = PostRoom(house.desk, house.records, way.notices)
    assert post.send(NOTICE, [TO_ADA]) == (ADA,)
    for _ in range(2):
        assert post.send(NOTICE, [TO_ADA, TO_BOB]) == (ADA, BOB)
    assert [each[0] for each in way.arrived()] == ["ada@example.org", "bob@example.org"]


# What holds where there is somebody who can refuse


@BY_ADDRESS
def test_an_address_that_is_refused_for_good_is_on_the_record_and_keeps_nobody_else_waiting(
    way: Way, house: House
) -> None:
    way.refuse("ada@example.org")
    post = PostRoom(house.desk, house.records, way.notices)
    with every_log() as logged:
        assert post.send(NOTICE, [TO_ADA, TO_BOB]) == (BOB,)
        assert post.send(NOTICE, [TO_ADA, TO_BOB]) == (BOB,)
    assert [each[0] for each in way.arrived()] == ["bob@example.org"]
    way_of = house.records.read([posting_stream(NOTICE.id)])[posting_stream(NOTICE.id)].state
    assert way_of.became == {ADA: "refused", BOB: "handed-over"}
    assert house.records.read([ADA])[ADA].state.unreachable
    assert [each.person for each in house.personal.addressees("p-east")] == [BOB]
    assert "ada@" not in str(logged)
    assert ADA in str(logged)


@BY_ADDRESS
def test_what_cannot_be_handed_over_just_now_is_tried_again_and_the_others_do_not_get_it_twice(
    way: Way, house: House
) -> None:
    faults = way.room.faults if way.room else way.stub.faults if way.stub else []
    faults.append("451 4.7.1 try again later" if way.room else "503")
    post = PostRoom(house.desk, house.records, way.notices)
    with pytest.raises(StoreFault, match="tried again") as fault:
        post.send(NOTICE, [TO_ADA, TO_BOB])
    assert "ada" not in str(fault.value)
    assert [each[0] for each in way.arrived()] == ["bob@example.org"]
    assert post.send(NOTICE, [TO_ADA, TO_BOB]) == (ADA, BOB)
    assert [each[0] for each in way.arrived()] == ["ada@example.org", "bob@example.org"]


@BY_ADDRESS
def test_a_notice_that_came_back_is_reported_and_nothing_more_goes_there_until_it_is_put_right(
    way: Way, house: House
) -> None:
    PostRoom(house.desk, house.records, way.notices).send(NOTICE, [TO_ADA])
    give(house, ReportBounce(posting=posting_stream(NOTICE.id), reader=ADA), "back")
    assert [each.person for each in house.personal.addressees("p-east")] == [BOB]


@NOTIFY
def test_what_notify_delivers_and_what_comes_back_is_recorded_without_anybody_reporting_it(
    way: Way, house: House
) -> None:
    assert way.stub is not None
    assert isinstance(way.notices, NotifyNotices)
    post = PostRoom(house.desk, house.records, way.notices)
    asking = Deliveries(house.desk, house.records, house.store, way.notices)
    post.send(NOTICE, [TO_ADA, TO_BOB])
    assert asking.ask() == 0, "both are on their way"
    for each in way.stub.taken:
        each["status"] = "permanent-failure" if each["email_address"] == TO_ADA.email else "delivered"
    assert asking.ask() == 2
    assert asking.ask() == 0, "what is known is not asked again"
    stream = posting_stream(NOTICE.id)
    assert dict(house.records.read([stream])[stream].state.became) == {ADA: "bounced", BOB: "delivered"}
    assert [each.person for each in house.personal.addressees("p-east")] == [BOB]
    assert post.send(NOTICE, [TO_BOB]) == (BOB,)
    assert len(way.stub.taken) == 2, "each notice once"


@NOTIFY
def test_what_notify_cannot_say_just_now_is_asked_again_and_what_it_has_forgotten_is_not(
    way: Way, house: House
) -> None:
    assert way.stub is not None
    assert isinstance(way.notices, NotifyNotices)
    PostRoom(house.desk, house.records, way.notices).send(NOTICE, [TO_ADA])
    nowhere = NotifyService.of(f"http://127.0.0.1:{NOBODY_LISTENS}", KEY, "template-1")
    down = NotifyNotices(nowhere, HandClock(AT), FolderNotices(way.folder), PATIENCE)
    with pytest.raises(StoreFault, match="tried again"):
        Deliveries(house.desk, house.records, house.store, down).ask()
    taken = list(way.stub.taken)
    way.stub.taken.clear()
    asking = Deliveries(house.desk, house.records, house.store, way.notices)
    assert asking.ask() == 0
    asked = len(way.stub.tokens)
    assert asking.ask() == 0
    assert len(way.stub.tokens) == asked
    way.stub.taken += [{**each, "status": "temporary-failure"} for each in taken]
    assert Deliveries(house.desk, house.records, house.store, way.notices).ask() == 1


@BY_ADDRESS
def test_the_notice_of_an_inspection_is_recorded_once_with_those_whom_it_reached(
    way: Way, house: House
) -> None:
    """The office's duty, as a workflow has it carried out: put off, tried again, and then no duty any more."""
    faults = way.room.faults if way.room else way.stub.faults if way.stub else []
    faults += ["451 4.7.1 greylisted" if way.room else "429"]
    office = replace(house, notices=way.notices).offices()["inspection"]
    give(house, ANNOUNCE, "announce")
    stream = "inspection-east"
    (duty,) = _agenda(office, stream).duties
    with pytest.raises(StoreFault):
        office.carry_out(stream, duty)
    assert _agenda(office, stream).duties == (duty,)
    office.carry_out(stream, duty)
    assert _agenda(office, stream).duties == ()
    assert [each[0] for each in way.arrived()] == ["ada@example.org", "bob@example.org"]
    told = [EVENT_NAMES.read(each).data for each in house.store.scan()]
    (sent,) = (each for each in told if isinstance(each, NoticeSent))
    assert sent.to == (ADA, BOB)


def _agenda(office: Any, stream: str) -> Agenda:
    agenda = office.agenda(stream)
    assert isinstance(agenda, Agenda)
    return agenda


ANNOUNCE = AnnounceInspection(
    inspection="east",
    provider="p-east",
    protocol="crc-2018",
    lead="os-1",
    fieldwork_from=date(2018, 7, 9),
    fieldwork_to=date(2018, 7, 20),
)


# Mail


@MAIL
def test_a_message_says_what_a_machine_must_know_and_has_the_same_id_on_every_try(way: Way) -> None:
    way.notices.send(NOTICE, [TO_ADA])
    way.notices.send(NOTICE, [TO_ADA])
    way.notices.send(NOTICE, [TO_BOB])
    assert way.room is not None
    first, again, other = (each for _, each in way.room.taken)
    assert first["Message-ID"] == again["Message-ID"] != other["Message-ID"]
    assert str(first["Message-ID"]).endswith("@example.org>")
    assert first["From"] == SENDER
    assert first["To"].addresses[0].display_name == TO_ADA.name
    assert first["Auto-Submitted"] == "auto-generated"
    assert first["Date"].datetime == AT
    assert first.get_content_type() == "text/plain"


@MAIL
def test_a_line_that_is_cut_before_the_message_was_taken_loses_nothing(way: Way, house: House) -> None:
    assert way.room is not None
    way.room.faults.append("cut-before")
    post = PostRoom(house.desk, house.records, way.notices)
    with pytest.raises(StoreFault, match="broke off"):
        post.send(NOTICE, [TO_ADA])
    assert post.send(NOTICE, [TO_ADA]) == (ADA,)
    assert [each[0] for each in way.arrived()] == ["ada@example.org"]


@MAIL
def test_a_line_that_is_cut_after_the_message_was_taken_sends_it_again_under_the_same_id(
    way: Way, house: House
) -> None:
    """The one gap that SMTP leaves: the server has it, and could not say so (RFC 1047)."""
    assert way.room is not None
    way.room.faults.append("cut-after")
    post = PostRoom(house.desk, house.records, way.notices)
    with pytest.raises(StoreFault, match="broke off"):
        post.send(NOTICE, [TO_ADA])
    post.send(NOTICE, [TO_ADA])
    first, again = (each for _, each in way.room.taken)
    assert first["Message-ID"] == again["Message-ID"]


def test_a_server_that_says_nothing_is_not_waited_for_for_ever(tmp_path: Path) -> None:
    with mail_server() as (room, port):
        room.faults.append("silent")
        hasty = SmtpNotices(
            MailServer("127.0.0.1", port, "none"), SENDER, HandClock(AT), FolderNotices(tmp_path), 0.2
        )
        with pytest.raises(StoreFault, match=r"TimeoutError|ServerDisconnected"):
            hasty.send(NOTICE, [TO_ADA])
        room.released.set()
        by_mail(port, tmp_path).send(NOTICE, [TO_BOB])


def test_a_server_that_is_down_is_a_fault_that_names_the_server_and_nobody(tmp_path: Path) -> None:
    with pytest.raises(StoreFault, match=f"127.0.0.1:{NOBODY_LISTENS} cannot be reached") as fault:
        by_mail(NOBODY_LISTENS, tmp_path).send(NOTICE, [TO_ADA])
    assert "ada" not in str(fault.value)


@pytest.mark.parametrize("code", [421, 450, 451, 452])
@MAIL
def test_an_answer_of_four_hundred_means_later(way: Way, code: int) -> None:
    assert way.room is not None
    way.room.faults.append(f"{code} later")
    with pytest.raises(StoreFault, match=f"code {code}"):
        way.notices.send(NOTICE, [TO_ADA])


@pytest.mark.parametrize(("code", "for_good"), [(550, True), (553, True), (530, False), (503, False)])
@MAIL
def test_an_answer_of_five_hundred_means_never_where_it_is_about_the_address(
    way: Way, code: int, for_good: bool
) -> None:
    assert way.room is not None
    way.room.faults.append(f"{code} no")
    with pytest.raises(AddressUnusable if for_good else StoreFault, match=f"code {code}"):
        way.notices.send(NOTICE, [TO_ADA])


@pytest.mark.parametrize("address", ["no-address", "ada@", "siân@example.org", "a b@example.org"])
@MAIL
def test_what_is_no_address_is_refused_before_anybody_is_asked(way: Way, address: str) -> None:
    with pytest.raises(AddressUnusable):
        way.notices.send(NOTICE, [Addressee(ADA, "Ada", address)])
    assert way.arrived() == []


def test_mail_is_encrypted_by_starttls_and_its_sender_signs_in(tmp_path: Path) -> None:
    pair = certificate(tmp_path)
    with mail_server(tls=pair, signed_in=True) as (room, port):
        secure = {"security": "starttls", "ca_file": pair[0], "user": "assay", "password": "letmein"}
        by_mail(port, tmp_path, **secure).send(NOTICE, [TO_ADA])
        assert room.users == {"assay"}
        assert [to for to, _ in room.taken] == ["ada@example.org"]
        with every_log() as logged, pytest.raises(StoreFault, match="code 535") as fault:
            by_mail(port, tmp_path, **(secure | {"password": "let-me-out"})).send(NOTICE, [TO_ADA])
        assert "let-me-out" not in f"{logged} {fault.value} {MailServer('h', 1, password='let-me-out')!r}"
        assert len(room.taken) == 1


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_mail_goes_only_to_a_server_whose_certificate_is_vouched_for(tmp_path: Path, security: str) -> None:
    pair = certificate(tmp_path)
    with mail_server(tls=pair, at_once=security == "tls") as (room, port):
        by_mail(port, tmp_path, security=security, ca_file=pair[0]).send(NOTICE, [TO_ADA])
        with pytest.raises(StoreFault, match="SSL"):
            by_mail(port, tmp_path, security=security).send(NOTICE, [TO_BOB])
        assert [to for to, _ in room.taken] == ["ada@example.org"]


def test_a_server_without_encryption_is_given_nothing_where_it_was_asked_for(tmp_path: Path) -> None:
    with mail_server() as (room, port):
        with pytest.raises(StoreFault, match="lacks what is needed"):
            by_mail(port, tmp_path, security="starttls").send(NOTICE, [TO_ADA])
        assert room.taken == []


# The doctor


@EVERY
def test_the_doctor_says_which_way_notices_go_and_sends_nothing(way: Way) -> None:
    said = of_notices(lambda: way.notices)
    assert said.verdict == "good"
    assert way.arrived() == []


def test_the_doctor_says_of_a_server_that_does_not_let_us_in_what_is_wrong(tmp_path: Path) -> None:
    down = of_notices(lambda: by_mail(NOBODY_LISTENS, tmp_path))
    assert (down.verdict, "cannot be reached" in down.found) == ("wrong", True)
    with notify_server() as (_, url):
        wrong = NotifyService.of(url, KEY[:-1] + "f", "template-1")
        said = of_notices(lambda: NotifyNotices(wrong, HandClock(AT), FolderNotices(tmp_path)))
        assert (said.verdict, "code 403" in said.found) == ("wrong", True)


@pytest.mark.parametrize(
    ("settings", "lacking"),
    [
        ({"ASSAY_NOTICES_BY": "smtp"}, "ASSAY_SMTP_SERVER"),
        ({"ASSAY_NOTICES_BY": "notify"}, "ASSAY_NOTIFY_API_KEY"),
        (
            {"ASSAY_NOTICES_BY": "notify", "ASSAY_NOTIFY_API_KEY": "x", "ASSAY_NOTIFY_TEMPLATE": "t"},
            "two UUIDs",
        ),
    ],
)
def test_the_doctor_says_which_setting_is_missing(
    tmp_path: Path, settings: dict[str, str], lacking: str
) -> None:
    read = read_settings({"ASSAY_HOME": str(tmp_path), **settings}, beside=tmp_path)
    said = of_notices(lambda: post_by(read, HandClock(AT)))
    assert (said.verdict, lacking in said.found) == ("wrong", True)


def test_the_way_that_notices_go_is_chosen_by_the_settings(tmp_path: Path) -> None:
    by_smtp = {
        "ASSAY_NOTICES_BY": "smtp",
        "ASSAY_SMTP_SERVER": "mail.example.org:587",
        "ASSAY_NOTICES_SENDER": SENDER,
        "ASSAY_SMTP_PASSWORD": "letmein",
    }
    by_notify = {"ASSAY_NOTICES_BY": "notify", "ASSAY_NOTIFY_API_KEY": KEY, "ASSAY_NOTIFY_TEMPLATE": "t"}
    for settings, kind in (({}, FolderNotices), (by_smtp, SmtpNotices), (by_notify, NotifyNotices)):
        read = read_settings({"ASSAY_HOME": str(tmp_path), **settings}, beside=tmp_path)
        assert isinstance(post_by(read, HandClock(AT)), kind)
        assert "letmein" not in str(read.lines)
        assert KEY not in str(read.lines)


# Notify


@NOTIFY
def test_every_request_is_signed_for_the_service_with_the_present_time(way: Way) -> None:
    way.notices.send(NOTICE, [TO_ADA])
    assert way.stub is not None
    assert [each["iat"] for each in way.stub.tokens] == [int(AT.timestamp())] * 2
    assert way.stub.taken[0]["template_id"] == "template-1"


@NOTIFY
def test_what_notify_has_taken_it_is_not_given_again(way: Way, house: House) -> None:
    assert way.stub is not None
    way.stub.faults.append("cut-after")
    post = PostRoom(house.desk, house.records, way.notices)
    with pytest.raises(StoreFault, match="broke off"):
        post.send(NOTICE, [TO_ADA])
    assert post.send(NOTICE, [TO_ADA]) == (ADA,)
    assert [each[0] for each in way.arrived()] == ["ada@example.org"]


@NOTIFY
def test_what_notify_could_not_deliver_is_refused_for_good(way: Way) -> None:
    way.notices.send(NOTICE, [TO_ADA])
    assert way.stub is not None
    way.stub.taken[0]["status"] = "permanent-failure"
    with pytest.raises(AddressUnusable):
        way.notices.send(NOTICE, [TO_ADA])


@pytest.mark.parametrize("code", ["400", "403", "429", "500"])
@NOTIFY
def test_any_other_refusal_of_notify_is_a_fault_that_is_tried_again(way: Way, code: str) -> None:
    assert way.stub is not None
    way.stub.faults.append(code)
    with pytest.raises(StoreFault, match=f"code {code}"):
        way.notices.send(NOTICE, [TO_ADA])
    way.notices.send(NOTICE, [TO_ADA])
    assert len(way.stub.taken) == 1


def test_a_key_of_another_service_is_refused_by_the_server(tmp_path: Path) -> None:
    with notify_server() as (stub, url):
        wrong = NotifyService.of(url, KEY[:-1] + "f", "template-1")
        with pytest.raises(StoreFault, match="code 403") as fault:
            NotifyNotices(wrong, HandClock(AT), FolderNotices(tmp_path)).send(NOTICE, [TO_ADA])
        assert KEY[-36:-1] not in f"{fault.value} {wrong!r}"
        assert stub.taken == []


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    url = f"sqlite:///{tmp_path}/assay.db"
    create(url, simulated=True)
    store = open_store(url)
    try:
        house = House.build(store, HandClock(AT), NoNudges(), tmp_path)
        give(house, RegisterProvider(provider="p-east", title="East", kind="crc", area="East"), "east")
        for person, to in ((ADA, TO_ADA), (BOB, TO_BOB)):
            details = ContactDetails(person_name=to.name, email=to.email)
            give(house, RegisterPerson(person=person, provider="p-east", details=details), person)
        yield house
    finally:
        store.close()


def give(house: House, command: Any, command_id: str) -> None:
    outcome = house.desk.give(Order(command_id, command, Actor("os-1", Role.OPERATIONS_MANAGER, "test")))
    assert isinstance(outcome, Accepted), outcome
