"""What a command would put something else in the place of, so that nobody overwrites what they have not seen.

Whoever fills in a form has before them what stood when its page was made, and somebody else may write meanwhile. The
form says what stood by a mark of it. A rule whose command replaces something says what that is
(:attr:`domain.decider.Rule.replaces`), by the command's own fields.
"""

from collections.abc import Callable, Mapping
from typing import Any

from domain.canonical import Json, canonical, sha256_hex
from domain.refusals import Refusal

__all__ = [
    "CHANGED",
    "NOTHING_STANDS",
    "ReplacesFunction",
    "Standing",
    "changed_since",
    "mark_of",
    "replaces_nothing",
]

Standing = Mapping[str, Json]
"""What stands where a command would write: by the command's fields; empty where nothing does."""

ReplacesFunction = Callable[[Any, Mapping[str, Any]], Standing]
"""From a state, and those fields of a command that say what it is about, to what stands there."""

NOTHING_STANDS: Standing = {}

CHANGED = "changed-meanwhile"
_CHANGED = Refusal(
    CHANGED,
    "Something else stands there than when you began; look at both, and send again what is to stand.",
)


def replaces_nothing(_state: Any, _asked: Mapping[str, Any]) -> Standing:
    """What stands where a command writes that only ever adds something, or is refused where something stands."""
    return NOTHING_STANDS


def mark_of(standing: str | Standing) -> str:
    """The mark of what stands: sixteen hexadecimal digits that tell nothing of it; empty where nothing stands."""
    text = standing.encode() if isinstance(standing, str) else canonical(dict(standing)) if standing else b""
    return sha256_hex(text)[:16] if text else ""


def changed_since(mark: str | None, standing: Standing) -> Refusal | None:
    """Why a command is refused that was meant to take the place of something else; None where it was meant for this.

    Args:
        mark: of what whoever asks had before them; None if they do not mind.
        standing: what the command would replace now.
    """
    return None if mark is None or mark == mark_of(standing) else _CHANGED
