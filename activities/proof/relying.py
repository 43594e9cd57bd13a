"""Which keys can be relied on: a key that is trusted vouches for those before it only by what it has sealed."""

from itertools import chain

from activities.proof.ports import EventsMissing, RecordLedger, SealingKeys
from domain.canonical import leaf_digest
from domain.deciders import EVENT_NAMES
from domain.ledger.envelope import Unreadable
from domain.ledger.key_history import BrokenHistory, KeyHistory, key_history
from domain.ledger.merkle import root_of
from domain.ledger.notes import PublicKey, open_note
from domain.ledger.opening import RECORD_STREAM, RecordOpened, SealingKeyRotated
from domain.ledger.sealed import read_seal

__all__ = ["NOT_SEALED", "NewerHistory", "has_sealed", "history_of", "relied_on"]

PAGE = 5_000

_ROTATED = EVENT_NAMES.names_of(SealingKeyRotated)
_KNOWN = EVENT_NAMES.names_of(RecordOpened, SealingKeyRotated)

NOT_SEALED = (
    "nothing on the record is signed with the key that is trusted, or with one after it, so nobody vouches for the "
    "keys before it"
)


class NewerHistory(BrokenHistory):
    """A newer Assay has recorded something about the record itself: another key may sign by now."""


def history_of(
    store: RecordLedger, keys: SealingKeys, origin: str, trusted: PublicKey | None = None
) -> KeyHistory | None:
    """Which key signs at which size, from the record's rotations and a key that is trusted.

    Args:
        store: the record.
        keys: the keys on this machine.
        origin: the record's name.
        trusted: the key to trust; this machine's first if None.

    Returns:
        The history; None if there is no key to trust.

    Raises:
        BrokenHistory: the record tells another history than the trusted key's.
        StoreFault: the record or a key could not be read.
    """
    trusted = trusted or keys.first(origin)
    if trusted is None:
        return None
    rotations = []
    for each in store.load({RECORD_STREAM: 0})[RECORD_STREAM]:
        if each.name not in _KNOWN:
            raise NewerHistory(
                each.position,
                f"the event at position {each.position}, {each.name}, may name another key, and this version of Assay "
                "knows nothing of it",
            )
        if each.name in _ROTATED:
            try:
                event = EVENT_NAMES.read(each).data
            except Unreadable as error:
                raise BrokenHistory(each.position, f"the key rotation cannot be read: {error}") from None
            assert isinstance(event, SealingKeyRotated)
            rotations.append((each.position, event))
    return key_history(origin, trusted, rotations, keys.verify)


def relied_on(
    store: RecordLedger, keys: SealingKeys, origin: str, trusted: PublicKey | None = None
) -> KeyHistory | None:
    """The history of keys, once what the record says of the keys before the trusted one is known to be sealed by it.

    Args:
        store: the record.
        keys: the keys on this machine.
        origin: the record's name.
        trusted: the key to trust; this machine's first if None.

    Returns:
        The history; None if there is no key to trust.

    Raises:
        BrokenHistory: the record tells another history than the trusted key's, or that key has not sealed it.
        StoreFault: the record or a key could not be read.
    """
    history = history_of(store, keys, origin, trusted)
    if history is not None and history.trusted_from and not has_sealed(store, keys, history):
        raise BrokenHistory(history.trusted_from, NOT_SEALED)
    return history


def has_sealed(store: RecordLedger, keys: SealingKeys, history: KeyHistory) -> bool:
    """Whether the last checkpoint is signed by the trusted key or a later one, over the rotations that were read.

    Raises:
        StoreFault: the record could not be read.
    """
    last = store.last_checkpoint()
    if last is None or last.size < history.trusted_from:
        return False
    try:
        note = open_note(last.note)
        events = read_seal(note.text).events
        pages = (
            store.digests(start, min(start + PAGE, events.size)) for start in range(0, events.size, PAGE)
        )
        named = store.load({RECORD_STREAM: 0})[RECORD_STREAM]
        return (
            events.size >= history.trusted_from
            and note.signed_by([history.at(events.size)], keys.verify) is not None
            and root_of(chain.from_iterable(pages)) == events.root
            and all(
                store.digests(each.position - 1, each.position) == [leaf_digest(each.body)]
                for each in named
                if each.position <= history.trusted_from
            )
        )
    except (ValueError, EventsMissing):
        return False
