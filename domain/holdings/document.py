"""A document that was handed in: it is about whoever is named in it, so it can be held, erased and asked for.

Its file is kept encrypted under a key of its own. The stream says that it is there, and is what privacy commands
name: ``document-`` and the digest of the file.
"""

from dataclasses import dataclass
from typing import ClassVar

from domain.decider import Decider, On, rules
from domain.given import Given
from domain.messages import Event
from domain.text import Digest

__all__ = ["DOCUMENT", "Document", "DocumentEvent", "DocumentKept", "document_of", "document_stream", "keeps"]


class DocumentKept(Event):
    """A file was handed in, and is kept under its digest."""

    name: ClassVar[str] = "document.kept.v1"
    document: Digest


DocumentEvent = DocumentKept
"""What can happen to a document."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document: whether one with this digest was ever handed in."""

    kept: bool = False


def document_stream(digest: str) -> str:
    """The stream of the document with a digest."""
    return f"document-{digest}"


def document_of(digest: str | None) -> tuple[str, ...]:
    """What a rule must read before it may say that a document is kept."""
    return (document_stream(digest),) if digest else ()


def keeps(digest: str | None, given: Given) -> tuple[On, ...]:
    """What is recorded about a document that comes in: that it is kept, the first time."""
    if digest is None or given.seen[document_stream(digest)].kept:
        return ()
    return (On(document_stream(digest), DocumentKept(document=digest)),)


def _evolve(_state: Document, _event: DocumentEvent) -> Document:
    return Document(kept=True)


DOCUMENT = Decider(kind="document", initial=Document(), rules=rules(), evolve=_evolve)
"""One document. Nobody commands it: it is kept by whatever brings it in."""
