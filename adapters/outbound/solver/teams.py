"""Whether a team can be made of the people who are free, exactly: the numbers, the mix of skills, the trainees."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from domain.programme.plan import Member
from domain.programme.problem import Person, Role

__all__ = ["Seat", "team_of"]

Sort = tuple[tuple[bool, ...], tuple[bool, ...], bool]
"""What matters of somebody: in which seats they could be, which of the skills they have, whether they are a trainee."""


@dataclass(frozen=True, slots=True)
class Seat:
    """One role of a team, with everybody who is free for it.

    Attributes:
        role: the role.
        number: how many people it takes.
        free: who is free for it.
    """

    role: Role
    number: int
    free: Mapping[str, Person]


def team_of(
    seats: Sequence[Seat],
    mix: Sequence[tuple[str, int]],
    trainees: int | None,
    must: Sequence[tuple[str, str]],
    somewhere: str | None,
) -> tuple[Member, ...] | None:
    """A team, or None if there is none.

    Args:
        seats: the roles.
        mix: skills, with how many of the team must have each.
        trainees: the most trainees; None: any number.
        must: people who must be in a certain role.
        somewhere: somebody who must be on the team, in whatever role.
    """
    for some in range(1, len(seats) + 1):
        for group in combinations(seats, some):
            if len(set().union(*(each.free for each in group))) < sum(each.number for each in group):
                return None
    fixed = list(must)
    if somewhere is None or any(person == somewhere for person, _ in fixed):
        return _Filling(seats, mix, trainees).fill(fixed)
    for seat in seats:
        team = _Filling(seats, mix, trainees).fill([*fixed, (somewhere, seat.role)])
        if team is not None:
            return team
    return None


class _Filling:
    """Filling the seats, people of one sort being as good as each other."""

    sorts: Sequence[Sort]

    def __init__(self, seats: Sequence[Seat], mix: Sequence[tuple[str, int]], trainees: int | None) -> None:
        self.seats = seats
        self.mix = mix
        self.trainees = sum(each.number for each in seats) if trainees is None else trainees
        self.hopeless: set[tuple[int, int, tuple[int, ...], tuple[int, ...], int]] = set()

    def fill(self, fixed: Sequence[tuple[str, str]]) -> tuple[Member, ...] | None:
        left = [seat.number for seat in self.seats]
        lacking = [number for _, number in self.mix]
        trainees = self.trainees
        members: list[Member] = []
        for person_id, role in fixed:
            at = next((nth for nth, seat in enumerate(self.seats) if seat.role == role), None)
            if at is None or left[at] == 0 or person_id not in self.seats[at].free:
                return None
            person = self.seats[at].free[person_id]
            left[at] -= 1
            trainees -= person.trainee
            lacking = self._less(lacking, self._skills(person))
            members.append(Member(person=person_id, role=self.seats[at].role))
        if trainees < 0:
            return None
        taken = {person for person, _ in fixed}
        pools: dict[Sort, list[str]] = {}
        everybody = {person_id: each for seat in self.seats for person_id, each in seat.free.items()}
        for person_id in sorted(everybody.keys() - taken):
            pools.setdefault(self._sort(everybody[person_id]), []).append(person_id)
        self.sorts = list(pools)
        counts = tuple(min(len(pools[sort]), 30) for sort in self.sorts)
        picks = self._choose(0, left, counts, tuple(lacking), trainees)
        if picks is None:
            return None
        for seat, sort in picks:
            members.append(Member(person=pools[self.sorts[sort]].pop(), role=self.seats[seat].role))
        return tuple(members)

    def _sort(self, person: Person) -> Sort:
        return (tuple(person.id in seat.free for seat in self.seats), self._skills(person), person.trainee)

    def _skills(self, person: Person) -> tuple[bool, ...]:
        return tuple(skill in person.skills for skill, _ in self.mix)

    def _less(self, lacking: Sequence[int], has: Sequence[bool]) -> list[int]:
        return [max(0, number - each) for number, each in zip(lacking, has, strict=True)]

    def _choose(
        self, seat: int, left: Sequence[int], counts: tuple[int, ...], lacking: tuple[int, ...], trainees: int
    ) -> list[tuple[int, int]] | None:
        """For every seat that is left, a sort of person; None if that cannot be."""
        while seat < len(left) and left[seat] == 0:
            seat += 1
        if any(number > sum(left[seat:]) for number in lacking):
            return None
        if seat == len(left):
            return []
        key = (seat, left[seat], counts, lacking, trainees)
        if key in self.hopeless:
            return None
        fewer = [number - (at == seat) for at, number in enumerate(left)]
        for at, (seats, skills, trainee) in enumerate(self.sorts):
            if counts[at] == 0 or not seats[seat] or trainee > trainees:
                continue
            rest = tuple(number - (nth == at) for nth, number in enumerate(counts))
            found = self._choose(seat, fewer, rest, tuple(self._less(lacking, skills)), trainees - trainee)
            if found is not None:
                return [(seat, at), *found]
        self.hopeless.add(key)
        return None
