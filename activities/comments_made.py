"""The comments and complaints that somebody made themselves, with where each stands: for whoever made it."""

from dataclasses import dataclass
from datetime import date

from activities.commanding.records import Records
from activities.ports import EventStore
from domain.comments.comment import Comment
from domain.comments.events import CommentAcknowledged, CommentAnswered, CommentReceived
from domain.deciders import EVENT_NAMES

__all__ = ["CommentMade", "comments_made"]


@dataclass(frozen=True, slots=True)
class CommentMade:
    """A comment or complaint of somebody's own.

    Attributes:
        comment: its stream.
        state: as it stands.
        came: how it came, with the dates by which it is acknowledged and answered.
        acknowledged_on: when they were told that it came; None while they were not.
        answered_on: when it was answered; None while it is not.
    """

    comment: str
    state: Comment
    came: CommentReceived
    acknowledged_on: date | None
    answered_on: date | None


def comments_made(
    store: EventStore, records: Records, person: str, inspection: str
) -> tuple[CommentMade, ...]:
    """The comments that somebody sent in about an inspection, latest first.

    The record's envelopes say who sent one, and no event of it does. One that was sent by letter, and recorded by
    somebody else, is theirs who recorded it, and is told to nobody.

    Args:
        store: the record.
        records: its streams as states.
        person: who, by the id under which they act.
        inspection: about which inspection, by reference.

    Raises:
        StoreFault: the record failed.
        Unreadable: it holds an event of a newer version of Assay.
    """
    streams = records.named("comment-")
    standing = records.read(streams) if streams else {}
    about = [
        stream
        for stream, each in standing.items()
        if each.state.received is not None and each.state.received.inspection == inspection
    ]
    loaded = store.load(dict.fromkeys(about, 0)) if about else {}
    found = []
    for stream in about:
        first, *others = (EVENT_NAMES.read(each) for each in loaded[stream])
        if first.actor != person or not isinstance(first.data, CommentReceived):
            continue
        told = [each.data.acknowledged_on for each in others if isinstance(each.data, CommentAcknowledged)]
        answers = [each.data.answered_on for each in others if isinstance(each.data, CommentAnswered)]
        made = CommentMade(
            stream,
            standing[stream].state,
            first.data,
            told[0] if told else None,
            answers[0] if answers else None,
        )
        found.append((first.recorded_at, stream, made))
    return tuple(each for *_, each in sorted(found, key=lambda each: each[:2], reverse=True))
