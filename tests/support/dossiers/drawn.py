"""Inspections drawn at random from a seed, led by the real desk on a real store, and the dossiers that come of them."""

import importlib.util
import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from zipfile import ZipFile

from activities.commanding.desk import Accepted, Desk, Order
from activities.commanding.records import Records
from activities.dossiers import Dossiers
from activities.proof.proving import Proving
from activities.proof.sealing import Sealing
from adapters.outbound.keys import FolderSealingKeys
from adapters.outbound.press.dossiers import HtmlDossierPress
from adapters.outbound.store import Store, open_store
from domain.dated_rules.library import Library
from domain.dossiers.dossier import bind
from domain.frameworks.reading import shipped_frameworks
from domain.given import Actor
from domain.inspections.commands import RecordPublication
from domain.inspections.kinds.parts import SecondReads
from domain.inspections.kinds.protocol import Protocol
from domain.inspections.react import react
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.ledger.notes import PublicKey, Signer
from domain.ledger.opening import OpenRecord
from domain.messages import Command
from domain.people.authority import AUTHORITY
from domain.people.roles import Role
from domain.ratings import shipped_schemes
from domain.working_days import WorkingDays
from tests.arch.tree import ROOT
from tests.support.hands import NoNudges
from tests.support.house import first_library
from tests.support.rig import new_store
from tests.support.story_ground import EVERY_WEEKDAY
from tests.support.toy_matter import HandClock
from tests.support.vaults import vault_in

__all__ = ["FIRST", "DossierHouse", "files_of", "kinds_to_draw", "passing_folder", "rebound", "verifier"]

PLACE = ROOT / "verify" / "assay_verify.py"
FIRST, SECOND = "reader-1", "reader-2"


@cache
def verifier() -> ModuleType:
    """The stand-alone verifier, loaded from its file: it belongs to no package."""
    spec = importlib.util.spec_from_file_location("assay_verify", PLACE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["assay_verify"] = module
    spec.loader.exec_module(module)
    return module


@cache
def kinds_to_draw() -> Mapping[str, tuple[Protocol, ...]]:
    """For each shipped scheme the kinds of inspection that are drawn under it."""
    library = first_library()
    kinds: dict[str, list[Protocol]] = {scheme: [] for scheme in shipped_schemes()}
    for each in library.protocols():
        if each.scheme is not None:
            kinds[each.scheme].append(each)
    # No kind that ships is rated under the scheme of the care services, which is there for comparison; inspections are
    # drawn under it all the same.
    nps = library.protocol("nps-division-2018")
    assert nps is not None
    # None that ships is rated and looks at several providers; one of several is drawn all the same.
    kinds["adult-nps-2018"].append(nps.with_(id="nps-together", whom="providers"))
    kinds["care-services-2015"].append(
        nps.with_(
            id="care-2015",
            scheme="care-services-2015",
            populations=(),
            stages=tuple(each for each in nps.stages if each is not Stage.CASE_READS),
        )
    )
    twice = SecondReads(percent=40, lowest_agreement=80, fewest_pairs=2, citation="a test")
    return {
        scheme: (
            *several,
            *(each.with_(id=f"{each.id}-twice", second_reads=twice) for each in several if each.populations),
        )
        for scheme, several in kinds.items()
    }


@cache
def library_to_draw() -> Library:
    """The shipped rules, and the kinds of :func:`kinds_to_draw`."""
    drawn = {each.id: each for several in kinds_to_draw().values() for each in several}
    return Library.of(
        [*drawn.values()],
        shipped_frameworks().values(),
        shipped_schemes().values(),
    )


def files_of(content: bytes) -> dict[str, bytes]:
    """What is in a dossier, by name."""
    with ZipFile(BytesIO(content)) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


def rebound(
    content: bytes,
    changed: Mapping[str, bytes],
    house: "DossierHouse",
    signer: Signer | None = None,
    **head: object,
) -> bytes:
    """A dossier with other files in it, bound and signed anew; by somebody who has the record's key if not said."""
    files = files_of(content)
    del files["statement.txt"]
    said = json.loads(files.pop("dossier.json")) | head
    del said["files"]
    signer = signer or house.keys.signer(house.sealing.history().present)
    assert signer is not None
    return bind(said, {**files, **changed}, signer)


@contextmanager
def passing_folder() -> Iterator[Path]:
    """A folder for records that nobody will want again: in memory, where the system has such a place."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
        yield Path(folder)


class DossierHouse:
    """A desk on a store of its own, with keys; a ground as :class:`tests.support.kinds.walk.Ground` asks."""

    def __init__(self, folder: Path, url: str | None = None) -> None:
        """Open a new record in a folder, or take one that has been opened."""
        self.folder = folder
        self.store: Store = open_store(url or new_store(folder))
        self.clock = HandClock(datetime(2003, 1, 1, 12, tzinfo=UTC))
        self.records = Records(self.store)
        self.library = library_to_draw()
        self.calendar: WorkingDays = EVERY_WEEKDAY
        self.keys = FolderSealingKeys(folder / "sealing")
        self.origin = f"assay/{self.store.identity().id}"
        self.key: PublicKey = self.keys.make(self.origin, 1).key
        self.desk = Desk(
            store=self.store,
            records=self.records,
            clock=self.clock,
            nudger=NoNudges(),
            library=lambda: self.library,
            calendar=self.calendar,
            command_key=b"k" * 32,
            vault=vault_in(folder / "vault"),
        )
        self.sealing = Sealing(store=self.store, keys=self.keys, clock=self.clock, origin=self.origin)
        self.dossiers = Dossiers(
            store=self.store,
            proving=Proving(self.store, self.sealing, self.keys),
            sealing=self.sealing,
            keys=self.keys,
            library=lambda: self.library,
            press=HtmlDossierPress(),
        )
        self._count = 0
        if url is None:
            self.give(OpenRecord(record=self.store.identity().id, time="simulated"))

    def stranger(self) -> Signer:
        """Somebody who signs in the record's name, with a key that is not the record's."""
        made = FolderSealingKeys(self.folder / "elsewhere")
        signer = made.signer(made.make(self.origin, 1).key)
        assert signer is not None
        return signer

    @property
    def today(self) -> date:
        return self.clock.now().date()

    def give(self, command: Command, by: Role | None = None, who: str | None = None) -> None:
        role = by or sorted(AUTHORITY[command.verb])[0]
        self._count += 1
        actor = Actor(who or f"{role.value}-1", role, "test")
        outcome = self.desk.give(Order(f"drawn-{self._count}", command, actor))
        assert isinstance(outcome, Accepted), f"{command.verb}: {outcome}"

    def state(self, stream: str) -> object:
        return self.records.read([stream])[stream].state

    def head(self, stream: str) -> str:
        """The digest of the latest entry of a stream."""
        digest = self.records.read([stream])[stream].head.digest
        assert digest is not None
        return digest.hex()

    def turn(self, day: date) -> None:
        self.clock.set(datetime.combine(day, time(12), tzinfo=UTC))

    def publish(self, reference: str) -> None:
        """What Assay does on the day of publication."""
        state = self.state(f"inspection-{reference}")
        assert isinstance(state, Inspection)
        (duty,) = (each for each in react(state).duties if each.kind == "publish-report")
        self.give(
            RecordPublication(inspection=reference, report=duty.about, document="d" * 64), Role.MACHINERY
        )

    def close(self) -> None:
        self.store.close()
