"""Nudges: in the background, one at a time for a stream, and never in a command's way."""

import time

from temporalio.client import Client

from adapters.outbound.temporal.connecting import TemporalAddress, connect
from adapters.outbound.temporal.line import Line
from adapters.outbound.temporal.nudging import TemporalNudger
from tests.support.payloads import CODEC
from tests.support.rig import Rig
from tests.support.waiting import PATIENCE_SECONDS, eventually


def positions(rig: Rig, stream: str) -> list[int]:
    """The positions that a workflow was told."""
    signals = [
        event.workflow_execution_signaled_event_attributes
        for event in rig.history(stream)
        if event.HasField("workflow_execution_signaled_event_attributes")
    ]
    return [int(each.input.payloads[0].data) for each in signals]


def test_many_nudges_at_once_become_few_and_the_last_position_arrives(rig: Rig, stream: str) -> None:
    for position in range(1, 301):
        rig.nudger.nudge(stream, position)
    assert rig.nudger.flush(PATIENCE_SECONDS)
    told = positions(rig, stream)
    assert told[-1] == 300
    assert told == sorted(told)
    assert len(told) < 100


def test_each_stream_is_told_of_its_own(rig: Rig, stream: str) -> None:
    streams = [f"{stream}-{number}" for number in range(20)]
    for position, each in enumerate(streams, start=1):
        rig.nudger.nudge(each, position)
    assert rig.nudger.flush(PATIENCE_SECONDS)
    assert [positions(rig, each) for each in streams] == [[position] for position in range(1, 21)]


def test_a_stream_that_has_no_workflow_is_not_nudged(rig: Rig, stream: str) -> None:
    rig.nudger.nudge(f"case-{stream}", 1)
    assert rig.nudger.flush(0)
    assert rig.status(f"case-{stream}") is None


def test_nudging_costs_a_command_next_to_nothing_when_temporal_is_away(stream: str) -> None:
    nowhere = TemporalAddress(target="127.0.0.1:1")
    line = Line(lambda: connect(nowhere, identity="tests", codec=CODEC))
    try:
        nudger = TemporalNudger(line)
        begun = time.monotonic()
        for position in range(100):
            nudger.nudge(stream, position)
        assert time.monotonic() - begun < 10.0, "a hundred connections in vain take minutes"
        assert not nudger.flush(0)
    finally:
        line.close()


def test_a_line_that_failed_connects_again_when_the_server_is_there(
    address: TemporalAddress, stream: str
) -> None:
    targets = iter(["127.0.0.1:1"])

    async def connected() -> Client:
        target = next(targets, address.target)
        return await connect(
            TemporalAddress(target, task_queue=address.task_queue), identity="tests", codec=CODEC
        )

    line = Line(connected)
    try:
        nudger = TemporalNudger(line, task_queue=address.task_queue)
        nudger.nudge(stream, 7)
        assert nudger.flush(PATIENCE_SECONDS), "the second try went to a server that is there"

        async def described(client: Client) -> str:
            return (await client.get_workflow_handle(stream).describe()).id

        eventually(
            lambda: line.ask(described, within=PATIENCE_SECONDS) == stream, "its workflow has been started"
        )
    finally:
        line.close()
