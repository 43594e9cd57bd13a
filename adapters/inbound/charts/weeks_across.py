"""The head of a year chart: months and weeks from left to right, closures, pre-election periods and panels."""

import calendar
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import Final, Literal

from adapters.inbound.charts.drawing import LETTER, PALE, RULED, Drawing, shortened
from domain.programme.plan import Plan
from domain.programme.problem import Panel, Problem
from domain.programme.weeks import Span, spoken, spoken_spans
from domain.programme.workload import Stint
from domain.text import counted

__all__ = ["HEAD_ROW", "PAPERS", "SMALL", "WORDS", "Across", "Paper", "PaperName"]

PaperName = Literal["a3", "a4"]
SMALL: Final = 2.1
WORDS: Final = 2.5
"""Heights of letters: 6 and 7 point."""
HEAD_ROW: Final = 4.0
_BOLD_LETTER: Final = 0.68
_MONTHS: Final = tuple(calendar.month_name)


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet on its side, within its margins.

    Attributes:
        width: in millimetres.
        height: in millimetres.
        labels: how much of the width the words at the left take.
    """

    width: float
    height: float
    labels: float


PAPERS: Final = {"a3": Paper(400, 277, 84), "a4": Paper(277, 190, 70)}
"""A3 and A4, with margins of 10 mm."""


@dataclass(frozen=True)
class Across:
    """Where weeks lie on a chart, and what belongs to weeks rather than to rows.

    Attributes:
        problem: the year.
        plan: the plan of it that is shown.
        paper: the sheet.
        first: the first week that is shown.
        last: the last one.
    """

    problem: Problem
    plan: Plan
    paper: Paper
    first: int
    last: int

    @classmethod
    def of(cls, problem: Problem, plan: Plan, work: tuple[Stint, ...], paper: Paper) -> "Across":
        """As many weeks as the year has, with its tail and whatever work lies before or after."""
        first = min([0, *(each.whole.first for each in work)])
        ends = (each.publication for each in plan.placements if each.publication is not None)
        last = max([problem.weeks + problem.tail - 1, *(each.whole.last for each in work), *ends])
        return cls(problem, plan, paper, first, last)

    @property
    def week(self) -> float:
        """How wide a week is."""
        return (self.paper.width - self.paper.labels) / (self.last - self.first + 1)

    def x(self, week: int) -> float:
        """Where a week begins."""
        return self.paper.labels + (week - self.first) * self.week

    def middle(self, week: int) -> float:
        """The middle of a week."""
        return self.x(week) + self.week / 2

    def seen(self, span: Span) -> tuple[float, float] | None:
        """Where some weeks begin, and how wide they are, as far as they are shown."""
        first, last = max(span.first, self.first), min(span.last, self.last)
        return (self.x(first), (last - first + 1) * self.week) if first <= last else None

    @property
    def head(self) -> float:
        """How high the head is."""
        return HEAD_ROW * (4 + len(self.problem.pre_election))

    def shade(self, drawing: Drawing, top: float, bottom: float) -> None:
        """Draw what holds for every row, behind the rows: closed weeks and the ends of months."""
        for span in self.problem.blackouts:
            if seen := self.seen(span):
                drawing.rect(seen[0], top, seen[1], bottom - top, PALE)
                drawing.rect(seen[0], top, seen[1], bottom - top, "hatched")
        for week, _ in self._months():
            drawing.line(self.x(week), top, self.x(week), bottom)
        year_ends = self.problem.weeks
        if self.first < year_ends <= self.last:
            drawing.line(self.x(year_ends), top, self.x(year_ends), bottom, 0.6)

    def draw_head(self, drawing: Drawing, top: float) -> None:
        """Draw the months, the numbers of weeks, and a row each for closures, elections and panels."""
        y = top + HEAD_ROW - 1
        months = [*self._months(), (self.last + 1, "")]
        for (week, name), (after, _) in pairwise(months):
            room = int(((after - week) * self.week - 1) / (WORDS * _BOLD_LETTER))
            words = name if len(name) <= room else name[:3] if room >= 3 else ""
            drawing.text(self.x(week) + 0.5, y, words, WORDS, bold=True)
        y += HEAD_ROW
        drawing.text(0, y, "Week", SMALL)
        every = next(each for each in (1, 2, 5, 10) if each * self.week >= 3 * SMALL * LETTER + 0.6)
        for week in range(self.first, self.last + 1):
            if week % every == 0:
                drawing.text(self.middle(week), y, str(week), SMALL, anchor="middle")
        y += HEAD_ROW
        drawing.text(0, y, "Closed", SMALL)
        for span in self.problem.blackouts:
            self._band(drawing, span, y, "hatched", "closed", f"No fieldwork in {spoken_spans([span])}")
        if self.first < self.problem.weeks <= self.last:
            drawing.text(self.x(self.problem.weeks) + 0.5, y, "the year has ended", SMALL)
        for period in self.problem.pre_election:
            y += HEAD_ROW
            where = ", ".join(period.regions) or "everywhere"
            label = f"Pre-election: {period.what} ({where})"
            drawing.text(0, y, shortened(label, self.paper.labels - 2, SMALL), SMALL)
            said = f"Nothing is published in {spoken_spans([period.weeks])}: {period.what}, {where}"
            self._band(drawing, period.weeks, y, "dotted", "nothing published", said)
        y += HEAD_ROW
        self._panels(drawing, y)
        drawing.line(0, top + self.head, self.paper.width, top + self.head, 0.4)

    def _band(self, drawing: Drawing, span: Span, y: float, fill: str, words: str, said: str) -> None:
        if seen := self.seen(span):
            x, width = seen
            with drawing.said(said):
                drawing.rect(x, y - HEAD_ROW + 1.1, width, HEAD_ROW - 0.4, fill, RULED)
                if len(words) * SMALL * LETTER < width - 1:
                    room = len(words) * SMALL * LETTER + 0.8
                    drawing.rect(x + width / 2 - room / 2, y - SMALL + 0.2, room, SMALL + 0.3, "#ffffff")
                    drawing.text(x + width / 2, y, words, SMALL, anchor="middle")

    def _panels(self, drawing: Drawing, y: float) -> None:
        taken = Counter(each.panel for each in self.plan.placements)
        taken.update({each.id: each.taken for each in self.problem.panels})
        by_week: dict[int, list[Panel]] = {}
        for panel in self.problem.panels:
            if self.first <= panel.week <= self.last:
                by_week.setdefault(panel.week, []).append(panel)
        wide = max((len(f"{each.slots}") for each in self.problem.panels), default=0) * 2 + 1
        apart = min((other - one for one, other in pairwise(sorted(by_week))), default=self.last)
        both = wide * SMALL * LETTER < apart * self.week
        drawing.text(0, y, "Panels: slots taken/slots" if both else "Panels: slots taken", SMALL)
        for week, panels in sorted(by_week.items()):
            said = "; ".join(
                f"Panel {each.id} meets in {spoken(self.problem.first_monday, each.week)}: "
                f"{taken[each.id]} of {counted(each.slots, 'slot')} taken"
                for each in panels
            )
            with drawing.said(said):
                words = f"{sum(taken[each.id] for each in panels)}"
                words += f"/{sum(each.slots for each in panels)}" if both else ""
                drawing.text(self.middle(week), y, words, SMALL, anchor="middle")

    def _months(self) -> list[tuple[int, str]]:
        """The weeks in which a month begins, with its name, and the first week that is shown."""
        found = []
        for week in range(self.first, self.last + 1):
            monday = self.problem.first_monday + timedelta(weeks=week)
            if week == self.first or (monday - timedelta(weeks=1)).month != monday.month:
                year = f" {monday.year}" if week == self.first or monday.month == 1 else ""
                found.append((week, f"{_MONTHS[monday.month]}{year}"))
        return found
