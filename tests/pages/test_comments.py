"""Comments and complaints on pages: acknowledged, given to somebody who took no part, and answered by them."""

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from activities.commanding.desk import Accepted, Order
from adapters.inbound.web.example import example_people
from domain.comments.commands import ReceiveComment, RecordCommentNoticeSent
from domain.comments.comment import Comment
from domain.given import Actor
from domain.people.postings import RecordPosting, ReportBounce, posting_stream
from domain.people.roles import Role
from tests.support.site import Site, site

pytestmark = pytest.mark.long

MANAGER, AUDITOR = "hq-operations", "0" * 31 + "2"
REF = "crc-valley"
WORDS = "Nobody told our staff that they would be spoken to."


@pytest.fixture(scope="module")
def served(example_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The pages of an example of one's own."""
    with site(shutil.copytree(example_home, tmp_path_factory.mktemp("comments") / "home")) as found:
        yield found


def the_one(served: Site) -> tuple[str, Comment]:
    """The last comment on the record."""
    streams = list(served.assay.store.streams("comment-"))
    found = {each: seen.state for each, seen in served.assay.records.read(streams).items()}
    return next((stream, state) for stream, state in found.items() if state.outcome is None)


def somebody_else(served: Site) -> str:
    """Who may answer it, and did not lead that inspection."""
    state = served.assay.records.read([f"inspection-{REF}"])[f"inspection-{REF}"].state
    return next(
        each.id
        for each in example_people(served.assay)()
        if Role.QUALITY_LEAD in each.roles and each.id != state.known.lead
    )


def test_a_complaint_is_recorded_acknowledged_assigned_and_answered_by_its_people_alone(served: Site) -> None:
    reviewer = somebody_else(served)
    with served.visit(MANAGER) as manager:
        assert 'href="/comments"' in manager.get("/home").text
        entered = {
            "sort": "complaint",
            "about": "inspection",
            "inspection": REF,
            "said": WORDS,
            "received_on-day": "1",
            "received_on-month": "2",
            "received_on-year": "2019",
        }
        first = manager.get("/comments/receive")
        wrong = manager.send("/comments/receive", {"said": WORDS}, first)
        assert wrong.status_code == 422
        assert WORDS in wrong.text
        check = manager.send("/comments/receive", entered, wrong)
        assert "Check" in check.text
        taken = manager.send("/comments/receive", {"confirmed": "yes"}, check)
        assert taken.url.path == "/comments", taken.text
        comment, _ = the_one(served)
        assert f'href="/comments/{comment}"' in taken.text
        page = manager.get(f"/comments/{comment}")
        assert WORDS in page.text
        assert "/do/answer-comment" not in page.text, "it is answered by whoever looks into it"
        day = {"acknowledged_on-day": "2", "acknowledged_on-month": "2", "acknowledged_on-year": "2019"}
        told = manager.send(f"/comments/{comment}/do/acknowledge-comment", day)
        assert told.url.path == f"/comments/{comment}", told.text
        asked = manager.get(f"/comments/{comment}/do/assign-comment")
        lead = served.assay.records.read([f"inspection-{REF}"])[f"inspection-{REF}"].state.known.lead
        refused = manager.send(f"/comments/{comment}/do/assign-comment", {"reviewer": lead}, asked)
        assert refused.status_code == 422, "who led the inspection does not look into it"
        given = manager.send(f"/comments/{comment}/do/assign-comment", {"reviewer": reviewer}, refused)
        assert given.url.path == f"/comments/{comment}", given.text
    with served.visit(reviewer) as visit:
        assert f'href="/comments/{comment}"' in visit.get("/home").text
        assert WORDS in visit.get(f"/comments/{comment}").text
        path = f"/comments/{comment}/do/answer-comment"
        assert 'value="noted"' not in visit.get(path).text, "a complaint is upheld or not"
        lacking = visit.send(path, {"answer": "They were not told in time."})
        assert lacking.status_code == 422
        assert "They were not told in time." in lacking.text
        done = visit.send(path, {"answer": "They were not told in time.", "outcome": "upheld"}, lacking)
        assert done.url.path == f"/comments/{comment}", done.text
        assert "They were not told in time." in done.text
        assert "Assay knows no address of whoever made it: send them the answer." in done.text
        assert f'href="/comments/{comment}"' not in visit.get("/home").text
    assert served.assay.records.read([comment])[comment].state.outcome == "upheld"
    noted = [each for each in served.assay.looking.looks(about=comment) if not isinstance(each, str)]
    assert {each.what for each in noted} >= {"page of a comment"}
    assert {each.who for each in noted} >= {MANAGER, reviewer}


def test_that_a_notice_came_back_is_said_on_the_page_of_its_comment(served: Site) -> None:
    """It had been handed over, and so was on the record as sent."""
    comment, manager = "comment-" + "0a1b" * 8, Actor(MANAGER, Role.OPERATIONS_MANAGER, "tests")
    machinery, reader = Actor("assay", Role.MACHINERY, "assay"), f"staff-{MANAGER}"
    posting = posting_stream(f"{comment}/received")
    sent = RecordCommentNoticeSent(comment=comment, notice="received", document="d" * 64, to=(reader,))
    handed = RecordPosting(posting=posting, reader=reader, notice=f"{comment}/received", became="handed-over")
    came = ReceiveComment(
        comment=comment, sort="comment", about="other", said=WORDS, received_on=date(2019, 2, 1)
    )
    unreached = "No operations manager could be reached by a notice of it."
    for number, (command, actor) in enumerate([(came, manager), (handed, machinery), (sent, machinery)]):
        outcome = served.assay.desk.give(Order(f"came-back-{number}", command, actor))
        assert isinstance(outcome, Accepted), outcome
    with served.visit(MANAGER) as visit:
        assert unreached not in visit.get(f"/comments/{comment}").text
        bounced = ReportBounce(posting=posting, reader=reader)
        assert isinstance(served.assay.desk.give(Order("came-back", bounced, manager)), Accepted)
        assert unreached in visit.get(f"/comments/{comment}").text


def test_comments_are_not_there_for_others(served: Site) -> None:
    comment = next(iter(served.assay.store.streams("comment-")))
    contact = next(each.id for each in example_people(served.assay)() if Role.PROVIDER_CONTACT in each.roles)
    paths = (
        "/comments",
        f"/comments/{comment}",
        f"/comments/{comment}/do/assign-comment",
        f"/comments/{comment}/do/answer-comment",
    )
    for person in (AUDITOR, contact, "inspector-g"):
        with served.visit(person) as visit:
            for path in paths:
                assert visit.get(path).status_code == 404, (person, path)
            assert not re.search(r'href="/comments[/"]', visit.get("/results").text)
    with served.visit(MANAGER) as manager:
        for guess in ("comment-" + "0" * 32, "inspection-crc-valley", "case-0"):
            assert manager.get(f"/comments/{guess}").status_code == 404, guess
            assert manager.get(f"/comments/{guess}/do/assign-comment").status_code == 404, guess
