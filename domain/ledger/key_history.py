"""Which key signs at which size of the record: the first, and from each rotation on the one that it names."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from domain.ledger.notes import PublicKey, Verifier
from domain.ledger.opening import SealingKeyRotated
from domain.ledger.sealed import vouched

__all__ = ["BrokenHistory", "KeyHistory", "key_history"]


class BrokenHistory(Exception):
    """A rotation on the record is not vouched for by the key before it.

    Attributes:
        position: the place of the rotation on the record; 0 where the trusted key is none of the record's.
    """

    def __init__(self, position: int, sentence: str) -> None:
        super().__init__(sentence)
        self.position = position


@dataclass(frozen=True, slots=True)
class KeyHistory:
    """The keys of a record in their order.

    Attributes:
        keys: every key, the first first.
        since: the size of the record from which on each signs; 0 for the first.
        trusted_from: the size from which on the key that is trusted from elsewhere signs. The keys before it are only
            what the record says, until a checkpoint of at least this size holds.
    """

    keys: tuple[PublicKey, ...]
    since: tuple[int, ...]
    trusted_from: int = 0

    @classmethod
    def alone(cls, key: PublicKey) -> "KeyHistory":
        """What somebody knows who has one key, and no record to follow it in."""
        return cls((key,), (0,))

    def at(self, size: int) -> PublicKey:
        """The key that signs a checkpoint of this size."""
        return self.keys[bisect_right(self.since, size) - 1]

    def from_on(self, size: int) -> tuple[PublicKey, ...]:
        """The keys that sign at this size of the record, or at a larger one."""
        return self.keys[bisect_right(self.since, size) - 1 :]

    @property
    def present(self) -> PublicKey:
        """The key that signs now."""
        return self.keys[-1]


def key_history(
    origin: str,
    trusted: PublicKey,
    rotations: Iterable[tuple[int, SealingKeyRotated]],
    verify: Verifier,
) -> KeyHistory:
    """The history that the record tells, each step checked, and the trusted key found in it.

    Whoever trusts a later key may trust the ones before it once it, or one after it, has sealed the events that name
    them; until then anybody could have written these events (:attr:`KeyHistory.trusted_from`).

    Args:
        origin: the record's name.
        trusted: a key that is known to be the record's from elsewhere.
        rotations: position and event of every rotation, in order.
        verify: checks an Ed25519 signature.

    Raises:
        BrokenHistory: a step is not vouched for, or the trusted key is none of them.
    """
    keys: list[PublicKey] = []
    since = [0]
    for position, event in rotations:
        try:
            old, new = PublicKey.parse(event.old), PublicKey.parse(event.new)
        except ValueError as error:
            raise BrokenHistory(position, f"the key rotation at position {position}: {error}") from None
        keys = keys or [old]
        if old != keys[-1] or not vouched(event.note, origin, new, old, verify):
            raise BrokenHistory(
                position, f"the key rotation at position {position} is not vouched for by the key before it"
            )
        keys.append(new)
        since.append(position)
    keys = keys or [trusted]
    if trusted not in keys:
        raise BrokenHistory(0, "the key that is trusted is none of the keys that the record names")
    return KeyHistory(tuple(keys), tuple(since), since[keys.index(trusted)])
