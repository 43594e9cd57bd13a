"""A public draw whose numbers add to a seed, such as a lottery's: which is named before anybody can know them.

What it gives is written in one way only, and two people look it up, each by themselves: else whoever draws could choose
among the ways in which one result can be written.
"""

from dataclasses import dataclass

from domain.refusals import Refusal, Refused

__all__ = ["PublicNumbers", "not_confirmed"]


@dataclass(frozen=True, slots=True)
class PublicNumbers:
    """Which numbers a public draw gives, as it was said when it was named.

    Attributes:
        numbers: how many, all different.
        highest: the highest that there can be; the lowest is 1.
        named: when that was said, a clause: "When the list was closed".
    """

    numbers: int
    highest: int
    named: str

    @property
    def impossible(self) -> str | None:
        """Why there can be no such draw, a sentence; None if there can."""
        if self.numbers <= self.highest:
            return None
        return f"There are no {self.numbers} numbers up to {self.highest}."

    def of(self, value: str) -> str:
        """What the draw gave, in the one way in which it is written: in ascending order, with blanks between.

        Args:
            value: the numbers, with blanks or commas between, in any order.

        Raises:
            Refused: ``bad-public-value``.
        """
        parts = value.replace(",", " ").split()
        found = sorted(int(each) for each in parts if each.isascii() and each.isdigit() and len(each) < 9)
        if not (
            len(parts) == len(found) == len(set(found)) == self.numbers
            and all(1 <= each <= self.highest for each in found)
        ):
            said = f"{self.numbers} different numbers from 1 to {self.highest} were said to come; give those."
            raise Refused.because("bad-public-value", f"{self.named}, {said}")
        return " ".join(map(str, found))


def not_confirmed(value: str, noted: tuple[str, str] | None, actor: str) -> Refusal | None:
    """Why what a public draw gave is not confirmed by a second person; None if it is.

    Args:
        value: what it gave, by whoever draws.
        noted: what somebody noted that it gave, and who; None if nobody has.
        actor: who draws.
    """
    if noted is None:
        return Refusal(
            "public-value-not-noted",
            "Somebody first notes what the public draw gave; another person draws by it.",
        )
    if noted[1] == actor:
        return Refusal(
            "noted-it", "You noted what the public draw gave yourself; somebody else looks it up, and draws."
        )
    if noted[0] != value:
        return Refusal(
            "another-public-value",
            "Somebody noted that the public draw gave other numbers; look it up again.",
        )
    return None
