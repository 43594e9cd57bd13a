"""An inspection with a report that is out, with what stands in it."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.dated_rules.pins import Pin
from domain.follow_ups.improvement import RatedOnce
from domain.frameworks.model import Aim
from domain.inspections.report.content import ReportContent
from domain.inspections.report.state import Edition

__all__ = ["Publication"]


@dataclass(frozen=True, slots=True)
class Publication:
    """An inspection whose report is out.

    Attributes:
        reference: the inspection.
        kind: the id of its kind.
        providers: the codes of those who were inspected.
        edition: the last edition that was published.
        editions: all that were, the last one first.
        content: what stands in it.
        aims: the aim that each key question about cases serves, by its number.
        pinned: the standards framework and the rating scheme that it was bound to, those that it had.
        withdrawn: why it was withdrawn; None while it stands.
        whole: whether everything that the record has of the ratings is in this edition, so that a dossier, which
            holds all of it, would show nothing that is not out.
    """

    reference: str
    kind: str
    providers: tuple[str, ...]
    edition: Edition
    editions: tuple[Edition, ...]
    content: ReportContent
    aims: Mapping[str, Aim]
    pinned: tuple[Pin, ...]
    withdrawn: str | None
    whole: bool

    @property
    def title(self) -> str:
        """Who was inspected, by the names that they had then."""
        return self.content.area or ", ".join(self.content.providers)

    @property
    def levels(self) -> Mapping[str, str]:
        """What the ratings are called, by their codes."""
        return dict(self.content.levels)

    def called(self, rating: str | None) -> str:
        """What a rating is called."""
        return self.levels.get(rating, rating) if rating else "Not rated"

    def says(self, rated: RatedOnce) -> bool:
        """Whether what the record has now is what was published: a decision for a correction is not out yet."""
        ratings = {each.number: each.rating for each in self.content.ratings}
        return rated.overall == self.content.overall and dict(rated.ratings) == ratings
