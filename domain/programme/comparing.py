"""What another plan changes: which inspections start elsewhere, and who comes and who goes."""

from domain.messages import Message
from domain.programme.plan import Member, Placement, Plan
from domain.programme.problem import Name

__all__ = ["Difference", "compared"]


class Difference(Message):
    """One inspection whose place is another.

    Attributes:
        inspection: which inspection.
        was: where it stood; None: it had no place.
        now: where it stands; None: it has none.
    """

    inspection: Name
    was: Placement | None
    now: Placement | None

    @property
    def moved(self) -> bool:
        """Whether it had a date before and has another."""
        return self.was is not None and self.now is not None and self.was.start != self.now.start

    @property
    def joined(self) -> tuple[Member, ...]:
        """Who has come to its team."""
        return _without(self.now, self.was)

    @property
    def left(self) -> tuple[Member, ...]:
        """Who has gone from it."""
        return _without(self.was, self.now)


def compared(before: Plan, after: Plan) -> tuple[Difference, ...]:
    """Every inspection that stands otherwise in the second plan, in the order of their codes."""
    was = {each.inspection: each for each in before.placements}
    now = {each.inspection: each for each in after.placements}
    return tuple(
        Difference(inspection=id_, was=was.get(id_), now=now.get(id_))
        for id_ in sorted({*was, *now})
        if was.get(id_) != now.get(id_)
    )


def _without(one: Placement | None, other: Placement | None) -> tuple[Member, ...]:
    known = set(other.team) if other is not None else set()
    return tuple(each for each in (one.team if one is not None else ()) if each not in known)
