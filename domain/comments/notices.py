"""The words of the notices about a comment or complaint: that it came, is late, was answered, and nothing that it says.

Those who see to comments are told what to see to, and whoever looks into one that it is theirs. Whoever sent one
themselves is told that it was answered, and reads the answer where they sent it: neither their words nor ours go
through the post.
"""

from collections.abc import Iterator, Sequence, Set

from domain.comments.comment import Comment
from domain.comments.events import CommentNotice, CommentReceived
from domain.inspections.notices import Notice
from domain.languages import Catalogue, Language
from domain.notices.words import ENGLISH, said_in
from domain.people.roles import Role
from domain.working_days import in_words

__all__ = ["comment_notice", "not_told"]

_TO_MANAGERS: tuple[CommentNotice, ...] = ("received", "acknowledgement-overdue", "answer-overdue")


def comment_notice(
    stream: str, state: Comment, code: CommentNotice, languages: Sequence[Language] = ENGLISH
) -> Notice:
    """The notice with this code.

    Args:
        stream: the comment.
        state: where it stands.
        code: what is told.
        languages: in which languages its sender is written to; those in the inspectorate, in English.
    """
    came = state.received
    assert came is not None, "a notice is owed of what came"
    if code == "answered":
        return _to_sender(stream, state, came, languages)
    subject, said, do = _words(came, code)
    about = f"Inspection: {came.inspection}" if came.inspection else "About: another matter"
    return Notice(
        id=f"{stream}/{state.about(code)}",
        to=state.reviewer or "" if code == "assigned" else f"role-{Role.OPERATIONS_MANAGER.value}",
        subject=subject,
        body=(
            f"{came.sort.capitalize()}: {stream}\n{about}\nReceived: {in_words(came.received_on)}\n\n{said} {do}\n\n"
            f"To read it: assay comments show {stream}\n"
        ),
    )


def _words(came: CommentReceived, code: CommentNotice) -> tuple[str, str, str]:
    """The subject of a notice to somebody in the inspectorate, what has happened, and what is to be done."""
    acknowledge, answer = in_words(came.acknowledge_by), in_words(came.answer_by)
    match code:
        case "received":
            return (
                f"A {came.sort} has come",
                f"It is to be acknowledged by the end of {acknowledge}, and answered by the end of {answer}.",
                "Please acknowledge it, and ask somebody to look into it who took no part in the matter.",
            )
        case "acknowledgement-overdue":
            return (
                f"A {came.sort} has not been acknowledged",
                f"It was to be acknowledged by the end of {acknowledge}.",
                "Please see that it is acknowledged at once.",
            )
        case "assigned":
            return (
                f"A {came.sort} is given to you to look into",
                f"It is to be answered by the end of {answer}.",
                "Please look into it, and answer it. If you took a part in the matter, ask that somebody else does.",
            )
        case _:
            return (
                f"A {came.sort} has not been answered",
                f"It was to be answered by the end of {answer}.",
                "Please see that it is answered at once.",
            )


def _to_sender(stream: str, state: Comment, came: CommentReceived, languages: Sequence[Language]) -> Notice:
    def words(say: Catalogue) -> tuple[str, str]:
        answered = say.day(state.answered_on) if state.answered_on else ""
        days = {"received": say.day(came.received_on), "answered": answered}
        subject = say(f"comment.answered.{came.sort}_subject")
        text = say(f"comment.answered.{came.sort}", **days)
        return subject, say("head.plan", inspection=came.inspection, text=text)

    subject, body = said_in(languages, words)
    return Notice(
        id=f"{stream}/answered",
        to=came.sender or "",
        subject=f"{subject} ({came.inspection})",
        body=body,
        languages=tuple(languages),
    )


def not_told(state: Comment, came_back: Set[str] = frozenset()) -> Iterator[str]:
    """Who could not be told by a notice and must be told otherwise, in sentences for those who see to comments.

    Args:
        state: where the comment stands.
        came_back: what those notices were about that went out and reached nobody all the same.
    """

    def lost(about: str) -> bool:
        return state.told.get(about) == () or about in came_back

    if state.outcome is not None:
        if state.received is not None and state.received.sender is None:
            yield "Assay knows no address of whoever made it: send them the answer."
        elif lost("answered"):
            yield "No notice of the answer could reach whoever made it: tell them yourself."
        return
    if any(map(lost, _TO_MANAGERS)):
        yield "No operations manager could be reached by a notice of it."
    if lost(state.about("assigned")):
        yield "Whoever looks into it could not be reached by a notice: tell them yourself."
