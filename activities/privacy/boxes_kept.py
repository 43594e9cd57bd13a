"""Which keys the record's boxes were sealed with; held against the vault, they tell whether it is theirs, and whole.

Boxes are looked for in the bytes, whatever event they are in: so those in words of a newer version count as well.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from activities.ports import EventStore
from activities.privacy.vault import Vault
from domain.cases.streams import beside
from domain.privacy.boxes import CATEGORIES, Category
from domain.text import counted

__all__ = ["AtOdds", "at_odds", "boxes_of", "has_boxes", "sealed_before"]

BATCH = 1000

_MARK = b'"commitment":'
_OF_A_BOX = {"algorithm", "category", "ciphertext", "commitment", "subject"}

Whose = tuple[str, Category]
"""A subject, and the class of data."""


@dataclass(frozen=True, slots=True)
class AtOdds:
    """Where a vault and the record's boxes do not fit together.

    Attributes:
        missing: those of whom there are boxes, and in the vault neither a key nor a mark that it was destroyed.
        other: those whose key in the vault is another than the one that a box was sealed with.
    """

    missing: tuple[Whose, ...]
    other: tuple[Whose, ...]

    def __bool__(self) -> bool:
        return bool(self.missing or self.other)

    def __str__(self) -> str:
        """What is amiss, in sentences; nothing if nothing is."""
        return " ".join(
            f"{what}: {counted(len(whose), 'key')}, such as that for what is a {whose[0][1]} of {whose[0][0]}."
            for whose, what in (
                (self.missing, "Not in the vault, though private texts on the record were sealed with it"),
                (self.other, "Another in the vault than private texts on the record were sealed with"),
            )
            if whose
        )


def at_odds(store: EventStore, vault: Vault) -> AtOdds:
    """Hold every box on the record against the vault's keys.

    Raises:
        StoreFault: the record or the vault failed.
    """
    struck = {(each.subject, each.category) for each in vault.destroyed()}
    held = vault.commitments()
    missing, other = set(), set()
    for whose, commitment in _all(store):
        if whose in struck or (whose[0], None) in struck:
            continue
        if whose not in held:
            missing.add(whose)
        elif held[whose] != commitment:
            other.add(whose)
    return AtOdds(tuple(sorted(missing)), tuple(sorted(other)))


def has_boxes(store: EventStore) -> bool:
    """Whether anything private is on the record, erased or not.

    Raises:
        StoreFault: the record failed.
    """
    return next(_all(store), None) is not None


def sealed_before(store: EventStore, subject: str, category: Category) -> bool:
    """Whether a box of a subject and class is on the record: then its key has been made, and must not be made again.

    Raises:
        StoreFault: the record failed.
    """
    return boxes_of(store, subject)[category] > 0


def boxes_of(store: EventStore, subject: str) -> Counter[Category]:
    """How many boxes of a subject are on the record, by class; they stand on the subject's own stream.

    Raises:
        StoreFault: the record failed.
    """
    about = beside(subject) if subject.startswith("case-") else (subject,)
    loaded = store.load(dict.fromkeys(about, 0))
    bodies = (each.body for stream in about for each in loaded.get(stream, ()))
    return Counter(category for body in bodies for (whose, category), _ in _in(body) if whose == subject)


def _all(store: EventStore) -> Iterator[tuple[Whose, str]]:
    seen = 0
    while batch := store.scan(seen, BATCH):
        for recorded in batch:
            yield from _in(recorded.body)
        seen = batch[-1].position


def _in(body: bytes) -> Iterator[tuple[Whose, str]]:
    if _MARK not in body:
        return
    try:
        content = json.loads(body)
    except ValueError:  # it was changed, which the audit tells
        return
    yield from _walk(content)


def _walk(value: Any) -> Iterator[tuple[Whose, str]]:
    if isinstance(value, dict):
        if value.keys() >= _OF_A_BOX and value["category"] in CATEGORIES:
            yield (str(value["subject"]), value["category"]), str(value["commitment"])
        else:
            for inner in value.values():
                yield from _walk(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _walk(inner)
