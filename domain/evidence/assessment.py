"""How far the prompts of the judged standards were held against the evidence, and what it leaves open (004 §4.15)."""

from collections.abc import Iterable, Iterator, Mapping

from domain.evidence.events import PromptAssessed
from domain.evidence.state import EvidenceRoom
from domain.evidence.terms import Finding
from domain.frameworks.model import Framework, KeyQuestion
from domain.inspections.events import EvidenceItem
from domain.inspections.state import Inspection
from domain.messages import Message

__all__ = [
    "QuestionAssessed",
    "assessment_of",
    "awaited_for",
    "come_in_for",
    "gaps",
    "places_above",
    "there_for",
    "unassessed",
    "wanted",
]


class QuestionAssessed(Message):
    """A key question against its prompts.

    Attributes:
        question: its number.
        findings: by prompt, what the evidence says; None where nobody has said.
        whole: what was said of the key question as a whole; None where nothing was.
        evidence: the entries of the register on which that rests.
    """

    question: str
    findings: tuple[tuple[str, Finding | None], ...]
    whole: Finding | None
    evidence: tuple[str, ...]


def wanted(question: KeyQuestion) -> tuple[str, ...]:
    """What of a key question is assessed: its prompts, or itself where the framework is known without them."""
    return tuple(f"{question.number} {each.letter}" for each in question.prompts) or (question.number,)


def _questions(framework: Framework, judged: Iterable[str]) -> Iterator[KeyQuestion]:
    for number in judged:
        standard = framework.standard(number)
        yield from standard.key_questions if standard else ()


def assessment_of(
    framework: Framework, judged: Iterable[str], room: EvidenceRoom
) -> tuple[QuestionAssessed, ...]:
    """Every key question of the judged standards, as far as it was assessed.

    Args:
        framework: the framework of the inspection.
        judged: the numbers of the standards that are judged.
        room: its evidence room.
    """
    return tuple(_assessed(each, room.findings) for each in _questions(framework, judged))


def _assessed(question: KeyQuestion, findings: Mapping[str, PromptAssessed]) -> QuestionAssessed:
    places = wanted(question)
    found = [findings[each] for each in dict.fromkeys((question.number, *places)) if each in findings]
    whole = findings.get(question.number)
    return QuestionAssessed(
        question=question.number,
        findings=tuple((each, findings[each].finding if each in findings else None) for each in places),
        whole=whole.finding if whole else None,
        evidence=tuple(dict.fromkeys(entry for each in found for entry in each.evidence)),
    )


def unassessed(framework: Framework, judged: Iterable[str], room: EvidenceRoom) -> tuple[str, ...]:
    """The prompts of the judged standards that nobody has held against the evidence yet."""
    return tuple(
        place
        for question in _questions(framework, judged)
        for place in wanted(question)
        if place not in room.findings
    )


def places_above(place: str) -> tuple[str, ...]:
    """A place of the framework, and those that it is part of: a prompt's key question, and its standard."""
    question = place.partition(" ")[0]
    return tuple(dict.fromkeys((place, question, question.rpartition(".")[0])))


def there_for(place: str, room: EvidenceRoom) -> tuple[str, ...]:
    """The entries of the register that bear on a prompt, on its key question or on its standard, and stand."""
    above = set(places_above(place))
    return tuple(
        code
        for code, each in room.register.items()
        if each.withdrawn is None and not above.isdisjoint(each.content.bears_on)
    )


def awaited_for(place: str, inspection: Inspection) -> tuple[str, ...]:
    """The items that were asked for as evidence for a prompt, its key question or its standard, and are awaited."""
    return _items_for(place, inspection, inspection.awaited)


def come_in_for(place: str, inspection: Inspection, room: EvidenceRoom) -> tuple[str, ...]:
    """The items for a prompt that have come in or were linked, and are not in the register yet."""
    here = (code for code, each in inspection.evidence.items() if each.outcome in ("received", "linked"))
    return _items_for(place, inspection, (code for code in here if code not in room.register))


def _items_for(place: str, inspection: Inspection, codes: Iterable[str]) -> tuple[str, ...]:
    above = set(places_above(place))
    return tuple(code for code in codes if not above.isdisjoint(_named(inspection.evidence[code].item)))


def _named(item: EvidenceItem) -> tuple[str, ...]:
    return (*item.prompts, *item.key_questions, *([item.standard] if item.standard else []))


def gaps(places: Iterable[str], room: EvidenceRoom) -> Mapping[str, tuple[str, ...]]:
    """The places, by key question, of which nothing is known and that no running line of enquiry is about."""
    running = [each for each in room.enquiries.values() if each.outcome != "closed"]
    looked_into = {place for each in running for place in each.bears_on}
    found: dict[str, tuple[str, ...]] = {}
    for place in places:
        question = place.partition(" ")[0]
        if place not in looked_into and question not in looked_into:
            found[question] = (*found.get(question, ()), place)
    return found
