"""The words of what was written without a connection: what is held, and what was said since it was taken."""

from collections.abc import Mapping

from activities.privacy.personal import Personal
from domain.cases.events import AnswerNoted, InterviewNotHeld
from domain.cases.offline.messages import FileBroughtBack
from domain.cases.second_reads.state import SecondAnswerNoted
from domain.cases.streams import hold_on

__all__ = ["said_since", "why_no_interview", "words_held"]


def words_held(personal: Personal, read: str) -> Mapping[int, str]:
    """The words of everything that was ever held of a read, by its number; an answer and a day have none.

    Args:
        personal: opens them.
        read: the stream of the read.

    Raises:
        VaultFault: the vault failed.
    """
    files = {
        version: event.held
        for version, event in personal.events(hold_on(read))
        if isinstance(event, FileBroughtBack)
    }
    # The fields of a file are counted within its event: ``held.1.note``.
    return {
        files[version][int(field.split(".")[1])].number: text
        for (version, field), text in personal.texts(hold_on(read)).items()
        if version in files
    }


def said_since(
    personal: Personal, read: str, version: int, taken: str | None
) -> frozenset[tuple[str | None, str]]:
    """What was noted in a read since a file was taken, and what is held of that file: by key question, and its words.

    Why there was no interview goes under no question.

    Args:
        personal: opens the words.
        read: the stream of the read.
        version: how far the read had come when the file was taken.
        taken: the digest of what was taken.

    Raises:
        VaultFault: the vault failed.
    """
    noted = {
        each: None if isinstance(event, InterviewNotHeld) else event.question
        for each, event in personal.events(read)
        if each > version and isinstance(event, AnswerNoted | SecondAnswerNoted | InterviewNotHeld)
    }
    found = {(noted[each], text) for (each, _), text in personal.texts(read).items() if each in noted}
    questions = {
        one.number: one.question
        for _, event in personal.events(hold_on(read))
        if isinstance(event, FileBroughtBack) and event.taken == taken
        for one in event.held
    }
    words = words_held(personal, read).items()
    held = {(questions[number], text) for number, text in words if number in questions}
    return frozenset(found | held)


def why_no_interview(personal: Personal, case: str) -> str | None:
    """Why there was no interview, in the words that were recorded last; None where nobody said, or not in a box.

    Raises:
        VaultFault: the vault failed.
    """
    versions = [each for each, event in personal.events(case) if isinstance(event, InterviewNotHeld)]
    texts = personal.texts(case)
    return next((text for (each, _), text in texts.items() if versions and each == versions[-1]), None)
