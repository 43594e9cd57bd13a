"""What another plan means, inspection by inspection."""

from collections.abc import Iterable

from domain.programme.year.terms import Change, Slot

__all__ = ["differences"]


def differences(before: Iterable[Slot], after: Iterable[Slot]) -> tuple[Change, ...]:
    """The inspections whose place is another one, by code; what stays as it was is not among them."""
    was = {each.inspection: each for each in before}
    now = {each.inspection: each for each in after}
    return tuple(
        Change(inspection=code, was=was.get(code), now=now.get(code))
        for code in sorted({*was, *now})
        if was.get(code) != now.get(code)
    )
