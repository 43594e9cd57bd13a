"""A refusal is an outcome, not an accident: it has a stable code and a sentence a person can act on."""

from dataclasses import dataclass

__all__ = ["Refusal", "Refused"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a command was not accepted.

    Attributes:
        code: stable and machine-readable, for example ``wrong-stage``; programs compare this, never the sentence.
        sentence: one plain sentence that says what is wrong and, where possible, what would put it right.
    """

    code: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.sentence} [{self.code}]"


class Refused(Exception):
    """Carries a refusal out of code that has no outcome to return, such as a parser of somebody's file."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal

    @classmethod
    def because(cls, code: str, sentence: str) -> "Refused":
        """Build the exception from a code and a sentence."""
        return cls(Refusal(code, sentence))
