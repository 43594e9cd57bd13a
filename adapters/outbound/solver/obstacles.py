"""Everything that keeps one inspection from being placed in a plan as it stands, each obstacle by itself."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Literal

from domain.programme.checker.rules import Rule
from domain.programme.plan import Plan
from domain.programme.problem import Inspection, Kind, Person, Problem
from domain.programme.weeks import Span, distance, spoken_spans
from domain.text import counted

__all__ = ["Obstacle", "Sort", "Way", "obstacles", "ways_of"]

Sort = Literal[
    "", "apart", "visit", "panel", "leave", "booking", "work", "conflict", "led", "leads", "cap", "term"
]
"""What an obstacle is one of many of."""

Way = tuple[int, str, int]
"""A start, a panel, and the week of publication that follows from both."""


_NAMED, _SPANS = 3, 6
"""As many people, and as many stretches of weeks, are said by name."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing that stands in the way; what it forbids is what it says and nothing else.

    Attributes:
        rule: the hard rule behind it.
        about: the inspection, person, panel or region concerned.
        sentence: what it is, a clause.
        weeks: starts that it forbids; for an obstacle to people, the starts for which it forbids them.
        people: people whom it forbids, in the roles of ``roles``.
        roles: these roles.
        ways: starts with a panel that it forbids.
        skill: a skill that so many of the team must have.
        trainees: the most trainees.
        must: somebody who must be on the team, in which role.
        sort: what it is one of many of; "" for one that stands alone.
    """

    rule: Rule
    about: str
    sentence: str
    weeks: frozenset[int] = frozenset()
    people: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    ways: frozenset[Way] = frozenset()
    skill: tuple[str, int] | None = None
    trainees: int | None = None
    must: tuple[str, str] | None = None
    sort: Sort = ""


@dataclass(frozen=True, slots=True)
class _Work:
    """What somebody does on one inspection."""

    inspection: str
    span: Span


def ways_of(problem: Problem, inspection: Inspection, weeks: Iterable[int]) -> Iterator[Way]:
    """Every start with every panel that meets after fieldwork, and the publication that follows."""
    rules = problem.reporting
    regions = {inspection.region} | {
        each.region for each in problem.providers if each.id in inspection.providers
    }
    quiet = [each.weeks for each in problem.pre_election if not each.regions or regions & set(each.regions)]
    for week in weeks:
        end = week + inspection.length - 1
        for panel in problem.panels:
            if panel.week < end:
                continue
            out = max(end + rules.after_fieldwork, panel.week + rules.after_panel)
            while any(span.holds(out) for span in quiet):
                out += 1
            yield week, panel.id, out


def obstacles(problem: Problem, plan: Plan, inspection: Inspection, weeks: range) -> list[Obstacle]:
    """Everything that stands in the way of one inspection.

    Args:
        problem: the problem.
        plan: the plan without the inspection.
        inspection: the inspection.
        weeks: the starts that are looked at.
    """
    kind = next(each for each in problem.kinds if each.id == inspection.kind)
    standing = _standing(problem)
    found = [
        *_of_dates(problem, inspection, kind, weeks),
        *_of_neighbours(problem, plan, inspection, weeks, standing),
        *_of_team(problem, inspection, kind),
    ]
    if kind.reported:
        found += _of_reporting(problem, plan, inspection, weeks, stands=inspection.id in standing)
    work = _assignments(problem, plan)
    leads = {each.id: each.last_lead for each in problem.providers}
    kin = _leads_of_kin(problem, plan, inspection)
    for person in problem.staff:
        found += _of_leading(leads, kin.get(person.id, ()), person, inspection, kind, weeks)
        found += _of_person(person, inspection, kind, work.get(person.id, ()), weeks)
    return [
        each for each in found
        if each.weeks or each.ways or each.skill or each.trainees is not None or each.must or each.people
    ]  # fmt: skip


def _standing(problem: Problem) -> Set[str]:
    """What has been announced and has its start fixed: it stays, whatever has come near it since."""
    fixed = {pin.inspection for pin in problem.pins if pin.start is not None}
    return {each.id for each in problem.inspections if each.announced and each.id in fixed}


def _of_dates(problem: Problem, inspection: Inspection, kind: Kind, weeks: range) -> Iterator[Obstacle]:
    def but(spans: Iterable[Span]) -> frozenset[int]:
        allowed = list(spans)
        return frozenset(week for week in weeks if not any(span.holds(week) for span in allowed))

    pin = next(
        (each for each in problem.pins if each.inspection == inspection.id and each.start is not None), None
    )
    if pin is not None and pin.start is not None:
        said = f"{pin.by} has fixed its start in week {pin.start}: {pin.why}"
        yield Obstacle("H10", inspection.id, said, weeks=frozenset(weeks) - {pin.start})
        if inspection.announced:
            return
    windows = f"it may start in {spoken_spans(inspection.windows)}"
    yield Obstacle("H1", inspection.id, windows, weeks=but(inspection.windows))
    for spans in inspection.partners:
        said = f"an inspectorate that joins can start in {spoken_spans(spans)}"
        yield Obstacle("H1", inspection.id, said, weeks=but(spans))
    earliest = problem.now + (0 if inspection.announced else kind.notice)
    said = f"with its notice it can start from week {earliest}"
    yield Obstacle("H1", inspection.id, said, weeks=frozenset(week for week in weeks if week < earliest))
    for span in problem.blackouts:
        near = frozenset(week for week in weeks if span.touches(week, week + inspection.length - 1))
        yield Obstacle("H1", inspection.id, f"there is no fieldwork in {spoken_spans([span])}", weeks=near)


def _of_neighbours(
    problem: Problem, plan: Plan, inspection: Inspection, weeks: range, standing: Set[str]
) -> Iterator[Obstacle]:
    def near(span: Span, gap: int) -> frozenset[int]:
        last = inspection.length - 1
        return frozenset(week for week in weeks if span.touches(week - gap, week + last + gap))

    lengths = {each.id: each.length for each in problem.inspections}
    placed = {each.inspection: Span.on_end(each.start, lengths[each.inspection]) for each in plan.placements}
    for pair in problem.apart:
        other = {pair.first: pair.second, pair.second: pair.first}.get(inspection.id)
        if other in placed and not {inspection.id, other} <= standing:
            said = f"{other} has fieldwork in {spoken_spans([placed[other]])}, and {distance(pair.gap)}: {pair.why}"
            yield Obstacle("H7", other, said, weeks=near(placed[other], pair.gap), sort="apart")
    for visit in problem.visits:
        if visit.provider in inspection.providers and inspection.id not in standing:
            when = spoken_spans([visit.weeks])
            said = f"{visit.who} visits {visit.provider} in {when}, and {distance(visit.gap)}"
            yield Obstacle("H7", visit.provider, said, weeks=near(visit.weeks, visit.gap), sort="visit")
    regions = {each.id: each.region for each in problem.inspections}
    cap = next(each.cap for each in problem.regions if each.id == inspection.region)
    there = [span for id_, span in placed.items() if regions[id_] == inspection.region]
    full = [
        week
        for week in range(weeks.start, weeks.stop + inspection.length)
        if sum(span.holds(week) for span in there) >= cap
    ]
    shut = frozenset(
        week for week in weeks if any(week <= each <= week + inspection.length - 1 for each in full)
    )
    most = "the only inspection" if cap == 1 else f"all the {counted(cap, 'inspection')}"
    said = f"the region {inspection.region} has {most} that it may have in fieldwork in {_few(full)}"
    yield Obstacle("H6", inspection.region, said, weeks=shut)


def _of_team(problem: Problem, inspection: Inspection, kind: Kind) -> Iterator[Obstacle]:
    for need in kind.needs:
        able = {
            each.id
            for each in problem.staff
            if need.role in each.roles and set(need.skills) <= set(each.skills)
        }
        skills = f" with {' and '.join(need.skills)}" if need.skills else ""
        said = f"it takes {need.number} in the role of {need.role}{skills}, and {_holders(able)}"
        others = frozenset(each.id for each in problem.staff) - able
        if others:
            yield Obstacle("H3", inspection.id, said, people=others, roles=frozenset((need.role,)))
    for mix in kind.mix:
        said = f"at least {mix.at_least} of its team must have the skill {mix.skill}"
        yield Obstacle("H11", inspection.id, said, skill=(mix.skill, mix.at_least))
    yield Obstacle(
        "H11",
        inspection.id,
        f"at most {kind.trainees} of its team may be in training",
        trainees=kind.trainees,
    )
    for pin in problem.pins:
        if pin.inspection == inspection.id and pin.person is not None and pin.role is not None:
            said = f"{pin.by} has fixed {pin.person} as {pin.role}: {pin.why}"
            yield Obstacle("H10", pin.person, said, must=(pin.person, pin.role))


def _of_reporting(
    problem: Problem, plan: Plan, inspection: Inspection, weeks: range, *, stands: bool
) -> Iterator[Obstacle]:
    rules, last = problem.reporting, inspection.length - 1
    ways = frozenset(ways_of(problem, inspection, weeks))
    panels = {each.id: each for each in problem.panels}
    waits = {way: panels[way[1]].week - way[0] - last for way in ways}
    late = frozenset(way for way in ways if waits[way] > rules.latest_panel and not stands)
    far = late | {way for way in ways if waits[way] < rules.earliest_panel}
    said = f"{rules.earliest_panel} to {rules.latest_panel} weeks after fieldwork"
    said = (
        f"a panel considers it {f'{rules.earliest_panel} weeks after fieldwork or later' if stands else said}"
    )
    yield Obstacle("H8", inspection.id, said, ways=far)
    for panel in problem.panels:
        agenda = sum(each.panel == panel.id for each in plan.placements)
        if agenda >= panel.room:
            others = f", as other programmes have {panel.taken}" if panel.taken else ""
            said = f"the panel {panel.id} in week {panel.week} {_without_room(panel.slots)}{others}"
            its = frozenset(way for way in ways if way[1] == panel.id)
            yield Obstacle("H8", panel.id, said, ways=its, sort="panel")
    out = frozenset(way for way in ways if way[2] > problem.last_week)
    said = f"it must be published by week {problem.last_week}, and in no pre-election period"
    yield Obstacle("H9", inspection.id, said, ways=out)
    pin = next(
        (each for each in problem.pins if each.inspection == inspection.id and each.panel is not None), None
    )
    if pin is not None:
        said = f"{pin.by} has fixed its panel, {pin.panel}: {pin.why}"
        yield Obstacle("H10", inspection.id, said, ways=frozenset(way for way in ways if way[1] != pin.panel))


def _of_person(
    person: Person,
    inspection: Inspection,
    kind: Kind,
    work: Sequence[_Work],
    weeks: range,
) -> Iterator[Obstacle]:
    """What keeps one person from each role, whether they hold it or not: that is an obstacle of its own."""
    one = frozenset((person.id,))
    done = sum(each.span.last - each.span.first + 1 for each in work)
    for need in kind.needs:
        role = frozenset((need.role,))
        after = inspection.length + need.after
        for span, said, sort in _engagements(person, work):
            # Somebody who works from `before` weeks ahead of a start until `after` weeks on meets the span.
            first, last = (
                max(weeks.start, span.first - after + 1),
                min(weeks.stop - 1, span.last + need.before),
            )
            if first <= last:
                yield Obstacle("H4", person.id, said, frozenset(range(first, last + 1)), one, role, sort=sort)
        ahead = kind.notice if need.role == "lead" and not inspection.announced else 0
        terms = [each.weeks for each in person.held if each.role == need.role]
        out = frozenset(
            week
            for week in weeks
            if not any(
                each.first <= week - ahead and week + inspection.length - 1 <= each.last for each in terms
            )
        )
        if terms and out:
            said = f"{person.id} holds the role of {need.role} in {spoken_spans(terms)} only"
            yield Obstacle("H3", person.id, said, out, one, role, sort="term")
        for conflict in person.conflicts:
            held = frozenset(
                week for week in weeks if conflict.until is None or week - need.before <= conflict.until
            )
            if conflict.provider in inspection.providers and held:
                said = f"{person.id} has a conflict of interest with {conflict.provider}: {conflict.why}"
                yield Obstacle("H3", person.id, said, held, one, role, sort="conflict")
        more = need.before + after
        if done + more > person.cap:
            said = (
                f"{person.id} would work {counted(done + more, 'week')} in all, and their cap is {person.cap}"
            )
            yield Obstacle("H5", person.id, said, frozenset(weeks), one, role, sort="cap")


def _of_leading(
    leads: Mapping[str, str | None],
    kin: Sequence[str],
    person: Person,
    inspection: Inspection,
    kind: Kind,
    weeks: range,
) -> Iterator[Obstacle]:
    """What the rotation of leads keeps somebody from leading."""
    if not any(need.role == "lead" for need in kind.needs):
        return
    always, one, role = frozenset(weeks), frozenset((person.id,)), frozenset(("lead",))
    led = [each for each in inspection.providers if leads[each] == person.id]
    if led:
        said = f"{person.id} led the last inspection of {led[0]}"
        yield Obstacle("H3", person.id, said, always, one, role, sort="led")
    for other in kin:
        said = f"{person.id} leads {other}, another inspection of the same provider this year"
        yield Obstacle("H3", person.id, said, always, one, role, sort="leads")


def _leads_of_kin(problem: Problem, plan: Plan, inspection: Inspection) -> Mapping[str, Sequence[str]]:
    """For everybody who leads other inspections of the same provider, which."""
    whom = set(inspection.providers)
    kin = {
        each.id
        for each in problem.inspections
        if each.id != inspection.id
        and not whom.isdisjoint(each.providers)
        and not (each.announced and inspection.announced)
    }
    found: dict[str, list[str]] = defaultdict(list)
    for placement in plan.placements:
        for member in placement.team if placement.inspection in kin else ():
            if member.role == "lead":
                found[member.person].append(placement.inspection)
    return found


def _engagements(person: Person, work: Sequence[_Work]) -> Iterator[tuple[Span, str, Sort]]:
    for span in person.leave:
        yield span, f"{person.id} is on leave in {spoken_spans([span])}", "leave"
    for booking in person.bookings:
        yield (
            booking.weeks,
            f"{person.id} is booked in {spoken_spans([booking.weeks])}: {booking.what}",
            "booking",
        )
    for each in work:
        yield each.span, f"{person.id} works on {each.inspection} in {spoken_spans([each.span])}", "work"


def _assignments(problem: Problem, plan: Plan) -> Mapping[str, Sequence[_Work]]:
    """What everybody does in a plan."""
    inspections = {each.id: each for each in problem.inspections}
    kinds = {each.id: each for each in problem.kinds}
    found: dict[str, list[_Work]] = defaultdict(list)
    for placement in plan.placements:
        inspection = inspections[placement.inspection]
        needs = {each.role: each for each in kinds[inspection.kind].needs}
        for member in placement.team:
            need = needs[member.role]
            length = need.before + inspection.length + need.after
            span = Span.on_end(placement.start - need.before, length)
            found[member.person].append(_Work(inspection.id, span))
    return found


def _holders(able: Set[str]) -> str:
    """Who can be something, by name where they are few."""
    if len(able) > _NAMED:
        return f"{len(able)} of the staff can be that"
    if not able:
        return "nobody on the staff can be that"
    return f"only {' and '.join(sorted(able))} can be that"


def _without_room(slots: int) -> str:
    if slots == 0:
        return "has no slots"
    return "has no slot left" if slots == 1 else f"has none of its {slots} slots left"


def _few(weeks: list[int]) -> str:
    """Some weeks, on end where they are, and no more of them than can be read."""
    spans: list[Span] = []
    for week in weeks:
        if spans and spans[-1].last == week - 1:
            spans[-1] = Span(first=spans[-1].first, last=week)
        else:
            spans.append(Span(first=week, last=week))
    more = f" and {counted(len(spans) - _SPANS, 'other time')}" if len(spans) > _SPANS else ""
    return f"{spoken_spans(spans[:_SPANS])}{more}"
