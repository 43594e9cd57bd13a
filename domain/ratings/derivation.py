"""The derivation of a rating: from answers and judgements to the overall rating, and why (004 §4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from domain.canonical import Json, canonical_plain, sha256_hex
from domain.ratings.counting import by_population, count_answers
from domain.ratings.inputs import CaseAnswers, Counts, Inputs, QuestionInput, StandardInput
from domain.ratings.overall import OverallResult, rate_overall
from domain.ratings.parts import Standard
from domain.ratings.scheme import Scheme
from domain.ratings.standards import StandardResult, rate_standard
from domain.ratings.trace import trace_of
from domain.refusals import Refused

__all__ = ["Derivation", "derive"]


@dataclass(frozen=True)
class Derivation:
    """A derived rating with everything that explains it.

    Attributes:
        scheme: the scheme it was derived under.
        inputs: what it was derived from.
        cases: the cases by population, by reference.
        facts: the scheme's facts, defaults filled in.
        standards: the result of each standard by id, in the scheme's order.
        overall_result: how the overall rating came out.
    """

    scheme: Scheme
    inputs: Inputs
    cases: Mapping[str, list[CaseAnswers]]
    facts: Mapping[str, bool]
    standards: Mapping[str, StandardResult]
    overall_result: OverallResult

    @property
    def overall(self) -> str | None:
        """The overall rating, or ``None`` where the scheme gives none."""
        return self.overall_result.rating

    @property
    def score(self) -> int | None:
        """The sum of points."""
        return self.overall_result.score

    @property
    def max_score(self) -> int | None:
        """The most that the rated, counted standards could have scored."""
        return self.overall_result.max_score

    @cached_property
    def trace(self) -> dict[str, Json]:
        """Why, as plain JSON; field by field in docs/trace.md."""
        return trace_of(self)

    @cached_property
    def trace_bytes(self) -> bytes:
        """The trace as RFC 8785 bytes: the same on any machine, in any order of input."""
        return canonical_plain(self.trace)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of ``trace_bytes``, in hexadecimal."""
        return sha256_hex(self.trace_bytes)


def derive(scheme: Scheme, inputs: Inputs) -> Derivation:
    """Derive the ratings of one inspection.

    Raises:
        Refused: whatever is wrong with the inputs, in one sentence: ``unknown-standard``, ``missing-standard``,
            ``unknown-key-question``, ``missing-key-question``, ``unknown-rating``, ``wrong-input``,
            ``duplicate-case``, ``missing-answer``, ``unknown-population``, ``answered-twice``, ``unknown-fact``,
            ``missing-fact``, ``missing-overall``, ``no-answers``.
    """
    _check_standards(scheme, inputs)
    cases = by_population(inputs.cases, scheme.populations)
    counted = _count(scheme, cases)
    results = {
        standard.id: rate_standard(
            scheme,
            standard,
            _given(scheme, standard.id, inputs, counted),
            from_cases=standard.id not in inputs.standards,
        )
        for standard in scheme.standards
    }
    facts = _facts(scheme, inputs)
    overall = rate_overall(
        scheme,
        [(result.rating, result.standard.weight) for result in results.values() if result.standard.counted],
        facts,
        _judged_overall(scheme, inputs),
    )
    return Derivation(scheme, inputs, cases, facts, results, overall)


def _check_standards(scheme: Scheme, inputs: Inputs) -> None:
    for id_ in inputs.standards:
        if id_ not in scheme.by_id:
            known = ", ".join(scheme.by_id)
            raise Refused.because(
                "unknown-standard", f"scheme {scheme.id} has no standard {id_!r}; it has {known}"
            )


def _count(scheme: Scheme, cases: Mapping[str, list[CaseAnswers]]) -> Mapping[str, Counts]:
    counted: dict[str, Counts] = {}
    for population, members in cases.items():
        counted.update(count_answers(members, scheme.populations[population]))
    return counted


def _given(scheme: Scheme, id_: str, inputs: Inputs, counted: Mapping[str, Counts]) -> StandardInput:
    """What is known about a standard: what was given for it, or else what its cases say."""
    standard = scheme.by_id[id_]
    if id_ in inputs.standards:
        given = inputs.standards[id_]
        if isinstance(given, Mapping) and any(question in counted for question in given):
            raise Refused.because(
                "answered-twice",
                f"standard {id_} is given both as numbers and by the cases of {standard.population}",
            )
        return given
    answers: dict[str, QuestionInput] = {
        question: counted[question] for question in standard.key_questions if question in counted
    }
    if not answers:
        needs = f"cases of {standard.population}" if standard.population else _needs(standard)
        raise Refused.because(
            "missing-standard",
            f"standard {id_} {standard.title} is missing: give {needs}, or say why it is not rated",
        )
    return answers


def _needs(standard: Standard) -> str:
    wanted = {"judgement": "a judgement", "narrative": "its report", "percentage": "its percentage"}
    return wanted.get(standard.aggregator, "its key questions")


def _facts(scheme: Scheme, inputs: Inputs) -> Mapping[str, bool]:
    known = {fact.id for fact in scheme.facts}
    for id_ in inputs.facts:
        if id_ not in known:
            raise Refused.because(
                "unknown-fact",
                f"scheme {scheme.id} has no fact {id_!r}; it has {', '.join(sorted(known)) or 'none'}",
            )
    facts: dict[str, bool] = {}
    for fact in scheme.facts:
        value = inputs.facts.get(fact.id, fact.default)
        if value is None:
            raise Refused.because(
                "missing-fact", f"scheme {scheme.id} needs to know: {fact.title} ({fact.id})"
            )
        facts[fact.id] = value
    return facts


def _judged_overall(scheme: Scheme, inputs: Inputs) -> str | None:
    if scheme.overall.aggregator != "judgement":
        if inputs.overall is not None:
            raise Refused.because("wrong-input", f"under scheme {scheme.id} the overall rating is not judged")
        return None
    if inputs.overall is None:
        raise Refused.because("missing-overall", f"scheme {scheme.id} needs an overall judgement")
    if inputs.overall.rating not in scheme.rank:
        raise Refused.because(
            "unknown-rating",
            f"the overall judgement is {inputs.overall.rating!r}; the ratings are {', '.join(scheme.rank)}",
        )
    return inputs.overall.rating
