"""What Temporal keeps of a workflow, decrypted for whoever looks after it, and for the replays."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from google.protobuf.message import Message
from temporalio.api.common.v1 import Payload
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import Client, WorkflowHistory
from temporalio.converter import PayloadCodec
from temporalio.service import RPCError, RPCStatusCode

from adapters.outbound.temporal.line import Line
from domain.refusals import Refused

__all__ = ["PlainHistory", "decrypted", "history_of", "payloads_of"]


ANSWER_WITHIN_SECONDS = 30.0
"""A history has some hundred events at most, and takes some milliseconds on a healthy server."""


async def decrypted(history: WorkflowHistory, codec: PayloadCodec) -> WorkflowHistory:
    """The same history with every payload decrypted: arguments, results, failures, headers, summaries."""
    events = []
    for each in history.events:
        event = HistoryEvent()
        event.CopyFrom(each)
        for payload in payloads_of(event):
            (plain,) = await codec.decode([payload])
            payload.CopyFrom(plain)
        events.append(event)
    return WorkflowHistory(history.workflow_id, events)


@dataclass(frozen=True, slots=True)
class PlainHistory:
    """A history that anybody can read.

    Attributes:
        events: how many events it has.
        history: the history as JSON, as Temporal's own tools write it.
    """

    events: int
    history: str


def history_of(line: Line, stream: str, codec: PayloadCodec) -> PlainHistory:
    """The history of a stream's workflow, of its last run, decrypted.

    Raises:
        Refused: ``unknown-workflow`` when the server knows none.
        LineDown: it did not answer.
    """

    async def asked(client: Client) -> WorkflowHistory | None:
        try:
            history = await client.get_workflow_handle(stream).fetch_history()
        except RPCError as error:
            if error.status not in (RPCStatusCode.NOT_FOUND, RPCStatusCode.INVALID_ARGUMENT):
                raise
            return None
        return await decrypted(history, codec)

    history = line.ask(asked, within=ANSWER_WITHIN_SECONDS)
    if history is None:
        raise Refused.because("unknown-workflow", f"The Temporal server knows no workflow {stream}.")
    return PlainHistory(len(history.events), history.to_json())


def payloads_of(message: Message) -> Iterator[Payload]:
    """Every payload within a message, however deep: in one order for equal messages."""
    if isinstance(message, Payload):
        yield message
        return
    for field, value in message.ListFields():
        if field.message_type is None:
            continue
        for each in _parts(value):
            if isinstance(each, Message):
                yield from payloads_of(each)


def _parts(value: Any) -> Iterator[Any]:
    """The messages of a field: one, several, or those of a map."""
    if isinstance(value, Message):
        yield value
    elif hasattr(value, "values"):
        yield from (value[key] for key in sorted(value))  # a map has no order of its own
    else:
        yield from value
