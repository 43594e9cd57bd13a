"""What becomes of a provider: it is renamed, merged into another, or split into several. Nothing of it is lost."""

from datetime import date
from typing import ClassVar

from pydantic import Field

from domain.languages import Language, Languages
from domain.messages import Command, Event
from domain.streams import provider_stream
from domain.text import Line, Prose, Reference

__all__ = [
    "MergeProvider",
    "PlaceTaken",
    "ProviderMerged",
    "ProviderRenamed",
    "ProviderSplit",
    "ProviderWrittenToIn",
    "RenameProvider",
    "SetNoticeLanguages",
    "SplitProvider",
]


class _ProviderOrder(Command):
    provider: Reference

    @property
    def stream(self) -> str:
        """The provider."""
        return provider_stream(self.provider)


class RenameProvider(_ProviderOrder):
    """Give a provider another name; its code stays.

    Attributes:
        provider: which provider.
        title: what it is called from now on.
        reason: why.
        since: the day from which it is so called.
    """

    verb: ClassVar[str] = "rename-provider"
    title: Line
    reason: Prose
    since: date


class SetNoticeLanguages(_ProviderOrder):
    """Say in which languages a provider is sent its notices.

    Attributes:
        provider: which provider.
        languages: en, cy, or both: give it once for each, in the order in which they are to be read.
    """

    verb: ClassVar[str] = "set-notice-languages"
    languages: Languages


class MergeProvider(_ProviderOrder):
    """Say that a provider was merged into another one, which goes on in its place.

    Attributes:
        provider: the provider that is no more.
        into: the one that takes its place; it is registered already.
        reason: why.
        since: the day from which it is so.
    """

    verb: ClassVar[str] = "merge-provider"
    into: Reference
    reason: Prose
    since: date


class SplitProvider(_ProviderOrder):
    """Say that a provider was split into others, which go on in its place.

    Attributes:
        provider: the provider that is no more.
        into: one of those that take its place, all registered already; at least two.
        reason: why.
        since: the day from which it is so.
    """

    verb: ClassVar[str] = "split-provider"
    into: tuple[Reference, ...] = Field(min_length=1, max_length=50)
    reason: Prose
    since: date


class ProviderRenamed(Event):
    """A provider got another name."""

    name: ClassVar[str] = "provider.renamed.v1"
    was: Line
    title: Line
    reason: Prose
    since: date


class ProviderWrittenToIn(Event):
    """It was said in which languages a provider is sent its notices.

    Attributes:
        languages: in which, the first to be read first.
    """

    name: ClassVar[str] = "provider.written-to-in.v1"
    languages: tuple[Language, ...]


class ProviderMerged(Event):
    """A provider was merged into another one."""

    name: ClassVar[str] = "provider.merged.v1"
    into: Reference
    reason: Prose
    since: date


class ProviderSplit(Event):
    """A provider was split into others."""

    name: ClassVar[str] = "provider.split.v1"
    into: tuple[Reference, ...]
    reason: Prose
    since: date


class PlaceTaken(Event):
    """A provider took the place of another one, so that what is known and held about that one is looked for with it.

    Attributes:
        of: the provider that is no more.
        part: whether it took a part of that place only, as that one was split.
        reason: why.
        since: the day from which it is so.
    """

    name: ClassVar[str] = "provider.place-taken.v1"
    of: Reference
    part: bool
    reason: Prose
    since: date
