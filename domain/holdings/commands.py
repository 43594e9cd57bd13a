"""What people may ask of what is held about a provider."""

from datetime import date
from typing import ClassVar, Literal

from domain.messages import Command
from domain.text import Digest, Line, Prose, Reference, StandardId

__all__ = ["HoldEvidence", "WithdrawHolding", "holdings_stream"]


def holdings_stream(provider: str) -> str:
    """The stream of what is held about a provider."""
    return f"holdings-{provider}"


class _HoldingsOrder(Command):
    """A command about what is held about one provider.

    Attributes:
        provider: which provider, by its short code.
    """

    provider: Reference

    @property
    def stream(self) -> str:
        """What is held of the provider."""
        return holdings_stream(self.provider)


class HoldEvidence(_HoldingsOrder):
    """Put something on what is held about a provider, so that no inspection need ask for it.

    Attributes:
        item: what it is, by the code under which inspections ask for it.
        title: what it is called.
        source: other-body for another body's data, submission for what the provider handed in of itself this year.
        of: the other body, or the name of the submission.
        document: a file; Assay keeps a copy of it under its digest.
        key_questions: the key questions it is evidence for.
        true_from: the first day of which it tells.
        true_to: the last day of which it tells; the first, if not given.
        replaces: the holding whose place it takes, where it is a better one.
    """

    verb: ClassVar[str] = "hold-evidence"
    item: Reference
    title: Line
    source: Literal["other-body", "submission"]
    of: Line
    document: Digest | None = None
    key_questions: tuple[StandardId, ...] = ()
    true_from: date | None = None
    true_to: date | None = None
    replaces: Reference | None = None


class WithdrawHolding(_HoldingsOrder):
    """Say that something that is held is not to be relied on any more.

    Attributes:
        holding: which, by its code.
    """

    verb: ClassVar[str] = "withdraw-holding"
    holding: Reference
    reason: Prose
