"""Items of evidence by what they are called, in sentences that know no more than their codes."""

import re
from collections.abc import Iterable, Mapping

from activities.viewing.rows import MomentRow
from domain.inspections.state import Inspection

__all__ = ["titled"]

_ABOUT_ITEMS = re.compile(
    r"inspection\.(?:evidence-(?:linked|received|replaced|overdue|chased|escalated|waived)"
    r"|waiver-withdrawn|extension-(?:asked|granted))\.v\d+"
)
"""The events whose sentences name items by their codes, in whichever version they were recorded."""


def titled(moments: Iterable[MomentRow], state: Inspection) -> tuple[MomentRow, ...]:
    """What happened, with each item of evidence called what it is, as the inspection asked for it.

    Args:
        moments: what happened, each with its sentence.
        state: the inspection, which knows what its items are called.
    """
    titles = {code: each.item.title for code, each in state.evidence.items()}
    return tuple(
        each.model_copy(update={"sentence": _called(each.sentence, titles)})
        if titles and _ABOUT_ITEMS.fullmatch(each.name)
        else each
        for each in moments
    )


def _called(sentence: str, titles: Mapping[str, str]) -> str:
    """A sentence with titles for codes; what somebody gave as a reason comes after a colon, and stays as it was."""
    codes = "|".join(re.escape(each) for each in sorted(titles, key=len, reverse=True))
    ours, colon, theirs = sentence.partition(": ")
    named = re.sub(rf"(?<![\w-])(?:{codes})(?![\w-])", lambda found: f"“{titles[found.group()]}”", ours)
    return f"{named}{colon}{theirs}"
