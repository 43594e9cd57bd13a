"""Who raised each point of factual accuracy: the record's envelopes say it, and no event of theirs does."""

from collections.abc import Mapping

from activities.ports import EventStore
from domain.deciders import EVENT_NAMES
from domain.inspections.events import ChallengeRaised
from domain.streams import inspection_stream

__all__ = ["raised_by"]


def raised_by(store: EventStore, inspection: str) -> Mapping[str, str]:
    """Who raised each point of an inspection's drafts, by its code; of a code that was used again, the last.

    Args:
        store: the record.
        inspection: which inspection, by reference.

    Raises:
        StoreFault: the record failed.
        Unreadable: it holds an event of a newer version of Assay.
    """
    stream = inspection_stream(inspection)
    found = (EVENT_NAMES.read(each) for each in store.load({stream: 0}).get(stream, ()))
    return {each.data.challenge: each.actor for each in found if isinstance(each.data, ChallengeRaised)}
