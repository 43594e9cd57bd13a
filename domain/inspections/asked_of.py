"""Of whom evidence is asked, where an inspection looks at several providers: of each for itself."""

from collections.abc import Iterable, Iterator

from domain.inspections.events import EvidenceItem, InspectionAnnounced
from domain.refusals import Refused

__all__ = ["asked_of"]


def asked_of(known: InspectionAnnounced, items: Iterable[EvidenceItem]) -> Iterator[EvidenceItem]:
    """What each provider is asked for: an item that names none is asked of every one, each under a code of its own.

    Where one provider is inspected an item is left as it is.

    Args:
        known: the inspection, with its providers.
        items: what is wanted.

    Raises:
        Refused: ``not-inspected-here`` for a provider that the inspection does not look at.
    """
    for item in items:
        if item.provider is not None and item.provider not in known.providers:
            raise Refused.because(
                "not-inspected-here",
                f"The item {item.id} is asked of {item.provider}; this inspection looks at "
                f"{', '.join(known.providers)}.",
            )
        if len(known.providers) == 1:
            yield item.with_(provider=None)
        elif item.provider is not None:
            yield item
        else:
            for each in known.providers:
                yield item.with_(id=f"{item.id}-{each}", provider=each, about=item.held_as)
