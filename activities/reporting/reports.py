"""Reports as they are read: drafts, what is out, and earlier editions, each in every language and form it has."""

import threading
from collections import OrderedDict
from collections.abc import Callable

from activities.commanding.records import Records
from activities.inspections import inspection_in
from activities.ports import EventStore, Press
from domain.dated_rules.library import Library
from domain.deciders import EVENT_NAMES
from domain.inspections.decider import INSPECTION
from domain.inspections.events import PrintedFile, ReportPublished
from domain.inspections.kinds.protocol import Protocol
from domain.inspections.questions import framework_in
from domain.inspections.report.content import Form, Replaced, ReportContent, report_content
from domain.inspections.state import Inspection
from domain.languages import Language
from domain.refusals import Refused
from domain.streams import inspection_stream

__all__ = ["FORMS", "Reports"]

FORMS: tuple[Form, ...] = ("html", "pdf")
"""The forms in which a report is printed, the first of them first."""

EDITIONS_REMEMBERED = 200
"""Of so many editions the inspection is remembered as it stood when they came out, as its events are stored."""


class Reports:
    """The reports of an installation."""

    def __init__(
        self, store: EventStore, records: Records, library: Callable[[], Library], press: Press
    ) -> None:
        """Read reports from the record.

        Args:
            store: the record, for editions that were out before.
            records: the streams as states.
            library: the dated rules, for titles and words.
            press: prints them.
        """
        self._store = store
        self._records = records
        self._library = library
        self._press = press
        self._then: OrderedDict[tuple[str, int, str], Inspection] = OrderedDict()
        """Inspections as they stood when editions of their reports were published, which does not change."""
        self._lock = threading.Lock()

    def content(
        self, inspection: str, language: Language = "en", edition: int | None = None
    ) -> ReportContent:
        """The content of a report as it stands, or as it was published in an edition.

        Args:
            inspection: the reference of the inspection.
            language: in which language; a text that has not been translated is in English.
            edition: an edition that is out; the report as it stands if none is named.

        Raises:
            Refused: ``no-report``, ``no-such-edition`` or ``pin-missing``.
        """
        now = self._state(inspection)
        state = now if edition is None else self._when_published(inspection, edition, now)
        protocol = self.protocol_of(state)
        library = self._library()
        framework = framework_in(state, library)
        scheme = library.scheme_of(state.known.scheme)
        if (state.known.framework and not framework) or (state.known.scheme and not scheme):
            raise _missing("framework or scheme")
        shown = library.framework_as_shown(framework) if framework else None
        replaced = None if edition is None and not now.withdrawn else _replaced(now, state)
        try:
            return report_content(inspection, state, protocol, shown, scheme, language, replaced)
        except LookupError:
            raise Refused.because(
                "no-report", "No report has been drafted on the decision that stands."
            ) from None

    def print(
        self, inspection: str, language: Language = "en", form: Form = "html", edition: int | None = None
    ) -> bytes:
        """A report, printed; see :meth:`content`."""
        return self._press.report(self.content(inspection, language, edition), form)

    def text(self, inspection: str, language: Language = "en", edition: int | None = None) -> str:
        """A report as plain text; see :meth:`content`."""
        return self._press.text(self.content(inspection, language, edition))

    def print_all(self, inspection: str) -> tuple[tuple[Language, Form, bytes], ...]:
        """A report as it stands, in every language and form in which it is published, its first file first.

        Raises:
            Refused: as for its content.
        """
        languages = self.protocol_of(self._state(inspection)).languages
        return tuple(
            (language, form, self.print(inspection, language, form))
            for language in languages
            for form in FORMS
        )

    def protocol_of(self, state: Inspection) -> Protocol:
        """The kind of inspection that an inspection is bound to.

        Raises:
            Refused: ``pin-missing``.
        """
        protocol = self._library().protocol_with(state.known.protocol.digest)
        if protocol is None:
            raise _missing("kind of inspection")
        return protocol

    def files(self, inspection: str, edition: int) -> tuple[PrintedFile, ...]:
        """The files that were printed of an edition, as they were kept.

        Raises:
            Refused: ``no-such-edition``.
        """
        for each in self._state(inspection).editions:
            if each.number == edition:
                first = PrintedFile(language="en", form="html", document=each.document)
                return each.files or (first,)
        raise _no_such(edition)

    def _state(self, inspection: str) -> Inspection:
        return inspection_in(self._records, inspection)

    def _when_published(self, inspection: str, edition: int, now: Inspection) -> Inspection:
        out = next((each for each in now.editions if each.number == edition), None)
        if out is None:
            raise _no_such(edition)
        key = inspection, edition, out.document
        with self._lock:
            state = self._then.get(key)
        if state is None:
            state = self._folded_until(inspection, edition)
            with self._lock:
                self._then[key] = state
                while len(self._then) > EDITIONS_REMEMBERED:
                    self._then.popitem(last=False)
        return state

    def _folded_until(self, inspection: str, edition: int) -> Inspection:
        stream = inspection_stream(inspection)
        state: Inspection = INSPECTION.initial
        for recorded in self._store.load({stream: 0})[stream]:
            event = EVENT_NAMES.event(recorded)
            state = INSPECTION.evolve(state, event)
            if isinstance(event, ReportPublished) and event.edition == edition:
                break
        return state


def _replaced(now: Inspection, then: Inspection) -> Replaced | None:
    """What took the place of an edition; None for the one that stands."""
    if now.withdrawn is not None:
        return Replaced(edition=None, on=None, reason=now.withdrawn)
    report, last = then.report, now.editions[-1]
    if report is None or report.edition == last.number or now.report is None:
        return None
    following = [each for each in now.report.parts.corrections if each.edition > report.edition]
    reason = following[0].reason if following else ""
    return Replaced(edition=last.number, on=last.published_on, reason=reason)


def _no_such(edition: int) -> Refused:
    return Refused.because(
        "no-such-edition", f"No edition {edition} is out; `assay report show` lists the editions."
    )


def _missing(what: str) -> Refused:
    return Refused.because(
        "pin-missing", f"This installation lacks the {what} that the inspection is bound to."
    )
