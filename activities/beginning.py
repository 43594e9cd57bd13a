"""Where a record begins: its first event says which record it is, and the database must call itself the same.

This comes before everything else, for keys are found by the record's name, and a checkpoint is of the record it names.
"""

from activities.proof.ports import RecordLedger
from activities.proof.verdicts import Broken
from domain.deciders import EVENT_NAMES
from domain.ledger.columns import Misshapen, columns_of
from domain.ledger.envelope import Recorded, Unreadable
from domain.ledger.opening import RecordOpened

__all__ = ["as_it_was_opened"]


def as_it_was_opened(store: RecordLedger) -> None:
    """Hold what the database says of itself against the event that opened the record.

    When the database was made stands nowhere else, so that can be held against nothing.

    Args:
        store: the record.

    Raises:
        Broken: there is no first event, or the database calls itself something else, or nothing at all.
        StoreFault: the record could not be read.
    """
    named = store.named()
    if named is None:
        raise Broken("incomplete", "The database no longer says which record it holds.", position=1)
    rows = store.event_rows(0, 1)
    if not rows:
        raise Broken(
            "incomplete", "The record is empty: not even the event that opened it is there.", position=1
        )
    opened = _opened(rows[0][3], rows[0][6], rows[0][7])
    if opened is None:
        return  # the walk says what is wrong with it
    if opened.record != named.id:
        raise Broken(
            "changed",
            f"The first event opens the record {opened.record}, and the database calls itself {named.id}.",
            position=1,
        )
    if (opened.time == "simulated") != named.simulated:
        raise Broken(
            "changed",
            f"The first event says that the record's time is {opened.time}, and the database says the opposite.",
            position=1,
        )


def _opened(name: str, digest: bytes, body: bytes) -> RecordOpened | None:
    if name != RecordOpened.name:
        return None
    try:
        said = columns_of(body)
        event = EVENT_NAMES.read(Recorded(1, said.stream, said.version, said.name, digest, body)).data
    except (Misshapen, Unreadable):
        return None
    return event if isinstance(event, RecordOpened) else None
