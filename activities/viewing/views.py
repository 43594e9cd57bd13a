"""Views: rows worked out from the record, kept up with it, and built anew beside those in use at will.

They are kept by generations. One is live: everybody reads it, and whoever comes first takes it a step further. A
rebuilding begins another from the first event, and in one step puts it in the live one's place when it has caught up.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from activities import subscriptions
from activities.moments import present
from activities.ports import EventStore, StoreFault
from activities.viewing.projecting import Projecting
from activities.viewing.rows import LAYOUT
from activities.viewing.view_rows import Generation, RowShelf, ViewRows, ViewStore
from domain.dated_rules.library import Library
from domain.deciders import EVENT_NAMES
from domain.ledger.envelope import Recorded, Unreadable, open_envelope
from domain.refusals import Refused

__all__ = ["Built", "NewerViews", "Standing", "Views"]

Tell = Callable[[int, int], None]
"""Is told how far a building has come: the position reached, and the one that is to be reached."""


class NewerViews(StoreFault):
    """The views are of a newer version of Assay, which this one leaves alone."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How the views stand to the record.

    Attributes:
        name: what they are called.
        generation: the live generation's number; 0 while there is none.
        layout: what its rows look like.
        position: everything up to here has been taken in.
        behind: how many events have not.
        since: when the first of those was recorded; None if there is none.
        stopped_at: the position of the event before which they must stop; None if they need not.
        stopped_because: why, in a sentence; empty if they need not.
        building: how far a generation that is being built has come; None if there is none.
    """

    name: str
    generation: int
    layout: int
    position: int
    behind: int
    since: datetime | None
    stopped_at: int | None = None
    stopped_because: str = ""
    building: int | None = None


@dataclass(frozen=True, slots=True)
class Built:
    """What came of building the views anew.

    Attributes:
        generation: the number of what was built.
        position: up to where.
        differing: the views that differ from the live ones, when that was asked; else empty.
    """

    generation: int
    position: int
    differing: tuple[str, ...] = ()


class Views:
    """Keeps the views up with the record, and answers what people ask of them. A subscriber, and safe to share."""

    name = "views"

    def __init__(self, *, store: EventStore, kept: ViewStore, library: Callable[[], Library]) -> None:
        """Set up the views.

        Args:
            store: the record.
            kept: where the rows are kept.
            library: the dated rules; the pinned ones are found by their digests.
        """
        self._store = store
        self._library = library
        self._kept = kept
        self._projecting = Projecting(store, library)
        self._shelf = RowShelf(kept)

    def catch_up(self) -> ViewRows:
        """Take in everything recorded so far; several processes may do so at once.

        Returns:
            The views, up to date with every event that was recorded before the call; within one look (see
            :mod:`activities.moments`), before its first call.

        Raises:
            Unreadable: the record holds an event of a newer version of Assay; the views stop before it.
            NewerViews: they were built by a newer version of Assay.
        """
        if (look := present()) is None:
            subscriptions.catch_up(self._store, self, self._store.last_position())
            return self._kept
        found: ViewRows | None = look.noted(self)
        if found is None:
            target = self._store.last_position() if look.stood_at is None else look.stood_at
            if (live := self._live()).position < target:
                subscriptions.catch_up(self._store, self, target)
                live = self._live()
            found = self._shelf.at(live)
            look.note(self, found)
        return found

    def reached(self) -> int:
        """The position up to which the live views are up to date; where there are none of this layout, builds them.

        Raises:
            NewerViews: they were built by a newer version of Assay.
        """
        return self._live().position

    def take(self, batch: Sequence[Recorded], reached: int) -> None:
        """Take in a batch that follows on a position, or as much of it as can be read.

        Raises:
            Unreadable: the first event is of a newer version of Assay.
        """
        rows, after = self._projecting.rows(batch)
        self._kept.keep(self._live().number, rows, reached, after)

    def rebuild(self, tell: Tell | None = None) -> Built:
        """Build the views anew beside the live ones, which stay in use, and put them in their place.

        A building that was cut off is gone on with. Several processes that build at once help each other.

        Raises:
            Unreadable: the record holds an event of a newer version of Assay; the live views stay.
            NewerViews: the views were built, or are being built, by a newer version of Assay.
        """
        while True:
            self._refuse_newer("live", "building")
            building = self._kept.begin(LAYOUT, "building").number
            if self._build(building, tell) and self._kept.go_live(building):
                break
        self._kept.tidy()
        return Built(building, self._kept.reached(building) or 0)

    def check(self, tell: Tell | None = None) -> Built:
        """Build the views anew, compare them with the live ones at the same position, and throw them away again.

        Raises:
            Unreadable: the record holds an event of a newer version of Assay.
            NewerViews: the live views were built by a newer version of Assay.
            Refused: ``checked-twice`` if somebody else began a check meanwhile.
        """
        self._refuse_newer("live")
        checked = self._kept.begin(LAYOUT, "checking").number
        try:
            while True:
                if not self._build(checked, tell):
                    raise Refused.because(
                        "checked-twice", "Somebody else has begun to check the views meanwhile."
                    )
                self.catch_up()
                found = self._kept.compare(self._live().number, checked)
                if found is not None:
                    break
            position = self._kept.reached(checked) or 0
        finally:
            self._kept.put_aside(checked)
            self._kept.tidy()
        return Built(checked, position, tuple(view for view, (one, other) in found.items() if one != other))

    def standing(self) -> Standing:
        """How the views stand to the record, without taking them further."""
        generations = {each.purpose: each for each in self._kept.generations()}
        live = generations.get("live", Generation(0, LAYOUT, "live", 0))
        building = generations.get("building")
        next_ = next(iter(self._store.scan(live.position, 1)), None)
        stopped = _trouble(live, next_)
        return Standing(
            name=self.name,
            generation=live.number,
            layout=live.layout,
            position=live.position,
            behind=max(0, self._store.last_position() - live.position),
            since=_recorded_at(next_) if next_ else None,
            stopped_at=next_.position if next_ and stopped else None,
            stopped_because=stopped,
            building=building.position if building else None,
        )

    def _live(self) -> Generation:
        while True:
            live = self._of("live")
            _refuse_if_newer(live)
            if (
                live is None
            ):  # nobody has anything else to look at: what is built is shown from its first row on
                self._refuse_newer("building")
                self._kept.go_live(self._kept.begin(LAYOUT, "building").number)
            elif live.layout == LAYOUT:
                return live
            else:
                self.rebuild()

    def _of(self, purpose: str) -> Generation | None:
        return next((each for each in self._kept.generations() if each.purpose == purpose), None)

    def _refuse_newer(self, *purposes: str) -> None:
        for each in self._kept.generations():
            if each.purpose in purposes:
                _refuse_if_newer(each)

    def _build(self, generation: int, tell: Tell | None) -> bool:
        """Take a generation that is not live as far as the record goes; False if it was put aside meanwhile."""
        projecting = Projecting(self._store, self._library)
        target = self._store.last_position()
        while (at := self._kept.reached(generation)) is not None:
            if tell:
                tell(at, target)
            if at >= target:
                return True
            batch = self._store.scan(at, subscriptions.BATCH)
            rows, after = projecting.rows(batch)
            self._kept.keep(generation, rows, at, after)
        return False


_NEWER = (
    "The views were built by a newer version of Assay (their layout is {}, and this version reads {}); "
    "use that one."
)


def _refuse_if_newer(generation: Generation | None) -> None:
    if generation is not None and generation.layout > LAYOUT:
        raise NewerViews(_NEWER.format(generation.layout, LAYOUT))


def _trouble(live: Generation, next_: Recorded | None) -> str:
    """Why the views cannot be taken further by this version of Assay; empty if they can."""
    if live.layout > LAYOUT:
        return _NEWER.format(live.layout, LAYOUT)
    if next_ is None:
        return ""
    try:
        EVENT_NAMES.read(next_)
    except Unreadable as unreadable:
        return str(unreadable)
    return ""


def _recorded_at(recorded: Recorded) -> datetime:
    return datetime.fromisoformat(open_envelope(recorded.body)["recorded_at"])
