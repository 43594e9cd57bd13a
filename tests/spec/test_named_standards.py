"""A scheme whose standards have names and no numbers: an inspection under it, from its announcement to its end."""

from dataclasses import replace
from datetime import date

import pytest
from pydantic import TypeAdapter, ValidationError

from adapters.outbound.press import ReportPress
from domain.dated_rules.library import Library
from domain.inspections.commands import DraftReport, RequestEvidence, WriteSection
from domain.inspections.events import EvidenceItem, RatingsDecided
from domain.inspections.kinds.fit import misfits
from domain.inspections.kinds.protocol import Protocol
from domain.inspections.report.content import report_content
from domain.inspections.stages import Stage
from domain.text import StandardId
from tests.support.house import shipped_library
from tests.support.kinds.walk import KindWalk
from tests.support.story_ground import StoryGround

SHIPPED = shipped_library()


def of_care_services() -> tuple[Protocol, Library]:
    """A kind of inspection under the scheme for care services, made of one that ships."""
    like, scheme = SHIPPED.protocol("pdu-2023"), SHIPPED.scheme("care-services-2015")
    assert like is not None
    assert scheme is not None
    assert like.judgements is not None
    care = like.with_(
        id="care-service",
        title="Inspection of a care service",
        in_force_from=date(2015, 4, 1),
        framework=None,
        scheme=scheme.id,
        stages=tuple(each for each in like.stages if each is not Stage.CASE_READS),
        populations=(),
        evidence=(),
        judgements=like.judgements.with_(
            preliminary=False, weighs_characteristics=False, correlation_steps=None
        ),
    )
    return care, Library.of([care], [], [scheme])


class Walk(KindWalk):
    """The same walk, with something asked for and written about a standard by its name."""

    def leave_announcement(self) -> None:
        item = EvidenceItem(id="rota", title="The rota of the last month", standard="well_led")
        self.give(RequestEvidence(inspection=self.reference, items=(item,)))

    def draft_and_send(self) -> None:
        self.give(DraftReport(inspection=self.reference, findings="As found."))
        self.give(WriteSection(inspection=self.reference, place="well_led", text="Its manager is new."))
        super().draft_and_send()


def test_an_inspection_goes_from_announcement_to_its_end_on_standards_that_have_names() -> None:
    protocol, library = of_care_services()
    assert list(misfits(protocol, library)) == []
    ground = StoryGround(library, date(2018, 5, 14))
    walk = Walk(protocol, ground)
    walk.until(Stage.ACTION_PLAN)
    decided, scheme = walk.state.decided, library.scheme("care-services-2015")
    assert isinstance(decided, RatingsDecided)
    names = ["safe", "effective", "caring", "responsive", "well_led"]
    assert [each.standard for each in decided.ratings] == names
    assert decided.overall == "requires_improvement"
    content = report_content(walk.reference, walk.state, protocol, None, scheme)
    page = ReportPress().report(content).decode()
    assert "<h4>Well-led</h4>" in page
    assert "<p>Its manager is new.</p>" in page
    assert "well_led" not in page
    walk.act()
    assert walk.state.standing is Stage.CLOSED


def test_a_report_takes_no_text_about_a_standard_that_its_scheme_does_not_have() -> None:
    protocol, library = of_care_services()
    ground = StoryGround(library, date(2018, 5, 14))
    walk = Walk(protocol, ground)
    walk.until(Stage.PUBLICATION)
    walk.give(DraftReport(inspection=walk.reference, findings="As found."))
    for place in ("friendly", "2.1", "overall"):
        write = WriteSection(inspection=walk.reference, place=place, text="No.")
        ground.story.when(write, on="2018-09-03").then_refused("no-such-place", place)


def test_a_standard_is_not_called_what_another_part_of_a_report_is_called() -> None:
    protocol, library = of_care_services()
    scheme = library.scheme("care-services-2015")
    assert scheme is not None
    for name in ("overall", "summary"):
        first, *others = scheme.standards
        misnamed = replace(scheme, standards=(replace(first, id=name), *others))
        (said,) = misfits(protocol, Library.of([protocol], [], [misnamed]))
        assert f"calls a standard {name}" in said


@pytest.mark.parametrize("known", ["2.1", "2.1.3", "B4", "safe", "well_led", "joint-working"])
def test_a_standard_is_known_by_its_number_or_by_a_name(known: str) -> None:
    assert TypeAdapter(StandardId).validate_python(known) == known


@pytest.mark.parametrize("known", ["", "2.", "2..1", "Well led", "well__led", "_safe", "safe/1", "x" * 61])
def test_nothing_else_is_a_standard(known: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(StandardId).validate_python(known)
