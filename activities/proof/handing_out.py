"""Handing out checkpoints: whoever outside has one can hold the record against it for ever after."""

from dataclasses import dataclass

from activities.commanding.desk import Declined, Desk, Order
from activities.commanding.records import Records
from activities.conducting.posting import PostRoom
from activities.ports import Notices
from activities.privacy.personal import Personal
from activities.proof.ports import Ledger, Sealed
from activities.proof.sealing import Sealing
from domain.decider import not_authorised
from domain.given import Actor
from domain.inspections.notices import Notice
from domain.ledger.handing_out import HandOutCheckpoint
from domain.providers.provider import Provider
from domain.refusals import Refused
from domain.streams import code_in, provider_stream

__all__ = ["HandedOutTo", "HandingOut"]


@dataclass(frozen=True, slots=True)
class HandedOutTo:
    """Who was given a checkpoint.

    Attributes:
        provider: the provider, by its short code.
        persons: the contacts to whom the notice went, opaque; none if it went to the provider.
    """

    provider: str
    persons: tuple[str, ...]


class HandingOut:
    """Hands out checkpoints of a record."""

    def __init__(
        self,
        *,
        ledger: Ledger,
        sealing: Sealing,
        records: Records,
        notices: Notices,
        personal: Personal,
        desk: Desk,
    ) -> None:
        """Hand out checkpoints.

        Args:
            ledger: the record, for its checkpoints.
            sealing: makes a checkpoint of what is new.
            records: the record's streams as states.
            notices: sends notices.
            personal: opens the addresses to which they go.
            desk: takes the commands that record to whom it was handed out.
        """
        self._ledger = ledger
        self._sealing = sealing
        self._records = records
        self._post = PostRoom(desk, records, notices)
        self._personal = personal
        self._desk = desk

    def newest(self) -> Sealed:
        """The newest checkpoint, of all that has been recorded by now.

        Raises:
            Refused: ``nothing-sealed``: there is nothing in the record.
            SigningKeyMissing: see :meth:`activities.proof.sealing.Sealing.seal`, as for the others.
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

    def tell_providers(self, sealed: Sealed, command_id: str, actor: Actor) -> tuple[HandedOutTo, ...]:
        """Give notice of a checkpoint to every provider, and record of each that it has it.

        The notice goes first: one that was recorded and not sent would be missed, one that is sent twice does no harm.

        Args:
            sealed: the checkpoint.
            command_id: of the command; each provider's has the provider's code behind it.
            actor: who hands it out.

        Returns:
            To whom it went.

        Raises:
            Refused: ``not-authorised``, before anything is sent; or the command was refused.
            StoreFault: a notice could not be handed over, or the record not be read or written.
        """
        if (unauthorised := not_authorised(actor.role, HandOutCheckpoint.verb)) is not None:
            raise Refused(unauthorised)
        return tuple(
            self._tell(sealed, stream, provider, command_id, actor)
            for stream, provider in self._records.every("provider", Provider).items()
        )

    def _tell(
        self, sealed: Sealed, stream: str, provider: Provider, command_id: str, actor: Actor
    ) -> HandedOutTo:
        code = code_in(stream, provider_stream)
        to = self._personal.addressees(code)
        sent = self._post.send(_notice(sealed, code, provider), to)
        command = HandOutCheckpoint(
            checkpoint=sealed.number,
            events=sealed.size,
            root=sealed.root.hex(),
            provider=code,
            to=sent,
        )
        outcome = self._desk.give(Order(f"{command_id}/{code}", command, actor))
        if isinstance(outcome, Declined):
            raise Refused(outcome.refusal)
        return HandedOutTo(code, command.to)


def _notice(sealed: Sealed, code: str, provider: Provider) -> Notice:
    title = provider.registered.title if provider.registered else code
    return Notice(
        id=f"checkpoint-{sealed.number}/{code}",
        to=code,
        subject=f"Checkpoint {sealed.number} of the inspectorate's record",
        body=(
            f"To: {title}\n\nThis is a signed checkpoint of the inspectorate's record. It says nothing of what is "
            "recorded, but whoever keeps it can hold the record against it later, and will see whether anything was "
            "changed, left out or put in another order since. Please keep it unaltered, from the next line to the "
            f"last.\n\n{sealed.note}"
        ),
    )
