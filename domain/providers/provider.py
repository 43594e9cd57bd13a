"""A provider of probation or youth justice services, as the inspectorate knows it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import ClassVar, assert_never

from domain.dated_rules.library import Library
from domain.decider import Decided, Decider, On, rule, rules
from domain.given import Given
from domain.languages import Language
from domain.messages import Command, Event
from domain.notices.words import ENGLISH
from domain.providers.changes import (
    MergeProvider,
    PlaceTaken,
    ProviderMerged,
    ProviderRenamed,
    ProviderSplit,
    ProviderWrittenToIn,
    RenameProvider,
    SetNoticeLanguages,
    SplitProvider,
)
from domain.providers.past import PastInspectionNoted
from domain.providers.wales import in_wales
from domain.refusals import Refusal
from domain.streams import provider_stream
from domain.text import Line, PersonStream, Reference

__all__ = [
    "PROVIDER",
    "ContactNamed",
    "ContactReleased",
    "Provider",
    "ProviderEvent",
    "ProviderRegistered",
    "RegisterProvider",
]


class RegisterProvider(Command):
    """Put a provider on the list of those that may be inspected.

    Attributes:
        provider: short code: ``nps-north-west``.
        title: what it is called.
        kind: ``nps-division``, ``crc``, ``yot``, and whatever else a kind of inspection is for.
        area: the region or area it works in.
    """

    verb: ClassVar[str] = "register-provider"
    provider: Reference
    title: Line
    kind: Reference
    area: Line

    @property
    def stream(self) -> str:
        """The provider."""
        return provider_stream(self.provider)


class ProviderRegistered(Event):
    """A provider was put on the list."""

    name: ClassVar[str] = "provider.registered.v1"
    provider: Reference
    title: Line
    kind: Reference
    area: Line


class ContactNamed(Event):
    """A person was named to whom the provider's notices go."""

    name: ClassVar[str] = "provider.contact-named.v1"
    person: PersonStream


class ContactReleased(Event):
    """A person gets no more of the provider's notices."""

    name: ClassVar[str] = "provider.contact-released.v1"
    person: PersonStream


ProviderEvent = (
    ProviderRegistered
    | ProviderRenamed
    | ProviderMerged
    | ProviderSplit
    | PlaceTaken
    | ProviderWrittenToIn
    | ContactNamed
    | ContactReleased
    | PastInspectionNoted
)
"""What can happen to a provider."""


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider.

    Attributes:
        registered: how it was registered; None for one that nobody has.
        contacts: the streams of the persons to whom its notices go, in the order in which they were named.
        names: every name that it has had, the present one last.
        successors: the providers that took its place; empty while it goes on itself.
        since: since when they have.
        before: the providers whose place, or a part of it, it has taken.
        asked_in: in which languages it is to be sent its notices; None while nobody has said.
        past: its inspections from before Assay kept the record, by code, each as it was last noted.
    """

    registered: ProviderRegistered | None = None
    contacts: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    since: date | None = None
    before: tuple[str, ...] = ()
    asked_in: tuple[Language, ...] | None = None
    past: Mapping[str, PastInspectionNoted] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def title(self) -> str:
        """What it is called now; empty for one that nobody has registered."""
        return self.names[-1] if self.names else ""

    @property
    def languages(self) -> tuple[Language, ...]:
        """In which languages it is sent its notices: as was said, or else in Welsh and English in Wales."""
        if self.asked_in is not None:
            return self.asked_in
        return ("cy", "en") if self.registered is not None and in_wales(self.registered.area) else ENGLISH

    @property
    def gone(self) -> str:
        """Why it can no longer be inspected, in words; empty for one that goes on."""
        if not self.successors:
            return ""
        return f"since {self.since} it has gone on as {' and '.join(self.successors)}"


@rule(RegisterProvider, events=[ProviderRegistered], refusals=["provider-exists"])
def register_provider(state: Provider, command: RegisterProvider, _given: Given) -> Decided:
    """Puts a provider on the list."""
    if state.registered is not None:
        return Refusal("provider-exists", f"The provider {command.provider} is registered already.")
    return (
        ProviderRegistered(
            provider=command.provider, title=command.title, kind=command.kind, area=command.area
        ),
    )


@rule(
    RenameProvider,
    events=[ProviderRenamed],
    refusals=["unknown-provider", "provider-gone", "same-name", "date-ahead"],
)
def rename_provider(state: Provider, command: RenameProvider, given: Given) -> Decided:
    """Gives a provider another name; the names that it had before stay on the record."""
    if refusal := _unchangeable(state, command.provider, command.since, given):
        return refusal
    if command.title == state.title:
        return Refusal("same-name", f"The provider {command.provider} is called so already.")
    return (
        ProviderRenamed(was=state.title, title=command.title, reason=command.reason, since=command.since),
    )


@rule(SetNoticeLanguages, events=[ProviderWrittenToIn], refusals=["unknown-provider", "provider-gone"])
def set_notice_languages(state: Provider, command: SetNoticeLanguages, given: Given) -> Decided:
    """Says in which languages a provider is sent its notices from now on."""
    if refusal := _unchangeable(state, command.provider, given.today, given):
        return refusal
    languages = tuple(dict.fromkeys(command.languages))
    return () if languages == state.asked_in else (ProviderWrittenToIn(languages=languages),)


def _merged(_state: Provider, command: MergeProvider, _library: Library) -> tuple[str, ...]:
    return (provider_stream(command.into),)


@rule(
    MergeProvider,
    events=[ProviderMerged, PlaceTaken],
    refusals=["unknown-provider", "provider-gone", "its-own-successor", "unknown-successor", "date-ahead"],
    reads=_merged,
)
def merge_provider(state: Provider, command: MergeProvider, given: Given) -> Decided:
    """Says into which registered provider this one was merged; from then on only that one is inspected."""
    refusal = _unchangeable(state, command.provider, command.since, given) or _no_successor(
        command.provider, (command.into,), given
    )
    merged = ProviderMerged(into=command.into, reason=command.reason, since=command.since)
    return refusal or (merged, *_taken(command, command.into))


def _parts(_state: Provider, command: SplitProvider, _library: Library) -> tuple[str, ...]:
    return tuple(provider_stream(each) for each in dict.fromkeys(command.into))


@rule(
    SplitProvider,
    events=[ProviderSplit, PlaceTaken],
    refusals=[
        "unknown-provider",
        "provider-gone",
        "one-part",
        "listed-twice",
        "its-own-successor",
        "unknown-successor",
        "date-ahead",
    ],
    reads=_parts,
)
def split_provider(state: Provider, command: SplitProvider, given: Given) -> Decided:
    """Says into which registered providers this one was split; from then on only those are inspected."""
    if len(command.into) == 1:
        return Refusal("one-part", "Split into one, it would only have another name, or be merged.")
    if len(set(command.into)) != len(command.into):
        return Refusal("listed-twice", "A provider is named twice among those it was split into.")
    refusal = _unchangeable(state, command.provider, command.since, given) or _no_successor(
        command.provider, command.into, given
    )
    split = ProviderSplit(into=command.into, reason=command.reason, since=command.since)
    return refusal or (split, *_taken(command, *command.into))


def _taken(command: MergeProvider | SplitProvider, *into: str) -> Iterator[On]:
    """What follows for whoever took the place."""
    taken = PlaceTaken(of=command.provider, part=len(into) > 1, reason=command.reason, since=command.since)
    return (On(provider_stream(each), taken) for each in into)


def _unchangeable(state: Provider, code: str, since: date, given: Given) -> Refusal | None:
    if state.registered is None:
        return Refusal("unknown-provider", f"There is no provider {code}; register it first.")
    if state.gone:
        return Refusal("provider-gone", f"The provider {code} is no more: {state.gone}.")
    if since > given.today:
        return Refusal("date-ahead", f"It is not so yet: {since} is still ahead.")
    return None


def _no_successor(code: str, into: tuple[str, ...], given: Given) -> Refusal | None:
    for each in into:
        if each == code:
            return Refusal("its-own-successor", f"The provider {code} cannot take its own place.")
        successor: Provider = given.seen[provider_stream(each)]
        if successor.registered is None:
            return Refusal("unknown-successor", f"There is no provider {each}; register it first.")
        if successor.gone:
            return Refusal("unknown-successor", f"The provider {each} is no more: {successor.gone}.")
    return None


def _evolve(state: Provider, event: ProviderEvent) -> Provider:
    match event:
        case ProviderRegistered():
            return replace(state, registered=event, names=(event.title,))
        case ProviderRenamed():
            return replace(state, names=(*state.names, event.title))
        case ProviderMerged():
            return replace(state, successors=(event.into,), since=event.since)
        case ProviderSplit():
            return replace(state, successors=event.into, since=event.since)
        case PlaceTaken():
            return replace(state, before=tuple(dict.fromkeys((*state.before, event.of))))
        case ProviderWrittenToIn():
            return replace(state, asked_in=event.languages)
        case ContactNamed():
            return replace(state, contacts=(*state.contacts, event.person))
        case ContactReleased():
            return replace(state, contacts=tuple(each for each in state.contacts if each != event.person))
        case PastInspectionNoted():
            return replace(state, past=MappingProxyType({**state.past, event.past.inspection: event}))
        case _:
            assert_never(event)


_RULES = (register_provider, rename_provider, set_notice_languages, merge_provider, split_provider)

PROVIDER = Decider(kind="provider", initial=Provider(), rules=rules(_RULES), evolve=_evolve)
"""One provider."""
