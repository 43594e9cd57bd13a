"""The same answers under another scheme: as much of them as that scheme asks for, and what was left aside said."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from domain.ratings.derivation import Derivation, derive
from domain.ratings.inputs import CaseAnswers, Inputs, Judgement, NotRated, StandardInput
from domain.ratings.scheme import Scheme

__all__ = ["Comparison", "compare"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A derivation under another scheme: a labelled what-if, never a replay.

    Attributes:
        derivation: the ratings under the other scheme.
        set_aside: in plain words, what of the inputs the other scheme does not ask for.
        lacking: in plain words, what the other scheme asks for and the inputs do not hold.
    """

    derivation: Derivation
    set_aside: tuple[str, ...]
    lacking: tuple[str, ...]


def compare(inputs: Inputs, other: Scheme) -> Comparison:
    """Rate the same inputs under ``other``, leaving aside what it does not ask for.

    Raises:
        Refused: as ``derive`` does, for what is wrong under any scheme.
    """
    set_aside: list[str] = []
    standards = _standards(inputs, other, set_aside)
    cases = _cases(inputs, other, set_aside)
    known = {fact.id for fact in other.facts}
    set_aside += [f"fact {id_}" for id_ in sorted(inputs.facts) if id_ not in known]
    facts = {id_: value for id_, value in inputs.facts.items() if id_ in known}
    overall = inputs.overall if other.overall.aggregator == "judgement" else None
    if inputs.overall is not None and overall is None:
        set_aside.append("the overall judgement")
    lacking = _lacking(other, standards, cases)
    filled = {
        **standards,
        **{id_: NotRated(f"not among the inputs: {what}") for id_, what in lacking.items()},
    }
    derivation = derive(other, Inputs(filled, cases, facts, overall))
    return Comparison(
        derivation, tuple(set_aside), tuple(f"standard {id_}: {what}" for id_, what in lacking.items())
    )


def _standards(inputs: Inputs, other: Scheme, set_aside: list[str]) -> dict[str, StandardInput]:
    found: dict[str, StandardInput] = {}
    for id_, given in inputs.standards.items():
        standard = other.by_id.get(id_)
        if standard is None:
            set_aside.append(f"standard {id_}")
        elif isinstance(given, Judgement) and (
            standard.aggregator != "judgement" or given.rating not in other.rank
        ):
            set_aside.append(f"the judgement of standard {id_}")
        elif isinstance(given, Mapping):
            kept = {
                question: value for question, value in given.items() if question in standard.key_questions
            }
            set_aside += [f"key question {question}" for question in given if question not in kept]
            if set(kept) == set(standard.key_questions) and kept:
                found[id_] = kept
            elif kept:
                set_aside.append(f"standard {id_}")
        else:
            found[id_] = given
    return found


def _cases(inputs: Inputs, other: Scheme, set_aside: list[str]) -> list[CaseAnswers]:
    found: list[CaseAnswers] = []
    left: set[str] = set()
    for case in inputs.cases:
        asked = other.populations.get(case.population)
        if asked is None:
            left.add(f"the cases of {case.population}")
            continue
        answers = {question: answer for question, answer in case.answers.items() if question in asked}
        left.update(f"key question {question}" for question in case.answers if question not in answers)
        not_asked = frozenset(question for question in asked if question not in answers)
        found.append(replace(case, answers=answers, not_asked=not_asked))
    set_aside += sorted(left)
    return found


def _lacking(
    other: Scheme, standards: Mapping[str, StandardInput], cases: list[CaseAnswers]
) -> dict[str, str]:
    answered = {question for case in cases for question in case.answers}
    lacking: dict[str, str] = {}
    for standard in other.standards:
        if standard.id in standards:
            continue
        missing = [question for question in standard.key_questions if question not in answered]
        if missing:
            lacking[standard.id] = f"no answers to {', '.join(missing)}"
        elif not standard.key_questions:
            lacking[standard.id] = "no judgement"
    return lacking
