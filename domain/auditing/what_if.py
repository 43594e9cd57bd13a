"""What the ratings would have been on an assumption: another scheme, rounding or answer. Never a replay."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from domain.cases.second_reads.state import SecondRead
from domain.cases.state import CaseRead
from domain.cases.streams import second_read_of
from domain.ratings.compare import compare
from domain.ratings.derivation import Derivation
from domain.ratings.inputs import CaseAnswers, Inputs
from domain.ratings.parts import Rounding
from domain.ratings.scale import Answer
from domain.ratings.scheme import Scheme
from domain.refusals import Refused
from domain.text import counted, words_of

__all__ = ["Assumption", "Turned", "WhatIf", "what_if"]


@dataclass(frozen=True, slots=True)
class Turned:
    """One answer that is taken to have been another."""

    case: str
    question: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Assumption:
    """What is assumed; all of it at once.

    Attributes:
        scheme: another scheme.
        rounding: another rounding of shares, under whichever scheme.
        answers: answers that are taken to have been others.
        second_readers: whether the second readers' answers count, of every case that was read twice to the end.
    """

    scheme: Scheme | None = None
    rounding: Rounding | None = None
    answers: tuple[Turned, ...] = ()
    second_readers: bool = False

    @property
    def anything(self) -> bool:
        """Whether anything is assumed."""
        return bool(self.scheme or self.rounding or self.answers or self.second_readers)


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What would have been.

    Attributes:
        was: the derivation as it was.
        would: the derivation as it would have been.
        assumed: what was assumed, a sentence each.
        set_aside: what of the inputs another scheme does not ask for.
        lacking: what it asks for and the record does not hold.
    """

    was: Derivation
    would: Derivation
    assumed: tuple[str, ...]
    set_aside: tuple[str, ...]
    lacking: tuple[str, ...]


def what_if(was: Derivation, reads: Mapping[str, CaseRead | SecondRead], assumption: Assumption) -> WhatIf:
    """Derive again on an assumption.

    Args:
        was: the derivation as it was.
        reads: every first and second read that it used.
        assumption: what is assumed.

    Raises:
        Refused: ``assumed-twice``, ``unknown-case``, ``unknown-key-question``, ``never-read-twice``; and as ``derive``
            does.
    """
    assumed: list[str] = []
    cases = list(was.inputs.cases)
    if assumption.second_readers:
        cases = _second_readers(cases, reads, assumed)
    asked: set[tuple[str, str]] = set()
    for turned in assumption.answers:
        if (turned.case, turned.question) in asked:
            raise Refused.because(
                "assumed-twice", f"Assume one answer to {turned.question} in {turned.case}, not several."
            )
        asked.add((turned.case, turned.question))
        cases = _turn(cases, turned, assumed)
    scheme = assumption.scheme or was.scheme
    if assumption.scheme is not None:
        assumed.append(f"the ratings are derived under {scheme.id}, version {scheme.version}")
    if assumption.rounding is not None:
        scheme = replace(scheme, shares=replace(scheme.shares, rounding=assumption.rounding))
        how = {"exact": "are compared exactly", "half_up": "are rounded to whole per cents, a half up"}
        assumed.append(f"shares {how[assumption.rounding]}")
    inputs = Inputs(was.inputs.standards, cases, was.inputs.facts, was.inputs.overall)
    came = compare(inputs, scheme)
    return WhatIf(was, came.derivation, tuple(assumed), came.set_aside, came.lacking)


def _turn(cases: list[CaseAnswers], turned: Turned, assumed: list[str]) -> list[CaseAnswers]:
    case = next((each for each in cases if each.case == turned.case), None)
    if case is None:
        raise Refused.because("unknown-case", f"No case {turned.case} was used for these ratings.")
    if turned.question not in case.answers:
        asked = ", ".join(case.answers)
        raise Refused.because(
            "unknown-key-question", f"{turned.question} was not asked in {turned.case}; there it was {asked}."
        )
    before = case.answers[turned.question]
    assumed.append(
        f"the answer to {turned.question} in {turned.case} is {_spoken(turned.answer)}, where it was {_spoken(before)}"
    )
    other = replace(case, answers={**case.answers, turned.question: turned.answer})
    return [other if each is case else each for each in cases]


def _second_readers(
    cases: list[CaseAnswers], reads: Mapping[str, CaseRead | SecondRead], assumed: list[str]
) -> list[CaseAnswers]:
    found, taken, turned = [], 0, 0
    for case in cases:
        second = reads.get(second_read_of(case.case))
        if not isinstance(second, SecondRead) or not second.complete or second.given_up:
            found.append(case)
            continue
        answers = {**case.answers, **{q: Answer(a) for q, a in second.answers.items() if q in case.answers}}
        taken += 1
        turned += sum(answers[question] != case.answers[question] for question in answers)
        found.append(replace(case, answers=answers))
    if not taken:
        raise Refused.because("never-read-twice", "No case of these ratings was read twice to the end.")
    assumed.append(
        f"the second reader's answers count in {counted(taken, 'case')} read twice: {counted(turned, 'answer')} "
        "other than those that counted"
    )
    return found


def _spoken(answer: Answer) -> str:
    return words_of(answer.value)
