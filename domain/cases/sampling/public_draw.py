"""A public draw that adds to a seed, such as a lottery's: its numbers, written in one way only."""

from domain.cases.lists.events import CaseListClosed
from domain.refusals import Refused

__all__ = ["numbers_of", "seed_of"]


def numbers_of(value: str, numbers: int, highest: int) -> str:
    """What a public draw gave, in the one way in which it is written: in ascending order, with blanks between.

    Args:
        value: the numbers, with blanks or commas between, in any order.
        numbers: how many there must be, all different.
        highest: the highest that there can be; the lowest is 1.

    Raises:
        Refused: ``bad-public-value``.
    """
    parts = value.replace(",", " ").split()
    found = sorted(int(each) for each in parts if each.isascii() and each.isdigit() and len(each) < 9)
    if not (
        len(parts) == len(found) == len(set(found)) == numbers and all(1 <= each <= highest for each in found)
    ):
        raise Refused.because(
            "bad-public-value",
            f"When the list was closed, {numbers} different numbers from 1 to {highest} were said to come; give those.",
        )
    return " ".join(map(str, found))


def seed_of(entry: str, closed: CaseListClosed, value: str | None) -> str:
    """The seed: the digest of the entry that closed the list, with what a public source gave where one was named.

    Raises:
        Refused: ``public-value-unwanted``, ``public-value-missing`` or ``bad-public-value``.
    """
    if closed.public_source is None:
        if value is not None:
            raise Refused.because(
                "public-value-unwanted",
                "No public source was named when the list was closed, so none adds to the seed.",
            )
        return entry
    if value is None or not value.strip():
        raise Refused.because(
            "public-value-missing",
            f"When the list was closed, a public source was named: {closed.public_source}; give its value.",
        )
    if closed.public_numbers is None or closed.public_highest is None:
        return f"{entry}:{' '.join(value.split())}"
    return f"{entry}:{numbers_of(value, closed.public_numbers, closed.public_highest)}"
