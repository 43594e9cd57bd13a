"""Agreement added up over inspections: by inspector and key question of one framework, over a period (004 §4.13).

In a single inspection two inspectors seldom give enough answers twice for their agreement to say anything. So the
answers of several are put together, as if one inspection had had them all: a share is never averaged. An inspection is
added once its case reads are closed, when every second read is in and every difference decided; of one that is still
read nothing is told here, to anybody.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from domain.cases.quality import double_reads
from domain.cases.second_reads.state import SecondRead
from domain.cases.state import CaseRead
from domain.cases.streams import second_read_of
from domain.inspections.kinds.parts import SecondReads
from domain.inspections.kinds.protocol import Protocol
from domain.inspections.state import Inspection
from domain.privacy.retention import months_after
from domain.ratings.consistency import (
    Agreement,
    DoubleRead,
    agreement_of,
    by_key_question,
    by_reader,
    by_reader_and_key_question,
)

__all__ = [
    "Added",
    "LookedInto",
    "Low",
    "ReadTwice",
    "added_up",
    "answered",
    "falls_in",
    "low_of",
    "lows_in",
    "pairs_of",
    "read_twice",
    "usual_period",
]

LookedInto = Mapping[tuple[str, str], frozenset[str]]
"""For each inspector and key question the inspections of which a low agreement was looked into."""

_MONTHS = 12


@dataclass(frozen=True, slots=True)
class ReadTwice:
    """An inspection of which the case reads are closed, with the answers that were given twice in it.

    Attributes:
        inspection: its reference.
        framework: the id of the framework whose questions were answered.
        reads: the answers that were given twice, none where nothing was read twice.
        rule: the share and the limits that its kind sets; None where it sets none.
        judges: whoever led it or proposed its ratings, who does not answer for how its cases are read.
    """

    inspection: str
    framework: str
    reads: tuple[DoubleRead, ...]
    rule: SecondReads | None
    judges: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Added:
    """The agreement on one framework's key questions over several inspections.

    Attributes:
        framework: its id.
        inspections: the references of those in which any answer was given twice, in order.
        all: over everything.
        questions: by key question.
        readers: by inspector, taken as the first reader.
        each: by inspector and key question.
    """

    framework: str
    inspections: tuple[str, ...]
    all: Agreement
    questions: Mapping[str, Agreement]
    readers: Mapping[str, Agreement]
    each: Mapping[tuple[str, str], Agreement]


@dataclass(frozen=True, slots=True)
class Low:
    """An inspector who agrees too seldom with others on a key question, and what that rests on.

    Attributes:
        framework: the framework of the key question.
        reader: the inspector.
        question: the key question.
        found: the agreement over the inspections.
        lowest: the lowest share that would be good enough, in whole per cent: the highest that their kinds set.
        fewest: with fewer answers given twice it would be left alone: the highest that their kinds set.
        inspections: the inspections that it rests on, in order.
        barred: whoever gave an answer to the question in one of them, or led it or proposed its ratings: somebody else
            looks into it.
    """

    framework: str
    reader: str
    question: str
    found: Agreement
    lowest: int
    fewest: int
    inspections: tuple[str, ...]
    barred: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Part:
    """What one inspection adds to the agreement of an inspector on a key question.

    Attributes:
        inspection: the inspection; its kind watches agreement.
        pairs: the inspector's answer and the other reader's, for each that was given twice.
    """

    inspection: ReadTwice
    pairs: tuple[tuple[str, str], ...]


def usual_period(today: date) -> tuple[date, date]:
    """The first and the last day of the twelve months that end today."""
    return months_after(today, -_MONTHS) + timedelta(1), today


def falls_in(state: Inspection, first: date, last: date) -> bool:
    """Whether an inspection is added to a period: its case reads are closed, and its fieldwork was to begin in it."""
    if state.announced is None or not state.cases:
        return False
    known = state.known
    return known.framework is not None and first <= known.fieldwork_from <= last


def pairs_of(state: Inspection) -> tuple[str, ...]:
    """The streams of the cases of an inspection that were read twice, and of their second reads."""
    cases = state.twice
    return (*cases, *(second_read_of(case) for case in cases))


def read_twice(state: Inspection, protocol: Protocol | None, seen: Mapping[str, Any]) -> ReadTwice:
    """What an inspection adds.

    Args:
        state: the inspection; it falls in the period.
        protocol: its kind; None where this installation does not have it, so that nobody knows its limits.
        seen: the states of the streams that :func:`pairs_of` names.
    """
    known = state.known
    assert known.framework is not None, "without a framework there is no key question"
    pairs: list[tuple[CaseRead, SecondRead]] = [
        (seen[case], seen[second_read_of(case)]) for case in state.twice
    ]
    return ReadTwice(
        known.inspection,
        known.framework.id,
        tuple(double_reads(pairs)),
        protocol.second_reads if protocol else None,
        state.judges,
    )


def added_up(inspections: Iterable[ReadTwice]) -> tuple[Added, ...]:
    """The agreement over some inspections, for each framework by itself, by its id.

    The key question 2.1.1 of one framework is another question than the 2.1.1 of the next, and so is not added to it.
    """
    by_framework: dict[str, list[ReadTwice]] = {}
    for each in inspections:
        if each.reads:
            by_framework.setdefault(each.framework, []).append(each)
    return tuple(_added(framework, by_framework[framework]) for framework in sorted(by_framework))


def _added(framework: str, inspections: Sequence[ReadTwice]) -> Added:
    reads = [read for each in inspections for read in each.reads]
    return Added(
        framework,
        tuple(sorted(each.inspection for each in inspections)),
        agreement_of((each.first, each.second) for each in reads),
        by_key_question(reads),
        by_reader(reads),
        by_reader_and_key_question(reads),
    )


def lows_in(inspections: Iterable[ReadTwice], looked_into: Mapping[str, LookedInto]) -> tuple[Low, ...]:
    """Who agrees too seldom on what, and nobody has looked into it: each of them is one task.

    What was looked into is left out, so that answers given twice lead to one task at the most; whatever comes in later
    inspections is added up anew.

    Args:
        inspections: those of the period.
        looked_into: what was looked into, by framework.
    """
    parts: dict[tuple[str, str, str], list[_Part]] = {}
    for each in inspections:
        done = looked_into.get(each.framework, {})
        for (reader, question), part in _parts(each).items():
            if each.inspection not in done.get((reader, question), ()):
                parts.setdefault((each.framework, reader, question), []).append(part)
    found = (_low(parts[about], *about[1:]) for about in sorted(parts))
    return tuple(each for each in found if each is not None)


def low_of(inspections: Iterable[ReadTwice], reader: str, question: str) -> Low | None:
    """The agreement of an inspector on a key question, if it is too low; else None.

    Args:
        inspections: of one framework. Those whose kind does not watch agreement are left out, and so are those in which
            the inspector did not answer this question beside somebody else.
        reader: the inspector.
        question: the key question.
    """
    parts = (_parts(each).get((reader, question)) for each in inspections)
    return _low([each for each in parts if each is not None], reader, question)


def answered(inspections: Iterable[ReadTwice], question: str) -> frozenset[str]:
    """Whoever gave an answer to a key question in one of these inspections where another reader gave one too."""
    return frozenset(
        who
        for each in inspections
        for read in each.reads
        if read.key_question == question
        for who in (read.first_reader, read.second_reader)
    )


def _parts(inspection: ReadTwice) -> Mapping[tuple[str, str], _Part]:
    """What an inspection adds, by inspector and key question; nothing where its kind does not watch agreement."""
    if inspection.rule is None or inspection.rule.lowest_agreement is None:
        return {}
    pairs: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for read in inspection.reads:
        pairs.setdefault((read.first_reader, read.key_question), []).append((read.first, read.second))
        pairs.setdefault((read.second_reader, read.key_question), []).append((read.second, read.first))
    return {about: _Part(inspection, tuple(own)) for about, own in pairs.items()}


def _low(parts: Sequence[_Part], reader: str, question: str) -> Low | None:
    """The agreement over the parts of an inspector on a key question, if it is too low."""
    if not parts:
        return None
    rules = [each.inspection.rule for each in parts if each.inspection.rule is not None]
    lowest = max(each.lowest_agreement or 0 for each in rules)
    fewest = max(each.fewest_pairs for each in rules)
    pairs = [pair for each in parts for pair in each.pairs]
    agreed = sum(own == other for own, other in pairs)
    if len(pairs) < fewest or agreed * 100 >= lowest * len(pairs):
        return None
    inspections = [each.inspection for each in parts]
    led = frozenset(who for each in inspections for who in each.judges)
    return Low(
        inspections[0].framework,
        reader,
        question,
        agreement_of(pairs),
        lowest,
        fewest,
        tuple(sorted(each.inspection for each in inspections)),
        answered(inspections, question) | led,
    )
