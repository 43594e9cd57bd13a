"""What must hold after any fault: nothing accepted is lost or doubled, each workflow stands where its stream does."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import partial

from activities.ports import Nudger
from domain.agenda import Deadline
from domain.deciders import EVENT_NAMES, REACTIONS, kind_of
from domain.ledger.envelope import Envelope
from domain.messages import Event
from tests.support.house import House
from tests.support.life import Life
from tests.support.rig import Rig
from tests.support.waiting import PATIENCE_SECONDS, eventually, seldom

__all__ = ["everything_stands", "record_of", "settled"]

ONCE = (
    "inspection.announced.v1",
    "inspection.report-published.v1",
    "inspection.closed.v1",
    "action-plan.requested.v1",
    "action-plan.followed-up.v1",
)
"""Events that a stream of the lives led here has at most once."""


def record_of(house: House) -> Sequence[Envelope[Event]]:
    """The whole record, in order; positions are dense."""
    recorded = house.store.scan(limit=1_000_000)
    assert [each.position for each in recorded] == list(range(1, len(recorded) + 1))
    return [EVENT_NAMES.read(each) for each in recorded]


def settled(
    house: House,
    rig: Rig,
    streams: Iterable[str],
    within: float = PATIENCE_SECONDS,
    wake: Nudger | None = None,
) -> None:
    """Wait until the workflow of every stream has acted on all, and stands where its stream does.

    With ``wake``, workflows are told to look at the clock, as their own timers run in real time; what has passed by
    it must be on the record then.
    """

    def stands(stream: str, wake_it: Callable[[], None]) -> bool:
        wake_it()
        return _stands(house, rig, stream, passed=wake is not None)

    for stream in streams:
        if house.store.attention(stream) is not None:
            wake_it = seldom(partial(wake.nudge, stream, -1)) if wake else lambda: None
            eventually(partial(stands, stream, wake_it), f"{stream} stands where it should", within)


def _stands(house: House, rig: Rig, stream: str, *, passed: bool) -> bool:
    standing = house.records.read([stream])[stream]
    agenda = REACTIONS[kind_of(stream)](standing.state)
    if not rig.acknowledged(stream):
        return False
    if passed and any(each.passes_at <= house.clock.now() for each in agenda.deadlines):
        return False
    if agenda.over:
        return (
            rig.is_over(stream) or rig.status(stream) is None
        )  # a server that lost its memory need not know it
    seen = rig.standing(stream)
    due = agenda.deadlines[0].passes_at if agenda.deadlines else None
    return seen is not None and (seen.stage, seen.next_deadline, seen.trouble) == (agenda.stage, due, "")


def everything_stands(house: House, lives: Iterable[Life]) -> None:
    """Check the record after a fault."""
    lives = tuple(lives)
    record = record_of(house)
    _accepted_once(record, lives)
    _facts_once(record)
    _deadlines_once_and_on_their_day(record)


def _accepted_once(record: Sequence[Envelope[Event]], lives: Iterable[Life]) -> None:
    by_command: dict[str, list[int]] = defaultdict(list)
    for position, each in enumerate(record, start=1):
        by_command[each.command_id].append(position)
    for life in lives:
        for command_id, first, last in life.accepted:
            assert by_command[command_id] == list(range(first, last + 1)) or (first, last) == (0, 0), (
                command_id
            )
    for command_id, positions in by_command.items():
        assert positions == list(range(positions[0], positions[-1] + 1)), f"{command_id} was recorded twice"


def _facts_once(record: Sequence[Envelope[Event]]) -> None:
    counted = Counter((each.stream, each.name) for each in record if each.name in ONCE)
    assert not [fact for fact, times in counted.items() if times > 1]
    # A notice is owed anew by certain events only; between two of those it goes out once.
    sent = Counter(
        (each.stream, each.data.notice)  # type: ignore[attr-defined]  # such events have one
        for each in record
        if each.name in ("inspection.notice-sent.v3", "action-plan.notice-sent.v2")
    )
    assert not [notice for notice, times in sent.items() if times > 1], sent


def _deadlines_once_and_on_their_day(record: Sequence[Envelope[Event]]) -> None:
    passed: Counter[tuple[str, str, str, date]] = Counter()
    for each in record:
        if not ("overdue" in each.name or "lapsed" in each.name):
            continue
        due: date = each.data.due  # type: ignore[attr-defined]  # such events have one
        about = str(getattr(each.data, "stage", "") or getattr(each.data, "action", ""))
        passed[each.stream, each.name, about, due] += 1
        assert each.occurred_at >= _passes_at(due), f"{each.name} of {each.stream} came before {due} was over"
    assert not [deadline for deadline, times in passed.items() if times > 1], passed


def _passes_at(due: date) -> datetime:
    return Deadline(id="x", due=due, awaits="x").passes_at
