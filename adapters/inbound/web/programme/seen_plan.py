"""A plan on the record as people look at it: with its year, and with what has started where it is by now."""

from dataclasses import dataclass

from adapters.inbound.visiting.guarding import not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.web.programme.seen import first_of
from adapters.inbound.web.programme.tables import year_of
from domain.programme.plan import Plan
from domain.programme.problem import Problem as Year
from domain.programme.year.state import Programme
from domain.programme.year.terms import PlanContent

__all__ = ["Seen", "seen_of"]


@dataclass(frozen=True, slots=True)
class Seen:
    """A plan on the record with what it is a plan of.

    Attributes:
        content: the plan, as it came onto the record.
        year: the tables, with what has started as it runs.
        plan: the plan with what has started where it is by now; what was given up has no place in it.
    """

    content: PlanContent
    year: Year
    plan: Plan


def seen_of(house: House, state: Programme, digest: str = "") -> Seen | None:
    """A plan of a programme, by the beginning of its digest; the one that counts most, if none is named.

    Raises:
        HTTPException: 404: there is no such plan.
        Refused: ``tables-gone``.
    """
    known = list(first_of(state))
    found = next((each for each in known if each.startswith(digest)), None)
    if found is None:
        if digest:
            not_there()
        return None
    content = state.plans.get(found) or state.plan
    assert content is not None, "what is listed is there"
    record = house.services.programme_record
    return Seen(content, *record.as_it_runs(state.known.programme, year_of(house, content), content.plan))
