"""The kinds of text that messages may carry. Whatever comes from outside is checked against these first."""

import re
import unicodedata
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

__all__ = [
    "STANDARD",
    "CaseStream",
    "Code",
    "Digest",
    "HeldCode",
    "LevelId",
    "Line",
    "LongLine",
    "NoticeCode",
    "Opaque",
    "PersonStream",
    "PlanStream",
    "PromptId",
    "Prose",
    "ReaderStream",
    "Reference",
    "StandardId",
    "Subject",
    "counted",
    "rating_in_words",
    "slug",
    "words_of",
]

_ALLOWED_CONTROLS = frozenset("\n\t")
# Not "Cn", code points that have no meaning yet: what a newer Python accepts, an older one must still be able to read.
_REFUSED = frozenset({"Cc", "Cs", "Co"})
# Other line ends than ours, and what makes text read in another order than it is written.
_DISTURBING = frozenset("\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _clean(value: str) -> str:
    # Nearly every text is told by Python itself in one go: what it can print has none of what is looked for.
    if value.replace("\n", "").replace("\t", "").isprintable():
        return value
    for character in value:
        if character in _ALLOWED_CONTROLS:
            continue
        if unicodedata.category(character) in _REFUSED or character in _DISTURBING or _is_never(character):
            raise ValueError(f"the text has a control character (U+{ord(character):04X})")
    return value


def _is_never(character: str) -> bool:
    """Whether no version of Unicode will ever give the code point a meaning."""
    code = ord(character)
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


def _one_line(value: str) -> str:
    if "\n" in value or "\t" in value:
        raise ValueError("the text must be on one line")
    return _clean(value)


Reference = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
"""A short code that people use and that says nothing personal: ``nps-nw-2018``."""

Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)]
"""The code of a deadline or a notice; it may be made of a reference and some words of ours."""

HeldCode = Annotated[
    str, StringConstraints(pattern=r"^([a-z0-9]+(-[a-z0-9]+)*/)?[a-z0-9]+(-[a-z0-9]+)*$", max_length=121)
]
"""What is held about a provider, by its code: ``h12``; of one whose place it took, ``nps-old/h12``."""

NoticeCode = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=180)]
"""The code of a notice, or what it is called beside others: with what it is about, and of several, to whom it went."""

CaseStream = Annotated[str, StringConstraints(pattern=r"^case-[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)]
"""The stream of a case read."""

PersonStream = Annotated[str, StringConstraints(pattern=r"^person-[0-9a-f]{32}$")]
"""The stream of a person. Its id is drawn at random: no letters that could be a name."""

ReaderStream = Annotated[
    str, StringConstraints(pattern=r"^(person|staff|mailbox)-[a-z0-9-]+$", max_length=100)
]
"""The stream of whoever a notice goes to: a provider's contact, somebody on the staff, or a body's mailbox."""

Opaque = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9:.-]*$", max_length=100)]
"""An identity that means nothing by itself: an actor, a stream."""

PlanStream = Annotated[str, StringConstraints(pattern=r"^action-plan-[a-z0-9.-]+$", max_length=140)]
"""The stream of an action plan; of several, each is called after the inspection and the provider whose it is."""

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""SHA-256 as 64 lower-case hexadecimal digits."""

Line = Annotated[
    str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True), AfterValidator(_one_line)
]
"""One line of text for people."""

LongLine = Annotated[
    str, StringConstraints(min_length=1, max_length=1500, strip_whitespace=True), AfterValidator(_one_line)
]
"""One line that is made of several others: a reason that quotes what people wrote."""

Prose = Annotated[
    str, StringConstraints(min_length=1, max_length=8000, strip_whitespace=True), AfterValidator(_clean)
]
"""Some sentences for people."""

_NUMBER = r"[A-Z0-9][0-9]{0,2}(\.[0-9]{1,2}){0,2}"
_NAME = r"[a-z][a-z0-9]*([_-][a-z0-9]+)*"

STANDARD = rf"({_NUMBER}|{_NAME})"
"""How a standard is known: by its official number or, in a scheme that has no numbers, by a name in small letters."""

StandardId = Annotated[str, StringConstraints(pattern=rf"^{STANDARD}$", max_length=60)]
"""A standard or key question: ``2.1``, ``2.1.3``, ``B4``, or ``well_led`` where there are no numbers."""

PromptId = Annotated[str, StringConstraints(pattern=rf"^{_NUMBER}\.[a-z]$")]
"""A prompt by the number of its key question and its letter: ``2.3.1.d``."""

Subject = Annotated[str, StringConstraints(pattern=rf"^{STANDARD}$", max_length=60)]
"""What a rating is of: a standard, as it is known, or ``overall``, which no standard is called."""

LevelId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([_-][a-z0-9]+)*$", max_length=60)]
"""A step of a scheme's scale: ``requires_improvement``."""


def counted(number: int, thing: str) -> str:
    """A number of things in words that agree with it: ``1 item``, ``2 items``."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def slug(title: str) -> str:
    """A title as part of a code: small letters, digits and hyphens."""
    return "-".join(re.findall(r"[a-z0-9]+", title.lower()))[:60].strip("-")


def words_of(code: str | None) -> str:
    """A code as words: ``requires_improvement`` as 'requires improvement'; nothing for None."""
    return (code or "").replace("_", " ").replace("-", " ")


def rating_in_words(rating: str | None) -> str:
    """A rating as people say it; 'not rated' where there is none."""
    return "not rated" if rating is None else words_of(rating)
