"""Reports under embargo, as the bodies that have a copy read them: each at an address of its own, until it is out.

The address is drawn when the notice of the copy is sent. It can be closed (``close-copies``), and shows nothing
any more once the body has ended or is reached elsewhere, or the report is no longer cleared for publication: because
it was put off, changed, or withdrawn.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from activities.commanding.desk import Declined, Desk, Order
from activities.commanding.records import Records
from activities.ports import StoreFault
from activities.privacy.bodies import Bodies
from activities.reporting.reports import Reports
from domain.canonical import sha256_hex
from domain.given import Actor
from domain.inspections.report.content import Form
from domain.inspections.state import Inspection
from domain.languages import Language
from domain.people.bodies import OfferCopy
from domain.people.body_state import Body, Copy
from domain.people.roles import Role
from domain.streams import inspection_stream, mailbox_stream
from domain.working_days import london_date

__all__ = ["TOKEN_BYTES", "EmbargoedCopies", "EmbargoedCopy"]

TOKEN_BYTES = 32
"""How much chance is in the secret part of an address: nobody guesses it."""

_ASSAY = Actor(id="assay", role=Role.MACHINERY, authenticated_by="assay")


@dataclass(frozen=True, slots=True)
class EmbargoedCopy:
    """A report as a body finds it at the address it was given.

    Attributes:
        body: the body's name.
        inspection: the reference of the inspection.
        provider: who was inspected.
        publish_on: the day of publication.
        publish_at: its time in London; None for the beginning of the day.
        languages: in which languages the report is published.
        out: whether it is published by now, and so under embargo no longer.
    """

    body: str
    inspection: str
    provider: str
    publish_on: date | None
    publish_at: str | None
    languages: tuple[Language, ...]
    out: bool


class EmbargoedCopies:
    """Gives bodies addresses at which they read reports under embargo, and finds what is at one."""

    def __init__(
        self,
        *,
        desk: Desk,
        records: Records,
        bodies: Bodies,
        reports: Reports,
        pages: str | None,
        draw: Callable[[], str],
    ) -> None:
        """Set up what bodies may read.

        Args:
            desk: takes the command that records an address.
            records: the streams as states.
            bodies: opens the secret part of an address, so that a notice that is sent again names the same.
            reports: the reports.
            pages: where people reach the pages; None where there are none.
            draw: draws the secret part of an address, of :data:`TOKEN_BYTES` random bytes.
        """
        self._desk, self._records, self._bodies, self._reports = desk, records, bodies, reports
        self._pages, self._draw = pages, draw

    def address(self, inspection: str, notice: str, body: str) -> str | None:
        """The address at which a body reads what a notice tells of; drawn, where there is none that it can use.

        Args:
            inspection: the reference of the inspection.
            notice: the notice, by its code.
            body: the body, by its code.

        Returns:
            The address; None where there are no pages to read it on, or it was closed before the notice went out.

        Raises:
            StoreFault: it could not be recorded.
        """
        state = self._inspection(inspection)
        if self._pages is None or state.report is None:
            return None
        stream = mailbox_stream(body)
        known: Body = self._records.read([stream])[stream].state
        copy = known.copies.get((inspection, notice))
        if copy is None or not (copy.closed or known.may_read(copy, self._today)):
            command = OfferCopy(
                body=body,
                inspection=inspection,
                notice=notice,
                report=state.report.digest,
                token=self._draw(),
            )
            # An id of its own on every try: a try that was cut short has drawn another secret.
            outcome = self._desk.give(
                Order(f"{stream}/{inspection}/{notice}/{self._draw()}", command, _ASSAY)
            )
            if isinstance(outcome, Declined):
                raise StoreFault(f"{body} was given no address for its copy: {outcome.refusal}")
        token = self._bodies.token(body, inspection, notice)
        return None if token is None else f"{self._pages}/embargo/{body}/{token}"

    def at(self, body: str, token: str) -> EmbargoedCopy | None:
        """What a body reads at an address.

        Args:
            body: the body, by its code.
            token: the secret part of the address.

        Returns:
            The report; None where there is nothing: never offered, closed, put off, changed, or withdrawn; or sent
            to where the body is reached no more.
        """
        stream = mailbox_stream(body)
        known: Body = self._records.read([stream])[stream].state
        copy = known.copy_at(sha256_hex(token.encode()), self._today)
        if copy is None:
            return None
        state = self._inspection(copy.inspection)
        out = _out(state, copy)
        cleared = state.report is not None and state.report.digest == copy.report == state.publish
        if state.withdrawn or state.cancelled or not (out or cleared):
            return None
        return EmbargoedCopy(
            body=known.title,
            inspection=copy.inspection,
            provider=state.known.provider_name,
            publish_on=state.publish_on,
            publish_at=state.publish_at,
            languages=self._reports.protocol_of(state).languages,
            out=out,
        )

    def open(self, bodies: Mapping[str, Body]) -> Mapping[str, tuple[str, ...]]:
        """The inspections whose reports bodies may read under embargo, and those of which they may again.

        A report that was put off or changed shows nothing for now, and may be cleared as it was.

        Args:
            bodies: the bodies, by code.

        Returns:
            By the body's code the references of the inspections; none that is published, withdrawn or cancelled.
        """
        return {body: self._open(known) for body, known in bodies.items()}

    def _open(self, known: Body) -> tuple[str, ...]:
        found = set()
        for copy in known.copies.values():
            if copy.inspection not in found and known.may_read(copy, self._today):
                state = self._inspection(copy.inspection)
                if not (state.withdrawn or state.cancelled or _out(state, copy)):
                    found.add(copy.inspection)
        return tuple(sorted(found))

    def print(self, copy: EmbargoedCopy, language: Language, form: Form) -> bytes:
        """The report that a body reads, printed.

        Raises:
            Refused: as for the content of a report.
        """
        return self._reports.print(copy.inspection, language, form)

    @property
    def _today(self) -> date:
        return london_date(self._desk.now())

    def _inspection(self, inspection: str) -> Inspection:
        stream = inspection_stream(inspection)
        state: Inspection = self._records.read([stream])[stream].state
        return state


def _out(state: Inspection, copy: Copy) -> bool:
    """Whether what a copy is of is published."""
    return any(each.report == copy.report for each in state.editions)
