"""The characteristics of outstanding and inadequate, weighed: a guide to the judgement, never a checklist.

As it is worded a standard describes *good* (004 §4.18). So the lead inspector asks first whether the evidence meets it
as worded; if it does, whether the characteristics of outstanding are to be seen; if it does not, whether those of
inadequate are. Which of them are present decides nothing (§4.20): what is said here is for the panel to ask about.
"""

from collections.abc import Iterable, Iterator, Mapping

from domain.frameworks.model import Characteristics, Framework

__all__ = ["codes_of", "remarks"]

_LEVELS = ("outstanding", "inadequate")


def codes_of(framework: Framework, standard: str) -> Mapping[str, str]:
    """The characteristics of a standard by their codes, such as ``outstanding-3``; none where none are set out."""
    found = framework.standard(standard)
    characteristics = found.characteristics if found and found.characteristics else Characteristics()
    return {
        f"{level}-{number}": text
        for level in _LEVELS
        for number, text in enumerate(getattr(characteristics, level), start=1)
    }


def remarks(rating: str, as_worded: str | None, weighed: Iterable[tuple[str, str]]) -> Iterator[str]:
    """What a panel may want to ask about a proposal; nothing of it forbids the proposal.

    Args:
        rating: the rating that is proposed.
        as_worded: ``met`` or ``not-met``; None where it was not said.
        weighed: the code of each characteristic that was weighed, with ``present``, ``partly`` or ``absent``.
    """
    seen = dict(weighed)
    present = {code.partition("-")[0] for code, found in seen.items() if found == "present"}
    if as_worded == "not-met" and rating in ("good", "outstanding"):
        yield f"The standard is said not to be met as worded, and {rating} is proposed."
    if as_worded == "met" and rating == "inadequate":
        yield "The standard is said to be met as worded, and inadequate is proposed."
    for level, other in (("outstanding", "inadequate"), ("inadequate", "outstanding")):
        if rating == level and seen and level not in present:
            yield f"No characteristic of {level} was found to be present."
        if rating == level and other in present:
            yield f"A characteristic of {other} was found to be present."
