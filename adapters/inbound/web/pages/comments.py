"""Comments and complaints, for those who see to them: what came, who looks into it, and the answer, in time.

Those who acknowledge and assign see all of them; whoever is asked to look into one sees that one. Nobody sees one about
an inspection from which an interest bars them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import Response

from activities.comments_told import untold
from adapters.inbound.commands.ids import comment_of
from adapters.inbound.visiting.guarding import SignedIn, inspections_for, not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.checked import Asked, add_checked, asked_by
from adapters.inbound.web.forms.forms import Choices
from adapters.inbound.web.forms.giving import Place, add_forms
from adapters.inbound.web.rendering import Pages
from adapters.inbound.web.staffed import people_to_choose
from domain.comments.commands import AcknowledgeComment, AnswerComment, AssignComment, ReceiveComment
from domain.comments.comment import COMMENT, Comment, concerned
from domain.comments.events import CommentReceived
from domain.people.authority import AUTHORITY
from domain.people.roles import Role
from domain.streams import inspection_stream

__all__ = ["CommentShown", "add_to", "comments_for"]

_OUTCOMES: dict[str, tuple[tuple[str, str], ...]] = {
    "comment": (("noted", "It is noted"),),
    "complaint": (
        ("upheld", "It is upheld"),
        ("partly-upheld", "It is upheld in part"),
        ("not-upheld", "It is not upheld"),
    ),
}
_DEEDS = {
    AcknowledgeComment.verb: "Say that it was acknowledged",
    AssignComment.verb: "Ask somebody to look into it",
    AnswerComment.verb: "Answer it",
}


@dataclass(frozen=True, slots=True)
class CommentShown:
    """A comment or complaint that is there for a visitor.

    Attributes:
        comment: its stream.
        state: as it stands.
        came: how it came.
    """

    comment: str
    state: Comment
    came: CommentReceived

    @property
    def due(self) -> date | None:
        """Its next date; None where none runs."""
        return min((each.due for each in self.state.deadlines), default=None)

    @property
    def address(self) -> str:
        """Its page."""
        return f"/comments/{self.comment}"


def comments_for(house: House, visitor: Visitor, *, unanswered: bool = False) -> list[CommentShown]:
    """The comments that are there for somebody: what is not answered first, by its next date.

    Args:
        house: the installation.
        visitor: for whom.
        unanswered: whether only those are wanted that are still to be answered.
    """
    found = [
        CommentShown(stream, state, state.received)
        for stream, state in house.services.records.every("comment", Comment).items()
        if state.received is not None and not (unanswered and state.outcome)
        if house.services.seeing.comment(visitor, state)
    ]
    return sorted(found, key=lambda each: (each.state.outcome is not None, each.due or each.came.received_on))


def add_to(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    """Add ``/comments`` and a page for each comment or complaint."""
    # Before the page of one comment, whose address would take in this one.
    add_checked(app, house, sessions, pages, "/comments/receive", lambda who, _: _received(house, who))
    _add_looking(app, house, pages)
    add_forms(
        app,
        house,
        sessions,
        pages,
        path="/comments/{code}/do/{verb}",
        template="panel_command.html",
        rules=[each for each in COMMENT.rules.values() if each.command.verb in _DEEDS],
        place_of=lambda visitor, code: _place(house, visitor, _one(house, visitor, code)),
    )


def _add_looking(app: FastAPI, house: House, pages: Pages) -> None:
    @app.get("/comments")
    def all_of_them(request: Request, visitor: SignedIn) -> Response:
        found = comments_for(house, visitor)
        if not found and not house.services.seeing.sees_to_comments(visitor):
            not_there()
        if found:
            house.services.looking.note(visitor.id, "page of comments", [each.comment for each in found])
        receives = visitor.role_for(ReceiveComment.verb) is not None
        return pages.page(request, "comments.html", comments=found, receives=receives)

    @app.get("/comments/{comment}")
    def one(request: Request, comment: str, visitor: SignedIn) -> Response:
        found = _one(house, visitor, comment)
        return pages.page(
            request,
            "comment.html",
            comment=found,
            texts=_texts(house, visitor, comment),
            deeds=list(_deeds(visitor, found.state)),
            untold=untold(house.services.records, comment, found.state),
        )


def _one(house: House, visitor: Visitor, comment: str) -> CommentShown:
    """A comment that is there for a visitor; that they look is noted.

    Raises:
        HTTPException: 404: there is none, or not for them.
    """
    state = house.services.records.read([comment])[comment].state if _is_one(house, comment) else Comment()
    if state.received is None or not house.services.seeing.comment(visitor, state):
        not_there()
    house.services.looking.note(visitor.id, "page of a comment", [comment])
    return CommentShown(comment, state, state.received)


def _is_one(house: House, comment: str) -> bool:
    return comment in house.services.records.named("comment-")


def _texts(house: House, visitor: Visitor, comment: str) -> dict[str, str] | None:
    """What it says, who said it and how it was answered; None for whoever may not be shown it."""
    if not house.services.seeing.sees(visitor, "comment", comment):
        return None
    return {field: text for (_, field), text in house.services.personal.texts(comment).items()}


def _deeds(visitor: Visitor, state: Comment) -> Iterator[tuple[str, str]]:
    if state.outcome is not None:
        return
    for verb, text in _DEEDS.items():
        if visitor.role_for(verb) is None or (verb == AcknowledgeComment.verb and state.acknowledged):
            continue
        if verb == AnswerComment.verb and state.reviewer != visitor.id:
            continue
        yield verb, text


def _place(house: House, visitor: Visitor, found: CommentShown) -> Place:
    """What the forms of a comment say themselves, and what there is to choose from in them."""
    outcomes: Choices = {"outcome": _OUTCOMES[found.came.sort]}
    reviewers = _reviewers(house, visitor, found.came.inspection)
    for_command = {AnswerComment.verb: outcomes} | (
        {AssignComment.verb: {"reviewer": reviewers}} if reviewers else {}
    )
    title = "Complaint" if found.came.sort == "complaint" else "Comment"
    return Place(title, found.address, found, {"comment": found.comment}, {}, for_command)


def _reviewers(house: House, visitor: Visitor, inspection: str | None) -> tuple[tuple[str, str], ...]:
    """Who may be asked to look into it: those who may answer, and took no part in the matter."""
    part: frozenset[str] = frozenset()
    if inspection:
        stream = inspection_stream(inspection)
        part = concerned(house.services.records.read([stream])[stream].state)
    answer: frozenset[Role] = AUTHORITY[AnswerComment.verb]
    able = people_to_choose(house, visitor, *answer)
    return tuple((who, name) for who, name in able if who not in part)


def _received(house: House, visitor: Visitor) -> Asked:
    """One that came by letter or by telephone. Its id follows from the form's, so that one form makes one comment."""
    if visitor.provider is not None:
        not_there()  # a contact comments on a page of their own, about their own inspection
    there: tuple[tuple[str, str], ...] = tuple(
        (each.reference, f"{each.provider_name} ({each.reference})")
        for each in inspections_for(house, visitor)
    )
    choices: dict[str, Any] = {
        "about": (
            ("inspection", "How an inspection was carried out"),
            ("report", "What a report says"),
            ("other", "Something else"),
        ),
        **({"inspection": there} if there else {}),
    }
    return asked_by(
        COMMENT.rules[ReceiveComment],
        ("Comments and complaints", "/comments")
        if house.services.seeing.sees_to_comments(visitor)
        else ("Home", "/home"),
        title="Record a comment or complaint",
        choices=choices,
        left_out=("comment",),
        derived=lambda sent: {"comment": comment_of(sent.command_id)},
    )
