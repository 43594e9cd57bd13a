"""Home: all that there is to do besides inspections, for whoever may do it, what is due first, and where it is done."""

from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from lxml import html  # type: ignore[import-untyped]  # it brings no types

from activities.commanding.desk import Accepted, Order
from domain.cases.benchmarking import AnswerBenchmark, CloseBenchmark, OpenBenchmark
from domain.comments.commands import (
    AcknowledgeComment,
    AnswerComment,
    AssignComment,
    ReceiveComment,
    RecordCommentOverdue,
)
from domain.given import Actor
from domain.people.roles import Role
from domain.people.roll import RequireTraining
from domain.people.staff.commands import GiveRole, PlanLeave, ReleaseStaff
from domain.programme.year.commands import OpenProgramme
from domain.programme.year.plan_commands import RecordInspectionStarted
from domain.programme.year.published.responses import ReceiveResponse
from tests.support.programme_on_record import OPENED
from tests.support.programme_pages import ASSISTANT, AUDITOR, INSPECTOR, MANAGER, Pages, programme_pages
from tests.support.programme_running import draft_issued, running_year

pytestmark = pytest.mark.slow

TO_DO, LOCKED, WAITS = "What there is for you to do", "Yours, but not yet", "What waits for others"
COMMENT = "comment-" + "1" * 32


def home_of(pages: Pages, person: str) -> dict[str, list[tuple[str, str]]]:
    """What stands on somebody's home by heading: its words, and where it leads, and that is there for them."""
    with pages.served.visit(person) as visit:
        tree = html.fromstring(visit.get("/home").text)
        found: dict[str, list[tuple[str, str]]] = {}
        for heading in tree.xpath("//main//*[self::h1 or self::h2]"):
            items = heading.xpath("following-sibling::*[1][self::ul]/li")
            found[heading.text_content().strip()] = [
                (" ".join(each.text_content().split()), "".join(each.xpath("(.//a/@href)[1]")))
                for each in items
            ]
        for words, link in found[TO_DO]:
            assert link, words
            assert visit.get(link).status_code == 200, (person, words, link)
    return found


def linked(several: list[tuple[str, str]]) -> list[str]:
    return [link for _, link in several]


def test_a_complaint_is_on_the_home_of_whoever_may_do_what_comes_next_and_is_overdue_when_it_is(
    tmp_path: Path,
) -> None:
    with programme_pages(tmp_path) as pages:
        pages.give(GiveRole(staff=AUDITOR, held=Role.QUALITY_LEAD, since=date(2018, 1, 8)))
        came = {"comment": COMMENT, "sort": "complaint", "about": "other", "said": "We were not told."}
        pages.give(
            ReceiveComment.model_validate({**came, "received_on": date(2018, 2, 19)}),
            ASSISTANT,
            Role.ASSISTANT,
        )
        page = f"/comments/{COMMENT}"
        for who in (MANAGER, ASSISTANT):
            words, link = home_of(pages, who)[TO_DO][0]
            assert words == (
                "Acknowledge the complaint of 19 February 2018 About another matter; by 22 February 2018 To do"
            )
            assert link == page
        assert page not in linked(home_of(pages, INSPECTOR)[TO_DO])
        pages.on("2018-02-23")
        overdue = RecordCommentOverdue(comment=COMMENT, awaited="acknowledgement", due=date(2018, 2, 22))
        pages.give(overdue, "assay", Role.MACHINERY)
        assert home_of(pages, MANAGER)[TO_DO][0][0].endswith("Overdue")
        pages.give(AcknowledgeComment(comment=COMMENT, acknowledged_on=date(2018, 2, 23)))
        assert page not in linked(home_of(pages, ASSISTANT)[TO_DO]), "it is not for an assistant to assign it"
        assert home_of(pages, MANAGER)[TO_DO][0][0].startswith("Ask somebody to look into the complaint")
        pages.give(AssignComment(comment=COMMENT, reviewer=AUDITOR))
        manager = home_of(pages, MANAGER)
        assert page not in linked(manager[TO_DO])
        assert ("The answer to it, by 19 March 2018 (waits for: Somebody" in manager[WAITS][0][0]) is True
        assert home_of(pages, AUDITOR)[TO_DO][0][0].startswith("Look into the complaint of 19 February 2018")
        answered = AnswerComment(comment=COMMENT, outcome="upheld", answer="You are right.")
        pages.give(answered, AUDITOR, Role.QUALITY_LEAD)
        for who in (MANAGER, AUDITOR, ASSISTANT):
            assert page not in str(home_of(pages, who))


def test_an_exercise_is_on_the_home_of_whoever_is_to_read_it_and_then_of_whoever_closes_it(
    tmp_path: Path,
) -> None:
    with programme_pages(tmp_path) as pages:
        pages.give(GiveRole(staff=ASSISTANT, held=Role.QUALITY_LEAD, since=date(2018, 1, 8)))
        opened = OpenBenchmark(
            benchmark="autumn",
            title="The case of autumn",
            document="d" * 64,
            key_questions=("2.1.1",),
            readers=(INSPECTOR, "os-1003"),
        )
        pages.give(opened, ASSISTANT, Role.QUALITY_LEAD)
        read, close = "/exercises/autumn/answer", f"/exercises/autumn/do/{CloseBenchmark.verb}"
        assert read in linked(home_of(pages, INSPECTOR)[TO_DO])
        (locked,) = (words for words, _ in home_of(pages, ASSISTANT)[LOCKED] if "autumn" in words)
        assert "2 readers have not answered" in locked
        for who in (INSPECTOR, "os-1003"):
            answer = AnswerBenchmark(benchmark="autumn", answers=(("2.1.1", "yes"),))
            pages.give(answer, who, Role.INSPECTOR)
        assert read not in linked(home_of(pages, INSPECTOR)[TO_DO])
        assert close in linked(home_of(pages, ASSISTANT)[TO_DO])
        learnt = CloseBenchmark(benchmark="autumn", learning=("What counts as a plan.",))
        pages.give(learnt, ASSISTANT, Role.QUALITY_LEAD)
        assert "autumn" not in str(home_of(pages, ASSISTANT))


def test_what_is_next_of_a_programme_is_on_the_home_of_whoever_arranges_the_year(tmp_path: Path) -> None:
    with programme_pages(tmp_path) as pages:
        pages.give(OpenProgramme.model_validate(OPENED.model_dump()))
        at = "/programme/2018"
        manager = home_of(pages, MANAGER)
        assert f"{at}/plan" in linked(manager[TO_DO])
        assert any("First: a plan to be put forward" in words for words, _ in manager[LOCKED]), "why not yet"
        waits = home_of(pages, AUDITOR)[WAITS]
        assert waits[0][1] == at, "it waits for others than an auditor"
        assert at not in str(home_of(pages, INSPECTOR))


def test_a_response_to_decide_is_on_the_home_of_whoever_decides(tmp_path: Path) -> None:
    with programme_pages(tmp_path) as pages:
        draft_issued(pages)
        pages.on("2018-02-26")
        said = {"response": "response-" + "1" * 32, "programme": "2018", "said": "It is too early."}
        came = ReceiveResponse.model_validate({**said, "received_on": date(2018, 2, 26)})
        pages.give(came, ASSISTANT, Role.ASSISTANT)
        found = home_of(pages, MANAGER)
        assert "/programme/2018/responses" in linked(found[TO_DO])
        assert any("First: a decision on 1 response" in words for words, _ in found[LOCKED])
        assert "/responses" not in str(home_of(pages, INSPECTOR))


def test_an_inspection_that_did_not_start_and_a_plan_in_conflict_are_on_the_home_of_whoever_plans_anew(
    tmp_path: Path,
) -> None:
    with running_year(tmp_path) as pages:
        conflicts = "/programme/2018/conflicts"
        assert conflicts not in linked(home_of(pages, MANAGER)[TO_DO])
        state = pages.state
        assert state.plan is not None
        south = state.plan.slot("south-2018")
        assert south is not None
        pages.give(PlanLeave(staff="os-1003", since=south.fieldwork_from, until=south.fieldwork_to))
        (words,) = (words for words, link in home_of(pages, MANAGER)[TO_DO] if link == conflicts)
        assert words.startswith("Resolve 1 conflict of the plan with what the record says today")
        pages.give(ReleaseStaff(staff="os-1002"))
        pages.on(south.announce_on.isoformat())
        start = RecordInspectionStarted(programme="2018", inspection="south-2018", due=south.announce_on)
        pages.give(start, "assay", Role.MACHINERY)
        assert "south-2018" in pages.state.failed
        link = "/programme/2018/do/start-inspection?inspection=south-2018"
        assert link in linked(home_of(pages, MANAGER)[TO_DO])
        assert link not in str(home_of(pages, INSPECTOR))
        pages.on("2019-01-07")
        assert any(
            words.endswith("Overdue") for words, found in home_of(pages, MANAGER)[TO_DO] if found == link
        )


def test_what_is_due_comes_before_what_has_no_date_and_the_staff_record_is_seen_to(tmp_path: Path) -> None:
    with programme_pages(tmp_path) as pages:
        pages.give(RequireTraining(held=Role.INSPECTOR, course="reading", months=12))
        came = {"comment": COMMENT, "sort": "comment", "about": "other", "said": "Thank you."}
        pages.give(ReceiveComment.model_validate({**came, "received_on": date(2018, 2, 19)}))
        found = home_of(pages, MANAGER)[TO_DO]
        assert linked(found)[0] == f"/comments/{COMMENT}", "that has a date, and the courses have none"
        assert f"/setting-up/people/{INSPECTOR}" in linked(found)
        assert "/setting-up" not in str(home_of(pages, INSPECTOR))


def test_a_home_asks_the_record_no_more_often_the_more_there_is_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A page that takes longer than a look lasts asks again: so it may be on a machine with much else to do.
    monkeypatch.setattr("activities.moments.LASTING_SECONDS", 3600.0)
    with running_year(tmp_path) as pages, pages.served.visit(MANAGER) as visit:
        store = type(pages.served.assay.store)
        asked: list[str] = []
        for name in ("load", "scan", "streams"):
            real = getattr(store, name)

            def noting(self: object, *given: object, name: str = name, real: object = real) -> object:
                asked.append(f"{name} {given}")
                return real(self, *given)  # type: ignore[operator]  # the store's own

            monkeypatch.setattr(store, name, noting)

        def questions() -> int:
            visit.get("/home")
            asked.clear()
            assert visit.get("/home").status_code == 200
            return len(asked)

        before = questions()
        for number in range(20):
            came = {"comment": f"comment-{number:032x}", "sort": "comment", "about": "other", "said": "Well."}
            order = ReceiveComment.model_validate({**came, "received_on": date(2018, 6, 19)})
            outcome = pages.served.assay.desk.give(
                Order(uuid4().hex, order, Actor(MANAGER, Role.OPERATIONS_MANAGER, "test"))
            )
            assert isinstance(outcome, Accepted)
        assert questions() == before, asked
        assert before <= MOST_ASKED, asked


MOST_ASKED = 20
"""Questions to the record for the home of an operations manager: which streams there are of each kind, what is new."""
