"""Ratings that a record can hold, under any scheme there can be, as the verifiers take them."""

from fractions import Fraction
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from domain.canonical import sha256_hex
from domain.ratings import Scheme, derive
from domain.ratings.inputs import CaseAnswers, Inputs, Judgement, NotRated, Percentage, StandardInput
from domain.ratings.scale import Answer
from domain.refusals import Refused
from tests.support.ratings_examples import schemes

__all__ = ["derived", "recorded", "told"]


@st.composite
def recorded(draw: st.DrawFn) -> tuple[Scheme, Inputs]:
    """Any scheme, with what a record can hold for it: judgements, percentages, reasons, and cases that were read."""
    scheme = draw(schemes())
    assume(
        scheme.overall.aggregator != "judgement" and all(each.default is not None for each in scheme.facts)
    )
    standards: dict[str, StandardInput] = {}
    for each in scheme.standards:
        if each.aggregator == "narrative" or draw(st.integers(0, 9)) == 0:
            standards[each.id] = NotRated("no cases: privé")
        elif each.aggregator == "judgement":
            rating = draw(st.sampled_from(list(scheme.rank)))
            standards[each.id] = Judgement(rating, "inspection-x/7", sha256_hex(each.id.encode()))
        elif each.aggregator == "percentage" and draw(st.integers(0, 3)) == 0:
            standards[each.id] = Percentage(Fraction(draw(st.integers(0, 100))))
    cases = []
    for population, questions in scheme.populations.items():
        for reference in draw(st.sets(st.sampled_from(["a", "b", "c", "é", "B", "z"]), min_size=1)):
            answers = {question: draw(st.sampled_from(list(Answer))) for question in questions}
            digest = sha256_hex(reference.encode())
            cases.append(
                CaseAnswers(case=reference, population=population, answers=answers, version=4, digest=digest)
            )
    return scheme, Inputs(standards=standards, cases=cases)


def given_to(each: StandardInput) -> dict[str, Any]:
    match each:
        case Judgement():
            return {"rating": each.rating, "reference": each.reference, "digest": each.digest}
        case Percentage():
            return {"percent": int(each.percent)}
        case NotRated():
            return {"not_rated": each.reason}
        case _:
            raise AssertionError(each)


def derived(scheme: Scheme, inputs: Inputs) -> bytes:
    """The trace that ours gives; an example that has none is passed over."""
    try:
        return derive(scheme, inputs).trace_bytes
    except Refused:
        assume(False)
        raise


def told(inputs: Inputs) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The same inputs as the verifiers take them: what was given by standard, and the cases."""
    cases = [
        {
            "case": each.case,
            "population": each.population,
            "answers": {question: answer.value for question, answer in each.answers.items()},
            "version": each.version,
            "digest": each.digest,
        }
        for each in inputs.cases
    ]
    return {id_: given_to(each) for id_, each in inputs.standards.items()}, cases
