"""What a rating is derived from: judgements, case answers, counts, percentages, facts, and what was not rated."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from domain.ratings.scale import Answer
from domain.refusals import Refused

__all__ = [
    "Again",
    "CaseAnswers",
    "Counts",
    "Inputs",
    "Judgement",
    "Narrative",
    "NotRated",
    "Percentage",
    "QuestionInput",
    "StandardInput",
]

MOST_CASES: Final = 10_000_000
"""More cases than a country has: a count above this is a slip of the keyboard."""

_ANSWERS: Final = frozenset(Answer)
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


def _check_reference(reference: str, what: str) -> None:
    if not 0 < len(reference) <= 200 or not reference.isprintable():
        shown = repr(reference)[:80]
        raise Refused.because(
            "bad-reference", f"{what} must be 1 to 200 printable characters; {shown} is not"
        )


def _check_digest(digest: str | None, what: str) -> None:
    if digest is not None and not _DIGEST.fullmatch(digest):
        raise Refused.because("bad-digest", f"{what} must be 64 lower-case hexadecimal digits")


@dataclass(frozen=True, slots=True)
class Judgement:
    """A level that a person decided on, with the event that recorded it (004 §4.15).

    Attributes:
        rating: the id of one of the scheme's levels.
        reference: the event that recorded it, where there is one.
        digest: that event's digest.
    """

    rating: str
    reference: str | None = None
    digest: str | None = None

    def __post_init__(self) -> None:
        if self.reference is not None:
            _check_reference(self.reference, "the reference of a judgement")
        _check_digest(self.digest, "the digest of a judgement")


@dataclass(frozen=True, slots=True)
class Narrative:
    """A standard reported in words only, with the event that recorded them."""

    reference: str | None = None
    digest: str | None = None

    def __post_init__(self) -> None:
        if self.reference is not None:
            _check_reference(self.reference, "the reference of a narrative")
        _check_digest(self.digest, "the digest of a narrative")


@dataclass(frozen=True, slots=True)
class NotRated:
    """A standard that is not rated, and why: no cases, for example. The maximum score shrinks."""

    reason: str

    def __post_init__(self) -> None:
        if not self.reason.strip() or len(self.reason) > 500 or not self.reason.isprintable():
            raise Refused.because(
                "bad-reason", "a standard that is not rated needs a reason of 1 to 500 characters"
            )


@dataclass(frozen=True, slots=True)
class Counts:
    """How many cases answered a key question yes, no and not applicable, and how many were never asked it.

    ``not_asked`` counts the cases outside a key question's own sub-sample; they are never in a denominator.
    """

    yes: int
    no: int
    not_applicable: int = 0
    not_asked: int = 0

    def __post_init__(self) -> None:
        for name in ("yes", "no", "not_applicable", "not_asked"):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_CASES:
                raise Refused.because(
                    "bad-count",
                    f"the number of {name} must be a whole number from 0 to {MOST_CASES:,}; it is {value!r}",
                )


@dataclass(frozen=True, slots=True)
class Percentage:
    """A share of yes as it was published, in per cent, where the numbers behind it are not known."""

    percent: Fraction

    def __post_init__(self) -> None:
        if not 0 <= self.percent <= 100:
            raise Refused.because("bad-percent", f"a percentage must be from 0 to 100; it is {self.percent}")


QuestionInput = Counts | Percentage


@dataclass(frozen=True, slots=True)
class Again:
    """The second read of a case, and whose answers count (004 §4.13).

    Attributes:
        stream: an opaque reference to the second read's stream.
        version: the version of it that was read, with the quality lead's decisions.
        digest: the digest of its last event.
        counted: for each key question that was decided on, whose answer counts: ``first``, ``second``, ``both`` or
            ``quality-lead``.
    """

    stream: str
    version: int
    digest: str
    counted: Mapping[str, str]

    def __post_init__(self) -> None:
        _check_reference(self.stream, "the reference of a second read")
        _check_digest(self.digest, f"the digest of {self.stream}")


@dataclass(frozen=True, slots=True)
class CaseAnswers:
    """One case as it was read: its answers, and where the record holds them.

    Attributes:
        case: an opaque reference to the case's stream; never a name or a provider's case number.
        digest: the digest of the stream's last event, or of whatever stands for it.
        population: the case list it was drawn from, for example ``supervised-cases``.
        answers: the answer to each key question of that population.
        version: the version of the stream that was read.
        not_asked: key questions that this case was not asked, being outside their sub-sample.
        again: its second read; None where it was read once.
    """

    case: str
    digest: str
    population: str
    answers: Mapping[str, Answer]
    version: int = 0
    not_asked: frozenset[str] = frozenset()
    again: Again | None = None

    def __post_init__(self) -> None:
        _check_reference(self.case, "the reference of a case")
        _check_digest(self.digest, f"the digest of case {self.case}")
        if not 0 <= self.version < 2**53:
            raise Refused.because(
                "bad-version", f"the version of case {self.case} must be a whole number from 0"
            )
        if not _ANSWERS.issuperset(self.answers.values()):
            question, answer = next((q, a) for q, a in self.answers.items() if a not in _ANSWERS)
            raise Refused.because(
                "unknown-answer",
                f"case {self.case} answers {question} with {answer!r}; it must be yes, no or not_applicable",
            )
        for question in sorted(self.not_asked):
            if question in self.answers:
                raise Refused.because(
                    "answer-not-asked",
                    f"case {self.case} answers {question}, which it is said not to have been asked",
                )


StandardInput = Judgement | Narrative | NotRated | Percentage | Mapping[str, QuestionInput]


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that goes into one derivation. The order of anything in here never matters.

    Attributes:
        standards: per standard a judgement, a narrative, a reason for not rating it, counts or percentages by key
            question, or the one percentage published for a whole criterion. A standard that is missing here takes
            its key questions from ``cases``.
        cases: the cases read, whatever their population.
        facts: the scheme's named inputs, such as a breach of regulations.
        overall: the overall judgement, for a scheme whose overall rating is itself a judgement.
    """

    standards: Mapping[str, StandardInput] = field(default_factory=dict)
    cases: Sequence[CaseAnswers] = ()
    facts: Mapping[str, bool] = field(default_factory=dict)
    overall: Judgement | None = None
