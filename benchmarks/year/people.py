"""What the staff record has to do with one inspection of the year: who works on it, and who may not.

What the script means is said to :class:`benchmarks.year.staff.Staff` and given as commands; who is barred, untrained,
away, or not the lead is tried as well, and must be turned away with the code that says so.
"""

from typing import TYPE_CHECKING

from benchmarks.year.staff import LEADS, SECOND_MANAGER, Staff
from benchmarks.year.team import Team, contact_of
from domain.cases.commands import AllocateCase
from domain.inspections.commands import ChangeLead
from domain.messages import Command
from domain.people.contacts import ContactDetails, RegisterPerson
from domain.people.roles import Role
from tests.support.kinds.ground import providers_of

if TYPE_CHECKING:
    from benchmarks.year.walking import YearWalk

__all__ = ["People"]


class People:
    """The people of one inspection.

    Attributes:
        staff: everybody.
        team: who works on it.
        turned_away: the codes with which the staff record turned somebody away.
    """

    def __init__(self, walk: "YearWalk", staff: Staff) -> None:
        """Nobody works on it yet."""
        self._walk, self.staff = walk, staff
        codes = tuple(code for code, _ in providers_of(walk.protocol, walk.reference))
        self.team = Team(staff, walk.part.number, walk.reference, codes)
        self.turned_away: list[str] = []
        self._passed_over: str | None = None
        self._friend: str | None = None

    def take_on(self) -> None:
        """Each provider has a contact; whoever has to do with it says so; somebody who can is to lead."""
        walk, team, today = self._walk, self.team, self._walk.year.today
        for each in team.providers:
            details = ContactDetails(person_name="Cyd Example", email=f"contact@{each}.example.org")
            walk.give(RegisterPerson(person=contact_of(each), provider=each, details=details))
        provider = team.providers[0]
        if walk.once("barred"):
            self._passed_over = team.next_lead(today)
            self._friend = team.next_readers(today)[0]
            lent = self.staff.declares(self._passed_over, provider, "secondment", today)
            walk.give(lent, Role.LEAD_INSPECTOR, self._passed_over)
            befriended = self.staff.declares(self._friend, provider, "friendship", today)
            walk.give(befriended, Role.INSPECTOR, self._friend)
        if walk.once("accepted"):
            known = team.next_readers(today)[1]
            declared = self.staff.declares(known, provider, "former-employer", today)
            walk.give(declared, Role.INSPECTOR, known)
            accepted = self.staff.accepts(known, provider, walk.reference)
            walk.give(accepted, Role.OPERATIONS_MANAGER, SECOND_MANAGER)
        team.lead = team.next_lead(today)

    def keep_from_leading(self) -> None:
        """Whoever was lent by the provider cannot lead it."""
        if self._passed_over is not None:
            lead = ChangeLead(inspection=self._walk.reference, lead=self._passed_over, why="other-work")
            self._in_vain(lead, "cooling-off")

    def name_readers(self) -> list[str]:
        """Who read its cases: those whose turn it is, and who can."""
        today = self._walk.year.today
        for command in self.staff.takes_again(today):
            self._walk.give(command, Role.OPERATIONS_MANAGER)
        self.team.readers = self.team.next_readers(today)
        return self.team.readers

    def keep_from_reading(self, case: str) -> None:
        """A case is not given to a friend of the provider's, nor to who is away, untrained, or reads no more."""
        walk, today = self._walk, self._walk.year.today
        for each in self.staff.people.values():
            if Role.INSPECTOR not in each.roles:
                continue
            named = AllocateCase(case=case, reader=each.who)
            barred = each.barred(self.team.providers, walk.reference, today)
            if each.who == self._friend and each.able(Role.INSPECTOR, today):
                self._in_vain(named, "conflict-of-interest", Role.LEAD_INSPECTOR)
            elif not barred and not each.here(today):
                self._in_vain(named, "on-leave", Role.LEAD_INSPECTOR)
            elif not barred and today not in each.roles[Role.INSPECTOR]:
                self._in_vain(named, "role-not-held", Role.LEAD_INSPECTOR)
            elif not barred and not each.trained(Role.INSPECTOR, today):
                self._in_vain(named, "not-trained", Role.LEAD_INSPECTOR)

    def keep_from_judging(self, judgement: Command) -> None:
        """Another lead inspector does not judge in its lead's place; tried once."""
        if "not-the-lead" not in self.turned_away:
            today = self._walk.year.today
            who = next(each for each in LEADS if each != self.team.lead and self._could_lead(each))
            assert self.staff.people[who].here(today)
            self._in_vain(judgement, "not-the-lead", Role.LEAD_INSPECTOR, who)

    def falls_away(self, who: str, days: int) -> None:
        """Somebody is away from the next working day on, for so many more; it goes on when they are.

        Not from today on: today they may have worked already, here or on another inspection.
        """
        walk = self._walk
        since = walk.later(1)
        for command in self.staff.falls_away(who, since, walk.later(days, since)):
            walk.give(command, Role.OPERATIONS_MANAGER)
        walk.wait(1)

    def can_read(self, who: str) -> bool:
        """Whether somebody can read today."""
        return self.staff.people[who].able(Role.INSPECTOR, self._walk.year.today)

    def _could_lead(self, who: str) -> bool:
        walk, person = self._walk, self.staff.people[who]
        today = walk.year.today
        return person.able(Role.LEAD_INSPECTOR, today) and not person.barred(
            self.team.providers, walk.reference, today
        )

    def _in_vain(self, command: Command, wanted: str, by: Role | None = None, who: str | None = None) -> None:
        """Somebody may neither act nor be named; that is asked, and does not go on the record."""
        found = self._walk.year.refusal(command, by, who)
        if found != wanted:
            where = f"{self._walk.reference}: {command.verb}"
            raise AssertionError(f"{where}: {found}, and should be {wanted}")
        self.turned_away.append(wanted)
