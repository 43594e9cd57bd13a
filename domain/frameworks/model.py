"""What a standards framework is: domains, standards, key questions and prompts, under the official numbers.

A framework is dated, cited data (004 §3): it has an id, a version, a status and the day it comes into force. An
inspection pins it by its digest when it is announced, so that the questions that were asked can be read for ever.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from domain.canonical import canonical, sha256_hex
from domain.messages import Message

__all__ = [
    "AIMS_IN_WORDS",
    "POPULATIONS",
    "Aim",
    "Characteristics",
    "Counts",
    "Domain",
    "Framework",
    "KeyQuestion",
    "Prompt",
    "Standard",
    "Status",
    "Wording",
]

Status = Literal["proposed", "piloted", "in-force", "retired"]
"""Where a framework stands in its life. Only the last two have had, or have, a day on which they came into force."""

Aim = Literal["engagement", "desistance", "safety", "child-safety"]
"""The enduring aim that a key question about a case serves (004 §3.3, §3.10): the sentence served, less reoffending,
other people kept safe; in youth frameworks also the child kept safe."""

Wording = Literal["own", "official"]
"""Whose words the file holds: ours under the official numbers, or the inspectorate's own, as imported."""

AIMS_IN_WORDS: Mapping[Aim, str] = {
    "engagement": "engagement",
    "desistance": "desistance",
    "safety": "keeping other people safe",
    "child-safety": "keeping the child safe",
}

POPULATIONS: Mapping[str, str] = {
    "supervised-cases": "people under supervision",
    "court-reports": "court reports and allocations",
    "victims": "victims' cases",
    "unpaid-work": "unpaid work cases",
    "through-the-gate": "Through the Gate cases",
    "court-disposals": "children on court disposals",
    "out-of-court-disposals": "children with out-of-court disposals",
}
"""The lists from which cases are drawn (004 §4.6-4.7). A framework file may name another; these are known by name."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")
_LONGEST = 2_000


def _tidy(text: str) -> str:
    if text != text.strip() or not text:
        raise ValueError("must be neither empty nor begin or end with a space")
    if _CONTROL.search(text):
        raise ValueError("must be one line without control characters")
    return text


Text = Annotated[str, StringConstraints(max_length=_LONGEST), AfterValidator(_tidy)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=80)]
Version = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z]([0-9A-Za-z.-]{0,38}[0-9A-Za-z])?$")]
DomainNumber = Annotated[str, StringConstraints(pattern=r"^([1-9][0-9]?|[A-Z])$")]
StandardNumber = Annotated[str, StringConstraints(pattern=r"^([1-9][0-9]?\.[1-9][0-9]?|[A-Z][1-9][0-9]?)$")]
QuestionNumber = Annotated[
    str, StringConstraints(pattern=r"^([1-9][0-9]?\.[1-9][0-9]?|[A-Z][1-9][0-9]?)\.[1-9][0-9]?$")
]
Letter = Annotated[str, StringConstraints(pattern=r"^[a-z]$")]


class Prompt(Message):
    """One prompt under a key question: a yes or no answer that helps to answer the question (004 §3.2).

    Attributes:
        letter: its letter under the key question.
        text: the question itself.
        applies_to: the cases to which alone it applies, such as "post-custody cases only" (004 Annex F, 2.3.1 d);
            ``None`` where it applies to every case of the standard.
        guidance: what an inspector is told about answering it.
        certainty: what is not known for certain about it; ``None`` where nothing is in doubt.
    """

    letter: Letter
    text: Text
    applies_to: Text | None = None
    guidance: Text | None = None
    certainty: Text | None = None


class KeyQuestion(Message):
    """A key question under a standard: the smallest thing that is rated in a case (004 §4.7).

    Attributes:
        number: the official number, for example ``2.1.1``.
        text: the question itself.
        aim: the aim it serves, in standards about supervised cases; else ``None``.
        applies_to: the cases to which alone it applies; ``None`` where it applies to every case of the standard.
        guidance: what an inspector is told about answering it.
        certainty: what is not known for certain about it.
        prompts: in the order of their letters, without a gap. Some frameworks are known without their prompts.
    """

    number: QuestionNumber
    text: Text
    aim: Aim | None = None
    applies_to: Text | None = None
    guidance: Text | None = None
    certainty: Text | None = None
    prompts: Annotated[tuple[Prompt, ...], Field(max_length=26)] = ()

    @model_validator(mode="after")
    def _letters_in_order(self) -> Self:
        _in_order("prompt", [p.letter for p in self.prompts], [chr(97 + n) for n in range(len(self.prompts))])
        return self


class Characteristics(Message):
    """What outstanding and inadequate look like in a standard of organisational delivery.

    They guide the panel and are never a checklist (004 §4.19-4.20, Annex G).
    """

    outstanding: tuple[Text, ...] = ()
    inadequate: tuple[Text, ...] = ()


class Standard(Message):
    """A standard: what is rated (004 §4.3). As worded it describes *good* (004 §4.18).

    Attributes:
        number: the official number, for example ``2.1``.
        title: its short name, for example "Assessment".
        text: the standard itself; ``None`` only where the source gives none.
        population: the list of cases that decides its rating; ``None`` where it is judged from all evidence,
            as in organisational delivery (004 §4.14).
        guidance: what an inspector is told about it.
        certainty: what is not known for certain about it.
        characteristics: of outstanding and inadequate, where they are set out.
        key_questions: in the order of their numbers, without a gap.
    """

    number: StandardNumber
    title: Text
    text: Text | None = None
    population: Slug | None = None
    guidance: Text | None = None
    certainty: Text | None = None
    characteristics: Characteristics | None = None
    key_questions: tuple[KeyQuestion, ...] = ()

    @model_validator(mode="after")
    def _questions_in_order(self) -> Self:
        expected = [f"{self.number}.{n}" for n in range(1, len(self.key_questions) + 1)]
        _in_order("key question", [q.number for q in self.key_questions], expected)
        return self


class Domain(Message):
    """A domain: a group of standards under one heading (004 §3.3).

    Attributes:
        number: the official number or letter. Domain three is printed as 3 or 4, by whom it applies to (004 note 5).
        title: its heading.
        certainty: what is not known for certain about it.
        standards: in the order of their numbers, without a gap.
    """

    number: DomainNumber
    title: Text
    certainty: Text | None = None
    standards: Annotated[tuple[Standard, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _standards_in_order(self) -> Self:
        dot = "" if self.number.isalpha() else "."
        expected = [f"{self.number}{dot}{n}" for n in range(1, len(self.standards) + 1)]
        _in_order("standard", [s.number for s in self.standards], expected)
        return self


class Counts(Message):
    """How many of each a framework has."""

    domains: int
    standards: int
    key_questions: int
    prompts: int


class Framework(Message):
    """A whole framework of standards, in one version.

    Attributes:
        id: stable across versions, for example ``adult-nps-2018``.
        version: this version of it.
        title: its name.
        status: proposed, piloted, in force or retired.
        in_force_from: the first day on which it applies; needed once it is in force or retired.
        retired_on: the first day on which it no longer applies to new inspections.
        applies_to: whom it is for, in words.
        wording: whose words these are.
        words_for: ids of frameworks over whose wording this one's is shown, number by number. Only a framework in
            the official wording has any.
        citation: where it comes from.
        notes: what a reader must know about its certainty or origin.
        domains: in the order printed; a number may be left out (an NPS division has 1, 2, 3; a CRC 1, 2, 4).
    """

    id: Slug
    version: Version
    title: Text
    status: Status
    in_force_from: date | None = None
    retired_on: date | None = None
    applies_to: Text | None = None
    wording: Wording
    words_for: tuple[Slug, ...] = ()
    citation: Text
    notes: tuple[Text, ...] = ()
    domains: Annotated[tuple[Domain, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        numbers = [(domain.number.isalpha(), len(domain.number), domain.number) for domain in self.domains]
        for place, number in enumerate(numbers):
            if number in numbers[:place]:
                raise ValueError(f"domain {number[2]} appears twice")
            if place and number < numbers[place - 1]:
                raise ValueError(f"domain {number[2]} stands after domain {numbers[place - 1][2]}")
        if self.status in ("in-force", "retired") and self.in_force_from is None:
            raise ValueError(f"a framework that is {self.status} needs in_force_from")
        if (self.status == "retired") != (self.retired_on is not None):
            raise ValueError("retired_on is given if, and only if, the status is retired")
        if self.words_for and self.wording != "official":
            raise ValueError("words_for belongs to a framework in the official wording only")
        return self

    @cached_property
    def digest(self) -> str:
        """SHA-256, in hexadecimal, over the RFC 8785 form of everything the framework says.

        Where it stands in its life (status, in force from, retired on) is left out: those change while not one word
        does, and an inspection that pinned the framework must find it again. Fields that are empty are left out
        too, so that a field added to a later Assay does not change the digest of an old framework.
        """
        return sha256_hex(canonical(self.content()))

    def content(self) -> dict[str, Any]:
        """What the digest covers, as plain data."""
        return self.model_dump(
            mode="json", exclude={"status", "in_force_from", "retired_on"}, exclude_defaults=True
        )

    def applies_on(self, day: date) -> bool:
        """Whether an inspection announced on that day may be held under it: in force by then and not yet retired."""
        if self.in_force_from is None or day < self.in_force_from:
            return False
        return self.retired_on is None or day < self.retired_on

    def standards(self) -> Iterator[Standard]:
        """Every standard, in the order printed."""
        for domain in self.domains:
            yield from domain.standards

    def key_questions(self) -> Iterator[tuple[Standard, KeyQuestion]]:
        """Every key question with its standard, in the order printed."""
        for standard in self.standards():
            for question in standard.key_questions:
                yield standard, question

    def prompts(self) -> Iterator[tuple[KeyQuestion, Prompt]]:
        """Every prompt with its key question, in the order printed."""
        for _, question in self.key_questions():
            for prompt in question.prompts:
                yield question, prompt

    def standard(self, number: str) -> Standard | None:
        """The standard with that number, if there is one."""
        return next((s for s in self.standards() if s.number == number), None)

    def key_question(self, number: str) -> KeyQuestion | None:
        """The key question with that number, if there is one."""
        return next((q for _, q in self.key_questions() if q.number == number), None)

    def prompt(self, reference: str) -> Prompt | None:
        """The prompt with that reference, ``2.3.1 d``, if there is one."""
        number, _, letter = reference.partition(" ")
        question = self.key_question(number)
        return next((p for p in question.prompts if p.letter == letter), None) if question else None

    def populations(self) -> tuple[str, ...]:
        """The lists of cases that its standards need, each once, in the order printed."""
        return tuple(dict.fromkeys(s.population for s in self.standards() if s.population))

    def counts(self) -> Counts:
        """How many domains, standards, key questions and prompts it has."""
        return Counts(
            domains=len(self.domains),
            standards=sum(1 for _ in self.standards()),
            key_questions=sum(1 for _ in self.key_questions()),
            prompts=sum(1 for _ in self.prompts()),
        )

    def doubts(self) -> tuple[tuple[str, str], ...]:
        """Every place whose certainty is limited, with what is not certain."""
        found: list[tuple[str, str]] = []
        for domain in self.domains:
            found += [(f"domain {domain.number}", domain.certainty)] if domain.certainty else []
            for standard in domain.standards:
                found += [(standard.number, standard.certainty)] if standard.certainty else []
                for question in standard.key_questions:
                    found += [(question.number, question.certainty)] if question.certainty else []
                    for prompt in question.prompts:
                        if prompt.certainty:
                            found.append((f"{question.number} {prompt.letter}", prompt.certainty))
        return tuple(found)


def _in_order(kind: str, given: list[str], expected: list[str]) -> None:
    """Each of a kind once, in order, none left out: an answer is recorded under a number, so numbers must be sure."""
    for place, (found, wanted) in enumerate(zip(given, expected, strict=True)):
        if found == wanted:
            continue
        if found in given[:place]:
            raise ValueError(f"{kind} {found} appears twice")
        if wanted in given:
            raise ValueError(f"{kind} {found} stands before {wanted}")
        raise ValueError(f"{kind} {wanted} is missing: {found} stands in its place")
