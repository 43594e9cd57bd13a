"""What is asked for on the pages of an inspection: evidence in advance; lists of cases, closed and drawn from, once."""

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, FilePayload

from activities.commanding.desk import Accepted, Order
from adapters.inbound.today import today_in_london
from adapters.inbound.web.example import example_people
from domain.canonical import sha256_hex
from domain.given import Actor
from domain.holdings.commands import HoldEvidence
from domain.people.roles import Role
from tests.support.axe import violations
from tests.support.programme_pages import plain
from tests.support.site import Site, site

pytestmark = pytest.mark.long

LEAD = "inspector-a"
PATH = "/inspections/division-west/lists/supervised-cases"


def a_list(rows: int) -> bytes:
    """A list that nothing is wrong with."""
    lines = [f"NW/{number:04d},female,medium" for number in range(rows)]
    return "\n".join(["reference,gender,risk-level", *lines, ""]).encode()


def test_only_those_who_arrange_it_can_do_something_with_a_list(looking: Site) -> None:
    with looking.visit("0" * 31 + "2") as auditor:
        page = auditor.get(PATH)
        assert page.status_code == 200
        assert 'name="doing"' not in page.text
        token = {"token": page.text.split('name="token" value="')[1].split('"')[0]}
        assert auditor.client.post(PATH, data={**token, "doing": "draw"}).status_code == 404
    with looking.visit(LEAD) as visit:
        assert visit.get("/inspections/division-west/lists/no-such").status_code == 404
        wrong = visit.send(PATH, {}, files={"list": ("cases.csv", b"reference,gender,risk-level\nA,x,low\n")})
        assert wrong.status_code == 422
        assert ">gender<" in wrong.text


def test_the_usual_evidence_is_asked_for_once_and_what_is_held_is_not(changing: Callable[[], Site]) -> None:
    served = changing()
    home, path = "/inspections/division-north", "/inspections/division-north/evidence/request"
    held = HoldEvidence(
        provider="example-division-north", item="courts", title="Courts", source="other-body", of="A court"
    )
    actor = Actor(LEAD, Role.LEAD_INSPECTOR, "tests")
    assert isinstance(served.assay.desk.give(Order("held-before", held, actor)), Accepted)
    with served.visit(LEAD) as visit:
        assert path in visit.get(home).text, "the task leads there"
        page = visit.get(path)
        assert "Held already" in page.text
        assert "error" not in page.text.split("<main", 1)[-1], "nothing is wrong before anything was sent"
        none = visit.send(path, {"due-day": "9"}, page)
        assert none.status_code == 422
        assert "Select at least one item" in none.text
        assert 'value="9"' in none.text
        wanted: dict[str, Any] = {"items": ["staff-in-post", "courts"]}
        asked = visit.send(path, wanted, page)
        assert asked.url.path == f"{home}/evidence", asked.text
        assert "1 of 2 is awaited" in asked.text
        before = served.assay.store.last_position()
        again = visit.send(path, wanted, page)
        assert "nothing was done twice" in again.text
        assert served.assay.store.last_position() == before
    with served.visit("hq-operations") as visit:
        assert visit.get(path).status_code == 404


def test_what_another_body_has_is_held_with_its_file_and_taken_off_again(
    changing: Callable[[], Site],
) -> None:
    served = changing()
    home, path = "/inspections/division-north/evidence", "/inspections/division-north/held/hold-evidence"
    entered = {"item": "courts", "title": "What the courts say", "source": "other-body", "of": "A court"}
    stream = "holdings-example-division-north"
    with served.visit(LEAD) as visit:
        assert path in visit.get(home).text
        wrong = visit.send(path, {**entered, "source": ""})
        assert wrong.status_code == 422
        assert "What the courts say" in wrong.text
        file = {"document": ("courts.txt", b"What the courts said of reports.")}
        done = visit.send(path, entered, wrong, files=file)
        assert done.url.path == home, done.text
        assert "What the courts say (courts), from A court" in done.text
        (code, held), *_ = served.assay.records.read([stream])[stream].state.held.items()
        assert held.came.document == sha256_hex(b"What the courts said of reports.")
        off = "/inspections/division-north/held/withdraw-holding"
        assert off in done.text
        gone = visit.send(off, {"holding": code, "reason": "The court has put it right since."})
        assert gone.url.path == home, gone.text
        assert "What the courts say" not in gone.text.split("What is held already", 1)[1]
    assert served.assay.records.read([stream])[stream].state.held[code].withdrawn
    with served.visit("0" * 31 + "2") as auditor:
        assert auditor.get(path).status_code == 404
        assert path not in auditor.get(home).text


def test_the_sample_is_drawn_once_by_the_seed_that_came_of_closing(changing: Callable[[], Site]) -> None:
    served = changing()
    with served.visit(LEAD) as visit:
        handed = visit.send(PATH, {}, files={"list": ("cases.csv", a_list(12))})
        assert "Received, with 12 cases" in handed.text
        bad = visit.send(PATH, {"size": "many"})
        assert bad.status_code == 422
        assert 'value="many"' in bad.text
        assert "Enter why another number is drawn" in visit.send(PATH, {"size": "8"}).text
        open_ = visit.get(PATH)
        closed = visit.send(PATH, {"size": "8", "reason": "It is a small office."}, open_)
        assert "Draw the sample" in closed.text
        assert "nothing was done twice" in visit.send(PATH, {}, open_).text
        drawn = visit.send(PATH, {}, closed)
        assert "8 cases drawn" in drawn.text
        before = served.assay.store.last_position()
        assert "nothing was done twice" in visit.send(PATH, {}, closed).text
        assert served.assay.store.last_position() == before


class Later:
    """The clock of this machine, and some days on."""

    def __init__(self) -> None:
        self.by = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.by


def lottery_on(day: date) -> dict[str, str]:
    """A public draw as it is named on the page that closes a list."""
    parts = {"public_day-day": day.day, "public_day-month": day.month, "public_day-year": day.year}
    said = {"public_source": "The lottery", "public_numbers": "6", "public_highest": "59"}
    return {**said, **{name: str(number) for name, number in parts.items()}}


def test_where_a_public_draw_adds_to_the_seed_one_notes_it_and_another_draws_with_what_they_looked_up(
    example_home: Path, tmp_path: Path
) -> None:
    clock, note = Later(), "/inspections/division-west/do/note-public-value"
    gave = {"value": "3 8 17 21 40 59"}
    with site(shutil.copytree(example_home, tmp_path / "home"), clock) as served:
        assay = served.assay
        other = next(
            each.id
            for each in example_people(assay)()
            if each.id != LEAD and {Role.ASSISTANT, Role.LEAD_INSPECTOR} & set(each.roles)
        )
        with served.visit(LEAD) as visit:
            visit.send(PATH, {}, files={"list": ("cases.csv", a_list(12))})
            for wrong, said in (
                ({"public_source": "The lottery"}, "Enter: the day on which it is held"),
                (lottery_on(today_in_london(assay) + timedelta(1)) | {"public_numbers": "x"}, "whole number"),
                (
                    lottery_on(today_in_london(assay) + timedelta(1)) | {"public_numbers": "21"},
                    "numbers it gives",
                ),
                (lottery_on(today_in_london(assay)), "yet to come"),
            ):
                told = visit.send(PATH, wrong)
                assert told.status_code == 422, said
                assert said in plain(told), plain(told)
                assert 'value="The lottery"' in told.text, "what was entered is kept"
            early = visit.send(PATH, lottery_on(today_in_london(assay) + timedelta(1))).text
            assert "The lottery of" in early
            assert note not in early, "it is not held yet"
        clock.by = timedelta(1)
        with served.visit(LEAD) as visit:
            assert f"{note}?population=supervised-cases" in visit.get(PATH).text
            visit.send(f"{note}?population=supervised-cases", {"population": "supervised-cases", **gave})
            mine = visit.get(PATH).text
            assert "You have noted it, so somebody else draws" in mine
            assert note not in mine
            assert visit.send(PATH, gave).status_code == 422
        with served.visit(other) as visit:
            bare = visit.send(PATH, {})
            assert bare.status_code == 422
            assert "Enter what the public draw gave" in bare.text
            another = visit.send(PATH, {"value": "3 8 17 21 40 58"})
            assert another.status_code == 422
            assert 'value="3 8 17 21 40 58"' in another.text
            assert "cases drawn" in visit.send(PATH, gave).text


def test_cases_are_excluded_by_their_rows_or_by_a_rule_with_the_reason_until_the_list_is_closed(
    changing: Callable[[], Site],
) -> None:
    served = changing()
    path = f"{PATH}/exclude"
    why = {"code": "conflict", "reason": "They are known to one of us."}
    with served.visit(LEAD) as visit:
        assert visit.get(path).status_code == 404, "there is no list yet"
        visit.send(PATH, {}, files={"list": ("cases.csv", a_list(12))})
        assert path in visit.get(PATH).text
        page = visit.get(path)
        neither = visit.send(path, why, page)
        assert neither.status_code == 422
        assert "either the rows of the cases, or a rule" in neither.text
        assert "They are known to one of us." in neither.text
        assert visit.send(path, {**why, "rows": "3", "rule": "gender = male"}).status_code == 422
        private = visit.send(path, {**why, "rule": "gender = male"})
        assert private.status_code == 422
        assert "does not go by gender, which is about a person" in private.text
        assert "Select" in visit.send(path, {"rows": "3", "reason": "We know."}).text
        done = visit.send(path, {**why, "rows": "3, 7-9"}, page)
        assert done.url.path == PATH, done.text
        assert "with 12 cases, 4 excluded" in done.text
        assert "4 cases (conflict): They are known to one of us." in done.text
        before = served.assay.store.last_position()
        assert "nothing was done twice" in visit.send(path, {**why, "rows": "3, 7-9"}, page).text
        assert served.assay.store.last_position() == before
        assert visit.send(path, {**why, "rows": "13"}).status_code == 422, "there is no such row"
    with served.visit("0" * 31 + "2") as auditor:
        assert auditor.get(path).status_code == 404
        assert path not in auditor.get(PATH).text


def test_a_lead_inspector_comes_from_the_task_to_a_sample_in_a_browser(
    changing: Callable[[], Site], browser: Browser
) -> None:
    served = changing()
    with browser.new_context(viewport={"width": 320, "height": 800}) as context:
        page = context.new_page()
        page.goto(f"{served.address}/sign-in?then=/inspections/division-west")
        page.check(f"input[value='{LEAD}']")
        page.get_by_role("button", name="Continue").click()
        page.get_by_role("link", name="Lists and samples").click()
        page.get_by_role("link", name="Supervised cases").click()
        assert violations(page) == []
        page.get_by_role("button", name="Hand in the list").click()
        assert violations(page) == []
        file: FilePayload = {"name": "cases.csv", "mimeType": "text/csv", "buffer": a_list(9)}
        page.set_input_files("input[type=file]", file)
        page.get_by_role("button", name="Hand in the list").click()
        page.get_by_role("button", name="Close the list").click()
        assert violations(page) == []
        page.get_by_role("button", name="Draw the sample").click()
        page.get_by_text("9 cases drawn").first.wait_for()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
