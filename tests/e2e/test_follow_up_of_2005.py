"""The example of 003, typed: an inspection of 2004, its follow-up of 2005, and what is said of both."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from playwright.sync_api import expect

from domain.follow_ups.intervals import difference
from tests.support.axe import faults
from tests.support.blind import acting_as
from tests.support.command_line import CommandLine
from tests.support.servers.chromium import chromium
from tests.support.site import site
from tests.support.supervised import (
    CRITERIA,
    QUESTIONS,
    Supervised,
    machinery_works,
    typed_inspection,
)
from tests.support.toy_matter import HandClock

FIRST, AGAIN = "staffs-2004", "staffs-2005"

# Of twelve cases seven were of high risk of harm: six as the provider had it, and one more as the inspector found.
THEN = (
    *(Supervised(f"S/{n}", "high", 30, no=("B1.1", "B2.1", "C3.1")) for n in range(1, 4)),
    Supervised("S/4", "very-high", 30, no=("B1.2", "C1.4"), beside=("C2.7",), gender="female"),
    Supervised("S/5", "high", 30, no=("B1.1",), gender="female"),
    Supervised("S/6", "medium", 30, inspector="high", no=("B2.1",)),
    Supervised("S/7", "high", 30),
    Supervised("S/8", "high", 30, inspector="medium", no=QUESTIONS[:6]),
    *(Supervised(f"S/{n}", "low", 30, no=("B1.1",)) for n in range(9, 13)),
)
MEANT_THEN = THEN[:7]
# Nobody but those of high risk of harm, of ten weeks or more, is drawn from the list of the next year.
NOW = (
    *(Supervised(f"T/{n}", "high", 25, no=("B2.1",) if n < 2 else ()) for n in range(1, 7)),
    *(Supervised(f"T/{n}", "very-high", 12, no=("C3.1",) if n < 8 else ()) for n in range(7, 11)),
    Supervised("T/11", "medium", 40, no=QUESTIONS),
    Supervised("T/12", "high", 9, no=QUESTIONS),
)
EARLIER, NEWER = NOW[:6], NOW[6:10]
CHIEF = 71
"""Another user of the machine than the one who leads and proposes: nobody confirms their own ratings."""
PERIODS = (
    "id,title,minimum_weeks,stratum\nearlier,The earlier period,20,1\nnewer,Under the new procedures,10,2\n"
)


def share(criterion: str, cases: Sequence[Supervised]) -> Fraction:
    """A criterion, counted by hand: every answer that applies, under every question of it."""
    answers = [
        case.answer(each) for case in cases for each in QUESTIONS if each.rsplit(".", 1)[0] == criterion
    ]
    return Fraction(answers.count("yes"), len(answers) - answers.count("not_applicable"))


@pytest.fixture(scope="module")
def in_2005(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """The record of both inspections, to be gone on with."""
    return both_read(tmp_path_factory.mktemp("of-2005") / "home")


def both_read(home: Path) -> CommandLine:
    """A record with the first inspection's report out, and the case reads of the follow-up closed."""
    assay = CommandLine(home, HandClock())
    assay.on(date(2004, 5, 4))
    assert assay("db", "migrate").status == 0
    assay.done(
        "provider", "register", "staffordshire", "--title", "Staffordshire", "--kind", "probation-area",
        "--area", "West Midlands",
    )  # fmt: skip
    typed_inspection(
        assay, FIRST, "effective-supervision-2003", ("2004-06-07", "2004-06-11"), THEN, classified=True
    )
    published(assay)
    assay.on(date(2005, 1, 10))
    typed_inspection(assay, AGAIN, "effective-supervision-follow-up-2004", ("2005-03-07", "2005-03-11"), NOW)
    return assay


def published(assay: CommandLine) -> None:
    """The results of the first inspection are confirmed, and its report comes out, with three recommendations."""
    for criterion in ("A1", "A2", "A3", "A4", "A5"):
        assay.done(
            "inspection", "score-criterion", FIRST, "--standard", criterion, "--percent", "72", "--reason", "It is so."
        )  # fmt: skip
    assay.done("inspection", "propose-ratings", FIRST)
    derivation = assay("inspection", "show", FIRST, "--field", "derivation").out.strip()
    with acting_as(CHIEF):
        assay.done(
            "inspection", "confirm-ratings", FIRST, "--derivation", derivation, "--role", "chief-inspector"
        )
    asked = assay.file(
        "recommendations.csv",
        "id,to,text\nr1,provider,Assess risk of harm.\nr2,provider,Plan for it.\nr3,provider,Review it.\n",
    )
    assay.done(
        "inspection", "draft-report", FIRST, "--findings", "Otherwise good.", "--recommendations", asked
    )
    report = assay("inspection", "show", FIRST, "--field", "report").out.strip()
    with acting_as(CHIEF):  # whoever scores does not sign
        assay.done("inspection", "sign-off-report", FIRST, "--report", report)
    assay.done("inspection", "send-draft", FIRST)
    assay.done("inspection", "confirm-factual-accuracy", FIRST)
    assay.done("inspection", "schedule-publication", FIRST, "--publish-on", "2004-06-11")
    machinery_works(assay, FIRST)


def test_a_follow_up_looks_at_nine_criteria_again_in_the_same_cases(in_2005: CommandLine) -> None:
    assay = in_2005
    sample = assay.done("samples", "show", AGAIN, "--population", "supervised-cases")
    assert sorted(sample["rows"]) == list(range(1, 11)), "of high risk of harm, ten weeks or more"
    checked = assay.done(
        "samples", "check", AGAIN, "--population", "supervised-cases", "--list",
        assay.home.parent / f"{AGAIN}.csv",
    )  # fmt: skip
    assert [each["what"] for each in checked["findings"]].count("who is meant") == 2
    assert all(each["good"] for each in checked["findings"])
    laid_down(assay)
    assay.done("follow-up", "results", AGAIN)
    shown = assay.done("follow-up", "show", AGAIN)
    assert (shown["first_cases"], shown["again_cases"]) == (7, 10)
    rows = {each["subject"]: each for each in shown["rows"]}
    for criterion in CRITERIA:
        was, now = share(criterion, MEANT_THEN), share(criterion, NOW[:10])
        row = rows[criterion]
        assert Fraction(row["first"]["met"], row["first"]["of"]) == was
        assert Fraction(row["again"]["met"], row["again"]["of"]) == now
        assert row["outcome"] == "compared"
        low, high = difference(was, 7, now, 10)
        found = row["difference"]
        assert (
            Fraction(found["points"]) - Fraction(1, 20)
            <= 100 * (now - was)
            <= Fraction(found["points"]) + Fraction(1, 20)
        )
        assert Fraction(found["low"]) <= 100 * low
        assert 100 * high <= Fraction(found["high"])
        for period, cases in (("earlier", EARLIER), ("newer", NEWER)):
            part = row["periods"][period]
            assert Fraction(part["met"], part["of"]) == share(criterion, cases)
    assert {rows[each]["outcome"] for each in ("A1", "A2", "A3", "A4", "A5")} == {"not-compared"}
    told = assay("follow-up", "show", AGAIN).out
    assert "Recomputed from 10 cases; the first results from 7 cases." in told
    assert "not scored again: the follow-up's focus is narrower" in told
    assert "may be chance" in told, "of so few cases little can be said"
    conclude(assay, AGAIN)


def conclude(assay: CommandLine, inspection: str) -> None:
    """A conclusion per criterion, and one as a whole."""
    assert (
        assay("follow-up", "conclude", inspection, "--conclusion", "It is better.").code
        == "conclusions-missing"
    )
    for criterion in CRITERIA:
        assay.done(
            "follow-up", "conclude-criterion", inspection, "--standard", criterion, "--conclusion", "As seen."
        )
    assay.done("follow-up", "conclude", inspection, "--conclusion", "Considerable progress.")
    assert assay.done("follow-up", "show", inspection)["conclusion"] == "Considerable progress."


def laid_down(assay: CommandLine) -> None:
    """What the follow-up follows, and what it looks at again."""
    standards = [word for each in CRITERIA for word in ("--standard", each)]
    prompted = [word for each in ("r1", "r2", "r3") for word in ("--recommendation", each)]
    risks = [word for each in ("high", "very-high") for word in ("--classified", f"risk-of-harm={each}")]
    assay.done(
        "follow-up", "set-up", AGAIN, "--follows", FIRST, *standards, *prompted, "--population",
        "supervised-cases", "--only", "High risk of harm cases.", *risks,
        "--periods", assay.file("periods.csv", PERIODS),
    )  # fmt: skip


def test_its_report_comes_out_with_what_was_found_beside_the_first_results(tmp_path: Path) -> None:
    assay = both_read(tmp_path / "home")
    for criterion in ("A1", "A2", "A3", "A4", "A5"):
        assay.done(
            "inspection",
            "leave-unrated",
            AGAIN,
            "--standard",
            criterion,
            "--reason",
            "The focus is narrower.",
        )
    assay.done("inspection", "propose-ratings", AGAIN)
    derivation = assay("inspection", "show", AGAIN, "--field", "derivation").out.strip()
    with acting_as(CHIEF):
        assay.done(
            "inspection", "confirm-ratings", AGAIN, "--derivation", derivation, "--role", "chief-inspector"
        )
    draft = ("inspection", "draft-report", AGAIN, "--findings", "Better.")
    assert assay(*draft).code == "follow-up-open"
    laid_down(assay)
    assay.done("follow-up", "results", AGAIN)
    assert "nothing is concluded on B1" in assay(*draft).sentence
    conclude(assay, AGAIN)
    assay.done(*draft)
    report = assay("inspection", "show", AGAIN, "--field", "report").out.strip()
    with acting_as(CHIEF):
        assay.done("inspection", "sign-off-report", AGAIN, "--report", report)
    assay.done("inspection", "send-draft", AGAIN)
    assay.done("inspection", "confirm-factual-accuracy", AGAIN)
    assay.done("inspection", "schedule-publication", AGAIN, "--publish-on", "2005-03-11")
    machinery_works(assay, AGAIN)
    out = {}
    for form in ("html", "pdf"):
        file = tmp_path / f"report.{form}"
        assert assay("report", "show", AGAIN, "--edition", "1", "--form", form, "--to", file).status == 0
        out[form] = file.read_bytes()
    page = out["html"].decode()
    assert f"This inspection followed the inspection {FIRST}" in page
    assert "<li>Assess risk of harm.</li>" in page
    assert "Considerable progress." in page
    was, now = share("B1", MEANT_THEN), share("B1", NOW[:10])
    for part, of in ((was, MEANT_THEN), (now, NOW[:10])):
        told = 6 * len(of)
        assert f"({part * told} of {told})" in page
    assert "These were not scored again" in page
    assert out["pdf"].startswith(b"%PDF")
    with site(assay.home, assay.clock) as pages, chromium() as browser, browser.new_context() as context:
        with pages.visit(f"os-{CHIEF}") as chief:
            context.add_cookies(
                [{"name": "assay", "value": chief.client.cookies["assay"], "url": pages.address}]
            )
            assert f"{AGAIN}/plan" not in chief.get(f"/inspections/{AGAIN}/ratings").text
            assert f"{FIRST}/plan" in chief.get(f"/inspections/{FIRST}/ratings").text
        window = context.new_page()
        window.goto(f"{pages.address}/inspections/{AGAIN}/plan")
        expect(window.get_by_role("main")).to_contain_text("No action plan was asked for")
        assert faults(window) == []
