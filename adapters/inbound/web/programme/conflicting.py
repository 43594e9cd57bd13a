"""How much of a programme's plan is in conflict with the record: counted anew only where something has changed.

Checking a year takes as long as a page. Whoever plans the year opens their home many times a day, and what the plan is
checked against changes a few times.
"""

import threading
from datetime import date
from itertools import chain

from adapters.inbound.today import today_in_london
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.programme.looking import conflicts_of, seen_of
from domain.programme.year.plan_commands import ProposePlan, ReplanProgramme
from domain.programme.year.state import Programme, ProgrammeStage
from domain.refusals import Refused

__all__ = ["Conflicting"]

_CHECKED_AGAINST = ("provider-", "inspection-", "staff-", "panel-", "programme-")
"""The streams that tell what a year is checked against (see :class:`activities.programme.record.ProgrammeRecord`)."""

_Known = tuple[date, str, int]


class Conflicting:
    """Counts what of each plan is in conflict, and remembers it for as long as nothing has changed. Thread-safe."""

    def __init__(self, house: House) -> None:
        """Count for an installation.

        Args:
            house: the installation.
        """
        self._house = house
        self._counted: dict[str, tuple[_Known, int]] = {}
        self._lock = threading.Lock()

    def count(self, visitor: Visitor, state: Programme) -> int:
        """How many things are in conflict with a programme's plan, for whoever may plan anew; none for anybody else.

        Args:
            visitor: who looks.
            state: the programme.
        """
        published = state.stage is ProgrammeStage.PUBLISHED
        verb = ReplanProgramme.verb if published else ProposePlan.verb
        stands = state.plan.digest if published and state.plan else state.accepted
        if stands is None or state.stage is ProgrammeStage.CLOSED or visitor.role_for(verb) is None:
            return 0
        code, known = state.known.programme, self._known(stands)
        with self._lock:
            before = self._counted.get(code)
        if before is not None and before[0] == known:
            return before[1]
        found = self._count(state, stands)
        with self._lock:
            self._counted[code] = (known, found)
        return found

    def _known(self, plan: str) -> _Known:
        """What a count follows from: the day, the plan, and how much is on record of what it is checked against."""
        services = self._house.services
        streams = chain.from_iterable(services.records.named(each) for each in _CHECKED_AGAINST)
        standings = services.records.read(list(streams))
        return today_in_london(services), plan, sum(each.head.version for each in standings.values())

    def _count(self, state: Programme, plan: str) -> int:
        try:
            seen = seen_of(self._house, state, plan)
            record = self._house.services.programme_record
            year = record.filled(state.known.programme, seen.year) if seen else None
        except Refused:  # its tables are no longer kept, and it is checked no more
            return 0
        return sum(1 for _ in conflicts_of(seen, year)) if seen and year else 0
