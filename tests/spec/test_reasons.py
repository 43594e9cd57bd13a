"""One rule for every reason: it says something, whichever command asks for it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, get_args

import pytest

from domain.decider import Decided
from domain.deciders import COMMANDS, DECIDERS
from domain.given import Actor, Given
from domain.messages import Command, Message
from domain.people.authority import AUTHORITY
from domain.reasons import CODE, reason_fields, says_nothing
from domain.refusals import Refusal
from tests.support.example import CALENDAR, INSPECTION, LIBRARY

NOTHING = (
    ".",
    "-",
    "…",
    "n/a",
    "N/A.",
    "x",
    "x y",
    "Because",
    "Snow.",
    "so so",
    "no reason",
    "No reason.",
    "1 2 3 4 5",
)
SOMETHING = (
    "On leave.",
    "A fire.",
    "It is so.",
    "See 3.4 above.",
    "Mae'r swyddfa ar gau.",
    "Snow fell,\nall day.",
)

CODES = {
    "change-lead": "why",
    "convene-panel": "why",
    "take-chair": "why",
    "sign-off-report": "why",
}
"""Where a reason is one of a few words of ours, which each say something."""


@pytest.mark.parametrize("text", NOTHING)
def test_a_text_says_nothing(text: str) -> None:
    assert says_nothing(text)


@pytest.mark.parametrize("text", SOMETHING)
def test_a_text_says_something(text: str) -> None:
    assert not says_nothing(text)


def messages_in(annotation: Any) -> Iterator[type[Message]]:
    if isinstance(annotation, type) and issubclass(annotation, Message):
        yield annotation
    for each in get_args(annotation):
        yield from messages_in(each)


def named_as_a_reason(message: type[Message], way: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every field that is called a reason, at whatever depth, found without the rule's own search."""
    for name, field in message.model_fields.items():
        if name in ("reason", "reasons") or (
            not way and name in ("why", "how", "purpose", "conclusion", "consistency")
        ):
            yield (*way, name)
        for record in messages_in(field.annotation):
            yield from named_as_a_reason(record, (*way, name))


def made(message: type[Message], fields: dict[str, Any]) -> Any:
    return message.model_construct(None, **fields)


def with_text(message: type[Message], way: tuple[str, ...], text: str) -> Any:
    """A message of which nothing is there but a text at the end of a way."""
    name, *rest = way
    if not rest:
        return made(message, {name: text})
    (record, *_) = messages_in(message.model_fields[name].annotation)
    return made(message, {name: (with_text(record, tuple(rest), text),)})


ASKED = [
    (command, way)
    for command in COMMANDS.values()
    for way in named_as_a_reason(command)
    if CODES.get(command.verb) != way[-1]
]


def accepted(_state: Any, _command: Any, _given: Given) -> Decided:
    return ()


def answer_to(command: Command) -> Decided:
    """What the decider answers in a role and at a stage that may give a command, its own rule apart."""
    ((decider, rule),) = [
        (each, each.rules[type(command)]) for each in DECIDERS.values() if type(command) in each.rules
    ]
    open_to_it = replace(
        decider,
        rules={type(command): replace(rule, decide=accepted)},
        stage=lambda _state: rule.stages[0] if rule.stages else None,
    )
    role = min(AUTHORITY[command.verb], key=lambda each: each.value)
    given = Given(
        at=datetime(2018, 6, 4, 9, tzinfo=UTC),
        actor=Actor("os-1000", role, "specification"),
        calendar=CALENDAR,
        library=LIBRARY,
    )
    return open_to_it.decide(decider.initial, command, given)


def test_the_rule_finds_every_reason_that_there_is() -> None:
    found = {(command, way) for command in COMMANDS.values() for way in reason_fields(command)}
    assert found == set(ASKED)
    assert len(found) > 70
    for verb, name in CODES.items():
        assert "Literal" in str(COMMANDS[verb].model_fields[name].annotation), verb


@pytest.mark.parametrize(("command", "way"), ASKED, ids=lambda each: getattr(each, "verb", None))
def test_every_command_refuses_a_full_stop_for_a_reason(command: type[Command], way: tuple[str, ...]) -> None:
    for text in (".", "n/a", "Snow"):
        answer = answer_to(with_text(command, way, text))
        assert isinstance(answer, Refusal)
        assert answer.code == CODE
        assert way[-1] in answer.sentence
    assert answer_to(with_text(command, way, "It snowed all day.")) == ()


def test_a_command_that_needs_no_reason_is_asked_for_none() -> None:
    cancel, draw = COMMANDS["cancel-inspection"], COMMANDS["draw-sample"]
    assert reason_fields(cancel) == (("reason",),)
    assert answer_to(made(draw, {"inspection": INSPECTION, "reason": None})) == ()
