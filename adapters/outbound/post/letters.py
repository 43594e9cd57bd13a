"""A notice as a letter to one reader: its stable id, by which one that comes twice can be told."""

from hashlib import sha256

from activities.ports import Addressee
from domain.inspections.notices import Notice

__all__ = ["letter_id"]


def letter_id(notice: Notice, to: Addressee) -> str:
    """The id of a notice to one reader: the same on every try, and of no meaning to anybody."""
    return sha256(f"{notice.id}\n{to.person}".encode()).hexdigest()[:40]
