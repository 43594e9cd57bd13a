"""One open agenda at a time for an inspection, by a table."""

from dataclasses import replace

import pytest

from domain.messages import Command
from domain.panels.agendas import CODE, ELSEWHERE, on_another_agenda, sits_elsewhere
from domain.panels.commands import (
    AttendPanel,
    CallOffPanel,
    ConvenePanel,
    DeferItem,
    OpenPanel,
    RetableItem,
    TableItem,
)
from domain.panels.decider import PANEL
from domain.panels.events import (
    AgendaItem,
    ItemDeferred,
    ItemRemoved,
    MemberLeft,
    PanelCalledOff,
    PanelClosed,
    PanelOpened,
)
from domain.panels.state import Panel
from tests.support.example import CONVENED, INSPECTION, day

SOUTH = "south-2018"
JULY: Panel = PANEL.fold([CONVENED.with_(meets_on=day("2018-07-25"))])
SITTING: Panel = PANEL.fold([PanelOpened(present=CONVENED.members)], JULY)
PUT_OFF = ItemDeferred(inspection=INSPECTION, cause="panel", reason="More is needed.", to=None, present=())
AUGUST: Panel = PANEL.fold([CONVENED.with_(agenda=(AgendaItem(inspection=SOUTH),))])

CONVENE = ConvenePanel(
    panel="august",
    meets_on=day("2018-08-08"),
    chair="member-1",
    members=("member-1",),
    agenda=("west-2018", INSPECTION),
)
TABLE = TableItem(panel="august", inspection=INSPECTION, reason="It is ready.")
RETABLE = RetableItem(panel="august", inspection=INSPECTION, reason="It is ready.")
DEFER = DeferItem(panel="june", inspection=INSPECTION, to="august", reason="It is not ready.")


@pytest.mark.parametrize("command", [CONVENE, TABLE, RETABLE, DEFER], ids=lambda each: each.verb)
@pytest.mark.parametrize("other", [JULY, SITTING], ids=["to come", "sitting"])
def test_an_inspection_on_an_open_agenda_comes_onto_no_other(command: Command, other: Panel) -> None:
    refusal = on_another_agenda(command, {"july": other, "august": AUGUST})
    assert refusal is not None
    assert refusal.code == CODE
    assert refusal.sentence.startswith(
        f"{INSPECTION} is on the agenda of the panel july, which meets on 25 July 2018: take it off there first"
    )


@pytest.mark.parametrize(
    "other",
    [
        PANEL.fold([PanelCalledOff(reason="A strike.")], JULY),
        PANEL.fold([PUT_OFF], SITTING),
        PANEL.fold([PUT_OFF, PanelClosed()], SITTING),
        PANEL.fold([ItemRemoved(inspection=INSPECTION, reason="It is not ready.")], JULY),
        AUGUST,
    ],
    ids=["called off", "put off", "closed", "taken off", "of others"],
)
def test_once_it_is_off_there_it_comes_onto_another(other: Panel) -> None:
    for command in (CONVENE, TABLE, RETABLE, DEFER):
        assert on_another_agenda(command, {"july": other}) is None


def test_the_meeting_itself_and_the_one_that_puts_it_off_stand_in_nobodys_way() -> None:
    assert on_another_agenda(RETABLE, {"august": replace(JULY)}) is None
    assert on_another_agenda(DEFER, {"june": SITTING}) is None
    assert on_another_agenda(DEFER.with_(to=None), {"july": JULY}) is None
    assert on_another_agenda(CallOffPanel(panel="august", reason="A strike."), {"july": JULY}) is None


OPEN = OpenPanel(panel="august", present=("somebody-else", "member-1"))
ATTEND = AttendPanel(panel="august", member="member-1")


@pytest.mark.parametrize("command", [OPEN, ATTEND], ids=lambda each: each.verb)
def test_nobody_is_at_two_meetings_at_once(command: Command) -> None:
    assert "member-1" in SITTING.present
    refusal = sits_elsewhere(command, {"july": SITTING, "august": AUGUST})
    assert refusal is not None
    assert (refusal.code, refusal.sentence) == (
        ELSEWHERE,
        "member-1 is at the panel july, which sits now: note first that they left it, or close it.",
    )


@pytest.mark.parametrize(
    "other",
    [
        JULY,
        PANEL.fold([MemberLeft(member="member-1")], SITTING),
        PANEL.fold([PUT_OFF, PanelClosed()], SITTING),
    ],
    ids=["to come", "left", "closed"],
)
def test_whoever_is_at_no_other_meeting_comes_in(other: Panel) -> None:
    for command in (OPEN, ATTEND):
        assert sits_elsewhere(command, {"july": other}) is None
        assert sits_elsewhere(command, {"august": SITTING}) is None, "it is the meeting itself"
