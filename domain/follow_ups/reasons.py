"""Why two figures are not compared, or not in full: the sentences that are recorded, and how each is known again.

A reason is recorded in English. A report in another language has to say it in that, so each is known by a code.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["REASONS", "because", "known_again"]

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "narrower": "not scored again: the follow-up's focus is narrower",
        "of_all_cases": "the first figure is of all cases, not of those looked at again",
        "neither": "neither inspection has a figure",
        "no_first": "the first inspection has no figure for these cases",
        "no_again": "the follow-up has no figure",
        "in_words": "it was told in words",
        "unpublished": "numbers not published: {whose}",
        "method": "the method differs: {schemes}",
        "question": "{subject} was worded otherwise in {version}",
    }
)
"""The reasons by their codes, with what stands in them."""

_FORMS = {
    code: re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", re.escape(sentence)))
    for code, sentence in REASONS.items()
}


def because(code: str, **values: str) -> str:
    """The sentence of a reason."""
    return REASONS[code].format(**values)


def known_again(reason: str) -> tuple[str, Mapping[str, str]] | None:
    """The code of a recorded reason, and what stands in it; None for one in other words."""
    for code, form in _FORMS.items():
        if found := form.fullmatch(reason):
            return code, found.groupdict()
    return None
