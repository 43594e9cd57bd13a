"""What was found, standard by standard and key question by key question.

It is read from the trace of the derivation or, where nothing is rated, from the answers as the gate counted them.
"""

import json
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from domain.cases.diversity.counting import SMALLEST_SHOWN
from domain.frameworks.model import Domain, Framework, Standard
from domain.inspections.events import QuestionCounted
from domain.inspections.state import Inspection
from domain.messages import Message
from domain.ratings.scheme import Scheme
from domain.ratings.shares import shown

__all__ = ["DomainFound", "QuestionFound", "StandardFound", "edges_of", "what_was_found", "without_few"]


class QuestionFound(Message):
    """What the cases said to one key question.

    Attributes:
        number: its official number.
        text: the question; its number where no framework says more.
        yes: how many cases were answered yes; None where only a percentage is known.
        no: how many no.
        not_applicable: in how many it did not apply.
        shown: the share of yes in per cent, as it is shown; None where there is none.
        band: the code of its band.
        band_title: what the scheme calls it.
        between_edges: whether it lies between two published edges of bands.
        hidden: whether so few cases were answered that a follow-up does not publish them.
    """

    number: str
    text: str
    yes: int | None = None
    no: int | None = None
    not_applicable: int | None = None
    shown: str | None = None
    band: str | None = None
    band_title: str | None = None
    between_edges: bool = False
    hidden: bool = False


class StandardFound(Message):
    """What was found for one standard.

    Attributes:
        number: its official number.
        title: its title.
        judged: whether it was judged from all evidence, rather than from cases.
        shown: the share of a standard that is a percentage, as it is shown.
        questions: its key questions.
    """

    number: str
    title: str
    judged: bool
    shown: str | None
    questions: tuple[QuestionFound, ...]


class DomainFound(Message):
    """The standards of one domain.

    Attributes:
        number: its official number; empty where there is no framework.
        title: its title.
        standards: what was found for each.
    """

    number: str
    title: str
    standards: tuple[StandardFound, ...]


def edges_of(scheme: Scheme | None) -> tuple[int, ...]:
    """The whole per cents at which the bands of a scheme begin, which a chart marks."""
    if scheme is None:
        return ()
    whole = (Fraction(band.at_least) for band in scheme.bands)
    return tuple(int(each) for each in whole if each.denominator == 1 and each > 0)


def what_was_found(
    state: Inspection, framework: Framework | None, scheme: Scheme | None
) -> tuple[DomainFound, ...]:
    """What was found, by domain: with the numbers behind every share, where cases were read.

    Args:
        state: the inspection.
        framework: its framework as it is shown, or that of the questions set for it; None where there is neither.
        scheme: its scheme, for the words of its bands; None where there is none.
    """
    trace: dict[str, Any] = json.loads(state.derived.trace) if state.derived else {}
    traced = {each["id"]: each for each in trace.get("standards", [])}
    bands = {band.id: band.title for band in scheme.bands} if scheme else {}
    counted = {each.number: each for each in state.counted}
    if framework is None:
        return _without_framework(traced, scheme)
    return tuple(
        DomainFound(
            number=domain.number,
            title=domain.title,
            standards=tuple(
                _standard(each, traced.get(each.number), bands, counted) for each in domain.standards
            ),
        )
        for domain in framework.domains
        if any(each.number in traced or not traced for each in domain.standards)
        and _is_inspected(domain, state)
    )


def without_few(found: tuple[DomainFound, ...]) -> tuple[DomainFound, ...]:
    """What was found, with the numbers of key questions that fewer than five cases answered hidden."""
    return tuple(
        domain.with_(
            standards=tuple(
                standard.with_(questions=tuple(map(_unless_few, standard.questions)))
                for standard in domain.standards
            )
        )
        for domain in found
    )


def _unless_few(question: QuestionFound) -> QuestionFound:
    if question.yes is None or question.no is None:
        return question
    if not 0 < question.yes + question.no < SMALLEST_SHOWN:
        return question
    return QuestionFound(number=question.number, text=question.text, hidden=True)


def _without_framework(traced: dict[str, Any], scheme: Scheme | None) -> tuple[DomainFound, ...]:
    """The standards of a scheme that rates none of our frameworks, under one heading without a number."""
    rated = [each for each in scheme.standards if each.id in traced] if scheme else []
    standards = tuple(
        StandardFound(
            number=each.id,
            title=each.title,
            judged=traced[each.id]["source"] == "judgement",
            shown=traced[each.id]["shown"],
            questions=(),
        )
        for each in rated
    )
    return (DomainFound(number="", title=scheme.title, standards=standards),) if scheme and standards else ()


def _is_inspected(domain: Domain, state: Inspection) -> bool:
    rated = {each.standard for each in state.decided.ratings} if state.decided else set()
    return not rated or any(each.number in rated for each in domain.standards)


def _standard(
    standard: Standard,
    traced: dict[str, Any] | None,
    bands: dict[str, str],
    unrated: dict[str, QuestionCounted],
) -> StandardFound:
    texts = {each.number: each.text for each in standard.key_questions}
    counted = {each["id"]: each for each in traced["key_questions"]} if traced else {}
    numbers = list(dict.fromkeys([*texts, *counted]))
    questions = tuple(_questions(numbers, texts, counted, bands))
    return StandardFound(
        number=standard.number,
        title=standard.title,
        judged=bool(traced) and traced is not None and traced["source"] == "judgement",
        shown=traced["shown"] if traced else None,
        questions=tuple(
            _with_counts(each, unrated[each.number]) if each.number in unrated else each for each in questions
        ),
    )


def _questions(
    numbers: list[str], texts: dict[str, str], counted: dict[str, Any], bands: dict[str, str]
) -> Iterator[QuestionFound]:
    for number in numbers:
        each = counted.get(number)
        if each is None:
            yield QuestionFound(number=number, text=texts[number])
            continue
        yield QuestionFound(
            number=number,
            text=texts.get(number, number),
            yes=each["yes"],
            no=each["no"],
            not_applicable=each["not_applicable"],
            shown=each["shown"],
            band=each["band"],
            band_title=bands.get(each["band"]) if each["band"] else None,
            between_edges=each["between_edges"],
        )


def _with_counts(question: QuestionFound, counted: QuestionCounted) -> QuestionFound:
    """A question that no rating rests on, with the share of yes among yes and no."""
    asked = counted.yes + counted.no
    return question.with_(
        yes=counted.yes,
        no=counted.no,
        not_applicable=counted.not_applicable,
        shown=shown(Fraction(counted.yes, asked)) if asked else None,
    )
