"""A meeting of the ratings panel on a real Temporal server: its members are told, and late dates are noted once."""

from datetime import UTC, date, datetime
from pathlib import Path

from activities.commanding.desk import Accepted, Order
from domain.dated_rules.library import Library
from domain.given import Actor
from domain.inspections import protocols
from domain.inspections.commands import AnnounceInspection
from domain.inspections.kinds.parts import PanelRule
from domain.inspections.kinds.protocol import parse_protocol
from domain.messages import Command
from domain.panels.commands import ApproveMinutes, ClosePanel, ConvenePanel, OpenPanel
from domain.panels.state import Panel
from domain.people.authority import AUTHORITY
from domain.providers.provider import RegisterProvider
from tests.support.house import House, shipped_library
from tests.support.life import at_noon, events_of
from tests.support.rig import Rig
from tests.support.toy_matter import HandClock
from tests.support.waiting import eventually

KIND = parse_protocol(protocols.texts()["nps-division-2018.toml"], where="nps").with_(
    panel=PanelRule(quorum=2, papers_days=2, minutes_days=2, citation="a test")
)
MEMBERS = ("panel-chair-1", "member-1")


def library() -> Library:
    shipped = shipped_library()
    return Library.of([KIND], shipped.frameworks().all(), shipped.schemes())


def test_members_are_told_and_papers_and_minutes_that_do_not_come_are_overdue_once(
    rig: Rig, clock: HandClock, stream: str, tmp_path: Path
) -> None:
    code = stream.removeprefix("inspection-")
    panel = f"panel-{code}"
    house = House.build(rig.store, clock, rig.nudger, tmp_path, library=library)
    given = 0

    def give(command: Command) -> None:
        nonlocal given
        given += 1
        role = min(AUTHORITY[command.verb])
        order = Order(f"{code}-{given}", command, Actor(f"{role.value}-1", role, "test"))
        assert isinstance(house.desk.give(order), Accepted), command.verb

    def names() -> list[str]:
        return events_of(house, [panel])

    def turn(day: date) -> None:
        """Let the clock move on, and have the workflow look at it; its own timers run in real time."""
        clock.set(at_noon(day))
        rig.wake(panel)

    clock.set(datetime(2018, 5, 14, 12, tzinfo=UTC))
    with rig.worker(rig.attending(house.offices())):
        give(RegisterProvider(provider=f"p-{code}", title="A division", kind="nps-division", area="Nowhere"))
        give(
            AnnounceInspection(
                inspection=code,
                provider=f"p-{code}",
                protocol=KIND.id,
                lead="lead-1",
                fieldwork_from=date(2018, 6, 18),
                fieldwork_to=date(2018, 6, 22),
            )
        )
        give(
            ConvenePanel(
                panel=code, meets_on=date(2018, 5, 25), chair="panel-chair-1", members=MEMBERS, agenda=(code,)
            )
        )
        eventually(lambda: "panel.notice-sent.v1" in names(), "the members are told")
        assert rig.at_stage(panel, "convened").awaited == f"the papers on {code}"
        turn(date(2018, 5, 24))
        eventually(lambda: names().count("panel.notice-sent.v1") == 2, "it is said that papers are overdue")
        clock.set(at_noon(date(2018, 5, 25)))
        give(OpenPanel(panel=code, present=MEMBERS))
        give(ClosePanel(panel=code, minutes="Nothing was reached."))
        assert rig.at_stage(panel, "minutes").awaited == "the minutes"
        # Monday 28 May was a bank holiday: two working days after Friday is Wednesday.
        turn(date(2018, 5, 31))
        eventually(lambda: names().count("panel.notice-sent.v1") == 3, "it is said that minutes are overdue")
        state: Panel = house.records.read([panel])[panel].state
        assert state.written is not None
        give(ApproveMinutes(panel=code, minutes=state.written.digest))
        rig.until_over(panel)
    assert names() == [
        "panel.convened.v2",
        "panel.notice-sent.v1",
        "panel.papers-overdue.v1",
        "panel.notice-sent.v1",
        "panel.opened.v1",
        "panel.item-deferred.v1",
        "panel.closed.v2",
        "panel.minutes-overdue.v1",
        "panel.notice-sent.v1",
        "panel.minutes-approved.v1",
    ]
