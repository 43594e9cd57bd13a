"""A notice as a letter to one reader: its stable id, by which one that comes twice can be told."""

from hashlib import sha256

from activities.ports import Addressee
from domain.inspections.notices import Notice

__all__ = ["letter_id", "letter_to"]


def letter_id(notice: Notice, to: Addressee) -> str:
    """The id of a notice to one reader: the same on every try, and of no meaning to anybody."""
    return letter_to(notice.id, to.person)


def letter_to(notice: str, reader: str) -> str:
    """The same, from the notice's id and the reader's stream."""
    return sha256(f"{notice}\n{reader}".encode()).hexdigest()[:40]
