"""Saying a notice in the languages in which its reader is written to: translations of one template."""

from collections.abc import Callable, Sequence
from functools import cache

from domain.languages import Catalogue, Language

__all__ = ["ENGLISH", "UNREVIEWED", "in_language", "said_in"]

ENGLISH: tuple[Language, ...] = ("en",)
"""In which languages those are written to of whom nothing else is recorded, and everybody in the inspectorate."""

UNREVIEWED: frozenset[Language] = frozenset({"cy"})
"""The languages whose words no translator has reviewed; whoever has had them reviewed takes them out of here."""

_BETWEEN = "\n" + "-" * 72 + "\n\n"
"""What stands between one language and the next."""


@cache
def in_language(language: Language) -> Catalogue:
    """The words of notices in a language."""
    return Catalogue.read("domain.notices", language)


def said_in(languages: Sequence[Language], words: Callable[[Catalogue], tuple[str, str]]) -> tuple[str, str]:
    """Subject and text of a notice, in one language after the other.

    Args:
        languages: in which; the first is read first.
        words: its subject and its text in the language of a catalogue.
    """
    said = [words(in_language(each)) for each in languages]
    subject = " / ".join(dict.fromkeys(subject for subject, _ in said))
    return subject, _BETWEEN.join(text for _, text in said)
