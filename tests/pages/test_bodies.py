"""The bodies to which reports go: added, changed and ended on pages; and what one reads of a report under embargo."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import worker
from domain.inspections.commands import (
    CancelInspection,
    DeferInspection,
    RecordNoticeSent,
    SendEmbargoedCopy,
)
from domain.inspections.stages import Stage
from domain.people.bodies import CloseCopies, RegisterBody
from domain.people.contacts import ContactDetails, RegisterPerson
from domain.people.postings import RecordPosting, posting_stream
from domain.people.roles import Role
from tests.support.house import first_library
from tests.support.life import Life
from tests.support.programme_pages import answered, checked, plain
from tests.support.site import Site
from tests.support.toy_matter import HandClock

TITLE, BODY = "Secretary of State for Justice", "secretary-of-state-for-justice"
REFERENCE = "nps-example-2018"
EMAIL = "inspections@justice.example.org"
AT = "/setting-up/bodies"


@dataclass
class Led:
    """Pages of an installation with an inspection on the eve of its publication, and the address of a copy."""

    served: Site
    life: Life
    copy: str


@pytest.fixture(scope="module")
def led(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Led]:
    home: Path = tmp_path_factory.mktemp("bodies")
    clock = HandClock(datetime(2018, 5, 1, 12, tzinfo=UTC))
    environment = {
        "ASSAY_HOME": str(home),
        "ASSAY_PAGES_ADDRESS": "127.0.0.1:0",
        "ASSAY_PAGES_EXAMPLE_SIGN_IN": "yes",
    }
    with (
        pytest.MonkeyPatch.context() as patch,
        worker.compose(worker.settings_of(environment), clock=clock) as assay,
    ):
        # A life is led by the first version of its kind, which asks for least.
        patch.setattr(worker.Assay, "library", property(lambda _: first_library))
        assay.migrate()
        with assay.pages() as address:
            yield _led(Site(address, assay), clock)


def _led(served: Site, clock: HandClock) -> Led:
    life = Life(served.assay, clock, REFERENCE)  # type: ignore[arg-type]  # what it needs of a house, an installation has
    life.until(Stage.PUBLICATION)
    for group in life.groups():
        for step in group:
            step()
        if life.state.publish_on is not None:
            break
    assert life.state.publish_on is not None
    life.turn(life.state.publish_on - timedelta(days=1))
    life.give(RegisterBody(title=TITLE, email=EMAIL), Role.ASSISTANT)
    life.give(SendEmbargoedCopy(inspection=REFERENCE, recipient="moj", title=TITLE), Role.ASSISTANT)
    address = served.assay.embargoed.address(REFERENCE, "embargo-1-moj", BODY)
    assert address is not None
    return Led(served, life, urlsplit(address).path)


def test_a_body_reads_its_copy_under_embargo_without_signing_in_until_it_is_closed(led: Led) -> None:
    with led.served.visit() as visit:
        page = visit.get(led.copy)
        assert page.status_code == 200
        assert page.headers["referrer-policy"] == "no-referrer"
        assert page.headers["cache-control"] == "private, no-store"
        assert "Nothing of it may be made known until" in page.text
        report = visit.get(f"{led.copy}/en.html")
        assert "Made-up Division" in report.text
        assert visit.get(f"{led.copy}/en.pdf").content.startswith(b"%PDF")
        assert visit.get(f"{led.copy}/cy.html").status_code == 404, "this kind is in English alone"
        assert visit.get(f"{led.copy[:-1]}!").status_code == 404
        looked = [
            each for each in led.served.assay.looking.looks(about=REFERENCE) if not isinstance(each, str)
        ]
        assert {(each.who, each.what) for each in looked} == {(f"mailbox-{BODY}", "report under embargo")}
        led.life.give(
            CloseCopies(body=BODY, inspection=REFERENCE, reason="It was forwarded."), Role.ASSISTANT
        )
        assert visit.get(led.copy).status_code == 404
        assert visit.get(f"{led.copy}/en.html").status_code == 404


def test_other_languages_alone_leave_a_copy_open_and_the_address_as_it_is(led: Led) -> None:
    title, body, email = "Office in Cardiff", "office-in-cardiff", "cardiff@example.org"
    led.life.give(RegisterBody(title=title, email=email), Role.ASSISTANT)
    led.life.give(SendEmbargoedCopy(inspection=REFERENCE, recipient=body, title=title), Role.ASSISTANT)
    copy = led.served.assay.embargoed.address(REFERENCE, f"embargo-1-{body}", body)
    assert copy is not None
    copy, change = urlsplit(copy).path, f"{AT}/{body}/do/change-body"
    with led.served.visit("operations-manager-1") as visit:
        assert visit.get(copy).status_code == 200
        form = visit.get(change)
        assert f'value="{email}"' in form.text
        assert re.search(r'name="written_in"[^>]*value="en"[^>]*checked', form.text)
        for address, languages in ((email, "cy en"), ("", "en")):
            check = visit.send(change, {"address": address, "written_in": languages})
            written = "English" if languages == "en" else "Welsh and English"
            assert f"It is written to in {written} from" in plain(check)
            assert "The address to which notices go was changed" not in plain(check)
            assert ("As it is" in plain(check)) == (not address)
            assert email in plain(answered(visit, check, {}))
            assert visit.get(copy).status_code == 200
        again = visit.send(change, {"address": email, "written_in": "en"})
        assert "Nothing would change" in plain(again)


def test_bodies_are_added_changed_and_ended_by_whoever_sets_up(led: Led) -> None:
    with led.served.visit("operations-manager-1") as visit:
        assert TITLE in visit.get(AT).text
        entered = {"title": "Welsh Government", "address": "wg@example.org", "written_in": "cy en"}
        wrong = visit.send(f"{AT}/register", entered | {"address": "no address"})
        said = "Address to which notices go must be one e-mail address, like name@example.org"
        assert f'<a href="#address">{said}</a>' in wrong.text
        assert plain(wrong).count(said) == 2, "above the form and at the entry"
        assert 'value="no address"' in wrong.text
        lacking = visit.send(f"{AT}/register", entered | {"address": " "})
        assert plain(lacking).count("Enter: address to which notices go") == 2
        assert "Welsh Government wg@example.org" in plain(checked(visit, f"{AT}/register", entered))
        change = {"address": "new@example.org", "written_in": "en"}
        changed = plain(checked(visit, f"{AT}/welsh-government/do/change-body", change))
        assert "Welsh Government new@example.org" in changed
        assert "None from" in plain(checked(visit, f"{AT}/welsh-government/do/end-body", {}))
        assert visit.get(f"{AT}/nobody/do/end-body").status_code == 404
    with led.served.visit() as stranger:
        assert TITLE not in stranger.get(AT).text
    with led.served.visit("chief-inspector-1") as chief:
        listed = plain(chief.get(AT))
        assert TITLE in listed
        assert EMAIL not in listed, "how others are reached is not for every role"


def test_a_contact_whom_a_notice_missed_is_named_to_whoever_may_be_shown_contacts(led: Led) -> None:
    person = "person-" + "0a1b" * 8
    details = ContactDetails(person_name="Ada Example", email="ada@example.org")
    provider = led.life.state.known.provider
    led.life.give(RegisterPerson(person=person, provider=provider, details=details), Role.ASSISTANT)
    notice = f"inspection-{REFERENCE}/draft"
    posting = posting_stream(notice)
    missed = RecordPosting(posting=posting, reader=person, notice=notice, became="refused")
    led.life.give(missed, Role.MACHINERY)
    told = "Tell a contact of Made-up Division by other means that the draft report was ready"
    with led.served.visit("assistant-1") as assistant:
        page = plain(assistant.get(f"/inspections/{REFERENCE}"))
        assert told in page
        assert "(Ada Example)" in page
        untold = set(led.life.state.untold)
        link = f"/inspections/{REFERENCE}/do/note-told?notice=draft&reader={person}"
        assert link.replace("&", "&amp;") in assistant.get(f"/inspections/{REFERENCE}").text
        form = assistant.get(link)
        assert told in plain(form)
        assert not re.search(r'name="(notice|reader|everything)"', form.text), "the task says which"
        assert "says nothing" in plain(assistant.send(link, {"how": "."}))
    with led.served.visit("quality-lead-1") as other:
        page = plain(other.get(f"/inspections/{REFERENCE}"))
        assert told in page
        assert "Ada" not in page
    with led.served.visit("assistant-1") as assistant:
        assistant.send(link, {"how": "By post to the head of the division."})
        assert told not in plain(assistant.get(f"/inspections/{REFERENCE}"))
    assert set(led.life.state.untold) == untold, "one note stands for one notice"


def test_a_copy_is_closed_on_a_page_and_shows_nothing_once_its_report_is_cleared_no_more(led: Led) -> None:
    title, body = "Press desk", "press-desk"
    close = f"{AT}/{body}/do/close-copies"
    led.life.give(RegisterBody(title=title, email="desk@example.org"), Role.ASSISTANT)

    def sent() -> str:
        copy = SendEmbargoedCopy(inspection=REFERENCE, recipient=body, title=title)
        led.life.give(copy, Role.ASSISTANT)
        code = [each for each in led.life.state.notices if each.endswith(body)][-1]
        address = led.served.assay.embargoed.address(REFERENCE, code, body)
        assert address is not None
        gone = RecordNoticeSent(inspection=REFERENCE, notice=code, document="d" * 64, to=(f"mailbox-{body}",))
        led.life.give(gone, Role.MACHINERY)
        return urlsplit(address).path

    first = sent()
    with led.served.visit("operations-manager-1") as visit:
        checked(visit, close, {"inspection": REFERENCE, "reason": "It was forwarded to somebody else."})
        assert visit.get(first).status_code == 404
        assert close not in visit.get(AT).text
        fresh = sent()
        assert visit.get(fresh).status_code == 200
        until = led.life.later(20)
        led.life.give(DeferInspection(inspection=REFERENCE, reason="An inquest is under way.", until=until))
        assert visit.get(fresh).status_code == 404
        assert visit.get(f"{fresh}/en.html").status_code == 404
        assert close in visit.get(AT).text, "it may be cleared again as it was"
        led.life.give(CancelInspection(inspection=REFERENCE, reason="The contract came to an end."))
        assert visit.get(fresh).status_code == 404
        assert close not in visit.get(AT).text, "there is nothing left to close"
