"""How far readers agree over a period: typed, on its page and from the API, by those who may; and looked into."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from domain.people.roles import Role
from tests.support.api import api, problem
from tests.support.axe import faults
from tests.support.blind import FIRST, LEAD, QUALITY, REF, SECOND, Blind, question_numbers, watched
from tests.support.blind_pages import opened
from tests.support.sent_empty import send_empty
from tests.support.servers.chromium import chromium
from tests.support.site import site

FRAMEWORK = "adult-nps-2018"
PAGE = f"/agreement/{FRAMEWORK}/2.1.1/os-{FIRST}?first=2018-01-01&last=2018-12-31"


@pytest.fixture(scope="module")
def both_in(homes: Path, tmp_path_factory: pytest.TempPathFactory) -> Blind:
    """Both reads of the one case that is read twice are in, with twelve differences; nothing is decided."""
    found = watched(homes, tmp_path_factory.mktemp("agreement"))
    found.finish("first")
    found.finish("second")
    return found


@pytest.fixture(scope="module")
def closed(both_in: Blind, tmp_path_factory: pytest.TempPathFactory) -> Blind:
    """The same, with the case reads closed."""
    found = both_in.copied(tmp_path_factory.mktemp("closed"))
    found.close_the_reads()
    return found


def over(blind: Blind, *more: str) -> Any:
    return blind.done(QUALITY, "case", "agreement", *more)


def review(blind: Blind, person: int, *more: str) -> Any:
    about = ("--reader", f"os-{FIRST}", "--question", "2.1.1", "--conclusion", "It was read differently.")
    return blind.typed(person, "case", "review-over-period", FRAMEWORK, *about, *more)


def test_nothing_is_told_of_an_inspection_before_its_reads_are_closed(both_in: Blind) -> None:
    assert (over(both_in)["frameworks"], over(both_in)["low"]) == ([], [])
    assert over(both_in, REF)["all"]["pairs"] == 12, "as the quality lead of the one inspection is shown"
    assert review(both_in, QUALITY).code == "agreement-not-low"


def test_the_figures_of_a_period_have_numbers_beside_shares_and_say_what_is_too_low(closed: Blind) -> None:
    found = over(closed)
    assert (found["first"], found["last"]) == ("2017-06-30", "2018-06-29"), "the twelve months to today"
    (figures,) = found["frameworks"]
    assert (figures["framework"], figures["inspections"]) == (FRAMEWORK, [REF])
    assert figures["all"] == {"pairs": 12, "agreed": 0, "percent": "0.0", "kappa": "0.000", "alpha": "-0.917"}
    first = figures["readers"][f"os-{FIRST}"]
    assert (first["pairs"], first["key_questions"]["2.1.1"]["agreed"]) == (12, 0)
    about = {(each["reader"], each["question"]) for each in found["low"]}
    assert about == {(f"os-{who}", question) for who in (FIRST, SECOND) for question in question_numbers()}
    said = closed.typed(QUALITY, "case", "agreement").out
    assert (
        f"To look into: os-{FIRST} on 2.1.1 of {FRAMEWORK}: 0 of 1 answers agree, less than 80 %, in {REF}."
        in said
    )
    assert "With so few pairs these figures say little." in said
    assert over(closed, "--from", "2018-06-19")["frameworks"] == [], "fieldwork was to begin the day before"
    nothing = closed.typed(QUALITY, "case", "agreement", "--to", "2018-06-17").out
    assert "No answer was given twice" in nothing


def test_a_period_ends_after_it_begins_and_stands_by_itself(closed: Blind) -> None:
    backwards = closed.typed(QUALITY, "case", "agreement", "--from", "2018-06-02", "--to", "2018-06-01")
    assert backwards.code == "bad-period"
    for words in ((REF, "--from", "2018-06-02"), ("--file", "x.csv", "--to", "2018-06-02")):
        assert closed.typed(QUALITY, "case", "agreement", *words).code == "bad-usage"


def test_the_quality_lead_looks_into_it_once_and_nobody_who_has_a_part_in_it(
    closed: Blind, tmp_path: Path
) -> None:
    blind = closed.copied(tmp_path)
    for person in (FIRST, SECOND):
        assert review(blind, person).code == "own-read"
    assert review(blind, LEAD).code == "leads-it"
    assert review(blind, QUALITY, "--from", "2018-06-19").code == "agreement-not-low"
    done = review(blind, QUALITY, "--json")
    assert done.status == 0, done.err
    in_words(blind)
    assert review(blind, QUALITY).code == "agreement-not-low"
    found = over(blind)
    assert len(found["low"]) == 23
    (looked_into,) = found["looked_into"]
    assert (looked_into["inspections"], looked_into["pairs"], looked_into["agreed"]) == ([REF], 1, 0)
    assert (looked_into["lowest"], looked_into["fewest"]) == (80, 1)


def in_words(blind: Blind) -> None:
    found = blind.typed(QUALITY, "case", "agreement").out
    assert f"Looked into: os-{FIRST} on 2.1.1 of {FRAMEWORK}, 0 of 1: It was read differently." in found
    judged = blind.typed(QUALITY, "audit", "find", "judgements").out
    assert f"The agreement of os-{FIRST} with others on 2.1.1, 0 of 1 answers in 1 inspection" in judged


def test_the_page_shows_the_figures_to_the_quality_lead_who_says_there_what_was_found(
    closed: Blind, tmp_path: Path
) -> None:
    blind = closed.copied(tmp_path)
    with blind.put_together() as assay, opened(assay, f"os-{QUALITY}", (Role.QUALITY_LEAD,)) as (client, _):
        home = client.get("/home").text
        assert "Agreement between readers to look into" in home
        shown = client.get("/agreement").text
        for said in ("0.0 %", "-0.917", f"It rests on {REF}.", f"os-{FIRST}"):
            assert said in shown, said
        assert "Too seldom" not in shown, "an inspector's own figures are opened one at a time"
        opened_up = client.get(f"/agreement?inspector=os-{FIRST}").text
        assert f"os-{FIRST}, by key question" in opened_up
        assert opened_up.count("Too seldom") == len(question_numbers())
        assert "Too seldom" not in client.get("/agreement?inspector=os-nobody").text
        assert (
            "No answer was given twice"
            in client.get("/agreement?last-day=1&last-month=6&last-year=2018").text
        )
        wrong = client.get("/agreement?first-day=31&first-month=2&first-year=2018")
        assert (wrong.status_code, "must be a real date" in wrong.text) == (422, True)
        form = client.get(PAGE).text
        hidden = dict(
            re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)">', form.split("<main", 1)[-1])
        )
        lacking = client.post(PAGE, data=hidden, follow_redirects=True)
        assert lacking.status_code == 422
        saved = client.post(
            PAGE, data={**hidden, "conclusion": "It was read differently."}, follow_redirects=True
        )
        assert saved.url.path == "/agreement"
        assert "2.1.1, 0 of 1 answers in" in saved.text
        before = assay.store.last_position()
        again = client.post(
            PAGE, data={**hidden, "conclusion": "It was read differently."}, follow_redirects=True
        )
        assert (again.url.path, assay.store.last_position()) == ("/agreement", before)
        assert client.get(PAGE).status_code == 404, "it was looked into"


def test_whoever_only_comes_home_has_looked_at_no_inspection(closed: Blind, tmp_path: Path) -> None:
    blind = closed.copied(tmp_path)
    with blind.put_together() as assay, opened(assay, f"os-{QUALITY}", (Role.QUALITY_LEAD,)) as (client, _):

        def looks() -> list[Any]:
            return list(assay.looking.looks(about=REF, who=f"os-{QUALITY}"))

        before = len(looks())
        assert "Agreement between readers to look into" in client.get("/home").text
        assert "answers agree" not in client.get("/home").text
        assert len(looks()) == before
        for path in ("/agreement", PAGE):
            assert "answers agree" in client.get(path).text
        assert [each.what for each in looks()[before:]] == ["page of agreement over a period"] * 2


@pytest.mark.parametrize("person", [FIRST, LEAD], ids=["a reader", "the lead"])
def test_whoever_has_a_part_in_it_is_told_that_another_quality_lead_looks_into_it(
    closed: Blind, person: int
) -> None:
    with closed.put_together() as assay, opened(assay, f"os-{person}", (Role.QUALITY_LEAD,)) as (client, _):
        assert "Agreement between readers to look into" not in client.get("/home").text
        for path in ("/agreement", PAGE):
            shown = client.get(path).text
            assert "another quality lead, who did neither, looks into it" in shown
            assert "/agreement/adult" not in shown
            assert 'name="conclusion"' not in shown


def test_what_was_gathered_is_gathered_again_once_another_process_has_recorded_something(
    closed: Blind, tmp_path: Path
) -> None:
    blind = closed.copied(tmp_path)
    with blind.put_together() as assay:
        year = date(2018, 1, 1), date(2018, 12, 31)
        low = assay.agreement.low(*year)
        assert assay.agreement.low(*year) is low
        assert assay.agreement.over(*year).low is low
        assert assay.agreement.low(*year, lambda _: False) == ()
        assert review(blind, QUALITY).status == 0
        after = assay.agreement.low(*year)
        assert len(after) == len(low) - 1


@pytest.mark.parametrize("role", [each for each in Role if each not in (Role.QUALITY_LEAD, Role.MACHINERY)])
def test_the_page_is_there_for_nobody_else(closed: Blind, role: Role) -> None:
    with closed.put_together() as assay, opened(assay, f"os-{FIRST}", (role,)) as (client, _):
        assert [client.get(path).status_code for path in ("/agreement", PAGE)] == [404, 404]


def test_the_api_tells_the_same_to_those_who_may_look_into_it(closed: Blind) -> None:
    with api(closed.line.home, closed.line.clock) as served:
        quality = served.token(f"os-{QUALITY}", [Role.QUALITY_LEAD])
        reader = served.token(f"os-{FIRST}", [Role.INSPECTOR])
        with served.as_(quality) as asked:
            told = asked.get("/api/agreement")
            assert told.status_code == 200, told.text
            assert told.json() == over(closed)
            earlier = asked.get("/api/agreement?first=2018-01-01&last=2018-06-17").json()
            assert (earlier["first"], earlier["frameworks"]) == ("2018-01-01", [])
            for query in ("first=2018-02-30", "first=today", "first=2018-06-02&last=2018-06-01"):
                assert problem(asked.get(f"/api/agreement?{query}")) == (400, "bad-parameter")
        with served.as_(reader) as asked:
            assert asked.get("/api/agreement").status_code == 404


@pytest.mark.long
def test_the_page_of_what_is_looked_into_can_be_used_by_everybody(closed: Blind) -> None:
    with (
        site(closed.line.home, closed.line.clock) as served,
        chromium() as browser,
        browser.new_context(viewport={"width": 1280, "height": 900}) as context,
    ):
        with served.visit(f"os-{QUALITY}") as visit:
            cookie = visit.client.cookies["assay"]
        context.add_cookies([{"name": "assay", "value": cookie, "url": served.address}])
        page = context.new_page()
        answer = page.goto(f"{served.address}{PAGE}")
        assert answer is not None
        assert answer.status == 200
        assert faults(page) == []
        send_empty(page)
        assert faults(page) == []
