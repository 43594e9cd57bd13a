"""The operations manager in a browser, from signing in to a published programme; every page for everybody to use."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from benchmarks.programme_instances import Size, year
from domain.people.staff.commands import PlanLeave
from domain.programme.year.commands import OpenProgramme
from domain.programme.year.state import ProgrammeStage
from tests.pages.test_cases import signed_in
from tests.pages.test_programme import AREAS, AT, PAST, RULE, SCORES, SECRET, to_publication
from tests.support.axe import violations
from tests.support.programme_on_record import OPENED
from tests.support.programme_pages import (
    ASSISTANT,
    INSPECTOR,
    MANAGER,
    Pages,
    checked,
    programme_pages,
    year_of,
)

pytestmark = pytest.mark.long

WIDTHS = (1000, 320)


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[Pages]:
    with programme_pages(tmp_path) as served:
        yield served


def holds(page: Page, *, narrow: bool = False) -> None:
    """A page breaks no rule of accessibility and scrolls in one direction alone; on a narrow screen too, if asked."""
    for width in WIDTHS if narrow else WIDTHS[:1]:
        page.set_viewport_size({"width": width, "height": 900})
        if runs_scripts(page):  # axe is one itself; what it would find is found in the walk with scripts
            assert violations(page) == [], (page.url, width)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (page.url, width)
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})


def runs_scripts(page: Page) -> bool:
    return page.locator("body.govuk-frontend-supported").count() > 0


def enter(page: Page, **values: str) -> None:
    """Fill in a form: text, a choice, a tick, or a day as 2018-02-21."""
    for name, value in values.items():
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            for part, text in zip(("year", "month", "day"), value.split("-"), strict=True):
                page.locator(f'[name="{name}-{part}"]').fill(str(int(text)))
            continue
        field = page.locator(f'[name="{name}"]')
        kind = field.first.evaluate("each => each.type")
        if kind in ("radio", "checkbox"):
            page.locator(f'[name="{name}"][value="{value}"]').check()
        elif kind.startswith("select"):
            field.select_option(value)
        else:
            field.fill(value)


def hand_in(page: Page, name: str, file: str, content: bytes) -> None:
    page.locator(f'[name="{name}"]').set_input_files(
        {"name": file, "mimeType": "text/plain", "buffer": content}
    )


def press(page: Page, button: str | re.Pattern[str]) -> None:
    go(page, page.get_by_role("button", name=button, exact=True))


def go(page: Page, place: Locator) -> None:
    """Follow a link or press a button, and wait for the page that comes of it: half a page cannot be looked at."""
    with page.expect_navigation():
        place.click()


def confirmed(page: Page) -> None:
    """From a form over its answers to what comes of it; both steps can be used by everybody."""
    holds(page, narrow=True)
    press(page, "Continue")
    expect(page.locator("h1")).to_have_text("Check your answers")
    holds(page, narrow=True)
    press(page, "Confirm")
    expect(page.locator(".govuk-notification-banner")).to_be_visible()


def whole_task(pages: Pages, page: Page) -> None:
    """From the list of programmes to a published one, by what the pages say is to be done next."""

    def step(title: str) -> None:
        page.goto(f"{pages.served.address}{AT}")
        go(page, page.get_by_role("link", name=title, exact=True))

    page.goto(f"{pages.served.address}/home")
    go(page, page.get_by_role("link", name="Programme", exact=True))
    holds(page, narrow=True)
    press(page, re.compile("^Open a year"))
    press(page, "Continue")
    expect(page.get_by_role("alert")).to_contain_text("Choose a file")
    holds(page)
    enter(page, programme="2018", title="The year 2018-19", year="2018", first_monday="2018-04-02")
    hand_in(page, "table", "areas.csv", AREAS)
    confirmed(page)

    step("Load inspections from before")
    hand_in(page, "table", "past.csv", PAST)
    confirmed(page)
    step("Note risk scores, performance and size")
    hand_in(page, "table", "scores.csv", SCORES)
    confirmed(page)
    step("Select services by a rule")
    hand_in(page, "own", "rule.toml", RULE)
    enter(page, of="nps-division")
    confirmed(page)
    holds(page, narrow=True)
    step("Freeze the frame of two-of-three")
    enter(
        page,
        commitment="our notice",
        beacon="the draw of 21 February",
        value_on="2018-02-21",
        numbers="3",
        highest="59",
    )
    confirmed(page)
    pages.on("2018-02-21")
    with pages.served.visit(ASSISTANT) as other:
        checked(other, f"{AT}/do/note-beacon-value", {"rule": "two-of-three", "value": "19, 4, 11"})
    page.goto(f"{pages.served.address}{AT}")
    step("Draw the lots of two-of-three")
    enter(page, value="4 11 19")
    confirmed(page)
    page.goto(f"{pages.served.address}{AT}/lots/two-of-three")
    holds(page, narrow=True)

    step("Plan the year")
    holds(page, narrow=True)
    enter(page, tables="own", work="quick")
    selected = pages.state.selections["two-of-three"].selected
    page.locator('[name="year"]').set_input_files(pages.year_file(year_of(selected)))
    press(page, "Begin")
    expect(page.get_by_text("Nothing of this is on the record")).to_be_visible()
    holds(page, narrow=True)
    press(page, "Put this plan forward")
    holds(page, narrow=True)
    press(page, "Accept and record")
    holds(page, narrow=True)
    press(page, "Accept this plan")
    confirmed(page)

    step("Issue the draft programme")
    enter(page, closes_on="2018-03-09")
    confirmed(page)
    page.goto(f"{pages.served.address}{AT}/responses")
    press(page, "Record a response")
    enter(page, said=SECRET, received_on="2018-02-21", confidential="yes")
    confirmed(page)
    holds(page, narrow=True)
    go(page, page.get_by_role("link", name=re.compile("^Decide on")))
    enter(page, outcome="noted", reasons="It asks for nothing.")
    confirmed(page)
    pages.on("2018-03-12")
    step("Publish the programme")
    confirmed(page)
    assert pages.state.stage is ProgrammeStage.PUBLISHED
    go(page, page.get_by_role("link", name="Published programme").first)
    expect(page.locator("table")).to_contain_text("south-2018")
    holds(page, narrow=True)


@pytest.mark.timeout(400)
@pytest.mark.parametrize("scripts", [True, False])
def test_the_operations_manager_publishes_a_year_with_scripts_and_without(
    pages: Pages, browser: Browser, scripts: bool
) -> None:
    with browser.new_context(java_script_enabled=scripts, viewport={"width": 1000, "height": 900}) as context:
        page = signed_in(context, pages.served, MANAGER)
        page.goto(f"{pages.served.address}/home")
        assert runs_scripts(page) is scripts
        whole_task(pages, page)


@pytest.mark.timeout(300)
def test_what_has_happened_is_tried_and_accepted_and_every_page_is_for_everybody_to_use(
    pages: Pages, browser: Browser
) -> None:
    with pages.served.visit(MANAGER) as visit:
        to_publication(pages, visit)
    published = pages.state.plan
    assert published is not None
    slot = min(published.slots, key=lambda each: each.fieldwork_from)
    with browser.new_context(viewport={"width": 1000, "height": 900}) as context:
        page = signed_in(context, pages.served, MANAGER)
        page.goto(f"{pages.served.address}{AT}/changes")
        holds(page, narrow=True)
        press(page, "A provider asks to move")
        press(page, "Continue")
        expect(page.get_by_role("alert")).to_contain_text("Select: inspection")
        holds(page)
        enter(
            page, of=slot.inspection, since="2018-08-13", until="2018-10-12", why="The division asks for it."
        )
        press(page, "Continue")
        holds(page, narrow=True)
        press(page, "A panel is cancelled")
        enter(page, of="p3", why="There is no room for it.")
        press(page, "Continue")
        press(page, re.compile("^Remove A panel is cancelled"))
        press(page, "Show the difference")
        expect(page.locator("table").first).to_contain_text(slot.inspection)
        holds(page, narrow=True)
        press(page, "Put it in the place of the published plan")
        holds(page, narrow=True)
        press(page, "Accept and record")
        expect(page.locator(".govuk-notification-banner")).to_be_visible()
        assert pages.state.plan != published

        away = next(each.person for each in slot.team if each.role == "inspector")
        moved = pages.state.plan.slot(slot.inspection) if pages.state.plan else None
        assert moved is not None
        pages.give(PlanLeave(staff=away, since=moved.fieldwork_from, until=moved.fieldwork_to))
        paths = (
            "",
            "/selection",
            "/plans",
            "/year?by=week",
            "/year?by=provider",
            "/year?by=person",
            "/unplaced",
        )
        more = (
            "/conflicts",
            "/pins",
            "/do/set-pin",
            "/do/withdraw-programme",
            "/time-line",
            "/published",
            "/plan",
        )
        whys = (f"/why?inspection={slot.inspection}&start=2", f"/why?inspection={slot.inspection}&start=soon")
        for path in (*paths, *more, *whys):
            page.goto(f"{pages.served.address}{AT}{path}")
            expect(page.locator("[data-work]")).to_have_count(0)  # the page comes anew when it is worked out
            holds(page, narrow=True)
        page.goto(f"{pages.served.address}{AT}/conflicts")
        press(page, "Plan anew around these")
        expect(page.get_by_text("Nothing of this is on the record")).to_be_visible()


@pytest.mark.timeout(200)
def test_the_page_of_a_long_plan_goes_on_by_itself_and_is_stopped(pages: Pages, browser: Browser) -> None:
    pages.give(OpenProgramme.model_validate(OPENED.model_dump()))
    with browser.new_context(viewport={"width": 1000, "height": 900}) as context:
        page = signed_in(context, pages.served, MANAGER)
        page.goto(f"{pages.served.address}{AT}/plan")
        enter(page, tables="own", work="thorough")
        page.locator('[name="year"]').set_input_files(
            pages.year_file(year(1, Size(60, 60, full_teams=False)))
        )
        press(page, "Begin")
        expect(page.get_by_text("of the work is done")).to_be_visible()
        holds(page, narrow=True)
        press(page, "Stop, with the plan in hand")
        expect(page.get_by_text("It was stopped with the plan in hand")).to_be_visible()
        holds(page, narrow=True)


@pytest.mark.parametrize("person", [ASSISTANT, INSPECTOR])
def test_those_who_do_not_arrange_it_can_use_what_is_there_for_them(
    pages: Pages, browser: Browser, person: str
) -> None:
    with pages.served.visit(MANAGER) as visit:
        to_publication(pages, visit)
    paths = ("/programme", AT, f"{AT}/published", *((f"{AT}/responses",) if person == ASSISTANT else ()))
    with browser.new_context() as context:
        page = signed_in(context, pages.served, person)
        for path in paths:
            page.goto(f"{pages.served.address}{path}")
            holds(page, narrow=True)
