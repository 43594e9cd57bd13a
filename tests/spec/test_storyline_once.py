"""The timeline tells each thing that happened once, also where it stands on several streams."""

from dataclasses import dataclass

import pytest

from domain.decider import Rule
from domain.deciders import DECIDERS
from domain.evidence.commands import HoldSession
from domain.inspections.commands import ReceiveEvidence, RequestEvidence
from domain.messages import Event
from domain.storyline.once import TOLD_BY, told_once
from domain.storyline.telling import sentence
from tests.support.evidence_room import PLANNED
from tests.support.example import (
    AT_ANNOUNCEMENT,
    AT_EVIDENCE,
    AT_FIELDWORK,
    INSPECTION,
    POLICY,
    ROTA,
)
from tests.support.specification import Result, given

RULES: tuple[Rule, ...] = tuple(rule for decider in DECIDERS.values() for rule in decider.rules.values())


@dataclass(frozen=True)
class Moment:
    """An event of a command."""

    command: str
    event: Event

    @property
    def name(self) -> str:
        return self.event.name


def told(result: Result) -> list[str]:
    assert result.refusal is None
    moments = [Moment("one", event) for _, event in result.events]
    return [str(sentence(each.event)) for each in told_once(moments)]


@pytest.mark.parametrize("event", TOLD_BY, ids=lambda each: each.name)
def test_what_another_event_tells_comes_of_a_command_that_records_both(event: type[Event]) -> None:
    for teller in TOLD_BY[event]:
        assert any({event, teller} <= set(rule.events) for rule in RULES), teller.name


def test_a_document_that_comes_in_is_told_once() -> None:
    receive = ReceiveEvidence(inspection=INSPECTION, item="policy", document="b" * 64)
    assert told(given(*AT_EVIDENCE).when(receive, on="2018-06-20")) == ["The evidence policy was received."]


def test_a_request_is_told_once() -> None:
    ask = RequestEvidence(inspection=INSPECTION, items=(POLICY, ROTA))
    assert told(given(*AT_ANNOUNCEMENT).when(ask, on="2018-06-06")) == [
        "Evidence was requested, due on 27 June 2018: The risk policy; The staff rota."
    ]


def test_a_session_with_a_note_is_told_once() -> None:
    held = HoldSession(inspection=INSPECTION, session="chair", note="Sound.")
    assert told(given(*AT_FIELDWORK, PLANNED).when(held, on="2018-07-10")) == [
        "The session chair was held on 10 July 2018."
    ]


def test_the_same_told_by_different_commands_is_told_twice() -> None:
    receive = ReceiveEvidence(inspection=INSPECTION, item="policy", document="b" * 64)
    events = [event for _, event in given(*AT_EVIDENCE).when(receive, on="2018-06-20").events]
    assert len(list(told_once(Moment(str(number), each) for number, each in enumerate(events)))) == 3
