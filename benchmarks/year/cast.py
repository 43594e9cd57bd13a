"""Which inspections a year has, when each begins, and what befalls it: drawn by a seed, the same every time."""

import random
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

__all__ = ["Edition", "Part", "cast", "kind_files"]

FIRST_MONDAY = date(2018, 6, 4)
WEEKS = 48
FOLLOW_UP = "follow-up-nps-division"
"""The kind of the follow-ups: an example of one of one's own, as none that ships follows an inspection of today."""
EXAMPLES = Path(__file__).parents[2] / "examples" / "kinds"

SMALL = 12
"""So few inspections all begin on one day: time that is skipped takes time too."""

PANELLED = frozenset({"nps-division-2018", "crc-2018", "yot-2018"})
BEFALLS: Mapping[str, tuple[Fraction, frozenset[str] | None]] = {
    "late": (Fraction(1, 4), None),
    "stale": (Fraction(1, 6), PANELLED),
    "moved": (Fraction(1, 10), PANELLED),
    "touched": (Fraction(1, 6), PANELLED),
    "departed": (Fraction(1, 8), PANELLED),
    "deferred": (Fraction(1, 10), None),
    "another-lead": (Fraction(1, 10), None),
    "returned": (Fraction(1, 5), PANELLED),
    "plan-late": (Fraction(1, 6), PANELLED),
    "silent": (Fraction(1, 6), None),
    "barred": (Fraction(1, 4), None),
    "accepted": (Fraction(1, 8), None),
    "deputised": (Fraction(1, 8), None),
    "reader-away": (Fraction(1, 6), None),
    "danger": (Fraction(1, 6), None),
    "signed-for": (Fraction(1, 10), None),
}
"""What may befall an inspection: how many of those it can befall (rounded up), and which kinds those are."""


@dataclass(frozen=True)
class Edition:
    """How large a year is.

    Attributes:
        adult: inspections of probation providers, one in four of an NPS division.
        youth: of youth offending teams.
        thematic: of a topic.
        follow_ups: of an earlier inspection.
        cancelled: given up on the way, besides.
        cases: the share of the usual samples that is read.
    """

    adult: int = 28
    youth: int = 39
    thematic: int = 6
    follow_ups: int = 4
    cancelled: int = 2
    cases: Fraction = Fraction(1)

    @classmethod
    def of(cls, scale: Fraction, cases: Fraction | None = None) -> "Edition":
        """A year of another size; there is at least one inspection of each kind, and two of adult providers."""

        def scaled(number: int, least: int = 1) -> int:
            return max(least, round(number * scale))

        whole = cls()
        return cls(
            adult=scaled(whole.adult, 2),
            youth=scaled(whole.youth),
            thematic=scaled(whole.thematic),
            follow_ups=scaled(whole.follow_ups),
            cancelled=scaled(whole.cancelled),
            cases=cases if cases is not None else Fraction(1),
        )


@dataclass
class Part:
    """One inspection of the year.

    Attributes:
        number: its place among all, from 0.
        reference: its reference.
        protocol: its kind, by id.
        begins: the day on which it is announced.
        befalls: what befalls it.
    """

    number: int
    reference: str
    protocol: str
    begins: date
    befalls: set[str] = field(default_factory=set)


def cast(edition: Edition, seed: int) -> list[Part]:
    """The inspections of a year."""
    chance = random.Random(f"cast {seed}")
    kinds = ["nps-division-2018" if number % 4 == 0 else "crc-2018" for number in range(edition.adult)]
    kinds += ["yot-2018"] * edition.youth
    kinds += ["thematic"] * edition.thematic
    kinds += [FOLLOW_UP] * edition.follow_ups
    spread = list(range(WEEKS)) * (len(kinds) // WEEKS + 1)
    weeks = sorted(chance.sample(spread, len(kinds))) if len(kinds) > SMALL else [0] * len(kinds)
    chance.shuffle(kinds)
    parts = [
        Part(number, f"y{number:03}-{kind}", kind, FIRST_MONDAY + timedelta(weeks=week))
        for number, (kind, week) in enumerate(zip(kinds, weeks, strict=True))
    ]
    for what, (share, only) in BEFALLS.items():
        able = [each for each in parts if only is None or each.protocol in only]
        for each in chance.sample(able, -(-len(able) * share.numerator // share.denominator)):
            each.befalls.add(what)
    parts += [
        Part(number, f"y{number:03}-cancelled", "yot-2018", parts[number - len(parts)].begins, {"cancelled"})
        for number in range(len(parts), len(parts) + edition.cancelled)
    ]
    return parts


def kind_files(folder: Path) -> None:
    """Put the kinds of inspection that this year has, and no installation comes with, into an installation's folder."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(EXAMPLES / f"{FOLLOW_UP}.toml", folder)
