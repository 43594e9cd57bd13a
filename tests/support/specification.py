"""Given what has happened, when somebody asks for something, then exactly this comes of it.

    given(A_PROVIDER, ANNOUNCED).when(RequestEvidence(...), on="2018-06-06").then(EVIDENCE_ASKED)

A bare event belongs to the stream of its kind in the example (:data:`STREAMS`); another stream is named with ``On``.
Comparison is strict: these events, on these streams, in this order. Every decision is also held to its rule: it sees
no other stream than the rule says it reads, writes to none, and gives no event or refusal that is not declared.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from hashlib import sha256
from types import MappingProxyType
from typing import Any, Protocol, TypeVar, get_args

from domain.action_plans.events import ActionPlanEvent
from domain.comments.events import CommentEvent
from domain.dated_rules.library import Library
from domain.decider import On, Rule
from domain.deciders import decider_of, kind_of
from domain.evidence.events import EvidenceRoomEvent
from domain.given import Actor, Given
from domain.holdings.events import HoldingsEvent
from domain.inspections.events import InspectionEvent
from domain.messages import Command, Event
from domain.panels.events import PanelEvent
from domain.people.authority import AUTHORITY
from domain.people.roles import Role
from domain.privacy.boxes import Category
from domain.privacy.confidence import veiled
from domain.programme.year.events import ProgrammeEvent
from domain.providers.provider import ProviderRegistered
from domain.refusals import Refusal
from domain.working_days import LONDON, WorkingDays
from tests.support.example import CALENDAR, INSPECTION, LIBRARY, PANEL, PLAN, PROVIDER

__all__ = ["HAPPENED", "REFUSED", "WITNESSES", "Result", "Story", "given", "shared_refusals"]

E = TypeVar("E", bound=Event)

COMMENT_STREAM = "comment-" + "0a1b" * 8

STREAMS: Mapping[type[Event], str] = MappingProxyType(
    dict.fromkeys(get_args(InspectionEvent), f"inspection-{INSPECTION}")
    | dict.fromkeys(get_args(PanelEvent), f"panel-{PANEL}")
    | dict.fromkeys(get_args(ActionPlanEvent), PLAN)
    | dict.fromkeys(get_args(HoldingsEvent), f"holdings-{PROVIDER}")
    | dict.fromkeys(get_args(EvidenceRoomEvent), f"evidence-{INSPECTION}")
    | dict.fromkeys(get_args(CommentEvent), COMMENT_STREAM)
    | dict.fromkeys(get_args(ProgrammeEvent), "programme-2018")
    | {ProviderRegistered: f"provider-{PROVIDER}"}
)
"""The stream that an event is on if none is named."""

HAPPENED: set[tuple[str, str]] = set()
"""Verb and event name of everything that some specification has seen happen."""

REFUSED: set[tuple[str, str]] = set()
"""Verb and refusal code of everything that some specification has seen refused."""


WITNESSES: list[Callable[["Story", Command, Refusal | None], None]] = []
"""Who is told of every decision: what had happened by then, what was asked for, and the refusal if it was refused."""


class _Addressed(Protocol):
    @property
    def stream(self) -> str: ...


class _Seen(dict[str, Any]):
    """The streams a decision may look at; another one is a fault of the rule."""

    def __missing__(self, stream: str) -> Any:
        raise AssertionError(f"the rule looks at {stream} and does not say so in its reads")


def shared_refusals(rule: Rule, kind: str) -> set[str]:
    """The refusal codes that the decider itself may give for a rule, and those of the pinned rules."""
    staged = {"wrong-stage", f"unknown-{kind}"} if rule.stages else set()
    return {"not-authorised", "reason-says-nothing", "pin-missing", "no-framework", "no-scheme"} | staged


@dataclass(frozen=True)
class Story:
    """What has happened so far, by stream."""

    history: Mapping[str, tuple[Event, ...]] = field(default_factory=dict)
    library: Library = LIBRARY
    calendar: WorkingDays = CALENDAR
    _known: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def and_(self, *facts: Event | On) -> "Story":
        """The same, and then this happened."""
        history, known = dict(self.history), dict(self._known)
        for stream, event in _placed(facts):
            history[stream] = (*history.get(stream, ()), event)
            decider = decider_of(stream)
            known[stream] = decider.evolve(known.get(stream, decider.initial), event)
        return replace(self, history=history, _known=known)

    def under(self, *, library: Library | None = None, calendar: WorkingDays | None = None) -> "Story":
        """The same with other dated rules or another calendar."""
        return replace(self, library=library or self.library, calendar=calendar or self.calendar)

    def state(self, stream: str) -> Any:
        """Where a stream stands."""
        return self._known.get(stream, decider_of(stream).initial)

    def head(self, stream: str) -> tuple[int, str | None]:
        """Version and digest of a stream; the digest stands for the real one."""
        version = len(self.history.get(stream, ()))
        return version, self._digest(stream, version) if version else None

    @staticmethod
    def _digest(stream: str, version: int) -> str:
        return sha256(f"{stream}@{version}".encode()).hexdigest()

    def when(
        self, command: Command, *, on: str | datetime, by: Role | None = None, who: str | None = None
    ) -> "Result":
        """Somebody asks for something.

        Args:
            command: what.
            on: the day, in London, of which it is ten in the morning; or the very instant.
            by: in which role; one that may, if nothing is said.
            who: the person; one of that role, if nobody is named.
        """
        role = by or min(AUTHORITY[command.verb], key=list(Role).index)
        at = on if isinstance(on, datetime) else _ten_in_the_morning(date.fromisoformat(on))
        addressed: _Addressed = command  # type: ignore[assignment]  # every command has it
        stream = addressed.stream
        decider = decider_of(stream)
        rule = decider.rules[type(command)]
        state = self.state(stream)
        seen = {stream: state}
        while True:  # as the desk does: what was seen may tell of more
            looked_at = rule.looks_at(state, command, self.library, seen)
            if all(each in seen for each in looked_at):
                break
            seen |= {each: self.state(each) for each in looked_at}
        reads = [each for each in dict.fromkeys(looked_at) if each != stream]
        circumstances = Given(
            at=at,
            actor=Actor(who or f"{role.value}-1", role, "specification"),
            calendar=self.calendar,
            library=self.library,
            seen=_Seen({each: self.state(each) for each in reads}),
            heads=_Seen({each: self.head(each) for each in reads}),
            own=tuple(self._digest(stream, place + 1) for place in range(len(self.history.get(stream, ())))),
        )
        decided = decider.decide(state, command, circumstances)
        for witness in WITNESSES:
            witness(self, command, decided if isinstance(decided, Refusal) else None)
        if isinstance(decided, Refusal):
            _check_refusal(rule, kind_of(stream), decided)
            return Result(self, command, (), decided)
        events = tuple(
            (each.stream, each.event) if isinstance(each, On) else (stream, each) for each in decided
        )
        _check_events(rule, {stream, *reads}, events)
        return Result(self.and_(*(On(*each) for each in events)), command, events, None)


@dataclass(frozen=True)
class Result:
    """What came of it; ``story`` goes on from there."""

    story: Story
    command: Command
    events: tuple[tuple[str, Event], ...]
    refusal: Refusal | None

    def then(self, *expected: Event | On) -> Story:
        """Exactly these events, in this order."""
        assert self.refusal is None, f"{self.command.verb} was refused: {self.refusal}"
        assert list(self.events) == list(_placed(expected))
        HAPPENED.update((self.command.verb, event.name) for _, event in self.events)
        return self.story

    def then_nothing(self) -> Story:
        """There is nothing left to do, and nothing is recorded."""
        return self.then()

    def then_one(self, event: type[E]) -> E:
        """Exactly one event, of this class; the specification looks at it itself."""
        assert self.refusal is None, f"{self.command.verb} was refused: {self.refusal}"
        assert [type(each) for _, each in self.events] == [event]
        found = self.events[0][1]
        assert isinstance(found, event)
        HAPPENED.add((self.command.verb, found.name))
        return found

    def then_refused(self, code: str, saying: str = "") -> None:
        """Refused, with this code, in one sentence that a person can act on and that has these words."""
        assert self.refusal is not None, f"{self.command.verb} was accepted: {self.events}"
        assert self.refusal.code == code, str(self.refusal)
        assert self.refusal.sentence.endswith("."), self.refusal.sentence
        assert "\n" not in self.refusal.sentence
        assert "Stage." not in self.refusal.sentence
        assert "None" not in self.refusal.sentence
        assert saying in self.refusal.sentence, self.refusal.sentence
        # A refusal is kept in its log in clear, for ever.
        assert not [each for each in _private_texts(self.command) if each in self.refusal.sentence]
        REFUSED.add((self.command.verb, code))


def given(*facts: Event | On) -> Story:
    """What has happened so far."""
    return Story().and_(*facts)


def _private_texts(command: Command) -> list[str]:
    """What a command carries in confidence."""
    found: list[str] = []

    def note(_category: Category, text: str) -> str:
        found.append(text)
        return ""

    veiled(command, note)
    return found


def _ten_in_the_morning(day: date) -> datetime:
    return datetime.combine(day, time(10), tzinfo=LONDON).astimezone(UTC)


def _placed(facts: tuple[Event | On, ...]) -> Iterator[tuple[str, Event]]:
    for each in facts:
        yield (each.stream, each.event) if isinstance(each, On) else (STREAMS[type(each)], each)


def _check_refusal(rule: Rule, kind: str, refusal: Refusal) -> None:
    declared = {*rule.refusals, *shared_refusals(rule, kind)}
    assert refusal.code in declared, f"{rule.command.verb} does not declare the refusal {refusal.code}"


def _check_events(rule: Rule, streams: set[str], events: tuple[tuple[str, Event], ...]) -> None:
    for stream, event in events:
        assert type(event) in rule.events, f"{rule.command.verb} does not declare the event {event.name}"
        assert stream in streams, f"{rule.command.verb} writes to {stream}, which it does not read"
