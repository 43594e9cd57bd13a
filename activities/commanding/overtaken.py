"""Whether a command was overtaken: whoever gave it had something else before them than what stands now."""

from typing import TYPE_CHECKING

from activities.commanding.drafting import stream_of
from activities.commanding.records import Standing
from domain.deciders import decider_of
from domain.refusals import Refusal
from domain.replacing import changed_since

if TYPE_CHECKING:
    from activities.commanding.desk import Order

__all__ = ["overtaken"]


def overtaken(order: "Order", standing: Standing, *, changes: bool) -> Refusal | None:
    """Why a command is refused that was given for what stood before; None for one that was not overtaken.

    Args:
        order: the command, with what whoever gave it had before them.
        standing: the commanded stream as it stands.
        changes: whether the command would change anything; one that says what stands already replaces nothing.
    """
    if order.meant_for is not None and order.meant_for != standing.head.version:
        return Refusal(
            "stale-version",
            f"This was meant for version {order.meant_for} of {stream_of(order.command)}, which is at version "
            f"{standing.head.version}; look at it again.",
        )
    if order.instead_of is None or not changes:
        return None
    rule = decider_of(stream_of(order.command)).rules[type(order.command)]
    return changed_since(order.instead_of, rule.replaces(standing.state, dict(order.command)))
