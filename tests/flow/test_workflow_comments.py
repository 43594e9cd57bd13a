"""A complaint that nobody answers in time is named as overdue by the machinery; its workflow ends with the answer."""

from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

from activities.commanding.desk import Accepted, Order
from adapters.outbound.temporal.connecting import TemporalAddress
from adapters.outbound.temporal.server import DevServer
from adapters.outbound.temporal.skipping import TimePassing
from domain.comments.commands import AcknowledgeComment, AnswerComment, AssignComment, ReceiveComment
from domain.given import Actor
from domain.messages import Command
from domain.people.roles import Role
from tests.support.house import House
from tests.support.life import events_of
from tests.support.rig import Rig, new_store
from tests.support.toy_matter import HandClock
from tests.support.waiting import eventually

COMMENT = "comment-" + uuid4().hex
NOTICE = "comment.notice-sent.v2"


def give(house: House, command: Command, role: Role) -> None:
    outcome = house.desk.give(Order(uuid4().hex, command, Actor(f"{role.value}-1", role, "test")))
    assert isinstance(outcome, Accepted), outcome


def test_a_complaint_that_is_late_is_named_and_ends_with_its_answer(
    temporal_skipping_server: DevServer, tmp_path: Path
) -> None:
    clock = HandClock(datetime(2018, 5, 14, 9, tzinfo=UTC))
    address = TemporalAddress(temporal_skipping_server.address, task_queue=f"comments-{uuid4().hex[:8]}")
    with Rig(address, new_store(tmp_path, simulated=True), clock) as rig:
        house = House.build(rig.store, clock, rig.nudger, tmp_path)
        with rig.worker(rig.attending(house.offices())):
            came = ReceiveComment(
                comment=COMMENT,
                sort="complaint",
                about="other",
                said="Nobody answers the telephone.",
                received_on=date(2018, 5, 14),
            )
            give(house, came, Role.ASSISTANT)
            eventually(lambda: rig.acknowledged(COMMENT), "the comment is attended to")
            passed = datetime(2018, 5, 17, 23, 0, 1, tzinfo=UTC)  # three working days, and midnight in London
            by = passed - clock.now()
            passing = TimePassing(rig.line)
            passing.rest([COMMENT])
            clock.set(passed)
            passing.forward([COMMENT], by)
            eventually(
                lambda: events_of(house, [COMMENT])[-2:] == ["comment.overdue.v1", NOTICE],
                "the date has passed, and that is told",
            )
            give(
                house,
                AcknowledgeComment(comment=COMMENT, acknowledged_on=date(2018, 5, 18)),
                Role.ASSISTANT,
            )
            give(house, AssignComment(comment=COMMENT, reviewer="quality-lead-1"), Role.CHIEF_INSPECTOR)
            eventually(lambda: events_of(house, [COMMENT])[-1] == NOTICE, "whoever looks into it is told")
            answer = AnswerComment(comment=COMMENT, outcome="upheld", answer="There is another number now.")
            give(house, answer, Role.QUALITY_LEAD)
            rig.until_over(COMMENT)
        assert events_of(house, [COMMENT]) == [
            "comment.received.v2",
            NOTICE,
            "comment.overdue.v1",
            NOTICE,
            "comment.acknowledged.v1",
            "comment.assigned.v1",
            NOTICE,
            "comment.answered.v1",
        ]
