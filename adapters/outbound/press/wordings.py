"""The fixed texts of a report in each language: one catalogue each, with the same keys."""

import tomllib
from functools import cache
from importlib.resources import files

from domain.languages import Catalogue, Language

__all__ = ["Wording", "wording"]


class Wording(Catalogue):
    """The fixed texts in one language, and how dates and numbers are written in it."""

    @property
    def of_framework(self) -> str:
        """How a text of a framework is marked, which is in English: not at all in an English report."""
        return "" if self.language == "en" else "en"

    def known(self, key: str) -> str | None:
        """The text under a key, if there is one: for what an installation's own files may name."""
        return self._texts.get(key)

    def number(self, number: int) -> str:
        """A whole number, in groups of three digits."""
        return f"{number:,}".replace(",", self("thousands"))

    def headed(self, number: str, title: str) -> str:
        """A standard or a domain as it is headed: its number and title, or its title where it is known by a name."""
        return f"{number} {title}" if number[:1].isdigit() or number[:1].isupper() else title

    def listed(self, names: tuple[str, ...]) -> str:
        """Some names in one sentence."""
        return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {self('and')} {names[-1]}"


@cache
def wording(language: Language) -> Wording:
    """The fixed texts in a language."""
    text = files("adapters.outbound.press").joinpath(f"wording/{language}.toml").read_text("utf-8")
    return Wording(language, tomllib.loads(text))
