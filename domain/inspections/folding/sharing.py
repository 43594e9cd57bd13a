"""What every provider must be told, where an inspection looks at several."""

from dataclasses import replace
from types import MappingProxyType

from domain.inspections.events import InspectionAnnounced, ProviderFollowed
from domain.inspections.state import Inspection
from domain.inspections.whose import now_of

__all__ = ["addressed", "shared", "succession_code", "told_to"]

_TOLD_TO_ALL = frozenset(
    {
        *("announcement", "fieldwork-moved", "deferral", "resumption", "cancellation"),
        *("draft", "publication", "correction", "withdrawal"),
    }
)
"""The kinds of notice that go to each provider. Those about evidence go to whoever it is asked of."""

_TO = "-to-"


def shared(before: Inspection, after: Inspection) -> Inspection:
    """The inspection, with each new notice owed to every provider that it looks at."""
    others = after.announced.others if after.announced else ()
    if not others or after.notices is before.notices:
        return after
    more = {
        f"{code}{_TO}{each.provider}": kind
        for code, kind in after.notices.items()
        if kind in _TOLD_TO_ALL
        and code not in before.notices
        and _TO not in code
        # That a report was withdrawn is told its distribution list too, each of which has a notice of its own.
        and code not in after.recipients
        for each in others
    }
    return replace(after, notices=MappingProxyType({**after.notices, **more})) if more else after


def told_to(known: InspectionAnnounced, code: str, provider: str) -> str:
    """The code of a notice as it goes to one of the providers; the first has it as it is."""
    return code if provider == known.provider else f"{code}{_TO}{provider}"


def addressed(state: Inspection, code: str) -> tuple[str, str]:
    """A notice's own code and the provider to which it goes; the first, unless its code names another."""
    known = state.known
    several = bool(known.others or state.followed)
    for provider in dict.fromkeys((*known.providers, *state.followed)) if several else ():
        if code.endswith(f"{_TO}{provider}"):
            return code.removesuffix(f"{_TO}{provider}"), now_of(state, provider)
    if (event := state.successions.get(code)) is not None:
        told = (each.provider for each in event.parts if succession_code(each.provider, event) == code)
        return code, now_of(state, next(told))
    return code, known.provider


def succession_code(provider: str, event: ProviderFollowed) -> str:
    """The code of the notice by which one of those with whom an inspection goes on is told so."""
    return f"succession-{provider}-{event.followed_on.isoformat()}"
