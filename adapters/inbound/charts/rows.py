"""The rows of a year chart: bars and signs that differ in form and in words, not in colour alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, Protocol

from adapters.inbound.charts.drawing import DARK, INK, LETTER, LIGHT, Drawing, shortened, squeezed
from adapters.inbound.charts.weeks_across import SMALL, WORDS, Across
from domain.programme.plan import Placement, Plan
from domain.programme.problem import Inspection, Person, Problem, Provider
from domain.programme.weeks import Span, spoken, spoken_spans
from domain.programme.workload import Stint, Use, stints, uses
from domain.text import counted

__all__ = ["ROW", "Called", "Row", "inspection_rows", "legend", "person_rows", "provider_rows"]

ROW: Final = 4.4
_BAR: Final = 3.2
_PAD: Final = (ROW - _BAR) / 2
_WHITE: Final = "#ffffff"

Called = Callable[[str], str]
"""What somebody is called on the chart, by the code under which the year has them."""


class Row(Protocol):
    """A row of a chart."""

    @property
    def sentence(self) -> str:
        """All that the row shows, in words."""
        ...

    def draw(self, drawing: Drawing, across: Across, y: float) -> None:
        """Draw it, from this height downwards."""
        ...


@dataclass(frozen=True, slots=True)
class _InspectionRow:
    problem: Problem
    inspection: Inspection
    placement: Placement
    work: tuple[Stint, ...]
    called: Called
    provider: Provider | None = None

    @property
    def fieldwork(self) -> Span:
        return Span.on_end(self.placement.start, self.inspection.length)

    @property
    def whole(self) -> Span:
        spans = [self.fieldwork, *(each.whole for each in self.work)]
        return Span(first=min(each.first for each in spans), last=max(each.last for each in spans))

    @property
    def lead(self) -> str:
        led = (self.called(each.person) for each in self.placement.team if each.role == "lead")
        return next(led, "no lead")

    @property
    def sentence(self) -> str:
        monday, placement = self.problem.first_monday, self.placement
        said = f"{self.provider.name}: " if self.provider else ""
        said += f"{self.inspection.id} in {self.inspection.region}: fieldwork in "
        said += f"{spoken_spans([self.fieldwork])}, from {spoken(monday, placement.start)}"
        team = ", ".join(f"{self.called(each.person)} ({each.role})" for each in placement.team)
        said += f"; team {team}" if team else ""
        if placement.panel is not None:
            said += f"; panel {placement.panel}"
        if placement.publication is not None:
            said += f"; published in {spoken(monday, placement.publication)}"
        return said

    def draw(self, drawing: Drawing, across: Across, y: float) -> None:
        base, labels = y + ROW - 1.3, across.paper.labels
        mandatory = "*" if self.inspection.mandatory else ""
        named = self.provider.id if self.provider else self.inspection.id
        code = squeezed(f"{named}{mandatory}", labels * 0.42, WORDS)
        drawing.text(0, base, code, WORDS)
        drawing.text(labels * 0.44, base, squeezed(self.inspection.region, labels * 0.23, SMALL), SMALL)
        drawing.text(labels * 0.68, base, squeezed(self.lead, labels * 0.18, SMALL), SMALL)
        first, last = self.fieldwork.first, self.fieldwork.last
        weeks = str(first) if first == last else f"{first}-{last}"
        drawing.text(labels - 2, base, weeks, WORDS, anchor="end")
        for period in across.problem.pre_election:
            seen = across.seen(period.weeks)
            if seen and (not period.regions or self.inspection.region in period.regions):
                drawing.rect(seen[0], y, seen[1], ROW, "dotted")
        if whole := across.seen(self.whole):
            drawing.rect(whole[0], y + _PAD + 0.5, whole[1], _BAR - 1, LIGHT, DARK)
        if seen := across.seen(self.fieldwork):
            drawing.rect(seen[0], y + _PAD, seen[1], _BAR, DARK)
        panel = next((each for each in self.problem.panels if each.id == self.placement.panel), None)
        if panel is not None:
            drawing.diamond(across.middle(panel.week), y + ROW / 2, 1.4)
        if self.placement.publication is not None:
            drawing.ring(across.middle(self.placement.publication), y + ROW / 2, 1.3)


@dataclass(frozen=True, slots=True)
class _PersonRow:
    person: Person
    use: Use
    work: tuple[Stint, ...]
    called: Called

    @property
    def sentence(self) -> str:
        said = f"{self.called(self.person.id)}, {', '.join(self.person.roles)}: "
        said += f"{counted(self.use.load, 'week')} of work of at most {self.use.cap}"
        for each in self.work:
            said += f"; {each.inspection} as {each.role} in {spoken_spans([each.whole])}"
        if self.use.away:
            said += f"; away in {spoken_spans(self.use.away)}"
        return said

    def draw(self, drawing: Drawing, across: Across, y: float) -> None:
        base, labels = y + ROW - 1.3, across.paper.labels
        drawing.text(0, base, squeezed(self.called(self.person.id), labels * 0.38, WORDS), WORDS)
        roles = ", ".join(self.person.roles)
        drawing.text(labels * 0.4, base, shortened(roles, labels * 0.42, SMALL), SMALL)
        drawing.text(labels - 2, base, f"{self.use.load}/{self.use.cap}", WORDS, anchor="end")
        booked = [(each.weeks, "other") for each in self.person.bookings if not self._on_leave(each.weeks)]
        for span, words in (*booked, *((each, "leave") for each in self.person.leave)):
            if seen := across.seen(span):
                drawing.rect(seen[0], y + _PAD, seen[1], _BAR, "dotted", INK, dashed=True)
                _labelled(drawing, seen, base, words)
        for each in self.work:
            if whole := across.seen(each.whole):
                drawing.rect(whole[0], y + _PAD + 0.5, whole[1], _BAR - 1, LIGHT, DARK)
                self._fieldwork(drawing, across, each, y)

    def _on_leave(self, weeks: Span) -> bool:
        return any(each.touches(weeks.first, weeks.last) for each in self.person.leave)

    def _fieldwork(self, drawing: Drawing, across: Across, stint: Stint, y: float) -> None:
        seen, whole = across.seen(stint.fieldwork), across.seen(stint.whole)
        if seen is None or whole is None:
            return
        drawing.rect(seen[0], y + _PAD, seen[1], _BAR, DARK)
        base = y + ROW - 1.3
        words = stint.inspection
        after, before = whole[0] + whole[1] - seen[0] - seen[1], seen[0] - whole[0]
        places = {
            "inside": (seen[0], seen[1]),
            "after": (seen[0] + seen[1], after),
            "before": (whole[0], before),
        }
        fitting = {name: squeezed(words, width - 0.6, SMALL) for name, (_, width) in places.items()}
        best = max(fitting, key=lambda name: len(fitting[name]))
        fill = _WHITE if best == "inside" else None
        drawing.text(places[best][0] + 0.4, base, fitting[best], SMALL, fill=fill)


def _labelled(drawing: Drawing, seen: tuple[float, float], base: float, words: str) -> None:
    room = len(words) * SMALL * LETTER + 0.6
    if room <= seen[1]:
        drawing.rect(seen[0] + seen[1] / 2 - room / 2, base - SMALL + 0.3, room, SMALL + 0.2, _WHITE)
        drawing.text(seen[0] + seen[1] / 2, base, words, SMALL, anchor="middle")


def inspection_rows(problem: Problem, plan: Plan, called: Called) -> Sequence[Row]:
    """A row for each inspection that has a place, by the week in which it starts."""
    rows = _placed(problem, plan, called)
    return sorted(rows, key=lambda each: (each.placement.start, each.inspection.id))


def provider_rows(problem: Problem, plan: Plan, called: Called) -> Sequence[Row]:
    """A row for each provider and each of its inspections that has a place, by the provider's name."""
    known = {each.id: each for each in problem.providers}
    rows = [
        replace(each, provider=known[code])
        for each in _placed(problem, plan, called)
        for code in each.inspection.providers
        if code in known
    ]
    return sorted(rows, key=lambda each: (each.provider.name if each.provider else "", each.placement.start))


def _placed(problem: Problem, plan: Plan, called: Called) -> list[_InspectionRow]:
    known = {each.id: each for each in problem.inspections}
    mine: dict[str, list[Stint]] = {}
    for stint in stints(problem, plan):
        mine.setdefault(stint.inspection, []).append(stint)
    return [
        _InspectionRow(problem, known[each.inspection], each, tuple(mine.get(each.inspection, ())), called)
        for each in plan.placements
        if each.inspection in known
    ]


def person_rows(problem: Problem, plan: Plan, called: Called) -> Sequence[Row]:
    """A row for each person, in the problem's order."""
    work = stints(problem, plan)
    return [
        _PersonRow(person, use, tuple(each for each in work if each.person == person.id), called)
        for person, use in zip(problem.staff, uses(problem, plan), strict=True)
    ]


def legend(
    drawing: Drawing, across: Across, by: Literal["inspection", "person", "provider"], y: float
) -> None:
    """Say what the signs mean, in a line."""
    x = 0.0

    def sign(width: float, words: str) -> None:
        nonlocal x
        drawing.text(x + width + 1, y, words, WORDS)
        x += width + 1 + len(words) * WORDS * LETTER + 4

    drawing.rect(x, y - 2.7, 6, _BAR, DARK)
    sign(6, "fieldwork")
    drawing.rect(x, y - 2.2, 6, _BAR - 1, LIGHT, DARK)
    sign(6, "preparing, writing")
    if by != "person":
        drawing.diamond(x + 1.4, y - 1, 1.4)
        sign(2.8, "panel")
        drawing.ring(x + 1.4, y - 1, 1.3)
        sign(2.8, "published")
        if across.problem.pre_election:
            drawing.rect(x, y - 2.7, 6, _BAR, "dotted", INK)
            sign(6, "nothing is published before an election")
    else:
        drawing.rect(x, y - 2.7, 6, _BAR, "dotted", INK, dashed=True)
        sign(6, "leave, or other work")
        drawing.text(x, y, "what is cut short keeps its end", WORDS)
        x += 40 * WORDS * LETTER + 4
    drawing.rect(x, y - 2.7, 6, _BAR, "hatched", INK)
    sign(6, "closed: no fieldwork")
    if by != "person":
        drawing.text(x, y, "* mandatory", WORDS)
