"""What of a programme's plan is in conflict with the record: worked out anew only where something has changed.

Checking a year takes as long as a page. Whoever plans the year opens their home and the page of conflicts many times a
day, and what the plan is checked against changes a few times.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain

from activities.remembering import Remembered
from adapters.inbound.today import today_in_london
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.programme.seen_plan import Seen, seen_of
from domain.programme.changes import brought_up
from domain.programme.checker.checker import check
from domain.programme.fault import place_words
from domain.programme.faults import faults
from domain.programme.problem import Problem as Year
from domain.programme.year.plan_commands import ProposePlan, ReplanProgramme
from domain.programme.year.state import Programme, ProgrammeStage
from domain.refusals import Refused

__all__ = ["Conflicting", "Conflicts", "conflicts_of"]

PLANS_REMEMBERED = 10
"""Plans that people look at; the tables of a year are some megabytes."""

_CHECKED_AGAINST = ("provider-", "inspection-", "staff-", "panel-", "programme-")
"""The streams that tell what a year is checked against (see :class:`activities.programme.record.ProgrammeRecord`)."""


@dataclass(frozen=True, slots=True)
class Conflicts:
    """What a plan no longer keeps.

    Attributes:
        year: its tables, with what the record knows today.
        broken: the rule, what it is about, and a sentence, for each.
    """

    year: Year
    broken: tuple[tuple[str, str, str], ...]


class Conflicting:
    """Checks plans against the record, and remembers it for as long as nothing has changed. Thread-safe."""

    def __init__(self, house: House) -> None:
        """Check for an installation.

        Args:
            house: the installation.
        """
        self._house = house
        self._found = Remembered[Conflicts](PLANS_REMEMBERED)

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
        try:
            return len(self._against(state, stands, lambda: seen_of(self._house, state, stands)).broken)
        except Refused:  # its tables are no longer kept, and it is checked no more
            return 0

    def against(self, state: Programme, seen: Seen) -> Conflicts:
        """What the record as it stands today says against a plan.

        Args:
            state: the programme.
            seen: the plan.
        """
        return self._against(state, seen.content.digest, lambda: seen)

    def _against(self, state: Programme, plan: str, seen_now: Callable[[], Seen | None]) -> Conflicts:
        code = state.known.programme

        def work_out() -> Conflicts:
            seen = seen_now()
            assert seen is not None, "it is one of the programme's plans"
            year = self._house.services.programme_record.filled(code, seen.year)
            return Conflicts(year, tuple(conflicts_of(seen, year)))

        return self._found.given((code, plan), self._known(), work_out)

    def _known(self) -> tuple[date, int]:
        """What it follows from beside the plan: the day, and how much is on record of what it is checked against."""
        services = self._house.services
        streams = chain.from_iterable(services.records.named(each) for each in _CHECKED_AGAINST)
        standings = services.records.read(list(streams))
        return today_in_london(services), sum(each.head.version for each in standings.values())


def conflicts_of(seen: Seen, year: Year) -> Iterator[tuple[str, str, str]]:
    """What a plan no longer keeps, the year being as the record has it now: the rule, what it is about, a sentence.

    Args:
        seen: the plan.
        year: its tables, with what the record knows today.
    """
    for fault in faults(year):
        yield "", place_words(fault.place), fault.sentence
    for each in check(year, brought_up(year, seen.plan.with_(problem=year.digest))).violations:
        yield each.rule, each.about, each.sentence
