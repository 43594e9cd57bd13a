"""A response to a draft programme: who sent it and what it says are sealed, response by response, and erasable."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, ClassVar, assert_never

from domain.dated_rules.library import Library
from domain.decider import Decided, Decider, On, rule, rules
from domain.given import Given
from domain.messages import Command, Event
from domain.privacy.boxes import Plain, Private
from domain.privacy.confidence import InConfidence
from domain.programme.year.events import ResponseNoted, ResponseSettled
from domain.programme.year.state import Programme, ProgrammeStage
from domain.programme.year.terms import ResponseOutcome, ResponseStream
from domain.refusals import Refusal
from domain.streams import programme_stream
from domain.text import Prose, Reference

__all__ = [
    "RESPONSE",
    "DecideOnResponse",
    "ReceiveResponse",
    "Response",
    "ResponseDecided",
    "ResponseEvent",
    "ResponseReceived",
]

_InConfidence = Annotated[Prose, InConfidence("response")]


class _ResponseOrder(Command):
    """A command about one response.

    Attributes:
        response: the response, as `assay programme show` lists it.
    """

    response: ResponseStream

    @property
    def stream(self) -> str:
        """The response."""
        return self.response


class ReceiveResponse(_ResponseOrder):
    """Record a response to a draft programme.

    Attributes:
        programme: the programme.
        said: what it says.
        whom: who sent it, and how they are reached; may be left out.
        received_on: when it came.
        confidential: whether it was made in confidence.
    """

    verb: ClassVar[str] = "receive-response"
    programme: Reference
    said: _InConfidence
    whom: _InConfidence | None = None
    received_on: date
    confidential: bool = False


class DecideOnResponse(_ResponseOrder):
    """Decide what comes of a response.

    Attributes:
        outcome: what; one that asks for nothing is noted.
        reasons: why.
    """

    verb: ClassVar[str] = "decide-on-response"
    outcome: ResponseOutcome
    reasons: _InConfidence


class ResponseReceived(Event):
    """A response to a draft programme came in.

    Attributes:
        programme: the programme.
        said: what it says.
        whom: who sent it, and how they are reached; None where they did not say.
        received_on: when it came.
        confidential: whether it was made in confidence.
    """

    name: ClassVar[str] = "response.received.v1"
    programme: Reference
    said: Private
    whom: Private | None
    received_on: date
    confidential: bool


class ResponseDecided(Event):
    """It was decided what comes of a response; another decision may take its place while the programme is a draft.

    Attributes:
        outcome: what.
        reasons: why.
    """

    name: ClassVar[str] = "response.decided.v1"
    outcome: ResponseOutcome
    reasons: Private


ResponseEvent = ResponseReceived | ResponseDecided
"""What can happen to a response."""


@dataclass(frozen=True, slots=True)
class Response:
    """One response.

    Attributes:
        received: how it came; None before.
        outcome: what was decided on it; None before.
    """

    received: ResponseReceived | None = None
    outcome: ResponseOutcome | None = None


def _evolve(state: Response, event: ResponseEvent) -> Response:
    match event:
        case ResponseReceived():
            return replace(state, received=event)
        case ResponseDecided():
            return replace(state, outcome=event.outcome)
        case _:
            assert_never(event)


def _programme(_state: Response, command: ReceiveResponse, _library: Library) -> tuple[str, ...]:
    return (programme_stream(command.programme),)


def _its_programme(state: Response, _command: DecideOnResponse, _library: Library) -> tuple[str, ...]:
    return (programme_stream(state.received.programme),) if state.received else ()


@rule(
    ReceiveResponse,
    events=[ResponseReceived, ResponseNoted],
    refusals=["response-exists", "no-consultation", "date-ahead"],
    reads=_programme,
)
def receive_response(state: Response, command: ReceiveResponse, given: Given) -> Decided:
    """Records a response to a draft; one that came too late is taken until the programme is published."""
    if state.received is not None:
        return Refusal("response-exists", "There is a response with this id already.")
    programme: Programme = given.seen[programme_stream(command.programme)]
    if programme.stage is not ProgrammeStage.CONSULTATION:
        return Refusal(
            "no-consultation", f"No draft of the programme {command.programme} is out for responses."
        )
    if command.received_on > given.today:
        return Refusal(
            "date-ahead", f"It cannot have come on {command.received_on}: that day is still ahead."
        )
    received = ResponseReceived(
        programme=command.programme,
        said=Plain(str(command.said), command.response, "response"),
        whom=Plain(str(command.whom), command.response, "response") if command.whom else None,
        received_on=command.received_on,
        confidential=command.confidential,
    )
    noted = ResponseNoted(
        response=command.response, received_on=command.received_on, confidential=command.confidential
    )
    return (received, On(programme_stream(command.programme), noted))


@rule(
    DecideOnResponse,
    events=[ResponseDecided, ResponseSettled],
    refusals=["unknown-response", "no-consultation"],
    reads=_its_programme,
)
def decide_on_response(state: Response, command: DecideOnResponse, given: Given) -> Decided:
    """Decides what comes of a response, with the reasons; until publication it may be decided anew."""
    if state.received is None:
        return Refusal("unknown-response", "There is no such response.")
    code = state.received.programme
    programme: Programme = given.seen[programme_stream(code)]
    if programme.stage is not ProgrammeStage.CONSULTATION:
        return Refusal("no-consultation", f"The programme {code} is no draft any more.")
    reasons = Plain(str(command.reasons), command.response, "response")
    return (
        ResponseDecided(outcome=command.outcome, reasons=reasons),
        On(programme_stream(code), ResponseSettled(response=command.response, outcome=command.outcome)),
    )


RESPONSE = Decider(
    kind="response",
    initial=Response(),
    rules=rules([receive_response, decide_on_response]),
    evolve=_evolve,
    matter=lambda stream, state: programme_stream(state.received.programme) if state.received else stream,
)
"""One response to a draft programme."""
