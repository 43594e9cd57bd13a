"""The way of one notice to its readers: to whom it was handed over, and whose address did not take it.

Each reader gets a notice once. That it was handed over is recorded reader by reader, so that one who has it already
does not get it again because another could not be reached.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from types import MappingProxyType
from typing import Annotated, ClassVar, Literal, assert_never

from pydantic import StringConstraints

from domain.action_plans.events import PlanNoticeUndelivered
from domain.dated_rules.library import Library
from domain.decider import Decided, Decider, On, rule, rules
from domain.given import Given
from domain.inspections.events import NoticeUndelivered
from domain.messages import Command, Event
from domain.people.bodies import BodyAddressRefused
from domain.people.body_state import Body
from domain.people.contacts import AddressRefused
from domain.people.staff.events import StaffAddressRefused
from domain.refusals import Refusal
from domain.streams import inspection_stream, plan_stream
from domain.text import Line, ReaderStream

__all__ = [
    "POSTING",
    "NoticeBounced",
    "NoticeDelivered",
    "NoticeHandedOver",
    "NoticeRefused",
    "Posting",
    "PostingEvent",
    "RecordDelivery",
    "RecordPosting",
    "ReportBounce",
    "posting_stream",
]

PostingStream = Annotated[str, StringConstraints(pattern=r"^posting-[0-9a-f]{32}$")]


def posting_stream(notice: str) -> str:
    """The stream of a notice's way to its readers, from the notice's id."""
    return f"posting-{sha256(notice.encode()).hexdigest()[:32]}"


class _PostingOrder(Command):
    """A command about one notice's way to one of its readers.

    Attributes:
        posting: the stream of the notice's way.
        reader: the reader's stream.
    """

    posting: PostingStream
    reader: ReaderStream

    @property
    def stream(self) -> str:
        """The notice on its way."""
        return self.posting


class RecordPosting(_PostingOrder):
    """Record what became of a notice that was sent to a reader.

    Attributes:
        notice: the notice's id.
        became: handed over to whoever delivers it, or refused for good.
    """

    verb: ClassVar[str] = "record-posting"
    notice: Line
    became: Literal["handed-over", "refused"]


class RecordDelivery(_PostingOrder):
    """Record what whoever delivers a notice says became of it after it had been handed over.

    Attributes:
        became: delivered, or come back as undeliverable.
    """

    verb: ClassVar[str] = "record-delivery"
    became: Literal["delivered", "bounced"]


class ReportBounce(_PostingOrder):
    """Report that a notice came back as undeliverable after it had been handed over."""

    verb: ClassVar[str] = "report-bounce"


class NoticeHandedOver(Event):
    """A notice was handed over to whoever delivers it.

    Attributes:
        notice: the notice's id.
        reader: to whom it goes.
        place: to which of the reader's addresses, counted from none as they were given; None if that is not known.
    """

    name: ClassVar[str] = "posting.handed-over.v2"
    notice: Line
    reader: ReaderStream
    place: int | None


class NoticeDelivered(Event):
    """Whoever delivers a notice says that it was delivered.

    Attributes:
        notice: the notice's id.
        reader: to whom.
    """

    name: ClassVar[str] = "posting.delivered.v1"
    notice: Line
    reader: ReaderStream


class NoticeRefused(Event):
    """A reader's address was refused for good; the notice does not reach them.

    Attributes:
        notice: the notice's id.
        reader: whose address.
    """

    name: ClassVar[str] = "posting.refused.v1"
    notice: Line
    reader: ReaderStream


class NoticeBounced(Event):
    """A notice came back as undeliverable.

    Attributes:
        notice: the notice's id.
        reader: whom it did not reach.
    """

    name: ClassVar[str] = "posting.bounced.v1"
    notice: Line
    reader: ReaderStream


PostingEvent = NoticeHandedOver | NoticeDelivered | NoticeRefused | NoticeBounced
"""What can happen to a notice on its way."""


@dataclass(frozen=True, slots=True)
class Posting:
    """A notice's way to its readers.

    Attributes:
        notice: its id; empty before anything was recorded.
        became: what became of it, by reader: ``handed-over``, ``delivered``, ``refused`` or ``bounced``.
        places: to which of a reader's addresses it was handed over, counted from none; by reader, where it is known.
    """

    notice: str = ""
    became: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    places: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def on_their_way(self) -> tuple[str, ...]:
        """The readers to whom it was handed over, and of whom nobody has said more."""
        return tuple(reader for reader, became in self.became.items() if became == "handed-over")


def _evolve(state: Posting, event: PostingEvent) -> Posting:
    match event:
        case NoticeHandedOver():
            became = "handed-over"
            if event.place is not None:
                state = replace(state, places=MappingProxyType({**state.places, event.reader: event.place}))
        case NoticeDelivered():
            became = "delivered"
        case NoticeRefused():
            became = "refused"
        case NoticeBounced():
            became = "bounced"
        case _:
            assert_never(event)
    return replace(
        state, notice=event.notice, became=MappingProxyType({**state.became, event.reader: became})
    )


def _reader(state: Posting, command: _PostingOrder, _library: Library) -> tuple[str, ...]:
    """The reader, and the inspection or action plan whose notice it is: there it is told if it did not arrive."""
    notice = command.notice if isinstance(command, RecordPosting) else state.notice
    about = _about(notice)
    return (command.reader, *(about[:1] if about else ()))


def _about(notice: str) -> tuple[str, str] | None:
    """The stream that a notice is about, and the notice's code; None where nobody is asked to tell it otherwise."""
    stream, found, code = notice.partition("/")
    return (stream, code) if found and stream.startswith(_TOLD_OTHERWISE) else None


_TOLD_OTHERWISE = (inspection_stream(""), plan_stream(""))
"""What notices are about of which it is a task to tell by other means what did not arrive."""

_REFUSED = (
    AddressRefused,
    StaffAddressRefused,
    BodyAddressRefused,
    NoticeUndelivered,
    PlanNoticeUndelivered,
)
"""What it means for a reader, and for what the notice is about, that an address takes nothing."""


def _undelivered(
    notice: str,
    command: _PostingOrder,
    cause: Literal["refused", "bounced"],
    given: Given,
    place: int | None = None,
) -> tuple[On, ...]:
    """What follows from it that a notice does not reach a reader: for the reader, and for what it is about.

    Args:
        notice: its id.
        command: what is said of it, and of which reader.
        cause: what became of it.
        given: the circumstances.
        place: to which of the reader's addresses it went; None for the one of today.
    """
    about = _about(notice)
    if about is None:
        return _unreachable(command, cause, given, place)
    stream, code = about
    if not given.heads[stream][0]:
        return _unreachable(command, cause, given, place)  # nothing of the kind is on the record
    told: Event = (
        PlanNoticeUndelivered(notice=code, reader=command.reader)
        if stream.startswith(plan_stream(""))
        else NoticeUndelivered(notice=code, reader=command.reader)
    )
    return (*_unreachable(command, cause, given, place), On(stream, told))


def _place(command: _PostingOrder, given: Given) -> int | None:
    """Which of the reader's addresses holds today, counted from none; None for no address."""
    reader = given.seen[command.reader]
    if isinstance(reader, Body):
        return reader.place_on(given.today)
    return reader.addresses - 1 if reader.addresses else None


def _unreachable(
    command: _PostingOrder, cause: Literal["refused", "bounced"], given: Given, place: int | None
) -> tuple[On, ...]:
    """The address takes nothing more, unless the reader has another by now: that one is none the worse for it."""
    if place is not None and place != _place(command, given):
        return ()
    reader = given.seen[command.reader]
    if isinstance(reader, Body):
        reached = reader.reached_on(given.today)
        if reached is None or reached.refused:
            return ()
        refused = BodyAddressRefused(posting=command.posting, cause=cause, refused_on=given.today)
        return (On(command.reader, refused),)
    if reader.unreachable:
        return ()
    event: Event = (
        StaffAddressRefused(posting=command.posting, cause=cause)
        if command.reader.startswith("staff-")
        else AddressRefused(posting=command.posting, cause=cause)
    )
    return (On(command.reader, event),)


@rule(
    RecordPosting,
    events=[NoticeHandedOver, NoticeRefused, *_REFUSED],
    refusals=["not-its-posting"],
    reads=_reader,
)
def record_posting(state: Posting, command: RecordPosting, given: Given) -> Decided:
    """Notes that a notice was handed over, or that an address was refused for good; each once."""
    if command.posting != posting_stream(command.notice):
        return Refusal("not-its-posting", f"{command.posting} is the way of another notice.")
    if command.reader in state.became:
        return ()
    if command.became == "handed-over":
        place = _place(command, given)
        return (NoticeHandedOver(notice=command.notice, reader=command.reader, place=place),)
    refused = NoticeRefused(notice=command.notice, reader=command.reader)
    return (refused, *_undelivered(command.notice, command, "refused", given))


@rule(
    ReportBounce,
    events=[NoticeBounced, *_REFUSED],
    refusals=["never-sent"],
    reads=_reader,
)
def report_bounce(state: Posting, command: ReportBounce, given: Given) -> Decided:
    """Notes that a notice came back; nothing more goes to the address to which it went until that is put right."""
    return _came_back(state, command, given, of=("handed-over", "delivered"))


@rule(
    RecordDelivery,
    events=[NoticeDelivered, NoticeBounced, *_REFUSED],
    refusals=["never-sent"],
    reads=_reader,
)
def record_delivery(state: Posting, command: RecordDelivery, given: Given) -> Decided:
    """Notes what whoever delivers notices says became of one: it arrived, or it came back."""
    if command.became == "bounced":
        return _came_back(state, command, given, of=("handed-over",))
    if command.reader not in state.became:
        return _never_sent(command)
    if command.reader not in state.on_their_way:
        return ()
    return (NoticeDelivered(notice=state.notice, reader=command.reader),)


def _came_back(state: Posting, command: _PostingOrder, given: Given, of: tuple[str, ...]) -> Decided:
    if command.reader not in state.became:
        return _never_sent(command)
    if state.became[command.reader] not in of:
        return ()
    bounced = NoticeBounced(notice=state.notice, reader=command.reader)
    place = state.places.get(command.reader)
    return (bounced, *_undelivered(state.notice, command, "bounced", given, place))


def _never_sent(command: _PostingOrder) -> Refusal:
    return Refusal("never-sent", f"No notice of {command.posting} was sent to {command.reader}.")


POSTING = Decider(
    kind="posting",
    initial=Posting(),
    rules=rules([record_posting, record_delivery, report_bounce]),
    evolve=_evolve,
)
"""One notice's way to its readers."""
