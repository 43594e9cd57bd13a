"""What is easily forgotten of something new: a rule for a command, a sentence for an event."""

from collections.abc import Iterator

from domain.deciders import COMMANDS
from domain.messages import Command
from domain.storyline.telling import sentence
from tests.support.golden.events import examples

UNTOLD = {
    # Who reads a case the second time, and what becomes of that read, would tell either reader about the other.
    *("case.second-read-called-back.v1", "case.second-read-received.v1", "case.second-reader-named.v1"),
    "second-read.given-up.v1",
    # A framework has its own page, with its consultation, and no timeline.
    *("framework.proposed.v1", "framework.published.v1", "framework.retired.v1"),
    *(
        "framework.consultation-opened.v1",
        "framework.response-received.v1",
        "framework.consultation-decided.v1",
    ),
    "framework.consultation-summary-published.v1",
    # A response to a draft was given in confidence.
    *("programme.response-noted.v1", "programme.response-settled.v1"),
    # The record itself is no matter that anybody follows.
    *("record.opened.v1", "record.sealing-key-rotated.v1"),
}
"""The events of which no timeline says anything, each for a reason."""


def beneath(kind: type[Command]) -> Iterator[type[Command]]:
    for each in kind.__subclasses__():
        yield each
        yield from beneath(each)


def test_every_command_of_the_domain_has_a_rule() -> None:
    defined = {each.verb for each in beneath(Command) if "verb" in vars(each) and _ours(each)}
    assert defined == set(COMMANDS)


def _ours(command: type[Command]) -> bool:
    """Not one that a test made."""
    return command.__module__.startswith("domain.")


def test_every_event_is_told_in_a_sentence_or_is_left_out_for_a_reason() -> None:
    assert {each.name for each in examples().values() if sentence(each) is None} == UNTOLD
