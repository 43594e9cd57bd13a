"""Releasing a dossier: that somebody read all that can be read in it, and that it may go out to everybody.

What is about people is sealed in a dossier, but its reasons, drafts and points were written by hand, and the meetings
that decided name whatever else was before them. No program can tell that nobody is named there; so none is offered to
everybody before somebody says who read this very file.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Annotated, Any, ClassVar, assert_never

from pydantic import Field

from domain.dated_rules.library import Library
from domain.decider import Decided, Decider, its_inspection, rule, rules
from domain.given import Given
from domain.inspections.report.state import Edition
from domain.inspections.state import Inspection
from domain.messages import Command, Event
from domain.refusals import Refusal
from domain.streams import code_in, dossier_stream, inspection_stream
from domain.text import Digest, Opaque, Prose, Reference

__all__ = [
    "RELEASE",
    "DossierEvent",
    "DossierReleased",
    "DossierWithdrawn",
    "Release",
    "ReleaseDossier",
    "WithdrawDossier",
    "all_out",
    "public_edition",
    "released_for",
]

_References = Annotated[tuple[Reference, ...], Field(max_length=1000)]


class ReleaseDossier(Command):
    """Release the dossier of a published inspection: everybody may have this very file from then on.

    Attributes:
        inspection: the reference of the inspection.
        dossier: the SHA-256 of the file that was read.
        read_by: who has read all that can be read in it.
        names: the other inspections that it names.
        reason: why it goes out although it names an inspection that is not published.
    """

    verb: ClassVar[str] = "release-dossier"
    inspection: Reference
    dossier: Digest
    read_by: Opaque
    names: _References = ()
    reason: Prose | None = None

    @property
    def stream(self) -> str:
        """The inspection's dossiers."""
        return dossier_stream(self.inspection)


class WithdrawDossier(Command):
    """Withdraw the release of a dossier: nobody is offered it any more.

    Attributes:
        inspection: the reference of the inspection.
        reason: why.
    """

    verb: ClassVar[str] = "withdraw-dossier"
    inspection: Reference
    reason: Prose

    @property
    def stream(self) -> str:
        """The inspection's dossiers."""
        return dossier_stream(self.inspection)


class DossierReleased(Event):
    """A dossier was released to everybody.

    Attributes:
        inspection: the reference of the inspection.
        edition: the edition of the report that was out.
        dossier: the SHA-256 of the file that was read and is offered.
        read_by: who read it.
        names: the other inspections that it names.
        unpublished: those of them that were not published.
        reason: why it went out all the same; None where all of them were.
    """

    name: ClassVar[str] = "dossier.released.v1"
    inspection: Reference
    edition: int
    dossier: Digest
    read_by: Opaque
    names: tuple[Reference, ...]
    unpublished: tuple[Reference, ...]
    reason: Prose | None


class DossierWithdrawn(Event):
    """The release of a dossier was withdrawn, and why."""

    name: ClassVar[str] = "dossier.withdrawn.v1"
    inspection: Reference
    dossier: Digest
    reason: Prose


DossierEvent = DossierReleased | DossierWithdrawn
"""What can happen to the release of a dossier."""


@dataclass(frozen=True, slots=True)
class Release:
    """Whether the dossier of an inspection is released.

    Attributes:
        released: the release that stands; None where there is none.
    """

    released: DossierReleased | None = None


def public_edition(state: Inspection) -> Edition | None:
    """The last edition of the report that was published; None where none was."""
    return next((each for each in reversed(state.editions) if each.public), None)


def all_out(state: Inspection) -> bool:
    """Whether all that the record has of the ratings is published, so that a dossier shows nothing that is not."""
    report = state.report
    return (
        public_edition(state) is not None
        and state.editions[-1].public
        and state.withdrawn is None
        and state.correction is None
        and state.decided is not None
        and report is not None
        and report.decision == state.decision
    )


def released_for(release: Release, state: Inspection) -> DossierReleased | None:
    """The release that holds now: of the edition that is out, with nothing else on its way; None if none does."""
    released, edition = release.released, public_edition(state)
    if released is None or edition is None or not all_out(state):
        return None
    return released if released.edition == edition.number else None


def _those_named(_state: Release, command: ReleaseDossier, library: Library) -> tuple[str, ...]:
    return (*its_inspection(_state, command, library), *map(inspection_stream, command.names))


@rule(
    ReleaseDossier,
    events=[DossierReleased],
    refusals=["unknown-inspection", "not-published", "not-all-published", "names-unpublished"],
    reads=_those_named,
)
def release_dossier(state: Release, command: ReleaseDossier, given: Given) -> Decided:
    """Offers a dossier to everybody, once somebody has read it, for as long as this edition of the report is out."""
    inspection: Inspection = given.seen[inspection_stream(command.inspection)]
    if inspection.announced is None:
        return Refusal("unknown-inspection", f"There is no inspection {command.inspection}.")
    edition = public_edition(inspection)
    if edition is None or inspection.withdrawn is not None:
        return Refusal("not-published", "Its report is not published, so its dossier is for nobody else.")
    if not all_out(inspection):
        return Refusal(
            "not-all-published", "Its report is being corrected; release the dossier with the new edition."
        )
    unpublished = _not_out(command.names, given.seen)
    if unpublished and command.reason is None:
        return Refusal(
            "names-unpublished",
            f"It names what is not published: {', '.join(unpublished)}. Wait, or say why it goes out all the same.",
        )
    if state.released is not None and (state.released.dossier, state.released.edition) == (
        command.dossier,
        edition.number,
    ):
        return ()
    return (
        DossierReleased(
            inspection=command.inspection,
            edition=edition.number,
            dossier=command.dossier,
            read_by=command.read_by,
            names=command.names,
            unpublished=unpublished,
            reason=command.reason if unpublished else None,
        ),
    )


def _not_out(names: Iterable[str], seen: Any) -> tuple[str, ...]:
    return tuple(each for each in names if public_edition(seen[inspection_stream(each)]) is None)


@rule(WithdrawDossier, events=[DossierWithdrawn], refusals=["not-released"])
def withdraw_dossier(state: Release, command: WithdrawDossier, _given: Given) -> Decided:
    """Offers a dossier to nobody any more; whoever has it keeps it, and it still verifies."""
    if state.released is None:
        return Refusal("not-released", f"No dossier of {command.inspection} is released.")
    return (
        DossierWithdrawn(
            inspection=command.inspection, dossier=state.released.dossier, reason=command.reason
        ),
    )


def _evolve(state: Release, event: DossierEvent) -> Release:
    match event:
        case DossierReleased():
            return replace(state, released=event)
        case DossierWithdrawn():
            return replace(state, released=None)
        case _:
            assert_never(event)


RELEASE = Decider(
    kind="dossier",
    initial=Release(),
    rules=rules([release_dossier, withdraw_dossier]),
    evolve=_evolve,
    matter=lambda stream, _state: inspection_stream(code_in(stream, dossier_stream)),
    silent=(DossierReleased, DossierWithdrawn),
)
"""The release of one inspection's dossier."""
