"""A provider's contact: one page with what is asked, by when and what is missing; and nothing that is not for them."""

import re
from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, expect

from activities.commanding.desk import Accepted, Order
from adapters.inbound.shown.words import day
from domain.comments.commands import AcknowledgeComment, AnswerComment, AssignComment
from domain.comments.events import CommentReceived
from domain.given import Actor
from domain.messages import Command
from domain.people.contacts import ContactDetails, RegisterPerson
from domain.people.roles import Role
from tests.support.axe import violations
from tests.support.site import Site, contact_of

pytestmark = pytest.mark.long

WEST, EAST = "example-division-west", "example-division-east"
ITEM = "/provider/division-west/evidence/learning"
PDF = b"%PDF-1.4\n% what was learned\n%%EOF\n"


def test_the_page_says_what_is_missing_and_what_comes_next(looking: Site) -> None:
    with looking.visit(contact_of(looking, WEST)) as visit:
        page = visit.get("/provider")
        assert page.url.path == "/provider", "with one inspection, its page is the first"
        assert "1 of 20 items is still to come" in page.text
        assert re.search(r"Next: What was learned from serious incidents.* Overdue since", page.text)
        assert "Supervised cases" in page.text
        assert visit.get("/home").url.path == "/provider"


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/time-line",
        "/evidence/learning",
        "/more-time",
        "/comment",
        "/comments",
        "/draft",
        "/draft/report",
    ],
)
def test_what_is_not_theirs_is_not_there(looking: Site, path: str) -> None:
    with looking.visit(contact_of(looking, EAST)) as visit:
        assert visit.get(f"/provider/division-west{path}").status_code == 404
        assert visit.get(f"/provider/no-such{path}").status_code == 404
    with looking.visit("hq-operations") as visit:
        assert visit.get(f"/provider/division-west{path}").status_code == 404


def test_a_contact_is_shown_neither_our_page_of_their_inspection_nor_our_time_line(looking: Site) -> None:
    with looking.visit(contact_of(looking, "example-crc-moors")) as visit:
        page = visit.get("/inspections/crc-moors")
        assert page.url.path == "/provider/crc-moors"
        told = visit.get("/inspections/crc-moors/time-line")
        assert told.url.path == "/provider/crc-moors/time-line"
        assert "was announced" in told.text
        for ours in ("second time", "proposed", "registered as", "were drawn", "outstanding", "panel"):
            assert ours not in told.text, ours
            assert ours not in page.text.replace("panel review", ""), ours


def test_a_contact_finds_no_form_of_ours(looking: Site) -> None:
    with looking.visit(contact_of(looking, WEST)) as visit:
        for verb in ("receive-evidence", "ask-for-extension", "waive-evidence", "submit-action-plan"):
            assert visit.get(f"/inspections/division-west/do/{verb}").status_code == 404, verb


def test_a_missing_file_and_a_wrong_date_are_said_beside_what_was_entered(looking: Site) -> None:
    with looking.visit(contact_of(looking, WEST)) as visit:
        entered = {"true_from-day": "31", "true_from-month": "2", "true_from-year": "2026"}
        missing = visit.send(ITEM, entered)
        assert missing.status_code == 422
        assert "Choose a file" in missing.text
        assert 'value="31"' in missing.text
        wrong = visit.send(ITEM, entered, files={"document": ("learned.pdf", PDF)})
        assert wrong.status_code == 422
        assert "must be a real date, like 27 3 2026" in wrong.text


def test_a_file_that_is_none_is_refused_in_a_sentence(looking: Site) -> None:
    with looking.visit(contact_of(looking, WEST)) as visit:
        answer = visit.send(ITEM, {}, files={"document": ("x.exe", b"MZ\x90\x00" + bytes(200))})
        assert answer.status_code == 422
        assert "By its content the file is" in answer.text


def test_a_file_is_handed_in_once_with_a_signed_receipt_and_a_better_one_takes_its_place(
    changing: Callable[[], Site],
) -> None:
    served = changing()
    with served.visit(contact_of(served, WEST)) as visit:
        page = visit.get(ITEM)
        first = visit.send(ITEM, {}, page, files={"document": ("learned.pdf", PDF)})
        assert first.url.path == ITEM
        assert "Your receipt" in first.text
        before = served.assay.store.last_position()
        again = visit.send(ITEM, {}, page, files={"document": ("learned.pdf", PDF)})
        assert "nothing was done twice" in again.text
        assert served.assay.store.last_position() == before
        receipt = visit.get(f"{ITEM}/receipt")
        assert receipt.headers["Content-Disposition"].startswith("attachment")
        assert "inspection-division-west" in receipt.text
        better = visit.send(
            ITEM, {"reason": "A page was missing."}, files={"document": ("b.pdf", PDF + b"%more\n")}
        )
        assert better.status_code == 200
        assert "Everything that was asked for is here" in visit.get("/provider").text


def test_more_time_is_asked_for_and_stands_on_the_page(changing: Callable[[], Site]) -> None:
    served = changing()
    path = "/provider/division-west/more-time"
    with served.visit(contact_of(served, WEST)) as visit:
        wrong = visit.send(path, {"items": "learning"})
        assert wrong.status_code == 422
        assert "Enter: why do you need it?" in wrong.text
        assert "checked" in wrong.text, "the ticked item is still ticked"
        until = {"until-day": "28", "until-month": "11", "until-year": "2059"}
        asked = visit.send(path, {"items": "learning", "reason": "The trainer is away.", **until})
        assert asked.url.path == "/provider/division-west", asked.text
        assert "Until 28 November 2059: not answered yet" in asked.text


def test_a_complaint_is_taken_once(changing: Callable[[], Site]) -> None:
    served = changing()
    path = "/provider/division-west/comment"
    said = {"sort": "complaint", "about": "inspection", "said": "We were not told.", "whom": ""}
    with served.visit(contact_of(served, WEST)) as visit:
        assert "Enter: what do you want to say?" in visit.send(path, {**said, "said": ""}).text
        page = visit.get(path)
        assert "/comments" not in visit.get("/provider/division-west").text, "none was sent yet"
        sent = visit.send(path, said, page)
        assert sent.url.path == "/provider/division-west/comments"
        assert "nothing was done twice" in visit.send(path, said, page).text
        (comment,) = served.assay.store.streams("comment-")
        came: CommentReceived = served.assay.records.read([comment])[comment].state.received
        assert "We were not told." in sent.text
        due = f"Our acknowledgement is due by {day(came.acknowledge_by)}."
        assert f"Received. {due} The answer is due by {day(came.answer_by)}" in sent.text
        assert 'href="/provider/division-west/comments"' in visit.get("/provider/division-west").text


def test_whoever_complained_sees_what_became_of_it_and_the_answer_and_nobody_else_does(
    changing: Callable[[], Site],
) -> None:
    served = changing()
    contact, path = contact_of(served, WEST), "/provider/division-west/comments"
    manager, lead, colleague = "hq-operations", "quality-lead", "person-" + "c" * 32
    provider = served.assay.records.read([contact])[contact].state.provider
    details = ContactDetails(person_name="A colleague", email="colleague@example.org")
    registered = RegisterPerson(person=colleague, provider=provider, details=details)
    give(served, registered, manager, Role.OPERATIONS_MANAGER)
    with served.visit(contact) as visit:
        said = {"sort": "complaint", "about": "report", "said": "It is unfair.", "whom": "A contact"}
        visit.send("/provider/division-west/comment", said)
        (comment,) = served.assay.store.streams("comment-")
        today = date.today()  # noqa: DTZ011 - the pages go by the machine's own clock
        for who, role, command in (
            (manager, Role.OPERATIONS_MANAGER, AcknowledgeComment(comment=comment, acknowledged_on=today)),
            (manager, Role.OPERATIONS_MANAGER, AssignComment(comment=comment, reviewer=lead)),
        ):
            give(served, command, who, role)
        looked = visit.get(path).text
        assert "Somebody looks into it. The answer is due by" in looked
        assert lead not in looked, "who looks into it is not for them"
        answer = AnswerComment(comment=comment, outcome="partly-upheld", answer="It is corrected.")
        give(served, answer, lead, Role.QUALITY_LEAD)
        answered = visit.get(path).text
        assert f"Answered on {day(today)}: partly upheld" in answered
        assert "It is corrected." in answered
        told = visit.get("/provider/division-west/time-line").text
        assert "Your complaint: it was answered: partly upheld." in told
        assert lead not in told
    with served.visit(colleague) as other:
        for page in (path, "/provider/division-west/time-line", "/provider/division-west"):
            text = other.get(page).text
            assert "It is unfair." not in text
            assert "It is corrected." not in text
            assert "Your complaint" not in text
        assert "You have sent none about this inspection." in other.get(path).text
    with served.visit(contact_of(served, EAST)) as stranger:
        assert stranger.get(path).status_code == 404


def give(served: Site, command: Command, who: str, role: Role) -> None:
    outcome = served.assay.desk.give(Order(uuid4().hex, command, Actor(who, role, "tests")))
    assert isinstance(outcome, Accepted), outcome


def test_a_contact_hands_in_what_is_missing_in_a_browser_by_keyboard(
    changing: Callable[[], Site], browser: Browser
) -> None:
    served = changing()
    page = browser.new_page(viewport={"width": 320, "height": 800})
    try:
        page.goto(f"{served.address}/sign-in?then=/provider")
        page.check(f"input[value='{contact_of(served, WEST)}']")
        page.keyboard.press("Enter")
        page.get_by_role("link", name="What was learned from serious incidents").click()
        assert violations(page) == []
        page.get_by_role("button", name="Hand in").click()
        expect(page.get_by_role("alert")).to_be_visible()
        assert violations(page) == []
        page.set_input_files(
            "input[type=file]", {"name": "a.pdf", "mimeType": "application/pdf", "buffer": PDF}
        )
        page.get_by_role("button", name="Hand in").click()
        page.get_by_role("heading", name="Your receipt").wait_for()
        assert violations(page) == []
        page.get_by_role("link", name="Inspection of Example Division West").click()
        page.get_by_text("Everything that was asked for is here").wait_for()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
    finally:
        page.close()
