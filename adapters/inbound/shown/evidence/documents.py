"""The files that came in for an inspection: of its items, of its register, of what is held, and of its action plans."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from adapters.inbound.services import Services
from adapters.inbound.shown.evidence.asked import holdings_of
from adapters.inbound.shown.evidence.room import what_is_held
from domain.action_plans.events import ActionCompleted, ActionProgressed
from domain.deciders import EVENT_NAMES
from domain.evidence.state import EvidenceRoom
from domain.holdings.commands import holdings_stream
from domain.inspections.state import Inspection
from domain.streams import code_in

__all__ = ["DocumentShown", "documents_in", "of_actions"]


@dataclass(frozen=True, slots=True)
class DocumentShown:
    """A file that somebody handed in.

    Attributes:
        digest: its SHA-256, under which it is kept.
        code: what it is, by the code of the item, entry, holding or action that it is the file of.
        title: the same in words.
    """

    digest: str
    code: str
    title: str


def documents_in(
    services: Services, reference: str, state: Inspection, room: EvidenceRoom
) -> Mapping[str, DocumentShown]:
    """Every file that an inspection names, by its digest; the better one of an item and the one before it.

    Args:
        services: the installation.
        reference: the inspection.
        state: the same as the record has it.
        room: its evidence room.

    Raises:
        StoreFault: the record failed.
    """
    found = (
        *_of_holdings(services, state),
        *_of_register(room),
        *_of_items(services, reference, state),
        *(
            each
            for stream in state.plans
            for several in of_actions(services, stream).values()
            for each in several
        ),
    )
    return {each.digest: each for each in found}


def _of_items(services: Services, reference: str, state: Inspection) -> Iterator[DocumentShown]:
    for each in services.held.came_in(reference):
        if each.document is not None and each.item in state.evidence:
            yield DocumentShown(each.document, each.item, state.evidence[each.item].item.title)


def _of_register(room: EvidenceRoom) -> Iterator[DocumentShown]:
    for code, each in room.register.items():
        if each.content.document is not None:
            yield DocumentShown(each.content.document, code, each.content.title)


def _of_holdings(services: Services, state: Inspection) -> Iterator[DocumentShown]:
    shelves = {
        shelf: held for provider in state.known.providers for shelf, held in holdings_of(services, provider)
    }
    linked = {
        code_in(stream, holdings_stream): held for stream, held in what_is_held(services, state).items()
    }
    for held in {**shelves, **linked}.values():
        for code, each in held.held.items():
            if each.came.document is not None:
                yield DocumentShown(each.came.document, code, each.came.title)


def of_actions(services: Services, stream: str) -> Mapping[str, tuple[DocumentShown, ...]]:
    """The files with which a provider showed what became of its actions, by action, oldest first.

    Args:
        services: the installation.
        stream: the stream of the action plan.
    """
    found: dict[str, tuple[DocumentShown, ...]] = {}
    for recorded in services.store.load({stream: 0}).get(stream, ()):
        event = EVENT_NAMES.read(recorded).data
        if isinstance(event, ActionProgressed | ActionCompleted) and event.document is not None:
            said = "completion" if isinstance(event, ActionCompleted) else "progress"
            shown = DocumentShown(event.document, event.action, f"File about its {said}")
            found[event.action] = (*found.get(event.action, ()), shown)
    return found
