"""The use cases of a whole installation around a store, a clock and a nudger, with the rules that ship with Assay."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from activities.commanding.desk import Desk
from activities.commanding.records import Records
from activities.conducting.attending import Office
from activities.conducting.offices import offices
from activities.ports import Clock, Documents, EventStore, Notices, Nudger
from activities.privacy.bodies import Bodies
from activities.privacy.personal import Personal
from activities.reporting.embargoed import EmbargoedCopies
from activities.reporting.reports import Reports
from adapters.outbound.chance import secret_part
from adapters.outbound.documents import FolderDocuments
from adapters.outbound.notices import FolderNotices
from adapters.outbound.press import ReportPress
from domain.dated_rules.library import Library
from domain.frameworks.reading import shipped_frameworks
from domain.inspections.kinds.shipped import shipped_protocols
from domain.ratings.shipped import shipped_schemes
from domain.working_days import WorkingDays
from tests.support.vaults import vault_in

__all__ = ["CALENDAR", "PAGES", "House", "first_library", "shipped_library"]

# The bank holidays of England and Wales that fall on weekdays, in the years in which these tests play.
_CLOSED = (
    "2018-01-01 2018-03-30 2018-04-02 2018-05-07 2018-05-28 2018-08-27 2018-12-25 2018-12-26 "
    "2019-01-01 2019-04-19 2019-04-22 2019-05-06 2019-05-27 2019-08-26 2019-12-25 2019-12-26"
)
CALENDAR = WorkingDays.of(
    "england-and-wales",
    date(2018, 1, 1),
    date(2019, 12, 31),
    (date.fromisoformat(day) for day in _CLOSED.split()),
)


PAGES = "http://127.0.0.1:8080"
"""Where people would reach the pages."""


@cache
def shipped_library() -> Library:
    """The kinds of inspection, frameworks and schemes that come with Assay."""
    return Library.of(
        protocols=shipped_protocols().values(),
        frameworks=shipped_frameworks().values(),
        schemes=shipped_schemes().values(),
    )


_LATER = frozenset({"pilot-crc-2017"})
"""Kinds that came after the first release."""


@cache
def first_library() -> Library:
    """The same as it was at first: version 1.0 of each kind, which asks for least, and so takes the shortest lives.

    A kind that came later, and asks in its first version for what others ask for in a later one, is not there.
    """
    shipped = shipped_library()
    return Library.of(
        protocols=(
            kind for kind in shipped_protocols().values() if kind.version == "1.0" and kind.id not in _LATER
        ),
        frameworks=shipped.frameworks().all(),
        schemes=shipped.schemes(),
    )


@dataclass(frozen=True)
class House:
    """The desk, the records behind it, and the offices."""

    store: EventStore
    clock: Clock
    desk: Desk
    records: Records
    notices: Notices
    documents: Documents
    library: Callable[[], Library]
    personal: Personal
    bodies: Bodies

    @classmethod
    def build(
        cls,
        store: EventStore,
        clock: Clock,
        nudger: Nudger,
        folder: Path,
        *,
        notices: Notices | None = None,
        documents: Documents | None = None,
        desk: type[Desk] = Desk,
        library: Callable[[], Library] = first_library,
    ) -> "House":
        """Put a house together; notices and documents go to a folder unless a test has others."""
        records, vault = Records(store), vault_in(folder / "vault")
        at = desk(
            store=store,
            records=records,
            clock=clock,
            nudger=nudger,
            library=library,
            calendar=CALENDAR,
            command_key=b"k" * 32,
            vault=vault,
        )
        return cls(
            store,
            clock,
            at,
            records,
            notices or FolderNotices(folder / "notices"),
            documents or FolderDocuments(folder / "documents"),
            library,
            Personal(store, vault),
            Bodies(store, vault),
        )

    def offices(self) -> Mapping[str, Office]:
        """The offices of the kinds of stream that have workflows."""
        return offices(
            desk=self.desk,
            records=self.records,
            reports=Reports(self.store, self.records, self.library, ReportPress()),
            documents=self.documents,
            notices=self.notices,
            personal=self.personal,
            bodies=self.bodies,
            copies=self.embargoed,
        )

    @property
    def embargoed(self) -> EmbargoedCopies:
        """What bodies read under embargo."""
        return EmbargoedCopies(
            desk=self.desk,
            records=self.records,
            bodies=self.bodies,
            reports=Reports(self.store, self.records, self.library, ReportPress()),
            pages=PAGES,
            draw=secret_part,
        )
