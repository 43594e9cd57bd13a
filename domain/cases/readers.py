"""Who reads a case, and from when to when its two reads are kept from each other."""

from dataclasses import dataclass, replace

from domain.refusals import Refusal

__all__ = ["NOBODY", "NOT_READER", "Readers", "was_shown"]

NOT_ALLOCATED = Refusal(
    "not-allocated", "This case is going to be read twice, so it must be allocated before it is read."
)
NOT_READER = Refusal(
    "not-reader",
    "This case is allocated to somebody else; the lead inspector may allocate it anew, or stand in, with a reason.",
)


@dataclass(frozen=True, slots=True)
class Readers:
    """Who reads a case.

    Attributes:
        reader: the inspector to whom the first read is allocated; None where anybody may read it.
        beside: who has stood in for the reader.
        former: to whom it was allocated before.
        twice: whether it was drawn for a second read.
        second: who has the second read; None while nobody has.
        seconds: everybody who has, or had, the second read.
        second_in: whether the second read is in.
        given_up: whether the second read was given up.
        shown_first: to whom what the first read says was handed while it was kept apart, who had no hand in either.
        shown_second: to whom what the second read says was.
    """

    reader: str | None = None
    beside: frozenset[str] = frozenset()
    former: frozenset[str] = frozenset()
    twice: bool = False
    second: str | None = None
    seconds: frozenset[str] = frozenset()
    second_in: bool = False
    given_up: bool = False
    shown_first: frozenset[str] = frozenset()
    shown_second: frozenset[str] = frozenset()

    @property
    def first(self) -> frozenset[str]:
        """Everybody who has had the first read, or a hand in it."""
        return self.beside | self.former | ({self.reader} if self.reader else frozenset())

    @property
    def everybody(self) -> frozenset[str]:
        """Everybody who has, or had, either read, or a hand in it."""
        return self.first | self.seconds

    @property
    def answering(self) -> frozenset[str]:
        """Who may answer the first read; empty where anybody may."""
        return self.beside | ({self.reader} if self.reader else frozenset())

    @property
    def paired(self) -> bool:
        """Whether there are, or are going to be, two reads of the case."""
        return self.twice and not self.given_up

    def allocated(self, reader: str) -> "Readers":
        """With another reader in place of the present one."""
        former = self.former | ({self.reader} if self.reader else frozenset())
        return replace(self, reader=reader, former=former - {reader})

    def shown(self, person: str, *, first: bool, second: bool) -> "Readers":
        """With what was handed to somebody of reads that are kept apart."""
        them = frozenset({person})
        return replace(
            self,
            shown_first=self.shown_first | them if first else self.shown_first,
            shown_second=self.shown_second | them if second else self.shown_second,
        )

    def of_alert(self, person: str, *, by: str) -> tuple[bool, bool]:
        """What somebody learns of the first and of the second read who is shown what an alert says, or takes it up.

        What is said by somebody who has a hand in neither counts as of what they were shown themselves; of both, where
        they were shown nothing, for they may yet be given either. Whoever has a hand in the case themselves, or raised
        it, learns nothing that would bar them any more.

        Args:
            person: who is shown it.
            by: who raised the alert, or says what is done about it.

        Returns:
            Whether of the first read, and whether of the second, in so far as it does not stand on the case already.
        """
        if person == by or person in self.everybody:
            return False, False
        of_first = by in self.first or by in self.shown_first
        of_second = by in self.seconds or by in self.shown_second
        unknown = not (of_first or of_second)
        return (
            (of_first or unknown) and person not in self.shown_first,
            (of_second or unknown) and person not in self.shown_second,
        )

    def kept_from(self, person: str, *, by: str) -> bool:
        """Whether words on a case are kept from somebody who reads it, as long as its reads are kept apart.

        A reader sees their own words, and whoever has the first read those of everybody else who has, or had, it. What
        anybody else writes may tell of the other read, or they may yet be given it.

        Args:
            person: who looks.
            by: whose words they are.
        """
        if person == by:
            return False
        return person in self.seconds or (person in self.first and by not in self.first)

    def barred(self, person: str) -> Refusal | None:
        """Why somebody may not answer the first read, whatever their role; None if they may.

        The second reader gets the sentence that anybody else gets, so that no refusal tells what was answered.
        """
        if self.reader is None:
            return NOT_ALLOCATED if self.paired else None
        return None if person in self.answering else NOT_READER


def was_shown(person: str) -> Refusal:
    """The refusal of a read to somebody into whose hands the other one came before both were in."""
    return Refusal(
        "was-shown",
        f"What the other read of this case says came into the hands of {person}, with the record, with what is held "
        "about the person, or with an alert, so somebody else reads it.",
    )


NOBODY = Readers()
