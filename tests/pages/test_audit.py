"""The auditor's pages: event by event, down to each answer, on an assumption, and across all inspections."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from activities.auditing.looking import Look
from activities.auditing.points import Point
from activities.auditing.stepping import steps_taken, stood_beside
from adapters.inbound.web.auditing.tree import branch_at, crumbs_to
from adapters.inbound.web.example import example_people
from domain.auditing.explanation import Node
from domain.deciders import kind_of
from domain.inspections.events import RatingsDerived
from tests.support.axe import violations
from tests.support.site import Site

pytestmark = pytest.mark.long

AUDITOR = "0" * 31 + "2"
EAST = "/audit/inspections/division-east"
PAGES = (
    "/audit",
    f"{EAST}?step=40",
    EAST,
    "/audit/inspections/division-north?step=1",
    f"{EAST}/between?one=45&other=48",
    f"{EAST}/why",
    "/audit/inspections/division-north/why",
    f"{EAST}/what-if",
    f"{EAST}/what-if?rounding=half_up",
    f"{EAST}/what-if?answers=nonsense",
    "/audit/find?what=overdue",
    "/audit/find?what=refusals&since=20",
    "/audit/looks",
    "/audit/verify",
)
LONG = (f"{EAST}/between?one=1&other=80", "/audit/find?what=judgements")
LARGEST_PAGE = 100 * 1024


def plain(text: str) -> str:
    """A page without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", text.split("<main", 1)[-1]))


def test_the_pages_are_not_there_for_whoever_does_not_audit(looking: Site) -> None:
    reader = next(each.id for each in example_people(looking.assay)() if each.roles == ("inspector",))
    with looking.visit() as stranger, looking.visit(reader) as visit:
        for path in (*PAGES, f"{EAST}/dossier.zip"):
            assert stranger.get(path).url.path == "/sign-in", path
            assert visit.get(path).status_code == 404, path


def test_an_inspection_that_is_not_there_has_no_page(looking: Site) -> None:
    with looking.visit(AUDITOR) as visit:
        for path in ("", "/why", "/what-if", "/between?one=1&other=2", "/dossier.zip"):
            assert visit.get(f"/audit/inspections/there-is-none{path}").status_code == 404, path


def test_what_has_much_to_show_is_cut_into_pages_that_are_no_larger_than_they_may_be(looking: Site) -> None:
    with looking.visit(AUDITOR) as visit:
        for path in LONG:
            answer = visit.get(path)
            assert answer.status_code == 200, path
            assert len(answer.content) < LARGEST_PAGE, path


def test_every_event_has_its_page_with_what_stood_then_and_the_way_to_those_beside_it(looking: Site) -> None:
    steps = looking.assay.replaying.replay("division-east").steps
    kinds = [kind_of(each.envelope.stream) for each in steps]
    assert {"inspection", "evidence", "list"} <= {*kinds}
    with looking.visit(AUDITOR) as visit:
        for number in (1, kinds.index("evidence") + 1, kinds.index("list") + 1, len(steps)):
            step = steps[number - 1]
            then = looking.assay.replaying.replay("division-east", Point(at=step.position))
            page = visit.get(f"{EAST}?step={number}").text
            text = plain(page)
            assert f"Event {number} of {len(steps)}" in text
            assert step.words in text
            for what, words in stood_beside(then).items():
                assert f"{what[:1].upper()}{what[1:]} {words[:1].upper()}{words[1:]}" in text
            assert f"Position {step.position}; version {step.version} of {step.envelope.stream}" in text
            assert str(then.state.standing).replace("-", " ").capitalize() in text
            assert (f"?step={number - 1}" in page) == (number > 1)
            assert ('rel="next"' in page) == (number < len(steps))
            assert "Verified" in text
            assert re.search("Who gave them the role (No staff record says that|Done by Assay itself)", text)
            assert (then.then.overall or "None yet").replace("_", " ").capitalize() in text
        for beyond in (0, -1, len(steps) + 1):
            assert visit.get(f"{EAST}?step={beyond}").status_code == 404


def test_what_lies_between_two_events_is_the_same_from_either_side(looking: Site) -> None:
    steps = looking.assay.replaying.replay("division-east").steps
    derived = next(n for n, each in enumerate(steps, 1) if isinstance(each.envelope.data, RatingsDerived))
    with looking.visit(AUDITOR) as visit:
        one, other = (
            plain(visit.get(f"{EAST}/between?{each}").text)
            for each in (f"one={derived - 1}&other={derived}", f"one={derived}&other={derived - 1}")
        )
        assert one == other
        assert "The overall rating by the rule" in one


@pytest.mark.parametrize(
    ("one", "other", "wrong"),
    [
        ("0", "2", {"one": "from"}),
        ("1", "9999", {"other": "to"}),
        ("abc", "-1", {"one": "from", "other": "to"}),
        ("9" * 5000, "²", {"one": "from", "other": "to"}),
        ("", "2", {"one": "Enter the event that you compare from"}),
        ("1", "", {"other": "Enter the event that you compare to"}),
    ],
)
def test_a_number_that_is_no_event_is_named_beside_its_field(
    looking: Site, one: str, other: str, wrong: dict[str, str]
) -> None:
    last = len(looking.assay.replaying.replay("division-east").steps)
    with looking.visit(AUDITOR) as visit:
        answer = visit.client.get(f"{EAST}/between", params={"one": one, "other": other})
        assert answer.status_code == 422
        text = answer.text
        assert "There is a problem" in text
        for field in ("one", "other"):
            said = wrong.get(field)
            if said in ("from", "to"):
                said = f"The event that you compare {said} must be a number from 1 to {last}"
            assert (f'href="#{field}"' in text) == (said is not None)
            assert (f'id="{field}-error"' in text) == (said is not None)
            assert said is None or text.count(said) == 2, "in the summary and beside the field"
        assert f'value="{one}"' in text, "what was typed stays"
        mended = visit.client.get(f"{EAST}/between", params={"one": "1", "other": str(last)})
        assert mended.status_code == 200


def test_that_somebody_looks_is_noted_as_on_the_command_line(looking: Site) -> None:
    noted = {
        EAST: "audit replay",
        f"{EAST}/between?one=1&other=2": "audit replay",
        f"{EAST}/why": "audit explain",
        f"{EAST}/what-if": "audit what-if",
        f"{EAST}/dossier.zip": "audit dossier",
        "/audit/find?what=departures": "audit find",
        "/audit/looks?about=division-east": "audit looks",
    }
    with looking.visit(AUDITOR) as visit:
        for path, what in noted.items():
            assert visit.get(path).status_code == 200, path
            *_, last = looking.assay.looking.looks(who=AUDITOR)
            assert isinstance(last, Look)
            assert last.what == what
        assert "Audit dossier" in visit.get("/audit/looks?about=division-east").text


def test_each_case_whose_answers_came_to_be_shown_is_noted_with_whoever_saw_them(looking: Site) -> None:
    derived = looking.assay.records.read(["inspection-division-east"])[
        "inspection-division-east"
    ].state.derived
    assert derived is not None
    cases = {each.stream for each in derived.cases if each.stream.startswith("case-")}
    steps = looking.assay.replaying.replay("division-east").steps
    whole = ("", "/why", "/what-if", f"/between?one=1&other={len(steps)}", "/dossier.zip")
    with looking.visit(AUDITOR) as visit:
        for path in whole:
            before = len(list(looking.assay.looking.looks(who=AUDITOR)))
            assert visit.get(EAST + path).status_code == 200
            looks = list(looking.assay.looking.looks(who=AUDITOR))[before:]
            assert cases <= {one for each in looks if isinstance(each, Look) for one in each.about}, path
        visit.get(f"{EAST}/what-if?answers=case-nobody-knows:2.1.1%3Dno")
        assert list(looking.assay.looking.looks("case-nobody-knows", AUDITOR))
        seen = plain(visit.get(f"/audit/looks?about={min(cases)}").text)
        assert all(
            each in seen for each in ("Audit explain", "Audit what-if", "Audit replay", "Audit dossier")
        )


def test_who_was_asked_about_and_what_came_to_be_shown_is_noted_too(looking: Site) -> None:
    came = looking.assay.finding.search("judgements").found
    person = came[-1].envelope.actor
    shown = {
        each.envelope.stream.removeprefix("inspection-") for each in came if each.envelope.actor == person
    }
    with looking.visit(AUDITOR) as visit:
        before = len(list(looking.assay.looking.looks(who=AUDITOR)))
        assert person in visit.get(f"/audit/find?what=judgements&by={person}").text
        asked, told = list(looking.assay.looking.looks(who=AUDITOR))[before:]
        assert isinstance(asked, Look)
        assert isinstance(told, Look)
        assert asked.about == ("judgements", person)
        assert told.what == "audit find"
        assert told.about
        assert {each for each in told.about if not each.startswith("case-")} <= shown
        visit.get(f"/audit/looks?by={person}")
        *_, last = looking.assay.looking.looks(who=AUDITOR)
        assert isinstance(last, Look)
        assert last.about == (person,)


def test_the_derivation_leads_down_to_every_answer_in_every_case(looking: Site) -> None:
    tree = looking.assay.explaining.explain("division-east").tree

    def titles(node: Node) -> set[str]:
        return {node.title, *(title for child in node.children for title in titles(child))}

    with looking.visit(AUDITOR) as visit:
        waiting, seen = [f"{EAST}/why?node="], ""
        while waiting:
            page = visit.get(waiting.pop()).text
            seen += plain(page)
            waiting += re.findall(r'<li><a class="govuk-link" href="([^"]+/why\?node=[^"]+)"', page)
        seen = seen.replace("&#39;", "'").replace("&lt;", "<").replace("&amp;", "&").replace("&#34;", '"')
        missing = {each for each in titles(tree) if re.sub(r"\s+", " ", each) not in seen}
        assert missing == set()
        for nowhere in ("99", "x", "0.0.0.0.0.0.0.0", "-1"):
            assert visit.get(f"{EAST}/why?node={nowhere}").status_code == 404


def test_a_tree_is_parted_where_it_is_too_long_and_nothing_of_it_is_lost() -> None:
    leaf = Node("answer", "leaf")
    long_ = Node("standard", "long", children=(leaf,) * 30)
    tree = Node("overall", "root", children=(Node("rule", "short", ("a line",)), long_, leaf))
    found = branch_at(tree, "", room=10)
    assert found is not None
    assert [(each.node.title, each.apart) for each in found.children] == [
        ("short", False),
        ("long", True),
        ("leaf", False),
    ]
    below = branch_at(tree, "1", room=10)
    assert below is not None
    assert [each.path for each in below.children] == [f"1.{place}" for place in range(30)]
    assert [each.title for each in crumbs_to(tree, "1.4")] == ["root", "long"]
    assert branch_at(tree, "3") is None


def test_an_assumption_is_labelled_on_every_line_and_stored_nowhere(looking: Site) -> None:
    before = looking.assay.store.last_position()
    with looking.visit(AUDITOR) as visit:
        page = visit.get(f"{EAST}/what-if?rounding=half_up&scheme=adult-nps-2018").text
        body = page.split("<main", 1)[1].split("Assume something else", 1)[0]
        lines = re.findall(
            r"<(?:li|th scope=\"row\"[^>]*|h2[^>]*|caption[^>]*)>(.*?)</(?:li|th|h2|caption)>",
            body,
            re.DOTALL,
        )
        told = [plain(each) for each in lines if "href" not in each and "aria-current" not in each]
        assert len(told) > 12
        assert all(each.strip().startswith("What if") for each in told), told
        assert "No result" in body
    assert looking.assay.store.last_position() == before


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("scheme=nothing", "Choose a rating scheme from the list"),
        ("rounding=up", "Choose a rounding from the list"),
        ("answers=case-1:2.1.1=maybe", "Write an answer like case-3f2a:2.1.1=no, not case-1:2.1.1=maybe"),
        ("answers=case-nobody:2.1.1=no", "case-nobody"),
    ],
)
def test_an_assumption_that_cannot_be_made_is_said_beside_what_was_entered(
    looking: Site, asked: str, said: str
) -> None:
    with looking.visit(AUDITOR) as visit:
        page = visit.get(f"{EAST}/what-if?{asked}").text
        assert "There is a problem" in page
        assert said in page


def test_what_is_found_across_inspections_is_what_the_record_has(looking: Site) -> None:
    with looking.visit(AUDITOR) as visit:
        for what in ("departures", "judgements", "overdue", "reopened", "deputies", "stale-approvals"):
            came = looking.assay.finding.search(what)
            page = visit.get(f"/audit/find?what={what}").text
            assert f"{len(came.found)}, in the events of {came.streams} streams" in page
        first, second = (visit.get(f"/audit/find?what=judgements&page={each}").text for each in (1, 2))
        assert "Older" in first
        assert "Newer" in second
        assert "Write a year with four digits" in visit.get("/audit/find?what=overdue&since=26").text
        assert "must not be before" in visit.get("/audit/find?what=overdue&since=2026&until=2025").text
        nobody = plain(visit.get("/audit/find?what=judgements&by=nobody-at-all").text)
        assert "Nobody is known to the record as nobody-at-all; is the id written as it is there?" in nobody


def test_the_record_is_verified_at_the_press_of_a_button_that_only_our_own_page_has(looking: Site) -> None:
    with looking.visit(AUDITOR) as visit:
        found = plain(visit.send("/audit/verify", {}).text)
        assert f"Events {looking.assay.store.last_position()} in" in found
        assert "Verified" in found
        assert visit.send("/audit/verify", {"token": "made-up"}).status_code == 422


def test_a_record_that_was_changed_is_not_said_to_hold(changing: Callable[[], Site], tmp_path: Path) -> None:
    served = changing()
    of = "WHERE stream = 'inspection-division-east' AND version = 20"
    with closing(sqlite3.connect(tmp_path / "home" / "assay.db")) as database, database:
        database.execute("DROP TRIGGER events_update")
        database.execute(f"UPDATE events SET body = CAST(replace(body, '2026', '2025') AS BLOB) {of}")
    with served.visit(AUDITOR) as visit:
        assert "Verdict: changed, first at position" in plain(visit.send("/audit/verify", {}).text)
        assert "Verified" not in plain(visit.get(EAST).text)
        steps = served.assay.replaying.at_step("division-east", None).steps
        own = [n for n, each in enumerate(steps, 1) if each.envelope.stream == "inspection-division-east"]
        assert len(own) == 19, "what is behind the changed one cannot be told"
        assert "Verified" in plain(visit.get(f"{EAST}?step={own[-1]}").text)
        assert visit.get(f"{EAST}/dossier.zip").status_code == 503


def test_answers_that_are_kept_apart_are_kept_from_whoever_audits_too(looking: Site) -> None:
    reference = "crc-valley"  # some of its cases have been begun, and may yet be read twice
    stream = f"inspection-{reference}"
    reads = looking.assay.records.read([stream])[stream].state.reads
    assert looking.assay.apart.hidden(reads, AUDITOR)
    with looking.visit(AUDITOR) as visit:
        address = f"/audit/inspections/{reference}"
        assert "each reader sees their own answers only" in visit.get(address).text
        last = len(looking.assay.replaying.replay(reference).steps)
        assert visit.get(f"{address}/between?one=1&other={last}").status_code == 409
        for path in ("/why", "/what-if"):
            assert "There are no ratings yet" in visit.get(address + path).text


def test_at_no_event_the_slider_says_what_changed_while_cases_are_read_blind(looking: Site) -> None:
    """Not to an auditor, and not to a quality lead or whoever reads, who may yet be a case's second reader."""
    reference = "crc-valley"
    replay = looking.assay.replaying.replay(reference)
    taken = {each.step.position: each for each in steps_taken(replay)}
    assert any(change.about == "answer" for each in taken.values() for change in each.changes)
    changed = [number for number, each in enumerate(replay.steps, start=1) if taken[each.position].changes]
    quality = next(each.id for each in example_people(looking.assay)() if "quality-lead" in each.roles)
    for person in (AUDITOR, quality):
        with looking.visit(person) as visit:
            for number in (changed[0], changed[len(changed) // 2], changed[-1]):
                page = plain(visit.get(f"/audit/inspections/{reference}?step={number}").text)
                assert "each reader sees their own answers only" in page
                told = taken[replay.steps[number - 1].position].changes
                assert not any(change.words in page for change in told)
                assert "answer to" not in page


def test_an_auditor_finds_out_why_and_checks_the_record_in_a_browser(looking: Site, browser: Browser) -> None:
    page = browser.new_page()
    broken: list[str] = []
    page.on("console", lambda message: broken.append(message.text))
    page.goto(f"{looking.address}/sign-in?then=/audit")
    page.get_by_label("A new auditor").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name="Example Division East").click()
    slider = page.get_by_role("slider", name=re.compile("Event, from 1 to"))
    expect(page.get_by_role("button", name="Show this event")).to_be_hidden()
    slider.focus()
    page.keyboard.press("Home")
    expect(page.get_by_role("heading", name=re.compile("^Event 1 of "))).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("heading", name=re.compile("^Event 2 of "))).to_be_visible()
    expect(page).to_have_url(re.compile(r"step=2$"))
    page.get_by_role("link", name="Why these ratings", exact=True).click()
    page.get_by_text("Standard 1.1 Leadership").click()
    page.get_by_role("link", name="What if").click()
    page.get_by_label("How shares are rounded").select_option("To whole per cents, a half up")
    page.get_by_role("button", name="Work it out").click()
    expect(page.get_by_role("row", name=re.compile("What if Overall"))).to_be_visible()
    page.get_by_role("link", name="Audit", exact=True).first.click()
    page.get_by_role("link", name="Verify the record").click()
    page.get_by_role("button", name="Verify the record now").click()
    expect(page.get_by_role("heading", name="Verified")).to_be_visible()
    assert broken == []
    page.close()


def test_the_events_are_gone_through_without_scripts(looking: Site, browser: Browser) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{looking.address}/sign-in?then={EAST}")
    page.get_by_label("A new auditor").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name="First event").click()
    page.get_by_role("link", name="Next event").click()
    expect(page.get_by_role("heading", name=re.compile("^Event 2 of "))).to_be_visible()
    page.get_by_role("slider").focus()
    page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Show this event").click()
    expect(page.get_by_role("heading", name=re.compile("^Event 3 of "))).to_be_visible()
    page.context.close()


def test_every_page_is_for_everybody_on_a_narrow_screen_too_and_none_is_larger_than_it_may_be(
    looking: Site, browser: Browser
) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 900})
    page.goto(f"{looking.address}/sign-in")
    page.get_by_label("A new auditor").check()
    page.get_by_role("button", name="Continue").click()
    for path in PAGES:
        answer = page.goto(looking.address + path)
        assert answer is not None
        assert answer.status == 200, path
        assert len(answer.body()) < LARGEST_PAGE, path
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
    page.close()
