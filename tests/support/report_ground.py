"""A report that is being written, and commands about its parts, for its specifications."""

from domain.inspections.commands import (
    NotePractice,
    SchedulePublication,
    SendEmbargoedCopy,
    SignOffReport,
    StrikeSection,
    TranslateText,
    WithdrawPractice,
    WriteSection,
)
from domain.inspections.report.parts import Parts, Practice
from domain.inspections.state import Inspection, Report
from tests.support.example import INSPECTION, REPORT, day
from tests.support.specification import Story

WRITE = WriteSection(inspection=INSPECTION, place="2.1.1", text="Assessments engage people.")
STRIKE = StrikeSection(inspection=INSPECTION, place="2.1.1", reason="It said too much.")
PRACTICE = Practice(
    practice="p1",
    standard="2.1",
    title="A common language of risk",
    text="All teams use it.",
    consented_by="Head of operations",
    consented_on=day("2018-08-17"),
)
NOTE = NotePractice(inspection=INSPECTION, **PRACTICE.model_dump())
TAKE_OUT = WithdrawPractice(inspection=INSPECTION, practice="p1", reason="The provider no longer agrees.")
TRANSLATE = TranslateText(inspection=INSPECTION, place="summary", text="Mae llawer yn dda.")
EMBARGO = SendEmbargoedCopy(
    inspection=INSPECTION, recipient="press-desk", title="The department's press desk"
)
SCHEDULE = SchedulePublication(inspection=INSPECTION, publish_on=day("2018-09-20"))
SIGN = SignOffReport(inspection=INSPECTION, report=REPORT)


def state_of(story: Story) -> Inspection:
    state = story.state(f"inspection-{INSPECTION}")
    assert isinstance(state, Inspection)
    return state


def report_of(story: Story) -> Report:
    report = state_of(story).report
    assert report is not None
    return report


def digest(parts: Parts, story: Story) -> str:
    return report_of(story).digest_with(INSPECTION, parts=parts)


def bound(story: Story) -> None:
    """The report's digest is that of its content, so what is signed is all of it."""
    assert report_of(story).digest == report_of(story).digest_with(INSPECTION)
