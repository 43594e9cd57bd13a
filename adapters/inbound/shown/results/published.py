"""Every inspection with a report that is out, with what stands in it: what its pages say is what was published.

What was decided or derived since, for a correction that is being made, is on the record and in the views; none of that
is public before the next edition is. So everything here comes from the edition that is out.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import TypeVar
from weakref import WeakKeyDictionary

from activities.viewing.rows import ProviderRow
from adapters.inbound.services import Services
from domain.dated_rules.pins import Pin
from domain.dossiers.release import all_out, public_edition
from domain.follow_ups.improvement import Pair, RatedOnce, improvement
from domain.frameworks.model import Aim
from domain.inspections.report.content import ReportContent
from domain.inspections.report.state import Edition
from domain.inspections.state import Inspection
from domain.streams import inspection_stream

__all__ = ["Publication", "Published"]


T = TypeVar("T")


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


@dataclass(slots=True)
class _Seen:
    """All that was out when it was last asked for, and what was worked out of it.

    Attributes:
        heads: where the streams of these inspections stood: while they stand there, it is all that is out.
        out: what was.
        standing: those of them that stand.
        worked_out: what was worked out of these, by what works it out.
    """

    heads: tuple[tuple[str, bytes | None], ...]
    out: tuple[Publication, ...]
    standing: tuple[Publication, ...]
    worked_out: dict[object, object] = field(default_factory=dict)


_Contents = dict[str, tuple[ReportContent, Mapping[str, Aim]]]
_CONTENTS: WeakKeyDictionary[Services, _Contents] = WeakKeyDictionary()
"""By installation, what is printed in each edition that anybody has asked for; for all doors of a process alike."""


class Published:
    """Reads what is out. What stands in an edition never changes, so it is worked out once. Safe to share."""

    def __init__(self, services: Services) -> None:
        """Read what is published from an installation."""
        self._services = services
        self._contents = _CONTENTS.setdefault(services, {})
        self._lock = Lock()
        self._seen: _Seen | None = None

    def all(self) -> tuple[Publication, ...]:
        """Every inspection with a published report, the last published one first; those withdrawn since too."""
        return self._now().out

    def standing(self) -> tuple[Publication, ...]:
        """Those that have not been withdrawn."""
        return self._now().standing

    def of_standing(self, work: Callable[[Sequence[Publication]], T]) -> T:
        """What is worked out of those that have not been withdrawn, and of nothing else: once until one moves."""
        seen = self._now()
        if work not in seen.worked_out:
            seen.worked_out[work] = work(seen.standing)
        found: T = seen.worked_out[work]  # type: ignore[assignment]  # what this work came to
        return found

    def _now(self) -> _Seen:
        rows = self._services.views.catch_up().inspections()
        # A row names a document as soon as one went out, be it to the distribution list alone.
        streams = [inspection_stream(each.reference) for each in rows if each.published_document]
        read = self._services.records.read(streams)
        heads = tuple((each, read[each].head.digest) for each in streams)
        if (seen := self._seen) is not None and seen.heads == heads:
            return seen
        found = [one for each in streams if (one := self._of(read[each].state)) is not None]
        found.sort(key=lambda each: (-each.edition.published_on.toordinal(), each.reference))
        standing = tuple(each for each in found if each.withdrawn is None)
        self._seen = made = _Seen(heads, tuple(found), standing)
        return made

    def one(self, reference: str) -> Publication | None:
        """One of them; None if there is none, or nothing of it is out."""
        row = self._services.views.catch_up().inspection(reference)
        if row is None or not row.published_document:
            return None
        stream = inspection_stream(reference)
        return self._of(self._services.records.read([stream])[stream].state)

    def providers(self) -> Mapping[str, ProviderRow]:
        """The providers of whom something is out, by code."""
        shown = {code for each in self.all() for code in each.providers}
        return {
            each.provider: each
            for each in self._services.views.catch_up().providers()
            if each.provider in shown
        }

    def pairs(self, publications: Sequence[Publication]) -> tuple[Pair, ...]:
        """Each inspection with the next one of the same provider, by what was published of both."""
        out = {each.reference: each for each in publications}
        rated = [
            each
            for each in self._services.improvements.rated(out)
            if _as_published(each, out[each.inspection])
        ]
        return improvement(rated, self._services.improvements.successions(rated))

    def _of(self, state: Inspection) -> Publication | None:
        out, last = [each for each in state.editions if each.public], public_edition(state)
        if last is None or state.announced is None:
            return None
        known = state.known
        content, aims = self._content(state, last)
        return Publication(
            reference=known.inspection,
            kind=known.protocol.id,
            providers=known.providers,
            edition=last,
            editions=tuple(reversed(out)),
            content=content,
            aims=aims,
            pinned=tuple(each for each in (known.framework, known.scheme) if each is not None),
            withdrawn=state.withdrawn,
            whole=all_out(state),
        )

    def _content(self, state: Inspection, edition: Edition) -> tuple[ReportContent, Mapping[str, Aim]]:
        inspection = state.known.inspection
        key = f"{inspection} {edition.number} {edition.report}"
        found = self._contents.get(key)
        if found is None:
            framework = self._services.library().framework_of(state.known.framework)
            standards = (
                [each for domain in framework.domains for each in domain.standards] if framework else []
            )
            aims = {one.number: one.aim for each in standards for one in each.key_questions if one.aim}
            found = self._services.reports.content(inspection, "en", edition.number), aims
            with self._lock:
                self._contents[key] = found
        return found


def _as_published(rated: RatedOnce, publication: Publication) -> bool:
    """Whether what the record has now is what was published: a decision for a correction is not out yet."""
    content = publication.content
    ratings = {each.number: each.rating for each in content.ratings}
    return rated.overall == content.overall and dict(rated.ratings) == ratings
