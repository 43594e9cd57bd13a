"""What a server that has ended said last, for the sentence that says why."""

import contextlib
from pathlib import Path

__all__ = ["last_words"]

TAIL_BYTES = 20_000
"""The log of a full disk, a damaged database or a taken port ends in a line that says so, or in a panic's places."""


def last_words(log: Path) -> str:
    """The line of a log that says why its server ended.

    Args:
        log: the server's log.
    """
    with contextlib.suppress(OSError), log.open("rb") as content:
        content.seek(max(0, log.stat().st_size - TAIL_BYTES))
        lines = content.read().decode("utf-8", "replace").strip().splitlines()
        if lines:
            return f"It said: {_why(lines)} (all of it: {log})"
    return f"It said nothing (log: {log})"


def _why(lines: list[str]) -> str:
    """The last line; or, if it panicked, the last error before it said where."""
    panicked = next((place for place, line in enumerate(lines) if line.startswith("panic:")), None)
    errors = [line for line in lines[:panicked] if '"level":"ERROR"' in line] if panicked is not None else []
    return (errors or lines)[-1].strip()
