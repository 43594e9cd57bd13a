"""What the report of a follow-up takes up of it (003)."""

from domain.follow_ups.state import FollowUp
from domain.inspections.report.looked_again import LookedAgain
from domain.inspections.state import Inspection

__all__ = ["reported"]


def reported(follow_up: FollowUp, first: Inspection | None) -> LookedAgain | None:
    """What a draft takes up of a follow-up.

    Args:
        follow_up: where it stands.
        first: the first inspection, where it is on the record.

    Returns:
        None for one that has not been compared and concluded.
    """
    known, done, ended = follow_up.set_up, follow_up.compared, follow_up.concluded
    if known is None or done is None or ended is None:
        return None
    return LookedAgain(
        follows=known.follows,
        earlier=known.earlier,
        first_published=first.editions[0].published_on if first and first.editions else None,
        sources=tuple(dict.fromkeys(each.source for each in follow_up.opening.values())),
        recommendations=known.recommendations,
        standards=known.standards,
        not_rescored=known.not_rescored,
        only=known.only,
        periods=known.periods,
        rows=done.rows,
        first_cases=done.first_cases,
        again_cases=done.again_cases,
        compared_on=done.compared_on,
        conclusions=tuple(
            (each, follow_up.conclusions[each])
            for each in (*known.not_rescored, *known.standards)
            if each in follow_up.conclusions
        ),
        conclusion=ended.conclusion,
    )
