"""What is held about a provider, as earlier versions of Assay recorded it."""

from datetime import date
from typing import ClassVar

from domain.holdings.events import RequestNoted
from domain.ledger.upcasting import upcaster
from domain.messages import Event
from domain.text import Prose, Reference

__all__ = ["UPCASTERS"]


class RequestNotedV1(Event):
    """An inspection asked the provider for evidence, and for some did not need to."""

    name: ClassVar[str] = "holdings.request-noted.v1"
    inspection: Reference
    requested_on: date
    asked: tuple[Reference, ...]
    again: tuple[tuple[Reference, Prose], ...]
    saved: tuple[tuple[Reference, Reference], ...]


@upcaster(RequestNotedV1, RequestNoted)
def only_its_own_saved_a_request(old: RequestNotedV1) -> RequestNoted:
    """A request was saved only by what was held about the provider itself, so that its code said which it was."""
    return RequestNoted(**dict(old))


UPCASTERS = (only_its_own_saved_a_request,)
"""What each of them means today."""
