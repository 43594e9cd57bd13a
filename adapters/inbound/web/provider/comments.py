"""What became of the comments and complaints that a provider's contact sent: where each stands, by when, the answer.

A contact is shown their own, and nobody else's: what a colleague complained of is between them and us.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fastapi import FastAPI, Request
from fastapi.responses import Response

from activities.comments_made import CommentMade, comments_made
from activities.viewing.rows import MomentRow
from adapters.inbound.shown.words import day, words
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.provider.room import Contact, Room, room_for
from adapters.inbound.web.rendering import Pages
from domain.comments.events import CommentAcknowledged, CommentAnswered, CommentReceived

__all__ = ["OwnComment", "add_to", "moments_of_comments", "own_comments"]

_ABOUT = {"inspection": "How we inspect you", "report": "What the report says", "other": "Another matter"}
_TOLD = frozenset(
    each.name.rsplit(".", 1)[0] for each in (CommentReceived, CommentAcknowledged, CommentAnswered)
)
"""What of a comment is told to whoever made it, in whichever version it was recorded; who looks into it is not."""


@dataclass(frozen=True, slots=True)
class OwnComment:
    """A comment or complaint, as whoever made it is shown it.

    Attributes:
        made: it.
        said: what they said; ``erased`` or ``cannot be opened`` where that is so.
        answer: how it was answered; None while it is not.
    """

    made: CommentMade
    said: str
    answer: str | None

    @property
    def title(self) -> str:
        """What it is called."""
        return f"{self.made.came.sort.capitalize()} of {day(self.made.came.received_on)}"

    @property
    def about(self) -> str:
        """What it is about."""
        return _ABOUT[self.made.came.about]

    @property
    def stands(self) -> str:
        """Where it stands, in a sentence."""
        return _stands(self.made)


def _stands(made: CommentMade) -> str:
    state, came = made.state, made.came
    if state.outcome is not None:
        return f"Answered on {day(made.answered_on)}: {words(state.outcome)}"
    answer = f"The answer {_by(came.answer_by.isoformat(), 'answer' in state.overdue)}"
    if made.acknowledged_on is not None:
        looked = (
            "Somebody looks into it" if state.reviewer else f"Acknowledged on {day(made.acknowledged_on)}"
        )
        return f"{looked}. {answer}"
    late = "acknowledgement" in state.overdue
    return f"Received. Our acknowledgement {_by(came.acknowledge_by.isoformat(), late)}. {answer}"


def _by(when: str, late: bool) -> str:
    return f"was due by {day(when)}, and is late" if late else f"is due by {day(when)}"


def own_comments(house: House, visitor: Visitor, room: Room) -> tuple[CommentMade, ...]:
    """The comments that a contact sent about an inspection, latest first."""
    services = house.services
    return comments_made(services.store, services.records, visitor.id, room.row.reference)


def moments_of_comments(house: House, made: tuple[CommentMade, ...]) -> Iterator[MomentRow]:
    """What happened to some comments, as whoever made them is told it."""
    kept = house.services.views.catch_up()
    for each in made:
        for moment in kept.timeline(each.comment):
            if moment.name.rsplit(".", 1)[0] in _TOLD:
                said = f"{moment.sentence[:1].lower()}{moment.sentence[1:]}"
                yield moment.with_(sentence=f"Your {each.came.sort}: {said}")


def add_to(app: FastAPI, house: House, _: Sessions, pages: Pages) -> None:
    """Add the page of a contact's own comments."""

    @app.get("/provider/{reference}/comments")
    def comments(request: Request, reference: str, visitor: Contact) -> Response:
        room = room_for(house, visitor, reference)
        found = own_comments(house, visitor, room)
        return pages.page(
            request, "provider_comments.html", room=room, comments=[_opened(house, each) for each in found]
        )


def _opened(house: House, made: CommentMade) -> OwnComment:
    """A comment with its words; they are whoever's own who is shown them, and so is the answer."""
    texts: Mapping[str, str] = {
        field: text for (_, field), text in house.services.personal.texts(made.comment).items()
    }
    return OwnComment(made, texts["said"], texts.get("answer"))
