"""What holds for every page: who may open it, what it carries, and that a form is done once and from here only."""

import re
from collections.abc import Callable

import httpx2
import pytest

from activities.auditing.looking import Look
from tests.support.site import Site

pytestmark = pytest.mark.slow

MANAGER, AUDITOR = "hq-operations", "0" * 31 + "2"


def deferred(served: Site) -> str:
    """The reference of the example's deferred inspection."""
    return next(
        each.reference for each in served.assay.views.catch_up().inspections() if each.stage == "deferred"
    )


def test_whoever_is_not_signed_in_is_asked_to_and_then_comes_where_they_wanted_to_go(looking: Site) -> None:
    with looking.visit() as visit:
        asked = visit.get("/inspections")
        assert asked.url.path == "/sign-in"
        assert visit.send("/sign-in?then=/inspections", {"person": MANAGER}, asked).url.path == "/inspections"


@pytest.mark.parametrize("elsewhere", ["https://evil.example", "//evil.example", "/\\evil.example"])
def test_signing_in_leads_to_no_other_site(looking: Site, elsewhere: str) -> None:
    with looking.visit() as visit:
        answer = visit.send("/sign-in", {"person": MANAGER, "then": elsewhere})
        assert str(answer.url) == f"{looking.address}/home"


def test_who_looks_at_an_inspection_is_noted_apart_from_the_record(looking: Site) -> None:
    reference = deferred(looking)
    with looking.visit(AUDITOR) as visit:
        assert visit.get(f"/inspections/{reference}/time-line").status_code == 200
    *_, last = looking.assay.looking.looks(about=reference, who=AUDITOR)
    assert isinstance(last, Look)
    assert last.what == "page of an inspection"


def test_every_page_says_who_somebody_is_and_in_which_role(looking: Site) -> None:
    with looking.visit(MANAGER) as visit:
        for path in ("/home", "/inspections", "/results", "/nowhere"):
            assert "HQ operations: operations manager" in visit.get(path).text


def test_a_copied_cookie_is_of_no_use_once_its_owner_has_signed_out(looking: Site) -> None:
    with looking.visit(MANAGER) as visit, looking.visit() as thief:
        thief.client.cookies.update(visit.client.cookies)
        assert thief.get("/home").url.path == "/home"
        token = re.findall(r'name="token" value="(\w+)"', visit.get("/home").text)[0]
        visit.client.post("/sign-out", data={"token": token})
        assert thief.get("/home").url.path == "/sign-in"


def test_a_cookie_that_was_changed_or_made_up_is_nobodys(looking: Site) -> None:
    with looking.visit(MANAGER) as visit:
        cookie = visit.client.cookies["assay"]
        for other in (cookie[:-5] + "AAAA=", "x", "", cookie[::-1]):
            visit.client.cookies.set("assay", other, domain="127.0.0.1")
            assert visit.get("/home").url.path == "/sign-in"


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}],
)
def test_a_form_from_another_site_does_nothing(looking: Site, headers: dict[str, str]) -> None:
    with looking.visit(MANAGER) as visit:
        path = f"/inspections/{deferred(looking)}/do/resume-inspection"
        assert visit.send(path, {}, headers=headers).status_code == 403


def test_a_form_without_its_token_does_nothing_and_says_so(looking: Site) -> None:
    with looking.visit(MANAGER) as visit:
        path = f"/inspections/{deferred(looking)}/do/cancel-inspection"
        answer = visit.send(path, {"token": "made-up", "reason": "The service was closed."})
        assert answer.status_code == 422
        assert "Nothing was done" in answer.text
        assert "The service was closed." in answer.text, "what was entered is still there"


def test_every_answer_keeps_browsers_careful(looking: Site) -> None:
    with looking.visit(MANAGER) as visit:
        for path in ("/home", "/nowhere", "/own/assay.css", "/results"):
            headers = visit.get(path).headers
            assert headers["X-Content-Type-Options"] == "nosniff", path
            assert "default-src 'none'" in headers["Content-Security-Policy"], path
            assert "unsafe" not in headers["Content-Security-Policy"], path
            assert headers["X-Frame-Options"] == "DENY", path
        assert visit.get("/home").headers["Cache-Control"] == "no-store"


def test_what_is_not_there_and_what_is_not_for_somebody_get_the_same_answer(looking: Site) -> None:
    def plain(answer: httpx2.Response) -> str:
        return re.sub(r'nonce="[^"]*"', "", answer.text)

    with looking.visit(AUDITOR) as auditor:
        nowhere = auditor.get("/inspections/there-is-none/do/resume-inspection")
        not_theirs = auditor.get(f"/inspections/{deferred(looking)}/do/resume-inspection")
        assert nowhere.status_code == not_theirs.status_code == 404
        assert plain(nowhere) == plain(not_theirs)


def test_a_form_that_is_sent_twice_is_done_once(changing: Callable[[], Site]) -> None:
    served = changing()
    reference = deferred(served)
    path = f"/inspections/{reference}/do/resume-inspection"
    with served.visit(MANAGER) as visit:
        page = visit.get(path)
        assert page.status_code == 200
        first = visit.send(path, {}, page)
        assert first.status_code == 200, first.text
        assert first.url.path == f"/inspections/{reference}"
        before = served.assay.store.last_position()
        again = visit.send(path, {}, page)
        assert "nothing was done twice" in again.text
        assert served.assay.store.last_position() == before


@pytest.mark.parametrize(
    "person", [MANAGER, "inspector-a", "director-operations", "chief-inspector", AUDITOR]
)
def test_every_link_of_the_navigation_leads_somewhere(looking: Site, person: str) -> None:
    with looking.visit(person) as visit:
        bar = visit.get("/home").text.split("Parts of Assay", 1)[1].split("</nav>", 1)[0]
        links = re.findall('href="(/[^"]*)"', bar)
        assert len(links) > 2
        assert [each for each in links if visit.get(each).status_code != 200] == []


def test_home_shows_of_what_is_locked_only_what_the_present_stage_still_asks(looking: Site) -> None:
    title = "Conclude the follow-up of the action plan"
    locked = [
        task.stage == each.stage
        for each in looking.assay.views.catch_up().inspections()
        for task in each.tasks
        if task.status == "locked" and task.title == title
    ]
    assert {True, False} == set(locked)
    with looking.visit("inspector-a") as visit:
        assert 0 < visit.get("/home").text.count(title) <= locked.count(True)


def test_nobody_of_an_example_is_led_to_begin_a_staff_record_that_would_not_take_them(looking: Site) -> None:
    with looking.visit("hq-operations") as visit:
        people = visit.get("/setting-up/people")
        assert "Yours, hq-operations, is one of this example" in people.text
        assert "begin-roll" not in people.text
        assert visit.get("/setting-up/people/rules/begin-roll").status_code == 404
        assert "/calendar" not in visit.get("/programme").text, "a page that is not there for them"
