"""Sending a notice to its readers, each once: what was handed over is recorded before the next reader's turn.

A reader whose address is refused for good is noted and gets no more; one who cannot be reached just now is tried
again, without anybody else getting the notice twice. Between handing a notice over and recording it a crash leaves
one gap, which no mail protocol closes: then the one reader gets it again, under the same id, by which it can be told.
"""

from collections.abc import Sequence

import structlog

from activities.commanding.desk import Declined, Desk, Order
from activities.commanding.records import Records
from activities.ports import Addressee, AddressUnusable, Notices, StoreFault
from domain.given import Actor
from domain.inspections.notices import Notice
from domain.people.postings import Posting, RecordPosting, posting_stream
from domain.people.roles import Role

__all__ = ["PostRoom"]

log = structlog.get_logger(__name__)

_ASSAY = Actor(id="assay", role=Role.MACHINERY, authenticated_by="assay")


class PostRoom:
    """Hands notices over, and records for each reader that it did."""

    def __init__(self, desk: Desk, records: Records, notices: Notices) -> None:
        """Send by these means, and record at this desk."""
        self._desk = desk
        self._records = records
        self._notices = notices

    def send(self, notice: Notice, to: Sequence[Addressee]) -> tuple[str, ...]:
        """Send a notice to everybody who has not got it yet.

        Returns:
            The readers to whom it was handed over, now or before: their streams, in order.

        Raises:
            StoreFault: somebody could not be reached just now; the others have it, and it is on the record.
        """
        if self._notices.repeatable or not to:
            self._notices.send(notice, to)
            return tuple(each.person for each in to)
        stream = posting_stream(notice.id)
        posting: Posting = self._records.read([stream])[stream].state
        became = dict(posting.became)
        faults: list[StoreFault] = []
        for each in to:
            if each.person in became:
                continue
            try:
                became[each.person] = self._hand_over(notice, each)
            except StoreFault as fault:
                faults.append(fault)
                continue
            self._record(stream, notice, each, became[each.person])
        if faults:
            raise faults[0]
        return tuple(each.person for each in to if became[each.person] in ("handed-over", "delivered"))

    def _hand_over(self, notice: Notice, to: Addressee) -> str:
        try:
            self._notices.send(notice, [to])
        except AddressUnusable as refused:
            log.warning("an address took no notice", reader=to.person, notice=notice.id, why=str(refused))
            return "refused"
        return "handed-over"

    def _record(self, stream: str, notice: Notice, to: Addressee, became: str) -> None:
        command = RecordPosting.model_validate(
            {"posting": stream, "reader": to.person, "notice": notice.id, "became": became}
        )
        # The id says what became of it, as a retry may fare otherwise than what it retries.
        outcome = self._desk.give(Order(f"{stream}/{to.person}/{became}", command, _ASSAY))
        if isinstance(outcome, Declined):
            raise StoreFault(
                f"It was not recorded that {notice.id} was sent to {to.person}: {outcome.refusal}"
            )
