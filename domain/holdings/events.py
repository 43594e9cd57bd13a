"""What can happen to what is held about a provider: something comes in, is no longer good, is asked for, or is not."""

from datetime import date
from typing import ClassVar, Literal

from domain.messages import Event
from domain.text import Digest, HeldCode, Line, Prose, Reference, StandardId

__all__ = ["HoldingWithdrawn", "HoldingsEvent", "ItemHeld", "RequestNoted", "Source"]

Source = Literal["inspection", "other-body", "submission"]
"""Where something that is held came from: an inspection, another body's data, or a submission of the provider's."""


class ItemHeld(Event):
    """Something about the provider is held from now on.

    It has two times: when it was true is in the event, to the instant when it was recorded in its envelope.

    Attributes:
        holding: its code among what is held about the provider: ``h12``.
        about: what it is, by the code under which it is asked for.
        title: what it is called.
        key_questions: the key questions it is evidence for.
        document: the digest of the file; None where there is none.
        source: where it came from.
        of: the inspection's reference, the other body, or the name of the submission.
        true_from: the first day of which it tells; None where nobody has said.
        true_to: the last day of which it tells.
        held_on: the day on which it came in.
        replaces: the holding whose place it takes; None where it takes none.
    """

    name: ClassVar[str] = "holdings.item-held.v1"
    holding: Reference
    about: Reference
    title: Line
    key_questions: tuple[StandardId, ...]
    document: Digest | None
    source: Source
    of: Line
    true_from: date | None
    true_to: date | None
    held_on: date
    replaces: Reference | None


class HoldingWithdrawn(Event):
    """Something that was held is not to be relied on any more, and why."""

    name: ClassVar[str] = "holdings.item-withdrawn.v1"
    holding: Reference
    reason: Prose


class RequestNoted(Event):
    """An inspection asked the provider for evidence, and for some did not need to.

    Attributes:
        inspection: which inspection.
        requested_on: the day.
        asked: the codes of the items that the provider was asked for.
        again: of those, the ones that were asked for or held already in this year, each with the reason.
        saved: the items that were held already and were not asked for, each with the holding it was linked to: its own,
            or one about a provider whose place it took.
    """

    name: ClassVar[str] = "holdings.request-noted.v2"
    inspection: Reference
    requested_on: date
    asked: tuple[Reference, ...]
    again: tuple[tuple[Reference, Prose], ...]
    saved: tuple[tuple[Reference, HeldCode], ...]


HoldingsEvent = ItemHeld | HoldingWithdrawn | RequestNoted
"""What can happen to what is held about a provider."""
