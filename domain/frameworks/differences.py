"""Tells what changed between two versions of a framework: prompts, key questions and standards apart (004 §3.7).

Prompts change most often, then key questions; a significant change to a standard is consulted on first. So the
three are never mixed: a standard has changed if its own title, text or population has, not if one of its prompts has.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from domain.frameworks.model import Domain, Framework, KeyQuestion, Prompt, Standard
from domain.messages import Message

__all__ = ["Change", "ChangeKind", "Differences", "Level", "differences"]

Level = Literal["domain", "standard", "key question", "prompt"]
ChangeKind = Literal["added", "removed", "reworded", "renumbered", "moved", "altered"]
"""*Renumbered*: the same thing under another number in its old place. *Moved*: to another key question, standard or
domain. *Altered*: the same words, with another aim, population, applicability, guidance or set of characteristics."""

ALIKE = 60
"""Of a hundred words in two texts, how many they share if one is the other reworded."""


class Change(Message):
    """One thing that is not as it was.

    Attributes:
        level: what changed.
        kinds: how; more than one where it was, for example, reworded and renumbered.
        before: its number in the earlier version; ``None`` if it was added.
        after: its number in the later version; ``None`` if it was removed.
        text_before: its words in the earlier version.
        text_after: its words in the later version.
        fields: what else about it was altered.
    """

    level: Level
    kinds: tuple[ChangeKind, ...]
    before: str | None = None
    after: str | None = None
    text_before: str | None = None
    text_after: str | None = None
    fields: tuple[str, ...] = ()


class Differences(Message):
    """Everything that changed, each level apart, in the order of the later version, then what was removed."""

    domains: tuple[Change, ...]
    standards: tuple[Change, ...]
    key_questions: tuple[Change, ...]
    prompts: tuple[Change, ...]

    @property
    def none(self) -> bool:
        """Whether nothing changed."""
        return not (self.domains or self.standards or self.key_questions or self.prompts)

    def changed_standards(self) -> frozenset[str]:
        """The numbers, before or after, of standards that changed themselves."""
        return frozenset(number for each in self.standards for number in (each.before, each.after) if number)

    def standards_come_and_gone(self) -> frozenset[str]:
        """The numbers of standards that were added or removed."""
        gone = (each for each in self.standards if {"added", "removed"} & set(each.kinds))
        return frozenset(number for each in gone for number in (each.before, each.after) if number)


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Thing(Generic[T]):
    """A part of a framework with its place: the number of what it is under, and its own within that."""

    reference: str
    parent: str
    own: str
    text: str
    part: T


def differences(earlier: Framework, later: Framework) -> Differences:
    """What changed from one version of a framework to a later one."""
    domains = {domain.number: domain.number for domain in earlier.domains}
    standards = _match(_standards(earlier), _standards(later), domains)
    questions = _match(_questions(earlier), _questions(later), _numbers(standards))
    prompts = _match(_prompts(earlier), _prompts(later), _numbers(questions))
    return Differences(
        domains=_domain_changes(earlier, later),
        standards=_changes("standard", standards, domains, _standard_fields),
        key_questions=_changes("key question", questions, _numbers(standards), _question_fields),
        prompts=_changes("prompt", prompts, _numbers(questions), _prompt_fields),
    )


def _standards(framework: Framework) -> list[_Thing[Standard]]:
    return [
        _Thing(each.number, domain.number, each.number[len(domain.number) :], _standard_text(each), each)
        for domain in framework.domains
        for each in domain.standards
    ]


def _standard_text(standard: Standard) -> str:
    return f"{standard.title}: {standard.text}" if standard.text else standard.title


def _questions(framework: Framework) -> list[_Thing[KeyQuestion]]:
    return [
        _Thing(each.number, standard.number, each.number[len(standard.number) :], each.text, each)
        for standard, each in framework.key_questions()
    ]


def _prompts(framework: Framework) -> list[_Thing[Prompt]]:
    return [
        _Thing(f"{question.number} {each.letter}", question.number, each.letter, each.text, each)
        for question, each in framework.prompts()
    ]


Pair = tuple[_Thing[T] | None, _Thing[T] | None]


def _match(before: list[_Thing[T]], after: list[_Thing[T]], parents: Mapping[str, str]) -> list[Pair[T]]:
    """Each thing of the later version with what it was, then what is gone; the surest matches are made first."""
    old = {each.reference: each for each in before}
    new = {each.reference: each for each in after}
    was: dict[str, _Thing[T]] = {}

    def settle(pairs: Iterable[tuple[_Thing[T], _Thing[T]]]) -> None:
        for left, right in pairs:
            if left.reference in old and right.reference in new:
                was[right.reference] = old.pop(left.reference)
                del new[right.reference]

    def home(left: _Thing[T], right: _Thing[T]) -> bool:
        return parents.get(left.parent) == right.parent

    def pairs(test: Callable[[_Thing[T], _Thing[T]], bool]) -> list[tuple[_Thing[T], _Thing[T]]]:
        return [(left, right) for right in new.values() for left in old.values() if test(left, right)]

    settle(pairs(lambda left, right: home(left, right) and left.text == right.text and left.own == right.own))
    settle(pairs(lambda left, right: home(left, right) and left.text == right.text))
    settle(pairs(lambda left, right: left.text == right.text))
    likely = pairs(lambda left, right: home(left, right) and _alike(left.text, right.text) >= ALIKE)
    settle(sorted(likely, key=lambda pair: -_alike(pair[0].text, pair[1].text)))
    settle(pairs(lambda left, right: home(left, right) and left.own == right.own))
    return [(was.get(each.reference), each) for each in after] + [(gone, None) for gone in old.values()]


def _alike(one: str, other: str) -> int:
    """Of a hundred words in two texts, how many they share."""
    left, right = (re.findall(r"\w+", text.casefold()) for text in (one, other))
    shared = sum(min(left.count(word), right.count(word)) for word in set(left))
    return 200 * shared // max(1, len(left) + len(right))


def _numbers(pairs: Iterable[Pair[T]]) -> dict[str, str]:
    return {before.reference: after.reference for before, after in pairs if before and after}


def _changes(
    level: Level,
    pairs: Iterable[Pair[T]],
    parents: Mapping[str, str],
    fields: Callable[[T, T], tuple[str, ...]],
) -> tuple[Change, ...]:
    found: list[Change] = []
    for before, after in pairs:
        if before is None or after is None:
            kinds: tuple[ChangeKind, ...] = ("added",) if before is None else ("removed",)
            altered: tuple[str, ...] = ()
        else:
            altered = fields(before.part, after.part)
            kinds = _kinds(before, after, parents, altered)
        if kinds:
            found.append(
                Change(
                    level=level,
                    kinds=kinds,
                    before=before.reference if before else None,
                    after=after.reference if after else None,
                    text_before=before.text if before else None,
                    text_after=after.text if after else None,
                    fields=altered,
                )
            )
    return tuple(found)


def _kinds(
    before: _Thing[T], after: _Thing[T], parents: Mapping[str, str], altered: tuple[str, ...]
) -> tuple[ChangeKind, ...]:
    kinds: list[ChangeKind] = []
    if parents.get(before.parent) != after.parent:
        kinds.append("moved")
    elif before.own != after.own:
        kinds.append("renumbered")
    if before.text != after.text:
        kinds.append("reworded")
    if altered:
        kinds.append("altered")
    return tuple(kinds)


def _domain_changes(earlier: Framework, later: Framework) -> tuple[Change, ...]:
    old = {domain.number: domain for domain in earlier.domains}
    new = {domain.number: domain for domain in later.domains}
    found = [_domain_change(old.get(number), domain) for number, domain in new.items()]
    found += [_domain_change(domain, None) for number, domain in old.items() if number not in new]
    return tuple(change for change in found if change is not None)


def _domain_change(before: Domain | None, after: Domain | None) -> Change | None:
    if before is not None and after is not None and before.title == after.title:
        return None
    kind: ChangeKind = "added" if before is None else "removed" if after is None else "reworded"
    return Change(
        level="domain",
        kinds=(kind,),
        before=before.number if before else None,
        after=after.number if after else None,
        text_before=before.title if before else None,
        text_after=after.title if after else None,
    )


def _standard_fields(before: Standard, after: Standard) -> tuple[str, ...]:
    return _differing(before, after, "population", "guidance", "characteristics")


def _question_fields(before: KeyQuestion, after: KeyQuestion) -> tuple[str, ...]:
    return _differing(before, after, "aim", "applies_to", "guidance")


def _prompt_fields(before: Prompt, after: Prompt) -> tuple[str, ...]:
    return _differing(before, after, "applies_to", "guidance")


def _differing(before: Message, after: Message, *names: str) -> tuple[str, ...]:
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))
