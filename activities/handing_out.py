"""Handing out checkpoints: whoever outside has one can hold the record against it for ever after."""

from activities.ports import EventStore, Notices
from activities.records import Records
from activities.sealing import Sealing
from activities.sealing_ports import Ledger, Sealed
from domain.inspections.notices import Notice
from domain.providers.provider import Provider
from domain.refusals import Refused

__all__ = ["HandingOut"]


class HandingOut:
    """Hands out checkpoints of a record."""

    def __init__(
        self, *, store: EventStore, ledger: Ledger, sealing: Sealing, records: Records, notices: Notices
    ) -> None:
        """Hand out checkpoints.

        Args:
            store: the record, for its list of providers.
            ledger: the record, for its checkpoints.
            sealing: makes a checkpoint of what is new.
            records: the record's streams as states.
            notices: sends notices.
        """
        self._store = store
        self._ledger = ledger
        self._sealing = sealing
        self._records = records
        self._notices = notices

    def newest(self) -> Sealed:
        """The newest checkpoint, of all that has been recorded by now.

        Raises:
            Refused: ``nothing-sealed``: there is nothing in the record.
            KeyMissing: see :meth:`activities.sealing.Sealing.seal`, as for the others.
            NotConsistent: the same.
            StoreFault: the same.
        """
        return self._sealing.seal("publication") or self.kept(None)

    def kept(self, number: int | None) -> Sealed:
        """A checkpoint that was made before: the one with a number, or the last.

        Raises:
            Refused: ``nothing-sealed`` or ``unknown-checkpoint``.
            StoreFault: the record could not be read.
        """
        if number is None:
            last = self._ledger.last_checkpoint()
            if last is None:
                raise Refused.because(
                    "nothing-sealed",
                    "No checkpoint has been made yet; a running worker makes one, or `publish`.",
                )
            return last
        found = self._ledger.checkpoints(number - 1, 1)
        if not found or found[0].number != number:
            raise Refused.because("unknown-checkpoint", f"There is no checkpoint number {number}.")
        return found[0]

    def tell_providers(self, sealed: Sealed) -> int:
        """Give notice of a checkpoint to every provider; to how many.

        Raises:
            StoreFault: a notice could not be handed over, or the record not be read.
        """
        streams = list(self._store.streams("provider-"))
        for stream, standing in self._records.read(streams).items():
            provider: Provider = standing.state
            title = provider.registered.title if provider.registered else stream
            self._notices.send(
                Notice(
                    id=f"checkpoint-{sealed.number}/{stream}",
                    to=stream.removeprefix("provider-"),
                    subject=f"Checkpoint {sealed.number} of the inspectorate's record",
                    body=(
                        f"To: {title}\n\nThis is a signed checkpoint of the inspectorate's record. It says nothing of "
                        "what is recorded, but whoever keeps it can hold the record against it later, and will see "
                        "whether anything was changed, left out or put in another order since. Please keep it "
                        "unaltered, from the next line to the last.\n\n"
                        f"{sealed.note}"
                    ),
                )
            )
        return len(streams)
