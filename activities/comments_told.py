"""Whom notices of a comment or complaint did not reach, for those who see to it and must tell them otherwise."""

from collections.abc import Iterator

from activities.commanding.records import Records
from domain.comments.comment import Comment
from domain.comments.notices import not_told
from domain.people.postings import Posting, posting_stream

__all__ = ["untold"]

_LOST = ("refused", "bounced")


def untold(records: Records, comment: str, state: Comment) -> tuple[str, ...]:
    """What is to be told otherwise, in sentences: where a notice could go to nobody, or came back.

    Args:
        records: the streams as states.
        comment: its stream.
        state: as it stands.

    Raises:
        StoreFault: the record failed.
        Unreadable: it holds an event of a newer version of Assay.
    """
    return tuple(not_told(state, frozenset(_came_back(records, comment, state))))


def _came_back(records: Records, comment: str, state: Comment) -> Iterator[str]:
    """What those notices were about that none of their readers got to whom they had been handed over."""
    ways = {posting_stream(f"{comment}/{about}"): about for about, to in state.told.items() if to}
    standing = records.read(list(ways)) if ways else {}
    for stream, about in ways.items():
        way: Posting = standing[stream].state
        if all(way.became.get(reader) in _LOST for reader in state.told[about]):
            yield about
