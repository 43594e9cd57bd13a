"""The languages in which people are written to, and a catalogue of texts in one of them."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import Field

from domain.shipped import shipped_texts

__all__ = ["Catalogue", "Language", "Languages", "called"]

Language = Literal["en", "cy"]
"""English, and Welsh."""

Languages = Annotated[tuple[Language, ...], Field(min_length=1, max_length=2)]
"""In which languages somebody is written to, the first to be read first."""

_NAMES: Mapping[str, str] = {"en": "English", "cy": "Welsh"}


def called(languages: Sequence[Language]) -> str:
    """What some languages are called, in the order in which they are read: Welsh and English."""
    return " and ".join(_NAMES[each] for each in languages)


class Catalogue:
    """Texts in one language by their keys, and how dates are written in it.

    A text has places for values in braces, ``{due}``; the same text in another language has the same places.
    """

    def __init__(self, language: Language, texts: Mapping[str, Any]) -> None:
        """Take the texts of a catalogue, as it was read from its file."""
        self.language = language
        self._months: list[str] = texts["months"]
        self._texts = dict(_flat("", texts))

    @classmethod
    def read(cls, package: str, language: Language) -> Self:
        """The catalogue in a language that ships in a package, as ``en.toml`` and ``cy.toml``."""
        return cls(language, tomllib.loads(shipped_texts(package)[f"{language}.toml"].decode()))

    @property
    def keys(self) -> Mapping[str, str]:
        """Every key with its text."""
        return self._texts

    def __call__(self, key: str, **values: object) -> str:
        """The text under a key, with values put into it.

        Raises:
            KeyError: the catalogue has no such text.
        """
        return self._texts[key].format(**values)

    def day(self, day: date) -> str:
        """A date in words: 20 September 2018, 20 Medi 2018."""
        return f"{day.day} {self._months[day.month - 1]} {day.year}"


def _flat(within: str, texts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in texts.items():
        if isinstance(value, Mapping):
            yield from _flat(f"{within}{key}.", value)
        elif isinstance(value, str):
            yield f"{within}{key}", value
