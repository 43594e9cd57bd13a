"""A meeting that could decide nothing as it was called: what stands in its way is said before it is opened."""

from domain.decider import On
from domain.panels.events import PanelCalledOff
from domain.panels.foreseeing import foreseen
from tests.support.example import (
    AT_ANNOUNCEMENT,
    AT_PANEL_REVIEW,
    CALENDAR,
    CONVENED,
    INSPECTION,
    OPENED,
    PROTOCOL,
    day,
)
from tests.support.specification import Story, given

MEETING = "panel-july"


def said(story: Story) -> list[str]:
    panel = story.state(MEETING)
    return list(
        foreseen(panel, {INSPECTION: (story.state(f"inspection-{INSPECTION}"), PROTOCOL.panel)}, CALENDAR)
    )


def called(**changed: object) -> Story:
    return given(*AT_PANEL_REVIEW, On(MEETING, CONVENED.with_(**changed)))


def test_a_meeting_before_anything_is_proposed_to_it_says_so_and_later_does_not() -> None:
    early = given(*AT_ANNOUNCEMENT, On(MEETING, CONVENED))
    assert said(early) == [f"{INSPECTION} has no ratings proposed to the panel yet."]
    assert said(called()) == []


def test_a_meeting_on_a_closed_day_without_enough_members_says_both() -> None:
    assert said(called(meets_on=day("2018-07-28"), members=(CONVENED.chair,))) == [
        "28 July 2018 is no working day.",
        f"{INSPECTION} needs 2 members to be decided, and the panel has 1.",
    ]


def test_a_meeting_that_was_opened_is_warned_of_nothing() -> None:
    assert said(called().and_(On(MEETING, OPENED))) == []


def test_members_who_are_invited_to_another_meeting_of_the_same_day_are_named() -> None:
    story = called().and_(
        On("panel-august", CONVENED.with_(agenda=(), members=("panel-chair-1", "stranger"))),
        On("panel-later", CONVENED.with_(agenda=(), meets_on=day("2018-09-05"))),
        On("panel-off", CONVENED.with_(agenda=())),
        On("panel-off", PanelCalledOff(reason="A strike.")),
    )
    others = {each: story.state(f"panel-{each}") for each in ("august", "later", "off")}
    items = {INSPECTION: (story.state(f"inspection-{INSPECTION}"), PROTOCOL.panel)}
    assert list(foreseen(story.state(MEETING), items, CALENDAR, others)) == [
        "panel-chair-1 is invited to the panel august as well, which meets on the same day."
    ]
