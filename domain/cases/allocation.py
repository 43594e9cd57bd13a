"""Proposing who reads which case: by skill, load and declared conflict, the same whenever it is asked (004 §4.13).

A proposal binds nobody: a person accepts it, or names another inspector with a reason. As many cases as possible are
placed; of those who could take a case, whoever has the smallest part of their load filled is proposed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from domain.text import counted

__all__ = ["Inspector", "Proposed", "Reading", "propose"]


@dataclass(frozen=True, slots=True)
class Inspector:
    """Somebody who reads cases.

    Attributes:
        id: opaque.
        populations: the lists whose cases they are trained to read.
        most: how many cases they can read at most, those they have already among them.
        load: how many they have already.
        conflicts: the providers with whom they have a declared conflict.
    """

    id: str
    populations: frozenset[str]
    most: int
    load: int = 0
    conflicts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reading:
    """A case that somebody is to read.

    Attributes:
        case: its stream.
        population: which list it stands in.
        provider: whose case it is.
        barred: who may not read it whatever their skill: of a second read, the readers of the first.
    """

    case: str
    population: str
    provider: str
    barred: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Proposed:
    """What is proposed for one case.

    Attributes:
        case: its stream.
        reader: whom; None where nobody could take it.
        why: the reason, in words.
    """

    case: str
    reader: str | None
    why: str


def propose(cases: Sequence[Reading], inspectors: Iterable[Inspector]) -> tuple[Proposed, ...]:
    """Propose a reader for each case.

    The order in which cases and inspectors are named makes no difference.

    Args:
        cases: the cases; each once.
        inspectors: who reads; each once.

    Returns:
        One proposal for each case, in the order of the cases as given.
    """
    people = {each.id: each for each in sorted(inspectors, key=lambda each: each.id)}
    able = {each.case: _able(each, people.values()) for each in cases}
    taken: dict[str, set[str]] = {id_: set() for id_ in people}
    # Those that few could take come first, so that nobody is used up by cases that others could have had.
    for each in sorted(cases, key=lambda one: (len(able[one.case]), one.case)):
        _place(each.case, able, people, taken, set())
    readers = {case: reader for reader, several in taken.items() for case in several}
    return tuple(_explained(each, readers.get(each.case), able[each.case], people, taken) for each in cases)


def _able(case: Reading, people: Iterable[Inspector]) -> tuple[str, ...]:
    return tuple(each.id for each in people if not _unable(case, each))


def _unable(case: Reading, inspector: Inspector) -> str:
    """Why an inspector cannot take a case at all, whatever else they have; empty if they can."""
    if inspector.id in case.barred:
        return "has the first read"
    if case.provider in inspector.conflicts:
        return "has a declared conflict"
    if case.population not in inspector.populations:
        return "is not trained for this list"
    return "" if inspector.load < inspector.most else "has no room left"


def _filled(inspector: Inspector, more: int) -> Fraction:
    """Which part of an inspector's load would be filled with so many more cases."""
    return Fraction(inspector.load + more, inspector.most)


def _place(
    case: str,
    able: Mapping[str, tuple[str, ...]],
    people: Mapping[str, Inspector],
    taken: dict[str, set[str]],
    tried: set[str],
) -> bool:
    """Find a reader for a case, moving others' cases on where nobody has room; False if there is no way at all."""
    ranked = sorted(able[case], key=lambda each: (_filled(people[each], len(taken[each]) + 1), each))
    for reader in ranked:
        # Whoever was tried has no room, except the place that a case is just being moved out of.
        if reader not in tried and people[reader].load + len(taken[reader]) < people[reader].most:
            taken[reader].add(case)
            return True
    for reader in ranked:
        if reader in tried:
            continue
        tried.add(reader)
        for other in sorted(taken[reader]):
            taken[reader].discard(other)
            if _place(other, able, people, taken, tried):
                taken[reader].add(case)
                return True
            taken[reader].add(other)
    return False


def _explained(
    case: Reading,
    reader: str | None,
    able: tuple[str, ...],
    people: Mapping[str, Inspector],
    taken: Mapping[str, set[str]],
) -> Proposed:
    if reader is None:
        reasons = [f"{each.id} {_unable(case, each) or 'has no room left'}" for each in people.values()]
        return Proposed(case.case, None, "; ".join(reasons) or "there is no inspector")
    inspector = people[reader]
    has = inspector.load + len(taken[reader])
    others = len(able) - 1
    among = "the only one who can take it" if not others else f"one of {others + 1} who can take it"
    return Proposed(
        case.case,
        reader,
        f"trained for {case.population}, no declared conflict, {among}; "
        f"has {counted(has, 'case')} of {inspector.most} with this proposal",
    )
