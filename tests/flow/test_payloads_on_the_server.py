"""What a real Temporal server keeps of a workflow can be read by nobody without the payload key."""

from collections.abc import Iterator
from pathlib import Path

from google.protobuf.message import Message
from temporalio.api.common.v1 import Payload
from temporalio.client import Client, WorkflowHistory

from adapters.outbound.temporal.encrypting import ENCODING
from adapters.outbound.temporal.histories import decrypted, payloads_of
from domain.inspections.stages import Stage
from tests.support.house import House
from tests.support.life import Life
from tests.support.payloads import CODEC
from tests.support.rig import Rig
from tests.support.toy_matter import HandClock
from tests.support.waiting import eventually


def test_every_payload_of_a_history_is_encrypted_and_the_history_can_still_be_read(
    rig: Rig, clock: HandClock, tmp_path: Path, stream: str
) -> None:
    house = House.build(rig.store, clock, rig.nudger, tmp_path)
    life = Life(house, clock, stream.removeprefix("inspection-"))
    with rig.worker(rig.attending(house.offices())):
        life.until(Stage.EVIDENCE_REQUEST)
        eventually(lambda: rig.acknowledged(life.stream), "the request is attended to")

    async def fetched(client: Client) -> WorkflowHistory:
        return await client.get_workflow_handle(life.stream).fetch_history()

    async def opened(client: Client) -> WorkflowHistory:
        return await decrypted(await fetched(client), CODEC)

    kept, read = rig.ask(fetched), rig.ask(opened)
    assert len(list(spoken(kept))) > 10
    assert {each.metadata["encoding"] for each in spoken(kept)} == {ENCODING}
    assert life.stream.encode() not in b"".join(each.data for each in spoken(kept))
    said = b"".join(each.data for each in spoken(read))
    assert life.stream.encode() in said
    assert b"You will be asked" not in said, "what a notice says does not cross"


def spoken(history: WorkflowHistory) -> Iterator[Payload]:
    """The payloads of a history, but for the search attributes, by which the server itself works."""
    for event in history.events:
        without = type(event)()
        without.CopyFrom(event)
        without.ClearField("upsert_workflow_search_attributes_event_attributes")
        message: Message = without
        yield from payloads_of(message)
