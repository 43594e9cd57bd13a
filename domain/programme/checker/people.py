"""The checker's rules about people: who is on a team, and what each of them can do and is already doing."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from domain.programme.checker.violation import Violation
from domain.programme.plan import Member, Placement, Plan
from domain.programme.problem import Inspection, Kind, Need, Person, Problem
from domain.programme.roles import in_role
from domain.programme.weeks import spoken_spans
from domain.text import counted

__all__ = ["broken_by_people"]


@dataclass(frozen=True, slots=True)
class _Work:
    """What somebody does on one inspection, from the first week of preparation to the last of writing."""

    inspection: str
    first: int
    last: int


def broken_by_people(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """Every way in which a plan breaks H2, H3, H4, H5, H11 or, as to people, H10."""
    inspections = {each.id: each for each in problem.inspections}
    kinds = {each.id: each for each in problem.kinds}
    staff = {each.id: each for each in problem.staff}
    leads = {each.id: each.last_lead for each in problem.providers}
    work: dict[str, list[_Work]] = defaultdict(list)
    for placement in plan.placements:
        inspection = inspections.get(placement.inspection)
        if inspection is None:
            continue
        kind = kinds[inspection.kind]
        yield from _numbers(inspection, kind, placement)
        yield from _mix(inspection, kind, placement, staff)
        for member in placement.team:
            person = staff.get(member.person)
            need = next((each for each in kind.needs if each.role == member.role), None)
            if person is None:
                yield Violation("H2", inspection.id, f"{member.person} is on its team and not on the staff")
            elif need is not None:
                done = _work(inspection, need, placement.start)
                yield from _eligible(inspection, need, person, done, leads)
                yield from _in_role(inspection, kind, need, person, placement.start)
                work[person.id].append(done)
    yield from _rotation(inspections, plan)
    yield from _fixed(problem, plan)
    for person in problem.staff:
        yield from _free(person, work[person.id])
        load = sum(each.last - each.first + 1 for each in work[person.id])
        if load > person.cap:
            yield Violation("H5", person.id, f"works {load} weeks; the cap is {person.cap}")


def _work(inspection: Inspection, need: Need, start: int) -> _Work:
    return _Work(inspection.id, start - need.before, start + inspection.length - 1 + need.after)


def _numbers(inspection: Inspection, kind: Kind, placement: Placement) -> Iterator[Violation]:
    """H2: as many in each role as are asked for, and nobody twice."""
    roles = Counter(member.role for member in placement.team)
    wanted = {need.role: need.number for need in kind.needs}
    for role in sorted({*roles, *wanted}):
        if roles[role] != wanted.get(role, 0):
            said = f"its team has {roles[role]} in the role of {role}; it takes {wanted.get(role, 0)}"
            yield Violation("H2", inspection.id, said)
    for person, times in sorted(Counter(member.person for member in placement.team).items()):
        if times > 1:
            yield Violation("H2", inspection.id, f"{person} is on its team {times} times")


def _mix(
    inspection: Inspection, kind: Kind, placement: Placement, staff: Mapping[str, Person]
) -> Iterator[Violation]:
    """H11: the mix of skills, and the trainees."""
    team = [staff[id_] for id_ in sorted({member.person for member in placement.team}) if id_ in staff]
    for mix in kind.mix:
        having = sum(mix.skill in person.skills for person in team)
        if having < mix.at_least:
            said = f"{having} of its team have the skill {mix.skill}; it takes {mix.at_least}"
            yield Violation("H11", inspection.id, said)
    trainees = sum(person.trainee for person in team)
    if trainees > kind.trainees:
        said = f"its team has {counted(trainees, 'trainee')}; it may have {kind.trainees}"
        yield Violation("H11", inspection.id, said)


def _eligible(
    inspection: Inspection, need: Need, person: Person, work: _Work, leads: Mapping[str, str | None]
) -> Iterator[Violation]:
    """H3: role, skills, conflicts, and the rotation of leads."""
    if need.role not in person.roles:
        yield Violation("H3", inspection.id, f"{person.id} does not hold the role of {need.role}")
    for skill in need.skills:
        if skill not in person.skills:
            yield Violation("H3", inspection.id, f"{person.id}, its {need.role}, lacks the skill {skill}")
    for conflict in person.conflicts:
        in_force = conflict.until is None or conflict.until >= work.first
        if conflict.provider in inspection.providers and in_force:
            said = f"{person.id} has a conflict of interest with {conflict.provider}: {conflict.why}"
            yield Violation("H3", inspection.id, said)
    if need.role == "lead":
        for provider in inspection.providers:
            if leads.get(provider) == person.id:
                yield Violation("H3", inspection.id, f"{person.id} led the last inspection of {provider}")


def _in_role(
    inspection: Inspection, kind: Kind, need: Need, person: Person, start: int
) -> Iterator[Violation]:
    """H3: the role is held during fieldwork, and by whoever leads from the announcement on, if that is to come."""
    ahead = kind.notice if need.role == "lead" and not inspection.announced else 0
    last = start + inspection.length - 1
    if need.role in person.roles and not in_role(person, need.role, start - ahead, last):
        spans = spoken_spans(each.weeks for each in person.held if each.role == need.role)
        said = f"{person.id} holds the role of {need.role} in {spans} only"
        yield Violation("H3", inspection.id, said)


def _rotation(inspections: Mapping[str, Inspection], plan: Plan) -> Iterator[Violation]:
    """H3, among the inspections of the year: whoever leads one of a provider leads no other of it.

    Who leads what has been announced is settled with it; between two such inspections nothing is asked.
    """
    led: dict[str, list[Inspection]] = defaultdict(list)
    for placement in sorted(plan.placements, key=lambda each: (each.start, each.inspection)):
        inspection = inspections.get(placement.inspection)
        if inspection is None:
            continue
        for person in sorted({member.person for member in placement.team if member.role == "lead"}):
            for other in led[person]:
                both = set(inspection.providers) & set(other.providers)
                if both and not (inspection.announced and other.announced):
                    said = f"{person} leads {other.id} this year too, which is also of {min(both)}"
                    yield Violation("H3", inspection.id, said)
            led[person].append(inspection)


def _free(person: Person, work: list[_Work]) -> Iterator[Violation]:
    """H4: one thing at a time."""
    in_order = sorted(work, key=lambda each: (each.first, each.inspection))
    latest: _Work | None = None
    for each in in_order:
        if latest is not None and each.first <= latest.last and each.inspection != latest.inspection:
            said = f"works on {latest.inspection} until week {latest.last} and on {each.inspection} from {each.first}"
            yield Violation("H4", person.id, said)
        if latest is None or each.last > latest.last:
            latest = each
        for span in person.leave:
            if span.touches(each.first, each.last):
                said = f"works on {each.inspection} while on leave in {spoken_spans([span])}"
                yield Violation("H4", person.id, said)
        for booking in person.bookings:
            if booking.weeks.touches(each.first, each.last):
                said = f"works on {each.inspection} in {spoken_spans([booking.weeks])}, booked for {booking.what}"
                yield Violation("H4", person.id, said)


def _fixed(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """H10: people who are fixed are on the team, in their role."""
    teams = {each.inspection: each.team for each in plan.placements}
    for pin in problem.pins:
        if pin.person is None or pin.role is None or pin.inspection not in teams:
            continue
        if Member(person=pin.person, role=pin.role) not in teams[pin.inspection]:
            said = f"{pin.person} is not on its team as {pin.role}; {pin.by} fixed that: {pin.why}"
            yield Violation("H10", pin.inspection, said)
