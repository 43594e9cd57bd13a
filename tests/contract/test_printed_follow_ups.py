"""What is printed of a follow-up's report: the section on what it found beside the first results, in both languages."""

import io
import re
from pathlib import Path

import pikepdf
import pytest

from adapters.outbound.press import ReportPress
from domain.decider import On
from domain.follow_ups.commands import CompareResults, ConcludeCriterion, ConcludeFollowUp
from domain.follow_ups.events import Row
from domain.follow_ups.figures import Figure, beside
from domain.follow_ups.reasons import because
from domain.inspections.commands import DraftReport, TranslateText
from domain.inspections.report.again import Again
from domain.inspections.report.beside import shown_rows
from domain.inspections.report.content import ReportContent, report_content
from domain.inspections.report.texts import texts_of
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.languages import Language
from tests.spec.test_follow_up import IS_SET_UP
from tests.support.followed import AGAIN, FIRST, LIBRARY, followed, reads_of
from tests.support.pdf_ua import faults
from tests.support.servers.chromium import chromium
from tests.support.specification import Story

PRESS = ReportPress()
ON = "2005-02-01"
STREAM = f"follow-up-{AGAIN}"


def content(language: Language = "en") -> ReportContent:
    """The content of a draft, every text of which has its Welsh: the English one, spoken in capitals."""
    story = followed(Stage.PUBLICATION).and_(On(STREAM, IS_SET_UP))
    compare = CompareResults(inspection=AGAIN, first=reads_of(story, FIRST), again=reads_of(story, AGAIN))
    story = story.when(compare, on=ON).story
    for standard in ("B1", "B2"):
        conclude = ConcludeCriterion(inspection=AGAIN, standard=standard, conclusion=f"{standard} is better.")
        story = story.when(conclude, on=ON).story
    story = story.when(ConcludeFollowUp(inspection=AGAIN, conclusion="Work is better."), on=ON).story
    story = story.when(DraftReport(inspection=AGAIN, findings="Better."), on=ON).story
    for place, text in texts_of(state_of(story)).items():
        translate = TranslateText(inspection=AGAIN, place=place, text=text.upper())
        story = story.when(translate, on=ON).story
    known = state_of(story).known
    protocol = LIBRARY.protocol_with(known.protocol.digest)
    assert protocol is not None
    return report_content(
        AGAIN,
        state_of(story),
        protocol,
        LIBRARY.framework_of(known.framework),
        LIBRARY.scheme_of(known.scheme),
        language,
    )


def state_of(story: Story) -> Inspection:
    state = story.state(f"inspection-{AGAIN}")
    assert isinstance(state, Inspection)
    return state


def section(page: str, id_: str = "follow-up") -> str:
    """A section of a page, as text."""
    found = re.search(rf'<h2 id="{id_}".*?(?=<h2 id=)', page, re.S)
    assert found is not None
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split())


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            [
                "What was found on looking again",
                "This inspection followed the inspection staffs-2004, whose report was published on ",
                "What prompted it Improve the services.",
                "High risk of harm cases.",
                "Cases read now: 5. Cases of the first inspection that are meant: not shown;",
                "Told apart: The earlier period, cases supervised for 20 weeks or more.",
                "not shown",
                "These were not scored again, because the follow-up looked at less than the first inspection did:",
                "A1 ",
                "B1 is better.",
                "On the whole Work is better.",
            ],
        ),
        (
            "cy",
            [
                "Yr hyn a ganfuwyd wrth edrych eto",
                "Dilynodd yr arolygiad hwn yr arolygiad staffs-2004",
                "IMPROVE THE SERVICES.",
                "HIGH RISK OF HARM CASES.",
                "THE EARLIER PERIOD",
                "nis dangosir",
                "Ni sgoriwyd y rhain eto",
                "B1 IS BETTER.",
                "Ar y cyfan WORK IS BETTER.",
            ],
        ),
    ],
)
def test_a_page_and_a_text_tell_what_was_found_beside_the_first_results(
    language: Language, said: list[str]
) -> None:
    made = content(language)
    shown = section(PRESS.report(made).decode())
    for each in said:
        assert each in shown
    text = " ".join(PRESS.text(made).split())
    for each in (said[0], said[-1].split(" ", 3)[-1]):
        assert each in text


ALL_CASES = {
    "en": "not compared: the first figure is of all cases, not of those looked at again",
    "cy": "nis cymharir: mae'r ffigur cyntaf am yr holl achosion, nid am y rhai yr edrychwyd arnynt eto",
}


def with_rows(made: ReportContent, *rows: Row) -> ReportContent:
    """The content with other rows, as a comparison could have had them."""
    again = made.again
    assert isinstance(again, Again)
    return made.with_(again=again.with_(rows=shown_rows(rows, ["A1", "B1", "B2"], ["older", "newer"])))


ROWS = (
    Row(subject="A1", beside=beside(None, None, because("narrower"))),
    Row(
        subject="B1",
        beside=beside(Figure(met=23, of=50), Figure(met=71, of=100)),
        periods=(("older", Figure(met=40, of=60)), ("newer", Figure(met=31, of=40))),
    ),
    Row(subject="B2", beside=beside(Figure(percent=75), Figure(percent=91))),
    Row(subject="B1.1", beside=beside(Figure(met=20, of=40), Figure(met=22, of=40))),
    Row(subject="B1.2", beside=beside(Figure(met=2, of=40), Figure(met=22, of=40), because("of_all_cases"))),
)


@pytest.mark.parametrize(
    ("language", "cells"),
    [
        (
            "en",
            [
                ["46% (23 of 50)", "71% (71 of 100)", "+25.0 (+8.3 to +40.3)", "67% (40 of 60)", "78% (31 of 40)"],
                ["75%", "91%", "+16.0; numbers not published: both inspections", "\u2013", "\u2013"],
                ["50% (20 of 40)", "55% (22 of 40)", "+5.0 (\u221216.2 to +25.6); may be chance", "\u2013", "\u2013"],
                ["5% (2 of 40)", "55% (22 of 40)", ALL_CASES["en"], "\u2013", "\u2013"],
            ],
        ),
        (
            "cy",
            [
                ["46% (23 o 50)", "71% (71 o 100)", "+25.0 (+8.3 i +40.3)", "67% (40 o 60)", "78% (31 o 40)"],
                ["75%", "91%", "+16.0; niferoedd nas cyhoeddwyd: y ddau arolygiad", "\u2013", "\u2013"],
                ["50% (20 o 40)", "55% (22 o 40)", "+5.0 (\u221216.2 i +25.6); gall fod yn hap", "\u2013", "\u2013"],
                ["5% (2 o 40)", "55% (22 o 40)", ALL_CASES["cy"], "\u2013", "\u2013"],
            ],
        ),
    ],
)  # fmt: skip
def test_a_row_has_both_figures_the_difference_with_its_interval_and_the_periods(
    language: Language, cells: list[list[str]]
) -> None:
    page = PRESS.report(with_rows(content(language), *ROWS)).decode().replace("&#39;", "'")
    rows = [re.findall(r"<td[^>]*>([^<]*)</td>", row) for row in re.findall(r"<tr>.*?</tr>", page, re.S)]
    for each in cells:
        assert rows.count(each) == 1, each


@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_pdf_of_it_is_as_accessible_as_any(language: Language) -> None:
    with pikepdf.open(io.BytesIO(PRESS.report(with_rows(content(language), *ROWS), "pdf"))) as pdf:
        assert faults(pdf) == []


def test_its_page_scrolls_to_no_side_on_any_screen(tmp_path: Path) -> None:
    with chromium() as browser:
        page = browser.new_page()
        for language in ("en", "cy"):
            file = tmp_path / f"{language}.html"
            file.write_bytes(PRESS.report(with_rows(content(language), *ROWS)))
            page.goto(file.as_uri())
            for width in (320, 481, 700, 1000):
                page.set_viewport_size({"width": width, "height": 800})
                assert page.evaluate("document.documentElement.scrollWidth") <= width, (language, width)


def test_a_key_question_that_few_cases_answered_is_hidden_in_the_findings_too() -> None:
    questions = {q.number: q for d in content().found for s in d.standards for q in s.questions}
    assert (questions["B1.1"].yes, questions["B1.1"].no, questions["B1.1"].hidden) == (4, 1, False)
    few = questions["B1.3"]  # it applied in four of the five cases
    assert (few.yes, few.no, few.shown, few.hidden) == (None, None, None, True)
    shown = section(PRESS.report(content()).decode(), "findings")
    assert re.search(r"B1\.3 .*?(not shown ){4}", shown)
