"""The seed of a sample: what the record has when the list is closed, and what a public draw adds to it."""

from domain.cases.lists.events import CaseListClosed
from domain.public_draw import PublicNumbers
from domain.refusals import Refused

__all__ = ["numbers_of", "seed_of"]


def numbers_of(closed: CaseListClosed) -> PublicNumbers | None:
    """Which numbers add to the seed of a list, as was said when it was closed; None where it was not said."""
    if closed.public_numbers is None or closed.public_highest is None:
        return None
    return PublicNumbers(closed.public_numbers, closed.public_highest, "When the list was closed")


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
    numbers = numbers_of(closed)
    return f"{entry}:{' '.join(value.split()) if numbers is None else numbers.of(value)}"
