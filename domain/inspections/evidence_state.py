"""Where each item of evidence stands that was asked for, and each request for more time."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from domain.inspections.events import EvidenceItem, ExtensionAsked
from domain.people.roles import Role

__all__ = ["Evidence", "Extension"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One requested item and what became of it.

    Attributes:
        item: what was asked for.
        outcome: awaited, or how it was settled.
        request: with which request it was asked for, from 1.
        deadline: the code of the deadline that it is, or was last, awaited by.
        overdue: the date that passed without it, until it has another; else None.
        rises: the code of the deadline with which it goes higher up, if the provider was never reminded; else empty.
        chased: whether the provider was ever reminded of it.
        escalated: the role to whose holder it was taken; None if to nobody's.
        document: the digest of the file that came in or is held; None where there is none.
        true_from: the first day of which what came in tells; None where nobody has said.
        true_to: the last day of which it tells.
        holding: what is held and was taken for it, by its code; None where it was handed in.
        shelf: the provider among whose holdings that, or what was handed in, is kept: of whom it was asked then, or one
            whose place that one took; empty until something came.
    """

    item: EvidenceItem
    outcome: Literal["awaited", "received", "waived", "linked"] = "awaited"
    request: int = 1
    deadline: str = ""
    overdue: date | None = None
    rises: str = ""
    chased: bool = False
    escalated: Role | None = None
    document: str | None = None
    true_from: date | None = None
    true_to: date | None = None
    holding: str | None = None
    shelf: str = ""

    @property
    def runs(self) -> bool:
        """Whether a date runs until which it is awaited."""
        return self.outcome == "awaited" and self.overdue is None

    @property
    def rising(self) -> bool:
        """Whether a date runs after which it is taken to somebody above the lead inspector."""
        return self.outcome == "awaited" and self.overdue is not None and self.rises != ""


@dataclass(frozen=True, slots=True)
class Extension:
    """More time that the provider asked for, and the answer."""

    asked: ExtensionAsked
    outcome: Literal["open", "granted", "refused"] = "open"
    reason: str = ""
