"""The aspects as to which cases are classified, and the classes of each: those of the kind, or else the usual ones."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.inspections.kinds.protocol import Protocol

__all__ = ["classes_of"]

_FOUR = ("low", "medium", "high", "very-high")

USUAL: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "risk-of-serious-harm": _FOUR,
        "risk-of-harm": _FOUR,
        "likelihood-of-reoffending": _FOUR,
        "safety-and-wellbeing": _FOUR,
    }
)
"""What a case is classified as where its kind of inspection lists nothing of its own; a setting."""


def classes_of(protocol: Protocol) -> Mapping[str, tuple[str, ...]]:
    """The classes of each aspect, from the lowest, in an inspection of some kind."""
    return {each.aspect: each.classes for each in protocol.classifications} or USUAL
