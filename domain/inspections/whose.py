"""Which provider has a part of an inspection by now: of several, and where another took the place of one of them."""

from domain.inspections.state import Inspection

__all__ = ["now_of", "recommended_to", "title_of"]


def now_of(state: Inspection, provider: str | None) -> str:
    """The provider that has by now the part of one of those inspected; the first, if none is named.

    Of several that took one's place it is the first: what was under way is gone to that one.

    Args:
        state: an inspection that has been announced.
        provider: one that is inspected, or was until another took its place; None where that was not kept.
    """
    parts = state.followed.get(provider, (provider,)) if provider else ()
    return next((each for each in parts if each in state.known.providers), state.known.provider)


def title_of(state: Inspection, provider: str | None) -> str:
    """The name under which whoever has that part by now is inspected."""
    return state.name_of(now_of(state, provider))


def recommended_to(state: Inspection, to: str) -> tuple[str, ...]:
    """The providers that a recommendation is made to, by what it says; none where it is to a national body."""
    now = state.followed.get(to, (to,))
    return tuple(each for each in state.known.providers if to == "provider" or each in now)
