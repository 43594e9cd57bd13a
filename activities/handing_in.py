"""Handing in a file: it is looked at, kept, and put on the record; or nothing of it stays anywhere.

The order is what makes that so. First its size and kind, then the scanner, then whether the command would be accepted:
all before a byte is kept. Then it is kept, encrypted; and only then does the record say that it is there.
"""

from collections.abc import Collection
from dataclasses import dataclass

from activities.commanding.desk import Declined, Desk, Order, Outcome
from activities.ports import Documents, Scanner
from domain.holdings.content import KINDS, kind_of_content
from domain.refusals import Refusal
from domain.text import counted

__all__ = ["Acceptance", "HandingIn"]

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Which files are taken.

    Attributes:
        kinds: the codes of the kinds, as :data:`domain.holdings.content.KINDS` has them.
        largest: how many bytes at most.
    """

    kinds: Collection[str]
    largest: int


class HandingIn:
    """Takes files with commands. Safe to use from several threads."""

    def __init__(
        self, *, desk: Desk, documents: Documents, acceptance: Acceptance, scanner: Scanner | None = None
    ) -> None:
        """Take in files that people hand in, for a desk.

        Args:
            desk: takes the commands.
            documents: keeps the files.
            acceptance: which files are taken.
            scanner: looks for viruses; None where nobody does.
        """
        self._desk = desk
        self._documents = documents
        self._acceptance = acceptance
        self._scanner = scanner

    @property
    def largest(self) -> int:
        """How many bytes a file may have."""
        return self._acceptance.largest

    def refusal(self, content: bytes) -> Refusal | None:
        """Why a file is not taken; None if it is.

        Raises:
            StoreFault: the scanner could not be asked: nothing is taken that was not looked at.
        """
        if not content:
            return Refusal("empty-file", "The file is empty.")
        if len(content) > self._acceptance.largest:
            most = counted(self._acceptance.largest // MEGABYTE, "megabyte")
            return Refusal("too-large", f"The file is larger than {most}, which is the most that is taken.")
        kind = kind_of_content(content)
        if kind not in self._acceptance.kinds:
            taken = ", ".join(sorted(self._acceptance.kinds))
            what = KINDS[kind] if kind else "of a kind that is not known"
            return Refusal("wrong-kind-of-file", f"By its content the file is {what}; taken are: {taken}.")
        found = self._scanner.scan(content) if self._scanner else None
        if found is not None:
            return Refusal("virus-found", f"The scanner found {found} in the file, so it was not taken.")
        return None

    def give(self, order: Order, content: bytes) -> Outcome:
        """Give a command that brings in a file, and has its digest.

        A command that would be refused leaves no file. One that is refused after all, because somebody else was
        quicker, leaves it encrypted, with nothing on the record that says so.

        Raises:
            Refused: ``document-erased``: this very file was, and is not kept again.
            TooBusy: as :meth:`activities.commanding.desk.Desk.give`.
            StoreFault: the scanner, the document store, the vault or the record failed; nothing is on the record
                unless the same order, given again, says so.
        """
        refusal = self.refusal(content)
        if refusal is not None:
            return Declined(refusal)
        if self._desk.rehearse(order) is None:
            self._documents.keep_sealed(content)
            return self._desk.give(order)
        outcome = self._desk.give(order)  # it is refused for good, and that is on the record
        if not isinstance(outcome, Declined):  # or it was accepted before, perhaps just now
            self._documents.keep_sealed(content)
        return outcome
