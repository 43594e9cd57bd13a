"""The report of a thematic inspection, printed: each question that was set, with its numbers, its share and a chart."""

import re

import pytest

from adapters.outbound.press import ReportPress
from domain.inspections.questions import framework_in
from domain.inspections.report.content import ReportContent, report_content
from domain.inspections.stages import Stage
from tests.spec.test_kinds_apart import kind
from tests.support.house import shipped_library
from tests.support.kinds.walk import KindWalk
from tests.support.story_ground import StoryGround, a_working_day_of


@pytest.fixture(scope="module")
def drafted() -> ReportContent:
    thematic = kind("thematic")
    ground = StoryGround(shipped_library(), a_working_day_of(thematic.in_force_from))
    walk = KindWalk(thematic, ground)
    walk.until(Stage.PUBLICATION)
    walk.draft_and_send()
    return report_content(
        walk.reference, walk.state, thematic, framework_in(walk.state, ground.library), None
    )


def test_the_findings_have_each_question_with_its_numbers_and_no_band(drafted: ReportContent) -> None:
    page = " ".join(ReportPress().report(drafted, "html").decode().split())
    [standard] = drafted.found[0].standards
    heads = [
        re.sub("<[^>]+>", "", each).strip() for each in re.findall(r"<th scope=\"col\"[^>]*>.*?</th>", page)
    ]
    assert "Share of yes" in heads
    assert "Band" not in heads, "nothing is rated, so there is no band to be in"
    for each in standard.questions:
        assert f"{each.number} {each.text}" in page
    drawn = [each for each in standard.questions if each.shown is not None]
    assert page.count("<svg") == len(drawn) > 0
    assert "were set for this inspection on" in page
    assert "We inspected against" not in page
    assert ReportPress().report(drafted, "pdf").startswith(b"%PDF")
