"""The public pages: what was published, all of it, and nothing that is not; with the proof beside it."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import replace
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, expect

from activities.commanding.desk import Accepted, Order
from adapters.inbound.shown.parts_of_results import Part, parts_by
from adapters.inbound.shown.words import words
from domain.given import Actor
from domain.inspections.commands.reporting import CorrectReport, WithdrawReport
from domain.messages import Command
from domain.people.roles import Role
from domain.results.questions import QuestionTogether, as_results, by_part, by_question
from domain.results.standards import AimTogether, StandardTogether, by_aim, by_standard, together
from tests.support.axe import violations
from tests.support.site import Site

pytestmark = pytest.mark.long

PUBLISHED = ("division-east", "crc-rivers", "division-capital")
RATED_BUT_NOT_OUT = ("division-midlands", "crc-downs")
PAGES = (
    "/results",
    "/results?q=nobody",
    "/results/providers/example-division-east",
    "/results/inspections/division-east",
    "/results/national",
    "/results/open-data",
)
_ADDRESS = re.compile(r'href="([^"#]+)"')


def everything_public(served: Site) -> Iterator[tuple[str, str]]:
    """The text of every page and table that links lead to from the results, without signing in."""
    with served.visit() as visit:
        waiting, seen = ["/results"], set[str]()
        while waiting:
            path = waiting.pop()
            answer = visit.get(path)
            assert answer.status_code == 200, path
            yield path, answer.text
            if "html" in answer.headers["Content-Type"]:
                found = {urljoin(path, each) for each in _ADDRESS.findall(answer.text)}
                found = {
                    each
                    for each in found
                    if each.startswith("/results") and not each.endswith((".pdf", ".zip"))
                }
                waiting += sorted(found - seen)
                seen |= found


def test_the_results_lead_to_everything_that_was_published_and_to_nothing_else(looking: Site) -> None:
    public = dict(everything_public(looking))
    for reference in PUBLISHED:
        assert f"/results/inspections/{reference}" in public
        assert f"/results/inspections/{reference}/report/1/en.html" in public
    providers = {each.provider: each.title for each in looking.assay.views.catch_up().providers()}
    for row in looking.assay.views.catch_up().inspections():
        if row.reference not in PUBLISHED:
            for path, text in public.items():
                assert row.reference not in text, path
                assert row.provider not in text, path
                assert providers[row.provider] not in text, path


@pytest.mark.parametrize("reference", [*RATED_BUT_NOT_OUT, "there-is-none"])
def test_what_is_not_out_is_not_there_whoever_asks(looking: Site, reference: str) -> None:
    for person in (None, "hq-operations"):
        with looking.visit(person) as visit:
            for path in ("", "/dossier.zip", "/report/1/en.html", "/report/1/en.pdf"):
                assert visit.get(f"/results/inspections/{reference}{path}").status_code == 404
            assert visit.get(f"/results/providers/example-{reference}").status_code == 404


def test_no_file_is_there_of_an_edition_or_in_a_language_in_which_none_was_printed(looking: Site) -> None:
    with looking.visit() as visit:
        for file in ("2/en.html", "1/cy.html", "1/en.docx", "0/en.html", "one/en.html"):
            assert visit.get(f"/results/inspections/division-east/report/{file}").status_code == 404, file


def test_a_published_inspection_is_found_by_its_name_and_by_its_area(looking: Site) -> None:
    with looking.visit() as visit:
        assert "Example CRC Rivers" in visit.get("/results?q=rivers crc").text
        assert "Example CRC Rivers" in visit.get("/results?area=Midlands").text
        assert "Example CRC Rivers" not in visit.get("/results?q=rivers&area=East").text
        assert (
            "No published inspection matches “rivers” in East"
            in visit.get("/results?q=rivers&area=East").text
        )


def test_the_report_is_given_out_as_it_was_published_byte_for_byte(looking: Site) -> None:
    stream = "inspection-division-east"
    edition = looking.assay.records.read([stream])[stream].state.editions[-1]
    with looking.visit() as visit:
        for file in edition.files:
            answer = visit.get(f"/results/inspections/division-east/report/1/{file.language}.{file.form}")
            assert answer.content == looking.assay.documents.fetch(file.document)
            assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_the_ratings_on_the_page_are_those_of_the_report(looking: Site) -> None:
    content = looking.assay.reports.content("division-east", "en", 1)
    levels = dict(content.levels)
    with looking.visit() as visit:
        rows = re.findall(r'<th scope="row"[^>]*>(\S+) .*?</th><td[^>]*><strong[^>]*>(.*?)</strong>',
                          visit.get("/results/inspections/division-east").text)  # fmt: skip
    assert rows == [(each.number, levels[each.rating or ""]) for each in content.ratings]


def give(served: Site, command: Command, role: Role) -> None:
    outcome = served.assay.desk.give(
        Order(f"given-{command.verb}", command, Actor(f"{role.value}-1", role, "test"))
    )
    assert isinstance(outcome, Accepted), outcome


def test_a_report_that_is_being_corrected_stays_as_it_was_and_its_dossier_waits(
    changing: Callable[[], Site],
) -> None:
    served = changing()
    with served.visit() as visit:
        before = visit.get("/results/inspections/division-east").text
        assert "Download the dossier" in before
        assert visit.get("/results/inspections/division-east/dossier.zip").status_code == 200
        corrected = CorrectReport(
            inspection="division-east", reason="A secret slip", changed="A secret change"
        )
        give(served, corrected, Role.LEAD_INSPECTOR)
        after = visit.get("/results/inspections/division-east").text
        assert "secret" not in after
        alike = [re.sub(r'nonce="[^"]*"', "", each.split("Check it yourself")[0]) for each in (before, after)]
        assert alike[0] == alike[1]
        assert "being corrected" in after
        assert visit.get("/results/inspections/division-east/dossier.zip").status_code == 404
    with served.visit("hq-operations") as visit:
        page = visit.get("/inspections/division-east").text
        assert "Sign edition 2" in page
        assert "Submit edition 2 of the report to the Secretary of State" in page, (
            "at a stage that is behind it"
        )


def test_a_report_that_was_withdrawn_says_so_everywhere_and_counts_no_more(
    changing: Callable[[], Site],
) -> None:
    served = changing()
    give(
        served,
        WithdrawReport(inspection="division-east", reason="It was of another division."),
        Role.CHIEF_INSPECTOR,
    )
    with served.visit() as visit:
        assert (
            "withdrawn: It was of another division." in visit.get("/results/inspections/division-east").text
        )
        assert "another division" in visit.get("/results/inspections/division-east/report/1/en.html").text
        assert visit.get("/results/inspections/division-east/dossier.zip").status_code == 404
        assert "From 2 published inspections" in visit.get("/results/national").text
        assert "division-east" not in visit.get("/results/open-data/ratings.csv").text


def test_the_country_is_counted_from_what_was_published(looking: Site) -> None:
    content = {each: looking.assay.reports.content(each, "en", 1) for each in PUBLISHED}
    with looking.visit() as visit:
        rows = list(csv.DictReader(io.StringIO(visit.get("/results/open-data/ratings.csv").text)))
        assert {(row["inspection"], row["standard"], row["rating"]) for row in rows} == {
            *((each, one.number, one.rating) for each in PUBLISHED for one in content[each].ratings),
            *((each, "overall", content[each].overall) for each in PUBLISHED),
        }
        counted = list(csv.DictReader(io.StringIO(visit.get("/results/open-data/standards.csv").text)))
        assert sum(int(row["inspections"]) for row in counted) == sum(
            len(each.ratings) for each in content.values()
        )
        assert visit.get("/results/open-data/nothing.csv").status_code == 404


def test_small_numbers_of_cases_are_hidden_and_so_is_what_would_tell_them(looking: Site) -> None:
    with looking.visit() as visit:
        rows = list(csv.DictReader(io.StringIO(visit.get("/results/open-data/aims.csv").text)))
        page = visit.get("/results/national").text
    assert {row["aim"] for row in rows} == {"engagement", "desistance", "keeping other people safe"}
    assert any(row["yes"] == "hidden" for row in rows)
    for row in rows:
        shown = [row[each] for each in ("yes", "no") if row[each] != "hidden"]
        assert all(int(each) >= 5 for each in shown)
    assert "hidden" in page


def test_topics_are_held_against_what_the_reports_of_all_inspections_say_by_question(looking: Site) -> None:
    found = {(each.rules, each.question): each for each in by_question(looking.assay.published.standing())}
    printed: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for reference in PUBLISHED:
        content = looking.assay.reports.content(reference, "en", 1)
        assert content.rules.framework is not None
        for domain in content.found:
            for question in (one for standard in domain.standards for one in standard.questions):
                if question.yes is not None and question.no is not None:
                    key = content.rules.framework[0], question.number
                    printed.setdefault(key, []).append((question.yes, question.no))
    assert printed
    assert {key: (each.yes, each.no, each.inspections) for key, each in found.items()} == {
        key: (sum(yes for yes, _ in each), sum(no for _, no in each), len(each))
        for key, each in printed.items()
    }
    assert as_results(found.values())


@pytest.mark.parametrize(
    ("yes", "no", "shown"),
    [(30, 10, (30, 10)), (38, 2, (None, None)), (2, 2, (None, None)), (40, 0, (None, None)), (5, 5, (5, 5))],
)
def test_a_count_below_five_is_shown_neither_itself_nor_through_the_other(
    yes: int, no: int, shown: tuple[int | None, int | None]
) -> None:
    found = together(yes, no)
    assert (found.yes, found.no) == shown
    assert bool(found.share) == (None not in shown)


def test_what_changed_between_two_inspections_is_shown_of_what_was_published_alone(
    looking: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Rated:
        """The record's account of what inspections came to, with one more of the same provider."""

        def rated(self, references: object) -> tuple[object, ...]:
            (one,) = (each for each in looking.assay.improvements.rated(["division-east"]))
            return (one, replace(one, inspection="division-capital"))

        def successions(self, rated: object) -> dict[str, object]:
            return {}

    out = looking.assay.published
    standing = out.standing()
    assert out.pairs(standing) == ()
    second = copy(out)
    monkeypatch.setattr(second, "_improvements", Rated())
    # What the record says of the second differs from what was published of it: it is left out.
    assert second.pairs(standing) == ()
    alike = [
        replace(each, content=next(one.content for one in standing if one.reference == "division-east"))
        for each in standing
    ]
    (pair,) = second.pairs(alike)
    assert pair.overall.movement == "same"
    assert {each.number for each in by_standard(alike)} == {each.subject for each in pair.standards}


def test_two_versions_of_rules_under_one_title_are_not_counted_together(looking: Site) -> None:
    one, *others = looking.assay.published.standing()
    framework, scheme = one.pinned
    newer = replace(
        one,
        reference="newer",
        pinned=(framework.model_copy(update={"version": "9", "digest": "9" * 64}), scheme),
    )
    asked = (by_standard, by_aim, by_question)
    for alone, told in ((work([one]), work([one, newer])) for work in asked):
        assert len(told) == 2 * len(alone) > 0
        assert len({each.rules for each in told}) == 2
        assert all(f"{framework.id} " in each.rules for each in told), "each says which version"
        assert sorted(map(numbers_of, told)) == sorted(2 * [*map(numbers_of, alone)])
    whole = {each.rules for each in by_standard([one, *others])}
    assert whole == {
        each.content.rules.framework[0] for each in (one, *others) if each.content.rules.framework
    }


def numbers_of(told: StandardTogether | AimTogether | QuestionTogether) -> str:
    """What is told, but for the name of the rules."""
    return repr(replace(told, rules=""))


def test_the_country_and_the_proof_of_one_rating_are_found_in_a_browser_without_signing_in(
    looking: Site, browser: Browser, tmp_path: Path
) -> None:
    page = browser.new_page()
    broken: list[str] = []
    page.on("console", lambda message: broken.append(message.text))
    page.goto(f"{looking.address}/results")
    page.get_by_label("Name of a provider").fill("east")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Example Division East").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Example Division East")
    key = page.locator("code").inner_text()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the dossier").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    page.get_by_role("link", name="Open the page that checks it").click()
    page.get_by_label("The dossier").set_input_files(file)
    page.get_by_label("The record's public key").fill(key)
    page.get_by_role("button", name="Check the dossier").click()
    expect(page.get_by_role("heading", name="Verdict: verified")).to_be_visible()
    assert broken == []
    page.close()


def test_the_public_pages_are_for_everybody_on_a_narrow_screen_too(looking: Site, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 900})
    for path in PAGES:
        page.goto(looking.address + path)
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
    page.close()


@pytest.mark.parametrize("part", list(Part))
def test_results_are_told_apart_by_area_and_kind_of_provider_without_telling_a_small_number(
    looking: Site, part: Part
) -> None:
    standing = looking.assay.published.standing()
    providers = {each.provider: each for each in looking.assay.views.catch_up().providers()}
    inside: dict[str, list[str]] = {}
    for each in standing:
        (known,) = (providers[code] for code in each.providers)
        said = known.area if part is Part.AREA else f"providers of the kind {words(known.kind)}"
        inside.setdefault(said, []).append(each.reference)
    assert len(inside) > 1
    whole = {(each.rules, each.question): each for each in by_question(standing)}
    found = by_part(standing, parts_by(part, providers))
    assert found
    for one in found:
        assert min(one.yes, one.no) >= 5
        assert one.inspections <= len(inside[one.part])
    for key, every in whole.items():
        parts = [one for one in found if (one.rules, one.question) == key]
        rest = every.yes - sum(one.yes for one in parts), every.no - sum(one.no for one in parts)
        assert rest == (0, 0) or min(rest) >= 5 or not parts, key
