"""The vault's port: the keys under which private text is sealed, kept apart from the record.

Each subject has a key of its own for each class of data, made when it is first needed. Destroying a key is how
something is forgotten: the sealed text stays where it is, under every digest, and nobody can open it any more.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from activities.ports import StoreFault
from domain.privacy.boxes import Category, Place, Plain, Sealed

__all__ = [
    "BoxRefused",
    "Destroyed",
    "KeyDamaged",
    "KeyErased",
    "KeyMissing",
    "KeyState",
    "Unopenable",
    "Vault",
    "VaultFault",
]


class VaultFault(StoreFault):
    """The vault could not do what it was asked: it is missing, or cannot be read. The record is not touched by that."""


class Unopenable(VaultFault):
    """One key or one box is of no use; all others may be. Whoever shows many texts says so in the place of this one."""


class KeyMissing(Unopenable):
    """The vault has no key for a box, and knows of no erasure: it is not the vault that the box was sealed with."""


class BoxRefused(Unopenable):
    """A box was altered, or is not in the place that it was sealed for, or was sealed with another key."""


class KeyDamaged(Unopenable):
    """A key in the vault does not unlock: its row was altered, or is of another vault."""


class KeyErased(Exception):
    """The key was destroyed, for good. Nothing is sealed for the subject any more, and nothing opened."""

    def __init__(self, subject: str, category: Category) -> None:
        super().__init__(f"the key for what is a {category} of {subject} has been destroyed")
        self.subject, self.category = subject, category


@dataclass(frozen=True, slots=True)
class Destroyed:
    """That a key was destroyed, and is never made again.

    Attributes:
        subject: whose.
        category: of which class; None for all that the subject has or could have.
        at: when.
    """

    subject: str
    category: Category | None
    at: datetime


@dataclass(frozen=True, slots=True)
class KeyState:
    """How one key of a subject stands.

    Attributes:
        category: the class of data it is for.
        commitment: what its boxes name it by, in hexadecimal; None for one that was destroyed.
        made: when it was made; None for one that was destroyed, or where that cannot be read.
        destroyed: when it was destroyed; None for one that is there.
        damaged: whether it is there and of no use, so that what was sealed with it cannot be opened.
    """

    category: Category
    commitment: str | None
    made: datetime | None
    destroyed: datetime | None
    damaged: bool = False


class Vault(Protocol):
    """The keys. One contract suite holds every adapter to these sentences.

    - The same subject and class always get the same key, whoever asks first and however many do at once.
    - No key is made where the record has boxes that were sealed with another: such a vault is older than the record.
    - A key is on disk before anything is sealed with it.
    - A box opens only in the place it was sealed for, with the key it was sealed with, and unaltered.
    - What has been destroyed is destroyed for good: it is not made again, and not brought back by an older copy of
      the vault as long as the journal of erasures stands.
    """

    def seal(self, plain: Plain, place: Place) -> Sealed:
        """Seal a text for its place in the record.

        Raises:
            KeyErased: nothing is sealed for this subject any more.
            KeyMissing: its key is not in this vault, and the record has boxes that were sealed with it.
            KeyDamaged: its key is there and does not unlock.
            VaultFault: the vault failed.
        """
        ...

    def open(self, box: Sealed, place: Place) -> str:
        """Open a box.

        Raises:
            KeyErased: its key was destroyed.
            BoxRefused: it is altered, misplaced, or sealed in a way that this version of Assay does not know.
            KeyMissing: its key is not in this vault, and no erasure is known.
            KeyDamaged: its key is there and does not unlock.
            VaultFault: the vault failed.
        """
        ...

    def open_each(self, boxes: Sequence[tuple[Sealed, Place]]) -> Sequence[str | KeyErased | Unopenable]:
        """Open several boxes, with one look at the vault for all of them.

        Args:
            boxes: each with the place that it was sealed for.

        Returns:
            The texts in the same order; in the place of one, what :meth:`open` would have raised for it alone.

        Raises:
            VaultFault: the vault failed.
        """
        ...

    def veil(self, subject: str, category: Category, text: str) -> str:
        """What stands for a text in a digest: the same for the same text, and unguessable without the key.

        Raises:
            KeyErased: as in :meth:`seal`.
            KeyMissing: as in :meth:`seal`.
            VaultFault: the vault failed.
        """
        ...

    def destroy(self, erased: Collection[Destroyed]) -> int:
        """Destroy keys for good, and note each in the journal first; how many were still there.

        What is destroyed already stays so.

        Raises:
            VaultFault: the vault or its journal could not be written.
        """
        ...

    def keys(self, subject: str) -> Sequence[KeyState]:
        """Every key that a subject has or had, by class."""
        ...

    def commitments(self) -> Mapping[tuple[str, Category], str]:
        """What the boxes of each key name it by, in hexadecimal, by subject and class."""
        ...

    def destroyed(self) -> Sequence[Destroyed]:
        """Everything that was ever destroyed, by subject."""
        ...
