"""What a panel's papers are about and its decision rests on, by digest; and what has changed when it is stale."""

from collections.abc import Iterator

from domain.canonical import canonical, sha256_hex
from domain.inspections.events import Bound
from domain.inspections.state import Inspection

__all__ = ["bound_of", "changes"]


def bound_of(state: Inspection) -> Bound | None:
    """What a decision on an inspection would rest on as it stands; None while nothing is proposed to the panel."""
    if state.derived is None:
        return None
    return Bound(
        derivation=state.derived.trace_digest,
        proposals=tuple(
            (standard, sha256_hex(canonical(state.proposals[standard].model_dump(mode="json"))))
            for standard in sorted(state.proposals)
        ),
        cases=sha256_hex(canonical([each.model_dump(mode="json") for each in state.cases])),
    )


def changes(before: Bound, now: Bound | None) -> tuple[str, ...]:
    """What has changed since something was bound, in words, the cause before its consequence; nothing if nothing has.

    Args:
        before: what it was bound to.
        now: what it would be bound to as things stand; None while nothing is proposed.
    """
    return tuple(_changes(before, now))


def _changes(before: Bound, now: Bound | None) -> Iterator[str]:
    if now is None:
        yield "the ratings, which are not derived at present"
        return
    earlier, later = dict(before.proposals), dict(now.proposals)
    moved = sorted(each for each in earlier | later if earlier.get(each) != later.get(each))
    if moved:
        yield f"the proposal for {', '.join(moved)}"
    if before.cases != now.cases:
        yield "the list of cases, or a case in it"
    if before.derivation != now.derivation:
        yield "the derived ratings"
