"""Where a framework stands: its published versions, the version that is proposed, and the consultation on it."""

from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never

from domain.frameworks.commands import ConsultationOutcome
from domain.frameworks.events import (
    ConsultationDecided,
    ConsultationOpened,
    ConsultationSummaryPublished,
    FrameworkEvent,
    FrameworkProposed,
    FrameworkPublished,
    FrameworkRetired,
    ResponseReceived,
)
from domain.frameworks.model import Framework

__all__ = ["Consultation", "FrameworkHistory", "Proposal", "Published", "evolve"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A version that is put forward and not yet published."""

    content: Framework
    digest: str
    significant: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Consultation:
    """A consultation on a proposed version, exactly as that was when it opened.

    Attributes:
        version: the version consulted on.
        digest: its digest then.
        significant: the standards whose change was consulted on.
        closes_on: the last day for responses.
        responses: their opaque references.
        confidential: those of them that are confidential.
        summarised: whether the summary is out.
        outcome: what was decided; ``None`` while nothing is.
    """

    version: str
    digest: str
    significant: tuple[str, ...]
    closes_on: date
    responses: tuple[str, ...] = ()
    confidential: tuple[str, ...] = ()
    summarised: bool = False
    outcome: ConsultationOutcome | None = None

    def allows(self, proposal: Proposal) -> bool:
        """Whether what was decided covers the proposal as it is now."""
        if proposal.content.version != self.version or self.outcome is None:
            return False
        if self.outcome == "proceed":
            return proposal.digest == self.digest
        return self.outcome == "proceed-with-changes" and set(proposal.significant) <= set(self.significant)


@dataclass(frozen=True, slots=True)
class Published:
    """A version that was published. It is as its digest says, for ever."""

    content: Framework
    digest: str
    in_force_from: date
    retired_on: date | None = None


@dataclass(frozen=True, slots=True)
class FrameworkHistory:
    """One framework through its versions.

    Attributes:
        published: its published versions, in order.
        proposal: the version that is put forward, if one is.
        consultation: the latest consultation, if there was one.
    """

    published: tuple[Published, ...] = ()
    proposal: Proposal | None = None
    consultation: Consultation | None = None

    def version(self, version: str) -> Published | None:
        """The published version of that name."""
        return next((each for each in self.published if each.content.version == version), None)


def evolve(state: FrameworkHistory, event: FrameworkEvent) -> FrameworkHistory:
    """The history after an event."""
    match event:
        case FrameworkProposed():
            return replace(state, proposal=Proposal(event.content, event.digest, event.significant))
        case ConsultationOpened():
            opened = Consultation(event.version, event.digest, event.significant, event.closes_on)
            return replace(state, consultation=opened)
        case ResponseReceived() | ConsultationSummaryPublished() | ConsultationDecided():
            assert state.consultation is not None, "a consultation was opened before"
            return replace(
                state, consultation=_consulted(state.consultation, event), proposal=_left(state, event)
            )
        case FrameworkPublished():
            assert state.proposal is not None, "a version was proposed before"
            published = Published(state.proposal.content, event.digest, event.in_force_from)
            return replace(state, published=(*state.published, published), proposal=None)
        case FrameworkRetired():
            return replace(
                state,
                published=tuple(
                    replace(each, retired_on=event.retired_on) if each.digest == event.digest else each
                    for each in state.published
                ),
            )
        case _:
            assert_never(event)


def _consulted(
    consultation: Consultation, event: ResponseReceived | ConsultationSummaryPublished | ConsultationDecided
) -> Consultation:
    match event:
        case ResponseReceived():
            return replace(
                consultation,
                responses=(*consultation.responses, event.response),
                confidential=(*consultation.confidential, *((event.response,) if event.confidential else ())),
            )
        case ConsultationSummaryPublished():
            return replace(consultation, summarised=True)
        case ConsultationDecided():
            return replace(consultation, outcome=event.outcome)
        case _:
            assert_never(event)


def _left(
    state: FrameworkHistory, event: ResponseReceived | ConsultationSummaryPublished | ConsultationDecided
) -> Proposal | None:
    """The proposal, unless it was just withdrawn."""
    withdrawn = isinstance(event, ConsultationDecided) and event.outcome == "withdraw"
    return None if withdrawn else state.proposal
