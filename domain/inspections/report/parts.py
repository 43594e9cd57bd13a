"""What a report is made of besides its summary and recommendations: all of it is covered by the report's digest."""

from datetime import date
from typing import Annotated, Literal

from pydantic import StringConstraints

from domain.canonical import Json, sha256_hex
from domain.cases.diversity.counting import Aggregate
from domain.evidence.heard import Experience
from domain.inspections.report.looked_again import LookedAgain
from domain.inspections.report.sections import SECTIONS
from domain.messages import Message
from domain.text import STANDARD, Digest, Line, Prose, Reference, StandardId

__all__ = [
    "Characteristics",
    "Correction",
    "Parts",
    "Place",
    "Practice",
    "Translation",
    "Welsh",
    "digest_of_text",
    "is_standard",
]

Place = Annotated[
    str,
    StringConstraints(
        pattern=rf"^({STANDARD}|[a-z]+(-[a-z]+)*/[A-Za-z0-9][A-Za-z0-9._-]*)$",
        max_length=80,
    ),
]
"""A place in a report: a section (``why-and-how``), a standard or key question (``2.1.1``), or one text of several
of a sort (``recommendation/r1``, ``practice/p1``, ``departure/2.1``, ``trigger/2.1``)."""

Welsh = Literal["cy"]
"""The languages into which a report is translated; what people write, they write in English."""


def is_standard(place: str) -> bool:
    """Whether a place can only be that of a standard or key question: no section, and no text of several of a sort."""
    return place not in SECTIONS and "/" not in place


def digest_of_text(text: str) -> str:
    """What a translation is bound to: the text that was translated."""
    return sha256_hex(text.encode())


class Practice(Message):
    """Good practice worth sharing (001 L24), with the provider's consent; it names nobody.

    Attributes:
        practice: its code.
        standard: the standard that it is an example of; None where it is of none in particular.
        title: what it is, in one line.
        text: how it is done and what it achieves, naming nobody.
        consented_by: the post at the provider that agreed to its being published.
        consented_on: the day on which it did.
    """

    practice: Reference
    standard: StandardId | None
    title: Line
    text: Prose
    consented_by: Line
    consented_on: date


class Characteristics(Message):
    """The protected characteristics of the cases, in the aggregate and with small numbers hidden.

    Attributes:
        cases: how many cases were sampled.
        aggregates: the counts.
    """

    cases: int
    aggregates: tuple[Aggregate, ...]


class Translation(Message):
    """One text of the report in another language.

    Attributes:
        place: which text.
        language: into which language.
        text: the translation.
        of: the digest of the text that was translated; for another text it is no translation any more.
    """

    place: Place
    language: Welsh
    text: Prose
    of: Digest


class Correction(Message):
    """Why there is another edition of a published report.

    Attributes:
        edition: the edition that corrects.
        reason: why.
        changed: what was changed.
    """

    edition: int
    reason: Prose
    changed: Prose


class Parts(Message):
    """The parts of a report.

    Attributes:
        sections: the texts by their place, in the order of places.
        practices: the good practice, by code.
        experience: what service users and victims said, as the draft took it up (002 L341-343).
        characteristics: the protected characteristics of the cases, as the draft took them up.
        translations: the texts in other languages, by place and language.
        corrections: why there were further editions, oldest first.
        looked_again: what a follow-up found beside the first results, as the draft took it up (003).
    """

    sections: tuple[tuple[Place, Prose], ...] = ()
    practices: tuple[Practice, ...] = ()
    experience: tuple[Experience, ...] = ()
    characteristics: Characteristics | None = None
    translations: tuple[Translation, ...] = ()
    corrections: tuple[Correction, ...] = ()
    looked_again: LookedAgain | None = None

    @property
    def digested(self) -> dict[str, Json]:
        """What of it goes into the report's digest; nothing for a report that has none of these parts."""
        written: dict[str, Json] = self.model_dump(mode="json", exclude_defaults=True)
        return written

    def drafted(
        self,
        experience: tuple[Experience, ...],
        characteristics: Characteristics | None,
        looked_again: LookedAgain | None,
    ) -> "Parts":
        """The parts of a new draft: what was written for this one, its summary apart, and what the new one takes up."""
        anew = self.writing("summary", None)
        return anew.with_(experience=experience, characteristics=characteristics, looked_again=looked_again)

    def section(self, place: str) -> str | None:
        """The text at a place, if one was written."""
        return dict(self.sections).get(place)

    def writing(self, place: str, text: str | None) -> "Parts":
        """The parts with a text at a place; with None, without it."""
        texts = {each: words for each, words in self.sections if each != place}
        if text is not None:
            texts[place] = text
        return self.with_(sections=tuple(sorted(texts.items())))

    def noting(self, practice: Practice) -> "Parts":
        """The parts with some good practice, in the place of what had its code."""
        return self.without_practice(practice.practice, practice)

    def without_practice(self, code: str, instead: Practice | None = None) -> "Parts":
        """The parts without some good practice."""
        left = [each for each in self.practices if each.practice != code]
        both = [*left, instead] if instead else left
        return self.with_(practices=tuple(sorted(both, key=lambda each: each.practice)))

    def translating(self, translation: Translation) -> "Parts":
        """The parts with a translation, in the place of an earlier one of the same text."""
        left = [
            each
            for each in self.translations
            if (each.place, each.language) != (translation.place, translation.language)
        ]
        ordered = sorted([*left, translation], key=lambda each: (each.place, each.language))
        return self.with_(translations=tuple(ordered))

    def translated(self, place: str, text: str, language: str) -> str | None:
        """The translation of a text, if there is one of exactly this text."""
        for each in self.translations:
            if (each.place, each.language) == (place, language) and each.of == digest_of_text(text):
                return each.text
        return None
