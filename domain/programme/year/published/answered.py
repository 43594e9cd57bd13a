"""What came of a consultation, for everybody to read: how many responded and what was decided, not what was said."""

from collections import Counter
from collections.abc import Mapping

from domain.programme.year.state import Programme
from domain.programme.year.terms import ResponseOutcome
from domain.text import counted

__all__ = ["answered"]

_SAID: Mapping[ResponseOutcome, str] = {
    "accepted": "accepted",
    "partly-accepted": "partly accepted",
    "not-accepted": "not accepted",
    "noted": "noted, as nothing was asked for",
}


def answered(state: Programme) -> str | None:
    """What came of the responses to a draft, a sentence; None while no draft has been issued.

    Args:
        state: the programme.
    """
    if state.draft is None:
        return None
    if not state.responses:
        return (
            "Nobody responded to the draft." if state.consulted else "Nobody has responded to the draft yet."
        )
    number, private = len(state.responses), sum(each.confidential for each in state.responses.values())
    confidence = f", {private} of them in confidence" if private else ""
    outcomes = Counter(each.outcome for each in state.responses.values())
    parts = [f"{outcomes[each]} {said}" for each, said in _SAID.items() if outcomes[each]]
    if outcomes[None]:
        parts.append(f"{outcomes[None]} not decided on yet")
    return f"{counted(number, 'response')} came to the draft{confidence}: {', '.join(parts)}."
