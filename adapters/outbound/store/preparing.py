"""Getting an append ready outside any lock: everything that can be made before the moment of recording."""

from collections.abc import Mapping
from dataclasses import dataclass
from os import urandom

from activities.ports import Append, StoreFault, Write
from domain.ledger.envelope import instant, pieces

__all__ = ["Prepared", "PreparedWrite", "prepare"]

SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class PreparedWrite:
    """One stream's events: where the stream must stand, and per event its name and the two pieces of its bytes."""

    stream: str
    version: int
    digest: bytes | None
    names: tuple[str, ...]
    heads: tuple[bytes, ...]
    tails: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """An append whose bytes are ready except for what only the moment of recording knows."""

    command_id: str
    digest: bytes
    at: str
    writes: tuple[PreparedWrite, ...]
    reads: Mapping[str, int]
    wakes: Mapping[str, bool]


def prepare(append: Append) -> Prepared:
    """Write every event's pieces, with a fresh salt each, and check that the append is whole.

    Raises:
        StoreFault: the append contradicts itself (a program error), or an id cannot be kept.
    """
    seen: set[str] = set()
    for write in append.writes:
        if write.stream in seen:
            raise StoreFault(f"A command may write to {write.stream} only once.")
        seen.add(write.stream)
    for stream in (*seen, *append.reads, append.command_id):
        refuse_unkeepable(stream)
    wakes: dict[str, bool] = {}
    for wake in append.wakes:
        wakes[wake.stream] = wake.loud or wakes.get(wake.stream, False)
    return Prepared(
        append.command_id,
        append.command_digest,
        instant(append.at),
        tuple(_prepare_write(write) for write in append.writes),
        append.reads,
        wakes,
    )


def _prepare_write(write: Write) -> PreparedWrite:
    salts = urandom(SALT_BYTES * len(write.drafts))
    heads, tails = [], []
    for index, draft in enumerate(write.drafts):
        if draft.stream != write.stream or draft.version != write.expected.version + index + 1:
            raise StoreFault(
                f"An event for {draft.stream} was put at version {draft.version}, out of its place."
            )
        head, tail = pieces(draft, salts[index * SALT_BYTES : (index + 1) * SALT_BYTES])
        heads.append(head)
        tails.append(tail)
    names = tuple(draft.event.name for draft in write.drafts)
    return PreparedWrite(
        write.stream, write.expected.version, write.expected.digest, names, tuple(heads), tuple(tails)
    )


def refuse_unkeepable(identifier: str) -> None:
    """Refuse an id that one database would keep and another would not.

    Raises:
        StoreFault: it is empty, or has a NUL or half a surrogate pair in it.
    """
    if not identifier or "\x00" in identifier or (not identifier.isascii() and not _encodes(identifier)):
        raise StoreFault("An id of a stream or command is empty or has a character that cannot be kept.")


def _encodes(identifier: str) -> bool:
    try:
        identifier.encode()
    except UnicodeEncodeError:
        return False
    return True
