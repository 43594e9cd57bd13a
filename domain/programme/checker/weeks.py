"""The checker's rules about weeks: when an inspection starts, its neighbours, its panel and its publication."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Set

from domain.programme.checker.violation import Violation
from domain.programme.plan import Placement, Plan
from domain.programme.problem import Inspection, Kind, Panel, Problem
from domain.programme.publishing import panel_room
from domain.programme.weeks import Span, clear_weeks, distance, spoken, spoken_spans
from domain.text import counted

__all__ = ["broken_by_weeks"]


def broken_by_weeks(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """Every way in which a plan breaks H1, H6, H7, H8, H9 or, as to weeks and panels, H10."""
    inspections = {each.id: each for each in problem.inspections}
    kinds = {each.id: each for each in problem.kinds}
    panels = {each.id: each for each in problem.panels}
    regions = {each.id: each.region for each in problem.providers}
    starts = {pin.inspection: pin for pin in problem.pins if pin.start is not None}
    fixed_panels = {pin.inspection: pin for pin in problem.pins if pin.panel is not None}
    if plan.problem != problem.digest:
        yield Violation("H1", "plan", "it was made for another problem than this one")
    standing = {each.id for each in problem.inspections if each.announced and each.id in starts}
    fieldwork: dict[str, Span] = {}
    for placement in plan.placements:
        inspection = inspections.get(placement.inspection)
        if inspection is None:
            yield Violation("H1", placement.inspection, "there is no such inspection in the problem")
            continue
        fieldwork[inspection.id] = Span.on_end(placement.start, inspection.length)
        start = starts.get(inspection.id)
        if start is not None and start.start != placement.start:
            said = f"starts in week {placement.start}; {start.by} fixed week {start.start}: {start.why}"
            yield Violation("H10", inspection.id, said)
        stands = inspection.id in standing
        yield from _start(problem, inspection, kinds[inspection.kind], placement.start, stands=stands)
        yield from _report(problem, inspection, kinds[inspection.kind], panels, placement, stands=stands)
        if kinds[inspection.kind].reported and placement.panel in panels:
            homes = {inspection.region, *(regions[each] for each in inspection.providers)}
            end = placement.start + inspection.length - 1
            yield from _publication(problem, placement, end, panels[placement.panel], homes)
        fixed = fixed_panels.get(inspection.id)
        if fixed is not None and fixed.panel != placement.panel:
            said = f"goes to {placement.panel or 'no panel'}; {fixed.by} fixed {fixed.panel}: {fixed.why}"
            yield Violation("H10", inspection.id, said)
    yield from _regions(problem, inspections, fieldwork)
    yield from _neighbours(problem, fieldwork, standing)
    yield from _visits(problem, inspections, fieldwork, standing)
    yield from _slots(plan, panels)


def _start(
    problem: Problem, inspection: Inspection, kind: Kind, start: int, *, stands: bool
) -> Iterator[Violation]:
    """H1: the week is one in which this inspection may start; for one that stands where it is, one of the year."""
    week = spoken(problem.first_monday, start)
    if not 0 <= start < problem.weeks:
        yield Violation("H1", inspection.id, f"starts in {week}, which is not in this year")
    if stands:
        return
    if not any(span.holds(start) for span in inspection.windows):
        said = f"starts in {week}; it may start in {spoken_spans(inspection.windows)}"
        yield Violation("H1", inspection.id, said)
    for spans in inspection.partners:
        if not any(span.holds(start) for span in spans):
            said = f"starts in {week}; an inspectorate that joins can start in {spoken_spans(spans)}"
            yield Violation("H1", inspection.id, said)
    noticed = problem.now + (0 if inspection.announced else kind.notice)
    if start < noticed:
        said = f"starts in {week}; with its notice it can start from week {noticed}"
        yield Violation("H1", inspection.id, said)
    for span in problem.blackouts:
        if span.touches(start, start + inspection.length - 1):
            said = f"has fieldwork in {spoken_spans([span])}, when there is none"
            yield Violation("H1", inspection.id, said)


def _report(
    problem: Problem,
    inspection: Inspection,
    kind: Kind,
    panels: Mapping[str, Panel],
    placement: Placement,
    *,
    stands: bool,
) -> Iterator[Violation]:
    """H1, H8 and H9: whether there is a panel and a publication, and when.

    An inspection that stands where it is may go to a later panel than others, as its own may have been cancelled; or
    to none, if it is neither said when its report is published.
    """
    if not kind.reported:
        if placement.panel is not None or placement.publication is not None:
            yield Violation("H1", inspection.id, "has a panel or a publication, and its kind is not reported")
        return
    if stands and placement.panel is None and placement.publication is None:
        return
    if placement.panel is None or placement.publication is None:
        yield Violation("H1", inspection.id, "is reported, and has no panel or no publication")
        return
    panel = panels.get(placement.panel)
    if panel is None:
        yield Violation("H1", inspection.id, f"goes to {placement.panel}, and there is no such panel")
        return
    rules = problem.reporting
    end = placement.start + inspection.length - 1
    latest = max(rules.latest_panel, panel.week - end) if stands else rules.latest_panel
    if not rules.earliest_panel <= panel.week - end <= latest:
        yield Violation(
            "H8",
            inspection.id,
            f"goes to {panel.id} in week {panel.week}; its fieldwork ends in week {end}, and a panel considers it "
            f"{rules.earliest_panel} to {rules.latest_panel} weeks later",
        )


def _publication(
    problem: Problem, placement: Placement, end: int, panel: Panel, homes: set[str]
) -> Iterator[Violation]:
    """H9: it is published in the first week that it may be."""
    rules, said = problem.reporting, placement.publication
    if said is None:
        return
    quiet = [each for each in problem.pre_election if not each.regions or homes & set(each.regions)]
    for each in quiet:
        if each.weeks.holds(said):
            week = spoken(problem.first_monday, said)
            wrong = f"is published in {week}, before an election: {each.what}"
            yield Violation("H9", placement.inspection, wrong)
            return
    right = max(end + rules.after_fieldwork, panel.week + rules.after_panel)
    while any(each.weeks.holds(right) for each in quiet):
        right += 1
    if said != right:
        wrong = f"is published in week {said}; the first week that it may be is week {right}"
        yield Violation("H9", placement.inspection, wrong)
    elif said > problem.last_week:
        wrong = f"is published in week {said}, after the last week of the programme"
        yield Violation("H9", placement.inspection, wrong)


def _regions(
    problem: Problem, inspections: Mapping[str, Inspection], fieldwork: Mapping[str, Span]
) -> Iterator[Violation]:
    """H6: no region is overrun."""
    busy: Counter[tuple[str, int]] = Counter()
    for id_, span in fieldwork.items():
        busy.update((inspections[id_].region, week) for week in range(span.first, span.last + 1))
    caps = {each.id: each.cap for each in problem.regions}
    for (region, week), number in sorted(busy.items()):
        if number > caps[region]:
            are = "are" if number > 1 else "is"
            said = f"{counted(number, 'inspection')} {are} in fieldwork in week {week}; its cap is {caps[region]}"
            yield Violation("H6", region, said)


def _neighbours(problem: Problem, fieldwork: Mapping[str, Span], standing: Set[str]) -> Iterator[Violation]:
    """H7, among our own inspections, but for two that both stand where they are."""
    for pair in problem.apart:
        if {pair.first, pair.second} <= standing:
            continue
        one, other = fieldwork.get(pair.first), fieldwork.get(pair.second)
        if one is not None and other is not None and clear_weeks(one, other) < pair.gap:
            yield Violation(
                "H7",
                pair.first,
                f"its fieldwork is in {spoken_spans([one])} and that of {pair.second} in {spoken_spans([other])}, and "
                f"{distance(pair.gap)}: {pair.why}",
            )


def _visits(
    problem: Problem, inspections: Mapping[str, Inspection], fieldwork: Mapping[str, Span], standing: Set[str]
) -> Iterator[Violation]:
    """H7, with other inspectorates' visits; what stands where it is was there before them."""
    at: dict[str, list[str]] = defaultdict(list)
    for id_ in sorted(fieldwork.keys() - standing):
        for provider in inspections[id_].providers:
            at[provider].append(id_)
    for visit in problem.visits:
        for id_ in at[visit.provider]:
            if clear_weeks(fieldwork[id_], visit.weeks) < visit.gap:
                yield Violation(
                    "H7",
                    id_,
                    f"its fieldwork is in {spoken_spans([fieldwork[id_]])} and the visit of {visit.who} to "
                    f"{visit.provider} in {spoken_spans([visit.weeks])}, and {distance(visit.gap)}",
                )


def _slots(plan: Plan, panels: Mapping[str, Panel]) -> Iterator[Violation]:
    """H8: no panel has more on its agenda than it can consider."""
    agenda = Counter(each.panel for each in plan.placements if each.panel is not None)
    for id_, number in sorted(agenda.items()):
        if id_ in panels and number > panels[id_].room:
            go = "go" if number > 1 else "goes"
            said = f"{counted(number, 'inspection')} {go} to it; it has {panel_room(panels[id_])}"
            yield Violation("H8", id_, said)
