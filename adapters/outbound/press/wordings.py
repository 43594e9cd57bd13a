"""The fixed texts of a report in each language: one catalogue each, with the same keys."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from domain.inspections.report.content import Language

__all__ = ["Wording", "wording"]


class Wording:
    """The fixed texts in one language, and how dates and numbers are written in it."""

    def __init__(self, language: Language, catalogue: Mapping[str, Any]) -> None:
        """Take the texts of a catalogue, as it was read from its file."""
        self.language = language
        self._months: list[str] = catalogue["months"]
        self._texts = dict(_flat("", catalogue))

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

    @property
    def of_framework(self) -> str:
        """How a text of a framework is marked, which is in English: not at all in an English report."""
        return "" if self.language == "en" else "en"

    def known(self, key: str) -> str | None:
        """The text under a key, if there is one: for what an installation's own files may name."""
        return self._texts.get(key)

    def day(self, day: date) -> str:
        """A date in words: 20 September 2018, 20 Medi 2018."""
        return f"{day.day} {self._months[day.month - 1]} {day.year}"

    def number(self, number: int) -> str:
        """A whole number, in groups of three digits."""
        return f"{number:,}".replace(",", self("thousands"))

    def headed(self, number: str, title: str) -> str:
        """A standard or a domain as it is headed: its number and title, or its title where it is known by a name."""
        return f"{number} {title}" if number[:1].isdigit() or number[:1].isupper() else title

    def listed(self, names: tuple[str, ...]) -> str:
        """Some names in one sentence."""
        return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {self('and')} {names[-1]}"


def _flat(within: str, texts: Mapping[str, Any]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in texts.items():
        if isinstance(value, Mapping):
            found += _flat(f"{within}{key}.", value)
        elif isinstance(value, str):
            found.append((f"{within}{key}", value))
    return found


@cache
def wording(language: Language) -> Wording:
    """The fixed texts in a language."""
    text = files("adapters.outbound.press").joinpath(f"wording/{language}.toml").read_text("utf-8")
    return Wording(language, tomllib.loads(text))
