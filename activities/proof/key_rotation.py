"""Changing the key that signs: the old key names the new one, and the record says so."""

from dataclasses import dataclass

from activities.commanding.desk import Desk, Order, Outcome
from activities.proof.ports import SealingKeys
from activities.proof.sealing import NotConsistent, Sealing, SigningKeyMissing
from domain.given import Actor
from domain.ledger.opening import RotateSealingKey
from domain.ledger.sealed import rotation_note, vouched

__all__ = ["KeyRotation"]


@dataclass(frozen=True, slots=True)
class KeyRotation:
    """Changes the sealing key of a record.

    Attributes:
        sealing: seals the record.
        keys: the keys on this machine.
        desk: takes the command that puts the rotation on the record.
    """

    sealing: Sealing
    keys: SealingKeys
    desk: Desk

    def rotate(self, command_id: str, actor: Actor) -> tuple[Order, Outcome]:
        """Make the next key, and have the present one name it on the record.

        The new key is on the disk before the record names it, so an interrupted rotation is simply made again.

        Raises:
            SigningKeyMissing: the private half of the present key is not on this machine.
            NotConsistent: the history of keys is broken.
            StoreFault: a key could not be written.
        """
        history = self.sealing.history()
        old = self.keys.signer(history.present)
        if old is None:
            raise SigningKeyMissing(
                "Only a machine with the private half of the present sealing key can name the next; it is not here."
            )
        number = len(history.keys) + 1
        new = self.keys.make(self.sealing.origin, number)
        command = RotateSealingKey(
            number=number,
            old=str(old.key),
            new=str(new.key),
            note=rotation_note(self.sealing.origin, new.key, old),
        )
        if not vouched(command.note, self.sealing.origin, new.key, old.key, self.keys.verify):
            raise NotConsistent(
                "The note by which the old key names the new one does not hold; nothing was changed."
            )
        order = Order(command_id, command, actor)
        return order, self.desk.give(order)
