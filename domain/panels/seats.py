"""Who may sit at a meeting, by the kinds of inspection on its agenda: as its chair, or as another member."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from domain.inspections.kinds.parts import PanelRule
from domain.people.naming import Named
from domain.people.roles import Role
from domain.people.staff.state import Staff

__all__ = ["may_decide", "seated"]


def seated(named: Named, rules: Iterable[PanelRule]) -> Iterator[Named]:
    """Somebody who is named for a meeting, once for each set of roles that a kind on its agenda asks of them.

    Args:
        named: who is named, and for which seat; whoever is named for other work comes back as they are.
        rules: what the kinds on the agenda say about their panel.
    """
    if not named.seat:
        yield named
        return
    if named.seat == "chair":
        yield replace(named, roles=(Role.PANEL_CHAIR,))
    asked = (each.chairs if named.seat == "chair" else each.members for each in rules)
    yield from (replace(named, roles=roles) for roles in dict.fromkeys(asked))


def may_decide(staff: Staff, rule: PanelRule, day: date, *, chairs: bool) -> bool:
    """Whether a kind of inspection lets somebody decide; whoever is not on the staff record is not asked.

    Items come onto an agenda after its members are invited, and roles end.

    Args:
        staff: what the record has of them.
        rule: what the kind says about its panel.
        day: the day of the decision.
        chairs: whether they have the chair.
    """
    roles = rule.chairs if chairs else rule.members
    return staff.registered is None or any(
        staff.holds(role, day) or staff.deputises(role, day) for role in roles
    )
