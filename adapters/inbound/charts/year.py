"""The chart of a year: a row for each inspection, provider or person, and below them what has no place, and why."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Literal

from adapters.inbound.charts.drawing import Drawing, wrapped
from adapters.inbound.charts.rows import ROW, Called, Row, inspection_rows, legend, person_rows, provider_rows
from adapters.inbound.charts.weeks_across import HEAD_ROW, PAPERS, WORDS, Across, PaperName
from domain.programme.plan import Plan
from domain.programme.problem import Problem
from domain.programme.workload import stints
from domain.text import counted
from domain.working_days import in_words

__all__ = ["By", "Chart", "Unplaced", "year_chart"]

By = Literal["inspection", "person", "provider"]
_TITLE: Final = 12.0
_LEGEND: Final = 6.0
_NOTE: Final = 3.6
_COLUMNS: Final[Mapping[By, str]] = {
    "inspection": "Inspection, region, lead, weeks of fieldwork",
    "person": "Person, roles, weeks of work/most",
    "provider": "Provider, region, lead, weeks of fieldwork",
}
_ROWS: Final[Mapping[By, Callable[[Problem, Plan, Called], Sequence[Row]]]] = {
    "inspection": inspection_rows,
    "person": person_rows,
    "provider": provider_rows,
}


@dataclass(frozen=True, slots=True)
class Unplaced:
    """An inspection without a place.

    Attributes:
        inspection: its code.
        weight: whether it is mandatory, or its risk.
        reason: why it has none, in words.
    """

    inspection: str
    weight: str
    reason: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of a year.

    Attributes:
        title: what it is called.
        whole: all in one drawing, as long as it must be.
        pages: the same on sheets, each with its head.
    """

    title: str
    whole: str
    pages: tuple[str, ...]


def year_chart(
    problem: Problem,
    plan: Plan,
    unplaced: Sequence[Unplaced],
    by: By,
    paper: PaperName = "a3",
    called: Called = str,
) -> Chart:
    """Draw a plan of a year; the same plan gives the same drawing.

    Args:
        problem: the year.
        plan: a plan of it.
        unplaced: what it has no place for.
        by: of what each row is.
        paper: on which sheets it is to be printed.
        called: what people are called on it; as the year has them, if it is not given.
    """
    work = stints(problem, plan)
    sheet = _Sheet(Across.of(problem, plan, work, PAPERS[paper]), by, len(unplaced))
    rows = _ROWS[by](problem, plan, called)
    notes = _notes(unplaced, PAPERS[paper].width)
    return Chart(
        title=sheet.title,
        whole=sheet.drawn(rows, notes, sheet.height(rows, notes), ""),
        pages=_pages(sheet, rows, notes),
    )


def _notes(unplaced: Sequence[Unplaced], width: float) -> list[str]:
    if not unplaced:
        return ["Every inspection has a place."]
    lines = [f"{counted(len(unplaced), 'inspection')} without a place:"]
    for each in unplaced:
        lines += wrapped(f"{each.inspection} ({each.weight}): {each.reason}", width, WORDS)
    return lines


@dataclass(frozen=True)
class _Sheet:
    across: Across
    by: By
    unplaced: int

    @property
    def title(self) -> str:
        return f"{self.across.problem.title}, by {self.by}"

    @property
    def description(self) -> str:
        problem, placed = self.across.problem, len(self.across.plan.placements)
        last = problem.first_monday + timedelta(weeks=self.across.last, days=6)
        what = {
            "inspection": "an inspection",
            "person": "a person",
            "provider": "an inspection of a provider",
        }
        rows = f"Each row is {what[self.by]}"
        return (
            f"A chart of the weeks from {in_words(problem.first_monday + timedelta(weeks=self.across.first))} to "
            f"{in_words(last)}. {rows}, with its weeks of preparing, fieldwork and writing from left to right. "
            f"{counted(placed, 'inspection')} placed, {self.unplaced} not; those stand at the end with the reasons."
        )

    @property
    def before_rows(self) -> float:
        return _TITLE + self.across.head + HEAD_ROW

    def height(self, rows: Sequence[Row], notes: Sequence[str]) -> float:
        return self.before_rows + len(rows) * ROW + _LEGEND + (len(notes) + 1) * _NOTE

    def drawn(self, rows: Sequence[Row], notes: Sequence[str], height: float, page: str) -> str:
        across = self.across
        title = f"{self.title}{page}"
        drawing = Drawing(across.paper.width, height, title, self.description)
        drawing.text(0, 5, title, 5, bold=True)
        legend(drawing, across, self.by, 10)
        bottom = self.before_rows + len(rows) * ROW
        if rows:
            across.draw_head(drawing, _TITLE)
            drawing.text(0, self.before_rows - 1, _COLUMNS[self.by], WORDS, bold=True)
            across.shade(drawing, _TITLE + across.head, bottom)
        y = self.before_rows
        for number, row in enumerate(rows):
            if number % 5 == 0:
                drawing.line(0, y, across.paper.width, y)
            with drawing.said(row.sentence):
                row.draw(drawing, across, y)
            y += ROW
        y = (bottom if rows else _TITLE) + _NOTE + 2
        for number, note in enumerate(notes):
            drawing.text(0, y, note, WORDS, bold=number == 0 and note.endswith(":"))
            y += _NOTE
        return drawing.svg()


def _pages(sheet: _Sheet, rows: Sequence[Row], notes: Sequence[str]) -> tuple[str, ...]:
    """Rows on as many sheets as they need; the notes follow on the last, or on sheets of their own."""
    height = sheet.across.paper.height
    room = int((height - sheet.before_rows - _LEGEND) / ROW)
    for_notes = int((height - _TITLE - _LEGEND) / _NOTE)
    parts: list[tuple[Sequence[Row], Sequence[str]]] = [
        (rows[each : each + room], ()) for each in range(0, len(rows), room)
    ] or [((), ())]
    if sheet.height(parts[-1][0], notes) <= height:
        parts[-1] = (parts[-1][0], notes)
    else:
        parts += [((), notes[each : each + for_notes]) for each in range(0, len(notes), for_notes)]
    several = len(parts) > 1
    return tuple(
        sheet.drawn(some, said, height, f" (sheet {at} of {len(parts)})" if several else "")
        for at, (some, said) in enumerate(parts, start=1)
    )
