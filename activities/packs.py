"""The papers of a panel: put together from the record and the views, printed, and kept under their digests."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from activities.commanding.records import Records
from activities.ports import Documents, Head
from activities.viewing.views import Views
from domain.dated_rules.library import Library
from domain.evidence.state import EvidenceRoom
from domain.inspections.rules.judging.panel_review import derivation_of
from domain.inspections.state import Inspection
from domain.panels.pack import Pack
from domain.panels.packing import Beside, Sources, beside, pack_of
from domain.panels.state import Panel
from domain.refusals import Refused
from domain.streams import inspection_stream, panel_stream, room_stream

__all__ = ["PackPress", "Packs", "Printed"]

PACKS_REMEMBERED = 100
"""What lies before the panels of some weeks: a few megabytes, in the words of the record."""


class PackPress(Protocol):
    """Prints packs. The same pack always gives the same bytes."""

    def pack(self, content: Pack) -> bytes:
        """Print a pack as one page of HTML, in UTF-8, that needs nothing beside itself."""
        ...


@dataclass(frozen=True, slots=True)
class Printed:
    """A pack, and the page it was printed as."""

    pack: Pack
    page: bytes


@dataclass(frozen=True, slots=True)
class _MadeOf:
    """All that a pack follows from, by which one that was put together before is known to be the same.

    Attributes:
        library: the dated rules; another library is made when one of their files changes.
        around: what the year's other ratings are.
        heads: where the streams stand that were read for it: the panel's, the inspection's, its evidence's and its
            cases', and those of the inspections beside it.
    """

    library: Library
    around: Beside
    heads: tuple[Head, ...]

    def still(self, now: "_MadeOf") -> bool:
        """Whether nothing has moved."""
        return self.library is now.library and (self.around, self.heads) == (now.around, now.heads)


class Packs:
    """Makes and keeps the papers of a panel."""

    def __init__(
        self,
        *,
        records: Records,
        views: Views,
        library: Callable[[], Library],
        documents: Documents,
        press: PackPress,
    ) -> None:
        """Put packs together from a record, and print them.

        Args:
            records: the streams as states.
            views: the year's ratings.
            library: the dated rules; the pinned ones are found by their digests.
            documents: keeps packs.
            press: prints them.
        """
        self._records = records
        self._views = views
        self._library = library
        self._documents = documents
        self._press = press
        self._made: OrderedDict[tuple[str, str], tuple[_MadeOf, Pack]] = OrderedDict()
        self._lock = threading.Lock()

    def make(self, panel: str, inspection: str) -> Printed:
        """The papers of an item as things stand, printed; nothing is recorded.

        Raises:
            Refused: as :meth:`put_together`.
        """
        pack = self.put_together(panel, inspection)
        return Printed(pack, self._press.pack(pack))

    def put_together(self, panel: str, inspection: str) -> Pack:
        """The papers of an item as things stand, unprinted: for whoever looks at them on a page of its own.

        Raises:
            Refused: there is no such panel or inspection, it is not on the agenda, or nothing is proposed.
        """
        meeting, item, room = panel_stream(panel), inspection_stream(inspection), room_stream(inspection)
        found = self._records.read([meeting, item, room])
        sitting: Panel = found[meeting].state
        state: Inspection = found[item].state
        evidence: EvidenceRoom = found[room].state
        if sitting.convened is None:
            raise Refused.because("unknown-panel", f"The panel {panel} has not been convened.")
        if inspection not in sitting.items:
            raise Refused.because("not-on-agenda", f"{inspection} is not on the agenda of the panel {panel}.")
        if state.derived is None:
            raise Refused.because("nothing-proposed", "No ratings have been proposed to the panel.")
        library, known = self._library(), state.known
        scheme, framework = library.scheme_of(known.scheme), library.framework_of(known.framework)
        if scheme is None or (known.framework and framework is None):
            raise Refused.because(
                "pin-missing", "This installation lacks the rules that the inspection is bound to."
            )
        cases = self._records.read(state.reads)
        rows = self._views.catch_up().inspections()
        rated = [each.rated for each in rows if each.rated and each.reference != inspection]
        around = beside(state, sitting.convened.meets_on, rated)
        streams = [inspection_stream(each) for each in around.inspections]
        others = self._records.read(streams) if streams else {}
        read = (*found.values(), *cases.values(), *others.values())
        made_of = _MadeOf(library, around, tuple(each.head for each in read))
        with self._lock:
            before = self._made.get((panel, inspection))
        if before is not None and before[0].still(made_of):
            return before[1]
        derivation = derivation_of(
            state,
            scheme,
            {stream: each.state for stream, each in cases.items()},
            {
                stream: (each.head.version, each.head.digest.hex() if each.head.digest else None)
                for stream, each in cases.items()
            },
            [digest.hex() for digest in found[item].digests],
        )
        shown = library.framework_as_shown(framework) if framework else None
        beside_it = [each.state for each in others.values()]
        pack = pack_of(panel, Sources(sitting, state, derivation, shown, evidence, around, beside_it))
        with self._lock:
            self._made[panel, inspection] = made_of, pack
            self._made.move_to_end((panel, inspection))
            while len(self._made) > PACKS_REMEMBERED:
                self._made.popitem(last=False)
        return pack

    def keep(self, printed: Printed) -> tuple[str, str]:
        """Keep a pack and its page; their digests.

        Raises:
            StoreFault: they could not be kept.
        """
        return self._documents.keep(printed.pack.content), self._documents.keep(printed.page)
