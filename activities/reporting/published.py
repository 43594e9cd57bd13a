"""Every inspection with a report that is out, with what stands in it: what its pages say is what was published.

What was decided or derived since, for a correction that is being made, is on the record and in the views; none of that
is public before the next edition is. So everything here comes from the edition that is out.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import TypeVar

from activities.commanding.records import Records
from activities.improvements import Improvements
from activities.reporting.reports import Reports
from activities.viewing.rows import ProviderRow
from activities.viewing.views import Views
from domain.dated_rules.library import Library
from domain.dossiers.release import all_out, public_edition
from domain.follow_ups.improvement import Pair, improvement
from domain.frameworks.model import Aim
from domain.inspections.report.content import ReportContent
from domain.inspections.report.state import Edition
from domain.inspections.state import Inspection
from domain.results.publication import Publication
from domain.streams import inspection_stream

__all__ = ["Published"]


T = TypeVar("T")


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


class Published:
    """Reads what is out. What stands in an edition never changes, so it is worked out once. Safe to share."""

    def __init__(
        self,
        *,
        views: Views,
        records: Records,
        reports: Reports,
        improvements: Improvements,
        library: Callable[[], Library],
    ) -> None:
        """Read what is published of a record.

        Args:
            views: what people look at.
            records: the streams as states.
            reports: reads reports.
            improvements: what inspections came to, one after another.
            library: the dated rules.
        """
        self._views = views
        self._records = records
        self._reports = reports
        self._improvements = improvements
        self._library = library
        self._contents: dict[str, tuple[ReportContent, Mapping[str, Aim]]] = {}
        """What is printed in each edition that anybody has asked for."""
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
        rows = self._views.catch_up().inspections()
        # A row names a document as soon as one went out, be it to the distribution list alone.
        streams = [inspection_stream(each.reference) for each in rows if each.published_document]
        read = self._records.read(streams)
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
        row = self._views.catch_up().inspection(reference)
        if row is None or not row.published_document:
            return None
        stream = inspection_stream(reference)
        return self._of(self._records.read([stream])[stream].state)

    def providers(self) -> Mapping[str, ProviderRow]:
        """The providers of whom something is out, by code."""
        shown = {code for each in self.all() for code in each.providers}
        return {each.provider: each for each in self._views.catch_up().providers() if each.provider in shown}

    def pairs(self, publications: Sequence[Publication]) -> tuple[Pair, ...]:
        """Each inspection with the next one of the same provider, by what was published of both."""
        out = {each.reference: each for each in publications}
        rated = [each for each in self._improvements.rated(out) if out[each.inspection].says(each)]
        return improvement(rated, self._improvements.successions(rated))

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
            framework = self._library().framework_of(state.known.framework)
            standards = (
                [each for domain in framework.domains for each in domain.standards] if framework else []
            )
            aims = {one.number: one.aim for each in standards for one in each.key_questions if one.aim}
            found = self._reports.content(inspection, "en", edition.number), aims
            with self._lock:
                self._contents[key] = found
        return found
