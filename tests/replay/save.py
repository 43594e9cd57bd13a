"""Saves the histories that the replay tests replay for ever: one for each stage of an inspection's life.

Run it with ``make history`` when a version of the workflows is about to be released, and never to make a failing
replay pass: a history that no longer replays means that inspections in flight would break. What an earlier version
left stays where it is.

    python -m tests.replay.save [FOLDER]
"""

import json
import socket
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path

from temporalio.client import Client, WorkflowHistory

from adapters.outbound.temporal.connecting import TemporalAddress
from adapters.outbound.temporal.histories import decrypted
from adapters.outbound.temporal.server import DevServer, DevServerSettings
from domain.cases.alerts.alert import AlertStage
from domain.cases.alerts.commands import AcknowledgeAlert, RaiseAlert
from domain.cases.streams import alerts_on
from domain.comments.commands import AcknowledgeComment, AnswerComment, AssignComment, ReceiveComment
from domain.comments.comment import Comment, CommentStage
from domain.inspections.commands import CancelInspection, DeferInspection, MoveDeadline, ResumeInspection
from domain.inspections.stages import IN_PROGRESS, Stage
from domain.panels.react import PanelStage
from domain.people.roles import Role
from domain.programme.year.state import ProgrammeStage
from tests.support.example import LIBRARY
from tests.support.house import House, shipped_library
from tests.support.house_ground import HouseGround
from tests.support.kinds.walk import KindWalk
from tests.support.life import Life
from tests.support.payloads import CODEC
from tests.support.programme_life import STREAM as YEAR
from tests.support.programme_life import ProgrammeLife
from tests.support.rig import Rig, new_store
from tests.support.toy_matter import HandClock, LateDeed
from tests.support.waiting import eventually

__all__ = ["HISTORIES", "save"]

HISTORIES = Path(__file__).parent / "histories"
VERSION = "2"
"""The version of the workflows' own code: a patch or a new deployment version has the next number (docs/adr/0007)."""


def save(folder: Path) -> list[Path]:
    """Lead inspections through their lives on a plain server, and save what Temporal kept of each stage."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="assay-histories-") as scratch:
        home = Path(scratch)
        with DevServer(DevServerSettings(home=home / "temporal", ui=False)) as server:
            clock = HandClock()
            with Rig(TemporalAddress(target=server.address), new_store(home), clock) as rig:
                house = House.build(rig.store, clock, rig.nudger, home)
                with rig.worker(rig.attending(house.offices())):
                    return _Scribe(rig, house, clock, folder).write()


class _Scribe:
    def __init__(self, rig: Rig, house: House, clock: HandClock, folder: Path) -> None:
        self._rig, self._house, self._clock, self._folder = rig, house, clock, folder
        self._saved: list[Path] = []

    def write(self) -> list[Path]:
        self._whole_life()
        self._put_off_and_called_off()
        self._late()
        self._short()
        self._meeting()
        self._alert()
        self._comment()
        self._ended_at_last()
        self.programme()
        return self._saved

    def _life(self, reference: str) -> Life:
        life = Life(self._house, self._clock, reference)
        turn = life.turn

        def turn_and_wake(day: date) -> None:
            turn(day)
            self._rig.nudger.nudge(life.stream, -1)

        life.turn = turn_and_wake
        life.settle = self._settle
        return life

    def _whole_life(self) -> None:
        life = self._life("whole")
        for number, stage in enumerate(IN_PROGRESS, start=1):
            life.until(stage)
            self._rig.at_stage(life.stream, stage)
            self._settle()
            self._save(life.stream, f"inspection-{number}-{stage}")
        life.plan_actions()
        self._rig.at_stage(life.plan_stream, "carrying-out")
        self._save(life.plan_stream, "action-plan-1-carrying-out")
        life.follow_up()
        life.close()
        self._rig.until_over(life.stream, life.plan_stream)
        self._save(life.stream, "inspection-8-closed")
        self._save(life.plan_stream, "action-plan-2-followed-up")

    def _put_off_and_called_off(self) -> None:
        life = self._life("put-off")
        life.until(Stage.EVIDENCE_REQUEST)
        life.give(DeferInspection(inspection="put-off", reason="A flood.", until=life.later(30)))
        self._rig.at_stage(life.stream, Stage.DEFERRED)
        self._save(life.stream, "inspection-deferred")
        life.give(ResumeInspection(inspection="put-off"))
        self._rig.at_stage(life.stream, Stage.EVIDENCE_REQUEST)
        life.give(CancelInspection(inspection="put-off", reason="The provider has closed."))
        self._rig.until_over(life.stream)
        self._save(life.stream, "inspection-cancelled")

    def _late(self) -> None:
        life = self._life("late")
        life.until(Stage.EVIDENCE_REQUEST)
        life.give(
            MoveDeadline(inspection="late", deadline="evidence", due=life.later(16), reason="Asked for.")
        )
        life.turn(life.later(18))
        eventually(lambda: "evidence" not in life.state.deadlines, "the evidence is overdue")
        self._settle()
        self._save(life.stream, "inspection-evidence-overdue")

    def _short(self) -> None:
        """A kind without evidence in advance, ratings or action plan, from its announcement to its end."""
        kind = shipped_library().protocol("special-inquiry")
        assert kind is not None
        ground = HouseGround(self._house, self._rig, self._clock, date(2018, 5, 14))
        walk = KindWalk(kind, ground, "short")
        walk.to_the_end()
        self._rig.until_over(walk.stream)
        self._save(walk.stream, "inspection-of-a-short-kind")

    def _ended_at_last(self) -> None:
        """An inspection whose end is read while a notice is still under way."""
        # Its matter is a toy, so it has a queue of its own.
        address = replace(self._rig.address, task_queue="late-deed")
        with (
            tempfile.TemporaryDirectory(prefix="assay-late-deed-") as scratch,
            Rig(address, new_store(Path(scratch)), self._clock) as rig,
        ):
            late = LateDeed(rig.store, self._clock, rig.nudger)
            with rig.worker(rig.attending({"inspection": late})):
                late.to_its_end("inspection-late-deed", rig.at_stage)
                rig.until_over("inspection-late-deed")
                self._save("inspection-late-deed", "inspection-late-deed")

    def _meeting(self) -> None:
        """A meeting of the panel, from its call to its close."""
        life = self._life("met")
        life.until(Stage.PANEL_REVIEW)
        life.convene()
        self._rig.at_stage(life.panel_stream, PanelStage.CONVENED)
        self._settle()
        self._save(life.panel_stream, "panel-1-convened")
        life.open()
        self._rig.at_stage(life.panel_stream, PanelStage.SITTING)
        self._save(life.panel_stream, "panel-2-sitting")
        life.consider()
        self._rig.until_over(life.panel_stream)
        self._save(life.panel_stream, "panel-3-over")

    def _alert(self) -> None:
        """An alert that nobody acknowledges before its day ends, and then somebody does."""
        life = self._life("danger")
        life.until(Stage.FIELDWORK)
        life.draw_samples()
        case = life.state.sampled[0]
        stream = alerts_on(case)
        life.give(RaiseAlert(case=case, what="A child is in danger."), Role.INSPECTOR)
        self._rig.at_stage(stream, AlertStage.RAISED)
        self._settle()
        self._save(stream, "alert-1-raised")
        self._clock.set(datetime.combine(life.later(1), time(12), UTC))
        self._rig.nudger.nudge(stream, -1)
        self._rig.at_stage(stream, AlertStage.ESCALATED)
        self._save(stream, "alert-2-escalated")
        life.give(AcknowledgeAlert(case=case, number=1, action="Seen to."), Role.OPERATIONS_MANAGER)
        self._rig.until_over(stream)
        self._save(stream, "alert-3-acknowledged")

    def _comment(self) -> None:
        """A complaint that is acknowledged too late, and answered."""
        comment, received = "comment-" + "0a1b" * 8, self._clock.now().date()
        life = self._life("unused")
        said = "Nobody answers the telephone."
        life.give(
            ReceiveComment(comment=comment, sort="complaint", about="other", said=said, received_on=received)
        )
        self._rig.at_stage(comment, CommentStage.RECEIVED)
        self._settle()
        self._save(comment, "comment-1-received")
        self._clock.set(datetime.combine(life.later(8), time(12), UTC))
        self._rig.nudger.nudge(comment, -1)
        eventually(lambda: self._overdue(comment), "it is overdue")
        life.give(AcknowledgeComment(comment=comment, acknowledged_on=self._clock.now().date()))
        self._rig.at_stage(comment, CommentStage.ACKNOWLEDGED)
        self._save(comment, "comment-2-acknowledged-late")
        life.give(AssignComment(comment=comment, reviewer="quality-lead-1"), Role.CHIEF_INSPECTOR)
        answer = "There is another number now."
        life.give(AnswerComment(comment=comment, outcome="upheld", answer=answer), Role.QUALITY_LEAD)
        self._rig.until_over(comment)
        self._save(comment, "comment-3-answered")

    def _overdue(self, comment: str) -> bool:
        state: Comment = self._house.records.read([comment])[comment].state
        return bool(state.overdue)

    def programme(self) -> None:
        """A year's programme, whose inspections start on their days, from its draft to its close."""
        with tempfile.TemporaryDirectory(prefix="assay-year-") as scratch:
            folder = Path(scratch)
            # Its kind of inspection is that of the specifications, so it has a house, and a queue, of its own.
            address = replace(self._rig.address, task_queue="programme")
            with Rig(address, new_store(folder), self._clock) as rig:
                house = House.build(rig.store, self._clock, rig.nudger, folder, library=lambda: LIBRARY)
                with rig.worker(rig.attending(house.offices())):
                    self._year(rig, ProgrammeLife(house))

    def _year(self, rig: Rig, life: ProgrammeLife) -> None:
        def on(day: datetime) -> None:
            _settle(rig)
            self._clock.set(day)
            rig.nudger.nudge(YEAR, -1)

        on(datetime(2018, 2, 19, 10, tzinfo=UTC))
        life.to_a_draft()
        rig.at_stage(YEAR, ProgrammeStage.CONSULTATION)
        _settle(rig)
        self._save(YEAR, "programme-1-consultation")
        on(datetime(2018, 3, 12, 10, tzinfo=UTC))
        eventually(lambda: life.state.consulted, "the consultation is over")
        life.publish()
        rig.at_stage(YEAR, ProgrammeStage.PUBLISHED)
        for day, started in (
            (datetime(2018, 6, 11, 10, tzinfo=UTC), 1),
            (datetime(2018, 8, 17, 10, tzinfo=UTC), 2),
        ):
            on(day)
            eventually(partial(_has_started, life, started), f"{started} of the inspections have started")
            _settle(rig)
            self._save(YEAR, f"programme-2-published-with-{started}-started")
        life.close()
        rig.until_over(YEAR)
        self._save(YEAR, "programme-3-closed")

    def _settle(self) -> None:
        _settle(self._rig)

    def _save(self, stream: str, name: str) -> None:
        async def fetched(client: Client) -> WorkflowHistory:
            return await decrypted(await client.get_workflow_handle(stream).fetch_history(), CODEC)

        path = self._folder / f"{name}.json"
        written = json.dumps(json.loads(self._rig.ask(fetched).to_json()), separators=(",", ":"))
        # The names of sticky queues hold the machine's; a replay does not look at them.
        path.write_text(written.replace(socket.gethostname(), "a-machine") + "\n", encoding="utf-8")
        self._saved.append(path)


def _has_started(life: ProgrammeLife, number: int) -> bool:
    return len(life.state.started) == number


def _settle(rig: Rig) -> None:
    eventually(lambda: not [each for each in rig.store.lagging() if each.loud], "all is settled")


def main() -> int:
    """Save the histories of this version, unless they are there: those of a released version stay as they were."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else HISTORIES / VERSION
    if any(target.glob("*.json")):
        print(
            f"The histories of version {VERSION} are there and stay as they are; a new version has a new number."
        )
        return 0
    for each in save(target):
        print(each)
    return 0


if __name__ == "__main__":
    sys.exit(main())
