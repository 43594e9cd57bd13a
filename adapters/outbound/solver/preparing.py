"""A problem made ready to be solved: for each inspection its weeks, panels and people, with what each costs."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from adapters.outbound.solver.possible import EARLIEST, Job, Possible, Post, Publication, Worker, bits
from adapters.outbound.solver.waiting import without_panel
from domain.programme.plan import Plan
from domain.programme.problem import Inspection, Kind, Need, Person, Problem

__all__ = ["possible"]

NEVER = 10_000
"""A week that does not come."""


def possible(problem: Problem, before: Plan | None = None) -> Possible:
    """Make a problem ready to be solved.

    Args:
        problem: a problem without faults.
        before: the plan that is to be replaced, where changes cost.
    """
    return _Preparing(problem, before).done()


class _Preparing:
    def __init__(self, problem: Problem, before: Plan | None) -> None:
        self.problem = problem
        self.before = before
        self.kinds = {kind.id: kind for kind in problem.kinds}
        self.regions = {region.id: at for at, region in enumerate(problem.regions)}
        self.providers = {provider.id: provider for provider in problem.providers}
        self.people = {person.id: at for at, person in enumerate(problem.staff)}
        self.jobs = {inspection.id: at for at, inspection in enumerate(problem.inspections)}
        self.old = {each.inspection: each for each in before.placements} if before is not None else {}
        self.fares: dict[tuple[str, str], int] = {}
        for each in problem.travel:
            self.fares.setdefault((each.to, each.home), each.cost)
        self.fares.update({(each.home, each.to): each.cost for each in problem.travel})
        self.visits: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for visit in problem.visits:
            blocked = (visit.weeks.first - visit.gap, visit.weeks.last + visit.gap)
            self.visits[visit.provider].append(blocked)
        self.starts: dict[str, int] = {
            pin.inspection: pin.start for pin in problem.pins if pin.start is not None
        }
        self.standing = {each.id for each in problem.inspections if each.announced and each.id in self.starts}
        self.apart: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for pair in problem.apart:
            if {pair.first, pair.second} <= self.standing:
                continue
            one, other = self.jobs[pair.first], self.jobs[pair.second]
            self.apart[one].append((other, pair.gap))
            self.apart[other].append((one, pair.gap))
        self.inspected: dict[str, list[int]] = defaultdict(list)
        for at, inspection in enumerate(problem.inspections):
            for provider in inspection.providers:
                self.inspected[provider].append(at)
        self.panels: dict[str, str] = {
            pin.inspection: pin.panel for pin in problem.pins if pin.panel is not None
        }
        self.members: dict[tuple[str, str], list[int]] = defaultdict(list)
        for pin in problem.pins:
            if pin.person is not None and pin.role is not None:
                self.members[pin.inspection, pin.role].append(self.people[pin.person])
        self.conflicts: dict[str, list[tuple[int, int | None]]] = defaultdict(list)
        for at, person in enumerate(problem.staff):
            for conflict in person.conflicts:
                self.conflicts[conflict.provider].append((at, conflict.until))
        self.held = _held(problem)
        self.shared_terms: dict[tuple[str, int, int], Mapping[int, int]] = {}
        self.shared_fares: dict[tuple[str, tuple[str, ...], str], Mapping[int, int]] = {}
        self.shared_ways: dict[tuple[frozenset[str], int, str | None, bool], tuple[Publication, ...]] = {}
        self.waiting = self._waiting()
        self.closed = 0
        for span in problem.blackouts:
            self.closed |= bits(span.first, span.last)

    def done(self) -> Possible:
        problem = self.problem
        return Possible(
            problem=problem,
            jobs=tuple(self._job(at, each) for at, each in enumerate(problem.inspections)),
            workers=tuple(self._worker(each) for each in problem.staff),
            caps=tuple(each.cap for each in problem.regions),
            slots=(*(each.room for each in problem.panels), *((len(self.waiting),) if self.waiting else ())),
            load=problem.weights.load,
            before=self.before,
        )

    def _worker(self, person: Person) -> Worker:
        away = 0
        for span in (*person.leave, *(each.weeks for each in person.bookings)):
            away |= bits(span.first, span.last)
        margin = self.problem.weights.margin
        low = person.target * (100 - margin) // 100
        high = (person.target * (100 + margin) + 99) // 100
        return Worker(
            person.id,
            away,
            frozenset(person.skills),
            person.trainee,
            len(person.roles),
            person.cap,
            min(low, person.cap),
            high,
        )

    def _job(self, at: int, inspection: Inspection) -> Job:
        kind = self.kinds[inspection.kind]
        starts = {week: self._date_cost(inspection, week) for week in self._weeks(inspection, kind)}
        publications: dict[int, tuple[Publication, ...]] = {}
        if kind.reported:
            publications = {week: self._publications(inspection, week) for week in starts}
            if inspection.id in self.waiting:
                publications = {week: (*ways, self._none(inspection)) for week, ways in publications.items()}
            starts = {week: cost for week, cost in starts.items() if publications[week]}
        return Job(
            id=inspection.id,
            region=self.regions[inspection.region],
            length=inspection.length,
            missing=self._missing(inspection),
            mandatory=inspection.mandatory,
            starts=starts,
            publications=publications,
            reported=kind.reported,
            posts=tuple(self._post(inspection, need) for need in kind.needs),
            mix=tuple((each.skill, each.at_least) for each in kind.mix),
            trainees=kind.trainees,
            apart=tuple(self.apart[at]),
            kin=tuple(self._kin(at, inspection)),
        )

    def _missing(self, inspection: Inspection) -> int:
        """What it costs that an inspection has no place."""
        weights = self.problem.weights
        return weights.unplaced_mandatory if inspection.mandatory else weights.unplaced_risk * inspection.risk

    def _none(self, inspection: Inspection) -> Publication:
        """That an inspection waits for a panel, which costs half of what it costs to have no place."""
        return Publication(len(self.problem.panels), None, self._missing(inspection) // 2)

    def _waiting(self) -> frozenset[str]:
        """What was announced, and for which no panel is left however the others go; what keeps its panel, first."""
        found = []
        for each in self.problem.inspections:
            if each.id in self.standing and self.kinds[each.kind].reported and each.id not in self.panels:
                ways = self._publications(each, self.starts[each.id])
                panels = [way.panel for way in sorted(ways, key=lambda way: way.panel)]
                old = self.old.get(each.id)
                keeps = [at for at in panels if old is not None and self.problem.panels[at].id == old.panel]
                end = self.starts[each.id] + each.length
                found.append((not keeps, end, each.id, [*keeps, *(at for at in panels if at not in keeps)]))
        held = [self.panels[each] for each in self.panels if each in self.standing]
        slots = [max(0, each.room - held.count(each.id)) for each in self.problem.panels]
        return without_panel({code: panels for _, _, code, panels in sorted(found)}, slots)

    def _kin(self, at: int, inspection: Inspection) -> Sequence[int]:
        """Other inspections of its providers; who leads two that have been announced is settled with them."""
        found = {other for each in inspection.providers for other in self.inspected[each]} - {at}
        announced = inspection.announced
        return sorted(
            other for other in found if not (announced and self.problem.inspections[other].announced)
        )

    def _weeks(self, inspection: Inspection, kind: Kind) -> Sequence[int]:
        """The weeks in which an inspection may start."""
        pinned = self.starts.get(inspection.id)
        if pinned is not None and inspection.id in self.standing:
            return [pinned]
        weeks = {week for span in inspection.windows for week in range(span.first, span.last + 1)}
        for partner in inspection.partners:
            weeks &= {week for span in partner for week in range(span.first, span.last + 1)}
        earliest = self.problem.now if inspection.announced else self.problem.now + kind.notice
        weeks &= set(range(max(0, earliest), self.problem.weeks))
        if pinned is not None:
            weeks &= {pinned}
        blocked = [span for provider in inspection.providers for span in self.visits.get(provider, ())]
        return sorted(
            week
            for week in weeks
            if not bits(week, week + inspection.length - 1) & self.closed
            and all(week > last or week + inspection.length - 1 < first for first, last in blocked)
        )

    def _date_cost(self, inspection: Inspection, week: int) -> int:
        weights = self.problem.weights
        cost = abs(week - inspection.preferred) * weights.date
        old = self.old.get(inspection.id)
        if old is not None and old.start != week:
            cost += weights.moved * (weights.announced if inspection.announced else 1)
        return cost

    def _publications(self, inspection: Inspection, week: int) -> tuple[Publication, ...]:
        regions = frozenset(
            (inspection.region, *(self.providers[each].region for each in inspection.providers))
        )
        key = (
            regions,
            week + inspection.length - 1,
            self.panels.get(inspection.id),
            inspection.id in self.standing,
        )
        if key not in self.shared_ways:
            self.shared_ways[key] = self._ways(*key)
        return self.shared_ways[key]

    def _ways(
        self, regions: frozenset[str], end: int, pinned: str | None, stands: bool
    ) -> tuple[Publication, ...]:
        """How an inspection in some regions may be reported whose fieldwork ends in a week.

        The report of one that stands where it is may go to a later panel than others: its own may have been cancelled.
        """
        rules = self.problem.reporting
        silent = 0
        for each in self.problem.pre_election:
            if not each.regions or not regions.isdisjoint(each.regions):
                silent |= bits(each.weeks.first, each.weeks.last)
        found = []
        for at, panel in enumerate(self.problem.panels):
            wait = panel.week - end
            latest = wait if stands else rules.latest_panel
            if not rules.earliest_panel <= wait <= latest or pinned not in (None, panel.id):
                continue
            published = max(end + rules.after_fieldwork, panel.week + rules.after_panel)
            while silent >> (published + EARLIEST) & 1:
                published += 1
            if published <= self.problem.weeks + self.problem.tail - 1:
                late = max(0, published - end - rules.target) * self.problem.weights.late
                found.append(Publication(at, published, late))
        return tuple(sorted(found, key=lambda each: (each.cost, each.panel)))

    def _post(self, inspection: Inspection, need: Need) -> Post:
        weights = self.problem.weights
        barred: dict[int, int] = {}
        for provider in inspection.providers:
            led = self.providers[provider].last_lead
            if need.role == "lead" and led in self.people:
                barred[self.people[led]] = NEVER
            for person, until in self.conflicts.get(provider, ()):
                free = NEVER if until is None else until + 1 + need.before
                barred[person] = max(barred.get(person, free), free)
        old = self.old.get(inspection.id)
        return Post(
            role=need.role,
            number=need.number,
            before=need.before,
            work=need.before + inspection.length + need.after,
            fares=self._fares(need, inspection.region),
            barred=barred,
            pinned=frozenset(self.members.get((inspection.id, need.role), ())),
            known=None if old is None else frozenset(self.people.get(each.person, -1) for each in old.team),
            change=weights.swapped * (weights.announced if inspection.announced else 1),
            terms=self._terms(inspection, need),
        )

    def _terms(self, inspection: Inspection, need: Need) -> Mapping[int, int]:
        """At which starts those hold a role who do not hold it all year: leads must from the announcement on."""
        led = need.role == "lead" and not inspection.announced
        key = (need.role, self.kinds[inspection.kind].notice if led else 0, inspection.length)
        if key not in self.shared_terms:
            _, ahead, length = key
            self.shared_terms[key] = {
                at: sum(
                    1 << (week + EARLIEST)
                    for week in range(self.problem.weeks)
                    if any(first <= week - ahead and week + length - 1 <= last for first, last in spans)
                )
                for at, spans in self.held.get(need.role, {}).items()
            }
        return self.shared_terms[key]

    def _fares(self, need: Need, region: str) -> Mapping[int, int]:
        key = (need.role, need.skills, region)
        if key not in self.shared_fares:
            wanted = set(need.skills)
            found = sorted(
                (self._fare(person.home, region), at)
                for at, person in enumerate(self.problem.staff)
                if need.role in person.roles and wanted <= set(person.skills)
            )
            self.shared_fares[key] = {at: cost for cost, at in found}
        return self.shared_fares[key]

    def _fare(self, home: str, region: str) -> int:
        if home == region:
            return 0
        return self.fares.get((home, region), self.problem.other_travel) * self.problem.weights.travel


def _held(problem: Problem) -> Mapping[str, Mapping[int, Sequence[tuple[int, int]]]]:
    """For each role those who do not hold it all year, with the weeks on end in which they do."""
    found: dict[str, dict[int, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    for at, person in enumerate(problem.staff):
        for each in person.held:
            found[each.role][at].append((each.weeks.first, each.weeks.last))
    return found
