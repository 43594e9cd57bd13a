"""The three functions that are the whole theory: what may be asked, what then happens, and what stands afterwards.

A room describes each of its commands by a :class:`Rule`: what it needs to have read, in which stages it may be
given, which events and refusals may come of it, and the pure function that decides. The command line, the
specifications and ``docs/commands.md`` all read the same rules, so they cannot tell different stories.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from domain.dated_rules.library import Library
from domain.given import Given
from domain.messages import Command, Event
from domain.people.authority import may_give
from domain.people.roles import Role
from domain.reasons import without_reason
from domain.refusals import Refusal, Refused
from domain.replacing import ReplacesFunction, replaces_nothing
from domain.streams import inspection_stream

__all__ = ["Decided", "Decider", "On", "Rule", "its_inspection", "not_authorised", "rule", "rules"]


@dataclass(frozen=True, slots=True)
class On:
    """An event that a decision records on another stream than the one that was commanded."""

    stream: str
    event: Event


Decided = tuple[Event | On, ...] | Refusal
"""What a decision comes to: events, in order, or one refusal. An empty tuple means there is nothing left to do."""

DecideFunction = Callable[[Any, Any, Given], Decided]
ReadsFunction = Callable[[Any, Any, Library], tuple[str, ...]]
FurtherFunction = Callable[[Any, Mapping[str, Any]], tuple[str, ...]]


def _reads_nothing(_state: Any, _command: Any, _library: Library) -> tuple[str, ...]:
    return ()


def its_inspection(_state: Any, command: Any, _library: Library) -> tuple[str, ...]:
    """What is read for a command that names an inspection: the stream of that inspection."""
    return (inspection_stream(command.inspection),)


def _nothing_further(_command: Any, _seen: Mapping[str, Any]) -> tuple[str, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Rule:
    """How one command is decided.

    Attributes:
        command: the class of the command.
        stages: the stages in which it may be given; empty where stages do not matter.
        events: every class of event that may come of it.
        refusals: every refusal code that its own function may give (besides those that all commands share).
        decide: the pure function.
        reads: which other streams the decision looks at or writes to, from the state,
            the command and the library.
        further: which more, known only from the states of those, by stream id.
        replaces: what stands that it would put something else in the place of.
        meaning: one sentence for people, the first line of the function's docstring.
    """

    command: type[Command]
    stages: tuple[str, ...]
    events: tuple[type[Event], ...]
    refusals: tuple[str, ...]
    decide: DecideFunction
    reads: ReadsFunction
    further: FurtherFunction
    replaces: ReplacesFunction
    meaning: str

    def looks_at(
        self, state: Any, command: Command, library: Library, seen: Mapping[str, Any]
    ) -> tuple[str, ...]:
        """The streams that a decision looks at, as far as can be told from what has been seen of them.

        Args:
            state: the state of the commanded stream.
            command: what is asked for.
            library: the dated rules.
            seen: the states of streams that were read already; what only they tell of is named once they are here.
        """
        first = self.reads(state, command, library)
        if any(each not in seen for each in first):
            return first
        return (*first, *self.further(command, seen))


def rule(
    command: type[Command],
    *,
    stages: Iterable[str] = (),
    events: Iterable[type[Event]] = (),
    refusals: Iterable[str] = (),
    reads: ReadsFunction = _reads_nothing,
    further: FurtherFunction = _nothing_further,
    replaces: ReplacesFunction = replaces_nothing,
) -> Callable[[DecideFunction], Rule]:
    """Turn a deciding function into the :class:`Rule` for its command."""

    def make(decide: DecideFunction) -> Rule:
        meaning = (decide.__doc__ or "").strip().split("\n", 1)[0]
        return Rule(
            command,
            tuple(stages),
            tuple(events),
            tuple(refusals),
            decide,
            reads,
            further,
            replaces,
            meaning,
        )

    return make


def rules(*groups: Iterable[Rule]) -> Mapping[type[Command], Rule]:
    """One table from several groups of rules.

    Raises:
        ValueError: two rules claim the same command.
    """
    table: dict[type[Command], Rule] = {}
    for group in groups:
        for each in group:
            if each.command in table:
                raise ValueError(f"two rules for {each.command.__name__}")
            table[each.command] = each
    return MappingProxyType(table)


@dataclass(frozen=True, slots=True)
class Decider:
    """One kind of stream: what its commands do and how its events add up.

    Attributes:
        kind: the prefix of its stream ids: ``inspection`` for ``inspection-nps-2018-01``.
        initial: the state of a stream that has no events.
        rules: one rule per command.
        evolve: folds one event into the state; it matches every event and never refuses.
        stage: the stage a state stands at, for checking a rule's ``stages``; None where there are none.
        matter: the stream of the matter that a stream belongs to; for a case, its inspection.
        quiet: events that concern the matter's workflow but need not wake it at once.
        silent: events that do not concern it at all.
    """

    kind: str
    initial: Any
    rules: Mapping[type[Command], Rule]
    evolve: Callable[[Any, Any], Any]
    stage: Callable[[Any], str | None] = lambda _state: None
    matter: Callable[[str, Any], str] = lambda stream, _state: stream
    quiet: tuple[type[Event], ...] = ()
    silent: tuple[type[Event], ...] = ()

    def fold(self, events: Iterable[Event], state: Any = None) -> Any:
        """The state after some events, from the beginning or from a given state."""
        state = self.initial if state is None else state
        for event in events:
            state = self.evolve(state, event)
        return state

    def decide(self, state: Any, command: Command, given: Given) -> Decided:
        """Decide one command: who may give it, whether this is its stage, what its reasons say, then its own rule."""
        found = self.rules[type(command)]
        if (unauthorised := not_authorised(given.actor.role, command.verb)) is not None:
            return unauthorised
        stage = self.stage(state)
        what = self.kind.replace("-", " ")
        if found.stages and stage is None:
            return Refusal(
                f"unknown-{self.kind}", f"There is no such {what}; nothing has been recorded about it."
            )
        if found.stages and stage not in found.stages:
            return Refusal(
                "wrong-stage",
                f"To {command.verb.replace('-', ' ')} the {what} must be at {_either(found.stages)}; it is at {stage}.",
            )
        if (wordless := without_reason(command)) is not None:
            return wordless
        try:
            return found.decide(state, command, given)
        except Refused as refused:
            return refused.refusal


def not_authorised(role: Role, verb: str) -> Refusal | None:
    """The refusal of a command to a role that may not give it; None if it may."""
    if may_give(role, verb):
        return None
    return Refusal("not-authorised", f"The role {role.value} may not {verb.replace('-', ' ')}.")


def _either(stages: tuple[str, ...]) -> str:
    return stages[0] if len(stages) == 1 else f"{', '.join(stages[:-1])} or {stages[-1]}"
