"""Private text from standard input: what is typed as an option stays in the shell's history and shows in `ps`."""

import sys
from collections.abc import Mapping
from typing import Any

from adapters.inbound.speaking import complain
from domain.refusals import Refused

__all__ = ["PRIVATE_HELP", "from_standard_input"]

PRIVATE_HELP = " Give - to have it read from standard input: no shell remembers it then."

MARK = "-"
MOST_CHARACTERS = 1024 * 1024


def from_standard_input(typed: Mapping[str, Any]) -> dict[str, Any]:
    """The options that were given as a hyphen, as standard input has them.

    Args:
        typed: what was typed for each option that may be private: a text; a list, which comes one to a line; or None.

    Returns:
        What to put in place of it, for those that were given as a hyphen.

    Raises:
        Refused: ``bad-usage`` for a second one, ``bad-value`` for what is no text, ``too-large``.
    """
    wanted = [name for name, value in typed.items() if value in (MARK, [MARK])]
    if not wanted:
        return {}
    if len(wanted) > 1:
        raise Refused.because("bad-usage", "Only one option can be read from standard input.")
    text = _read()
    (name,) = wanted
    if isinstance(typed[name], list):
        return {name: [line.strip() for line in text.splitlines() if line.strip()]}
    return {name: text.strip()}


def _read() -> str:
    if sys.stdin.isatty():
        complain("Type the text, and end it with Ctrl-D on a line of its own.")
    try:
        text = sys.stdin.read(MOST_CHARACTERS + 1)
    except UnicodeDecodeError:
        raise Refused.because("bad-value", "Standard input is not text in UTF-8.") from None
    if len(text) > MOST_CHARACTERS:
        raise Refused.because("too-large", "Standard input is longer than any text that is recorded.")
    return text
