"""The lottery: services that are drawn and not chosen, so that anyone with the frame and the seed can draw them again.

Every service of the frame gets the lot HMAC-SHA-256(seed, id). In the order of their lots, lowest first, services are
drawn until there are as many as wanted; one whose region already has its share is passed over. The frame is frozen, and
its digest published, before the seed can be known: the seed is SHA-256 of a commitment made before the freeze and of
a public value that comes after it.
"""

import hashlib
import hmac
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from domain.canonical import canonical_plain, sha256_hex
from domain.messages import Message
from domain.programme.problem import Name
from domain.text import Line, LongLine

__all__ = [
    "RULE",
    "Drawing",
    "Entry",
    "Exclusion",
    "Frame",
    "Lot",
    "Share",
    "draw_lots",
    "lot_of",
    "seed_from",
]

RULE = "hmac-sha256-v1"
"""The arithmetic of the draw; another would have another name."""

LotOutcome = Literal["drawn", "passed-over", "not-reached"]


class Entry(Message):
    """A service that may be drawn.

    Attributes:
        id: its code.
        region: where it is.
    """

    id: Name
    region: Name


class Exclusion(Message):
    """A service that may not be drawn.

    Attributes:
        id: its code.
        reason: why: it must be inspected anyway, it has been chosen by risk, and so on.
    """

    id: Name
    reason: LongLine


class Share(Message):
    """The most services of a region that may be drawn.

    Attributes:
        region: the region.
        most: how many.
    """

    region: Name
    most: Annotated[int, Field(ge=0, le=1_000)]


class Frame(Message):
    """All from which is drawn, as it is before anybody can know the seed.

    Attributes:
        title: what is drawn.
        draw: how many services.
        entries: the services that may be drawn, by code.
        shares: the most from each region; a region that is not named has no limit.
        excluded: the services that may not, by code, each with its reason.
    """

    title: Line
    draw: Annotated[int, Field(ge=0, le=5_000)]
    entries: Annotated[tuple[Entry, ...], Field(max_length=5_000)]
    shares: Annotated[tuple[Share, ...], Field(max_length=200)] = ()
    excluded: Annotated[tuple[Exclusion, ...], Field(max_length=5_000)] = ()

    @model_validator(mode="after")
    def _in_order_and_apart(self) -> Self:
        for what, ids in (
            ("entries", [each.id for each in self.entries]),
            ("excluded", [each.id for each in self.excluded]),
            ("shares", [each.region for each in self.shares]),
        ):
            if ids != sorted(set(ids)):
                raise ValueError(f"{what} must be in the order of their codes, each once")
        both = {each.id for each in self.entries} & {each.id for each in self.excluded}
        if both:
            raise ValueError(f"{min(both)} is both in the frame and excluded from it")
        return self

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the frame's canonical bytes, to be published before the seed can be known."""
        return sha256_hex(canonical_plain(self.model_dump(mode="json")))


@dataclass(frozen=True, slots=True)
class Lot:
    """What the draw came to for one service.

    Attributes:
        place: its place in the order of lots, counted from 1.
        id: its code.
        region: where it is.
        lot: its lot, 64 hexadecimal digits.
        outcome: whether it was drawn.
        reason: why, in a few words.
    """

    place: int
    id: str
    region: str
    lot: str
    outcome: LotOutcome
    reason: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A draw with all that is needed to do it again.

    Attributes:
        frame: the frame's digest.
        seed: the seed.
        lots: every service of the frame, in the order of lots.
    """

    frame: str
    seed: str
    lots: tuple[Lot, ...]

    @property
    def drawn(self) -> tuple[str, ...]:
        """The services that were drawn, in the order in which they were."""
        return tuple(each.id for each in self.lots if each.outcome == "drawn")


def seed_from(commitment: str, beacon: str) -> str:
    """The seed: SHA-256 over commitment, a line feed and beacon value, as UTF-8, in hexadecimal.

    Args:
        commitment: published before the frame is frozen.
        beacon: a public value that nobody can know before the freeze, such as the numbers of a named future draw.
    """
    return sha256_hex(f"{commitment}\n{beacon}".encode())


def lot_of(seed: str, id_: str) -> str:
    """A service's lot: HMAC-SHA-256 with the seed as key over its code, both as UTF-8, in hexadecimal."""
    return hmac.digest(seed.encode(), id_.encode(), hashlib.sha256).hex()


def draw_lots(frame: Frame, seed: str) -> Drawing:
    """Draw from a frame.

    If the frame or the shares of the regions do not allow as many as are wanted, fewer are drawn, and every service
    that is not drawn says why.

    Args:
        frame: the frozen frame.
        seed: the seed, as text.
    """
    most = {each.region: each.most for each in frame.shares}
    taken: Counter[str] = Counter()
    lots = []
    in_order = sorted((lot_of(seed, each.id), each.id, each.region) for each in frame.entries)
    for place, (lot, id_, region) in enumerate(in_order, start=1):
        outcome, reason = _outcome(frame.draw, region, taken, most.get(region))
        if outcome == "drawn":
            taken[region] += 1
        lots.append(Lot(place, id_, region, lot, outcome, reason))
    return Drawing(frame.digest, seed, tuple(lots))


def _outcome(wanted: int, region: str, taken: Counter[str], most: int | None) -> tuple[LotOutcome, str]:
    number = taken.total()
    if number >= wanted:
        return "not-reached", f"all {wanted} had been drawn"
    if most is not None and taken[region] >= most:
        return "passed-over", f"{region} had its {most} already"
    return "drawn", f"number {number + 1} of {wanted}"
