"""What people wrote for a report, in one language: a translation, or the English text where there is none."""

from domain.inspections.report.state import Report
from domain.inspections.report.texts import texts_of
from domain.inspections.state import Inspection
from domain.languages import Language
from domain.messages import Message

__all__ = ["Said", "Texts"]


class Said(Message):
    """A text that somebody wrote, in the report's language or, where it has not been translated, in English.

    Attributes:
        text: the text.
        language: the language that it is in.
    """

    text: str
    language: Language


class Texts:
    """The texts of a report in one language: a translation where there is one, the English text where there is none."""

    def __init__(self, state: Inspection, report: Report, language: Language) -> None:
        """Take the texts of a report as it stands."""
        self._texts = dict(texts_of(state))
        self._report = report
        self._language = language

    def __getitem__(self, place: str) -> Said:
        """The text at a place.

        Raises:
            KeyError: nothing is written there.
        """
        text = self._texts[place]
        if self._language == "en":
            return Said(text=text, language="en")
        translated = self._report.parts.translated(place, text, self._language)
        if translated is None:
            return Said(text=text, language="en")
        return Said(text=translated, language=self._language)

    def by_place(self) -> tuple[tuple[str, Said], ...]:
        """Every text, with its place."""
        return tuple((place, self[place]) for place in self._texts)
