"""A desk of its own on a common store, as a process has it, and facts put on the record behind its back."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

from activities.commanding.desk import Declined, Desk, Order, Outcome
from activities.commanding.records import REMEMBERED, Records
from activities.ports import Append, Appended, EventStore, Head, Write
from activities.privacy.vault import Vault
from adapters.outbound.store import Store
from domain.dated_rules.library import Library
from domain.decider import On
from domain.deciders import EVENT_NAMES
from domain.given import Actor
from domain.ledger.envelope import Draft
from domain.messages import Command, Event
from domain.people.authority import AUTHORITY
from domain.people.roles import Role
from tests.support.example import (
    CALENDAR,
    INSPECTION,
    LIBRARY,
)
from tests.support.specification import given
from tests.support.toy_matter import HandClock
from tests.support.vaults import common_vault

__all__ = ["STREAM", "Interrupted", "Office", "Told", "events", "put", "refused"]

STREAM = f"inspection-{INSPECTION}"
KEY = b"k" * 32


class Told:
    """A nudger that notes whom it was to wake."""

    def __init__(self) -> None:
        self.nudges: list[str] = []

    def nudge(self, stream: str, position: int) -> None:
        assert position > 0
        self.nudges.append(stream)


class Interrupted:
    """A store before which, at the moment of a call, somebody else gets something done first."""

    def __init__(self, store: EventStore, call: str, number: int, deed: Callable[[], None]) -> None:
        self._store, self._call, self._left, self._deed = store, call, number, deed

    def __getattr__(self, name: str) -> Any:
        real = getattr(self._store, name)
        if name != self._call:
            return real

        def call(*arguments: Any) -> Any:
            self._left -= 1
            if self._left == 0:
                self._deed()
            return real(*arguments)

        return call


class Office:
    """One process: a desk with its own memory on the common store."""

    def __init__(
        self,
        store: Any,
        on: str = "2018-06-20",
        *,
        recorder: HandClock | None = None,
        remembered: int = REMEMBERED,
        vault: Callable[[], Vault] | None = None,
        library: Library = LIBRARY,
    ) -> None:
        self.told = Told()
        self.vault = vault or common_vault()
        self.clock = HandClock(datetime.combine(date.fromisoformat(on), time(10), tzinfo=UTC))
        self.records = Records(store, remembered)
        self.desk = Desk(
            store=store,
            records=self.records,
            clock=self.clock,
            nudger=self.told,
            library=lambda: library,
            calendar=CALENDAR,
            command_key=KEY,
            vault=self.vault,
            recorder=recorder,
        )

    def give(
        self,
        command_id: str,
        command: Command,
        role: Role | None = None,
        *,
        actor: str = "person-1",
        authenticated_by: str = "tests",
        meant_for: int | None = None,
        instead_of: str | None = None,
    ) -> Outcome:
        """Give a command in a role that may, unless another is named."""
        role = role or min(AUTHORITY[command.verb], key=list(Role).index)
        who = Actor(actor, role, authenticated_by)
        return self.desk.give(Order(command_id, command, who, meant_for=meant_for, instead_of=instead_of))


def put(store: Store, *facts: Event | On) -> None:
    """Put facts on the record, as if they had been decided long ago."""
    by_stream = given(*facts).history
    drafts: dict[str, tuple[Draft, ...]] = {
        stream: tuple(
            Draft(
                event_id=f"put/{stream}/{version}",
                stream=stream,
                version=version,
                occurred_at=datetime(2018, 6, 1, tzinfo=UTC),
                actor="person-1",
                acting_role="lead-inspector",
                authenticated_by="tests",
                command_id="put",
                correlation_id=stream,
                causation_id=None,
                event=event,
            )
            for version, event in enumerate(events, start=1)
        )
        for stream, events in by_stream.items()
    }
    writes = tuple(Write(stream, Head(0, None), several) for stream, several in drafts.items())
    answer = store.append(Append("put", b"p" * 32, datetime(2018, 6, 1, tzinfo=UTC), writes, {}))
    assert isinstance(answer, Appended)


def events(store: EventStore, stream: str) -> list[Event]:
    return [EVENT_NAMES.read(each).data for each in store.load({stream: 0})[stream]]


def refused(outcome: Outcome) -> str:
    assert isinstance(outcome, Declined), outcome
    return outcome.refusal.code
