"""An account: what people told the inspectors, sealed, on a stream of its own so that it can be erased alone."""

from dataclasses import dataclass
from typing import ClassVar

from domain.canonical import canonical, sha256_hex
from domain.decider import Decider, rules
from domain.messages import Event
from domain.privacy.boxes import Private
from domain.streams import inspection_stream
from domain.text import Reference

__all__ = ["ACCOUNT", "AccountGiven", "account_stream"]


class AccountGiven(Event):
    """What somebody said, or was seen to do, was written down; a later account takes the place of an earlier one.

    Attributes:
        inspection: the inspection for which it was.
        entry: the entry of the register that it belongs to.
        texts: the words; for a survey, the answers whole and then those in words, question by question.
    """

    name: ClassVar[str] = "account.given.v1"
    inspection: Reference
    entry: Reference
    texts: tuple[Private, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """An account as far as it may be known without opening it.

    Attributes:
        inspection: the inspection for which it was; None before it is given.
    """

    inspection: str | None = None


def account_stream(inspection: str, entry: str) -> str:
    """The stream of an entry's account: an id that tells nothing."""
    return f"account-{sha256_hex(canonical([inspection, entry]))[:32]}"


ACCOUNT = Decider(
    kind="account",
    initial=Account(),
    rules=rules(),
    evolve=lambda _state, event: Account(inspection=event.inspection),
    matter=lambda stream, state: inspection_stream(state.inspection) if state.inspection else stream,
    silent=(AccountGiven,),
)
"""What people told the inspectors for one entry of a register. It is only ever written to by the evidence room."""
