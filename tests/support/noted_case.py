"""A case with a private note on it, and a vault that can be closed, copied and opened again."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from activities.commanding.desk import Accepted, Order
from activities.privacy.erasing import Erasing
from adapters.outbound.store import Store
from adapters.outbound.vault import KeyVault, open_vault
from domain.cases.commands import RecordInterview
from domain.cases.events import InterviewNotHeld
from domain.deciders import EVENT_NAMES
from domain.given import Actor
from domain.ledger.envelope import Recorded
from domain.messages import Command
from domain.people.roles import Role
from domain.privacy.boxes import Place, Sealed
from domain.privacy.subjects import (
    EraseSubject,
)
from tests.support.example import (
    AT_FIELDWORK_WITH_SAMPLES,
    CASE,
)
from tests.support.office import Office, put

__all__ = [
    "ERASE",
    "NO_INTERVIEW",
    "OFFICER",
    "ON_ONE",
    "TEXT",
    "VaultFolder",
    "erase",
    "interviewed",
    "opened_text",
]

TEXT = "The officer, Ms Orchid-Canary, has left."
NO_INTERVIEW = RecordInterview(case=CASE, reason=TEXT)
ERASE = EraseSubject(subject=CASE, authority="request 2026-17", reason="It was asked for.")
ON_ONE = pytest.mark.parametrize("place", ["sqlite"], indirect=True)
"""For what has nothing to do with which database it is."""

OFFICER = Actor("os-7", Role.DATA_PROTECTION_OFFICER, "tests")


@dataclass
class VaultFolder:
    """A vault in a folder, with its keys and its journal."""

    folder: Path

    @property
    def url(self) -> str:
        return f"sqlite:///{self.folder}/vault.db"

    def open(self) -> KeyVault:
        return open_vault(self.url, self.folder / "keys")


def interviewed(store: Store, office: Office, command_id: str = "c-1") -> tuple[Recorded, InterviewNotHeld]:
    """A case with a sealed note, and the recorded event."""
    if not store.last_position():
        put(store, *AT_FIELDWORK_WITH_SAMPLES)
    outcome = office.give(command_id, NO_INTERVIEW)
    assert isinstance(outcome, Accepted)
    (recorded,) = store.at([outcome.last])  # in a case that nobody had, its allocation comes first
    event = EVENT_NAMES.read(recorded).data
    assert isinstance(event, InterviewNotHeld)
    return recorded, event


def opened_text(vault: KeyVault, recorded: Recorded) -> str:
    envelope = EVENT_NAMES.read(recorded)
    assert isinstance(envelope.data, InterviewNotHeld)
    box = envelope.data.reason
    assert isinstance(box, Sealed)
    return vault.open(box, Place(recorded.stream, envelope.event_id, box.field))


def erase(
    store: Store, office: Office, vault: KeyVault, command: Command = ERASE, command_id: str = "e-1"
) -> None:
    outcome = Erasing(store, office.desk, lambda: vault).give(Order(command_id, command, OFFICER))
    assert isinstance(outcome, Accepted), outcome
