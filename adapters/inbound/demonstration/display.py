"""How the demonstration shows itself: two inspections side by side while they run, and what came of them at the end."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from rich.columns import Columns
from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.markup import escape
from rich.panel import Panel
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from adapters.inbound.demonstration.outcome import Came
from adapters.inbound.demonstration.watching import Picture, Told, Watching
from adapters.inbound.shown.beside_each_other import cells_of
from domain.follow_ups.intervals import METHOD
from domain.follow_ups.state import FollowUp
from domain.inspections.stages import IN_PROGRESS, Stage
from domain.text import counted, words_of
from domain.working_days import in_words, london_date

__all__ = ["Audience", "show_outcome", "watched"]

LATEST = 3
WIDEST = 58
"""Of one inspection's picture; two stand side by side, on a terminal of 80 columns too."""
_SHADES = {
    "outstanding": "bold green",
    "good": "green",
    "requires_improvement": "yellow",
    "inadequate": "red",
}


Audience = Callable[[Sequence[tuple[Picture, Told]], datetime], None]
"""Somebody who is shown how things go on: what is new, and how late it is now."""


@contextmanager
def watched(console: Console, watching: Watching, title: str) -> Iterator[Audience]:
    """Show progress on a console: a picture that is kept up on a terminal, lines anywhere else."""
    if not console.is_terminal:
        console.print(title, soft_wrap=True)
        yield _lines(console)
        return
    moments: list[datetime] = []
    with Live(
        console=console,
        get_renderable=lambda: _scene(watching, moments, title, console.width),
        refresh_per_second=8,
    ) as live:

        def shown(_news: Sequence[tuple[Picture, Told]], now: datetime) -> None:
            moments[:] = [now]

        yield shown
        live.refresh()


def _lines(console: Console) -> Audience:
    def tell(news: Sequence[tuple[Picture, Told]], _now: datetime) -> None:
        for picture, told in news:
            who = "by itself" if told.by_itself else told.role
            console.print(
                f"{london_date(told.at)}  {picture.reference}  {who}: {told.sentence}",
                markup=False,
                highlight=False,
                soft_wrap=True,
            )

    return tell


def _scene(watching: Watching, moments: Sequence[datetime], title: str, width: int) -> RenderableType:
    today = in_words(london_date(moments[0])) if moments else ""
    heading = Text.assemble((title, "bold"), "   ", (today, "bold cyan"))
    # Of a copy, as the record is read in another thread.
    known = [each for each in list(watching.pictures.values()) if each.stages]
    pictures = [_picture(each, min(WIDEST, (width - 1) // 2)) for each in known]
    return Group(heading, Columns(pictures, padding=(0, 1)))


def _picture(picture: Picture, width: int) -> RenderableType:
    at = dict(picture.stages)
    now = picture.stages[-1][0] if picture.stages else ""
    stages = Table.grid(padding=(0, 1))
    for stage in (*IN_PROGRESS, Stage.CLOSED):
        came = in_words(london_date(at[stage])) if stage in at else ""
        mark = "[green]✓" if stage in at and stage != now else "[cyan]●" if stage == now else "[dim]·"
        if stage is Stage.CLOSED and stage in at:
            mark = "[green]✓"
        stages.add_row(mark, stage.value.replace("-", " "), f"[dim]{came}")
    bars = Table.grid(padding=(0, 1))
    for population, drawn in list(picture.drawn.items()):
        read = picture.read[population]
        bars.add_row(
            population.replace("-", " "),
            ProgressBar(total=drawn, completed=read, width=max(4, width - 32)),
            f"{read}/{drawn}",
        )
    latest = [
        Text(each.sentence, style="italic cyan" if each.by_itself else "", overflow="ellipsis", no_wrap=True)
        for each in picture.told[-LATEST:]
    ]
    known = picture.state.known
    return Panel(
        Group(stages, Text(), bars, Text(), *latest),
        title=f"[bold]{escape(known.provider_name)}",
        subtitle=escape(picture.reference),
        width=width,
        height=len(IN_PROGRESS) + LATEST + 8,
    )


def show_outcome(
    console: Console, came: Sequence[Came], elapsed: float, again: FollowUp | None = None
) -> None:
    """Show the ratings, the timelines, the replay's verdicts, and a follow-up where one was played."""
    console.print(_ratings(came))
    console.print()
    console.print(_checks(came))
    console.print()
    for each in came:
        for departure in each.departures:
            console.print(
                f"[bold]{escape(each.provider_name)}[/]: the panel decided [bold]{words_of(departure.decided)}[/] "
                f"where the rule gives {words_of(departure.derived)} ({departure.trigger.replace('_', ' ')}): "
                f"{escape(departure.reason)}",
                highlight=False,
            )
    for each in came:
        console.print(_timeline(each))
    for each in came:
        good = each.replay == "verified"
        console.print(
            f"Replay of [bold]{each.reference}[/]: [{'green' if good else 'red'}]{each.replay}[/]"
            + (
                f", {counted(each.events, 'event')} read again, the ratings derived anew from "
                f"{counted(each.cases, 'case')}."
                if good
                else f": {escape(each.place)}."
            ),
            highlight=False,
        )
    if again is not None:
        _show_followed_up(console, again)
    console.print(f"Took {elapsed:.0f} seconds.", highlight=False)


def _ratings(came: Sequence[Came]) -> Table:
    table = Table(title="Ratings", title_justify="left", title_style="bold", box=None, pad_edge=False)
    table.add_column("Standard", no_wrap=True)
    for each in came:
        table.add_column(each.provider_name, max_width=32)
    numbers = sorted({number for each in came for number in each.titles})
    for number in numbers:
        title = next(each.titles[number] for each in came if number in each.titles)
        table.add_row(f"{number} {title}", *(_shaded(each.ratings.get(number, "")) for each in came))
    table.add_section()
    table.add_row("Score", *(f"{each.score} of {each.max_score}" for each in came))
    table.add_row("Overall, by the rule", *(_shaded(each.derived_overall or "") for each in came))
    table.add_row("[bold]Overall, as decided", *(_shaded(each.overall or "") for each in came))
    return table


def _checks(came: Sequence[Came]) -> Table:
    table = Table(
        title="What they rest on", title_justify="left", title_style="bold", box=None, pad_edge=False
    )
    table.add_column("")
    for each in came:
        table.add_column(each.provider_name, max_width=32)
    for what in _in_order([list(each.checks) for each in came]):
        table.add_row(what, *(each.checks.get(what, "") for each in came))
    return table


def _show_followed_up(console: Console, found: FollowUp) -> None:
    """Show both results of a follow-up beside each other, and what was concluded."""
    known, done = found.known, found.compared
    assert done is not None, "the results stand beside each other"
    table = Table(
        title=f"\nFollow-up of {known.follows}: {known.only}",
        title_justify="left",
        title_style="bold",
        box=None,
        pad_edge=False,
    )
    for column in ("", "First", "Again", "Difference"):
        table.add_column(column, no_wrap=column != "Difference")
    for each in done.rows:
        if each.beside.outcome == "compared":
            table.add_row(each.subject, *cells_of(each.beside))
    console.print(table)
    console.print(
        f"Recomputed from {counted(done.again_cases, 'case')}; the first results from "
        f"{counted(done.first_cases or 0, 'case')} of the same sort.\n"
        f"In brackets: {METHOD}.",
        highlight=False,
        soft_wrap=True,
    )
    if found.concluded is not None:
        console.print(f"[bold]Concluded:[/] {escape(found.concluded.conclusion)}", highlight=False)


def _in_order(several: Sequence[Sequence[str]]) -> list[str]:
    """All that stands in some lists, each in its place among what it stands beside."""
    order: list[str] = []
    for each in several:
        place = 0
        for what in each:
            if what in order:
                place = order.index(what)
            else:
                order.insert(place, what)
            place += 1
    return order


def _timeline(came: Came) -> Table:
    table = Table(
        title=f"\nTimeline of {came.reference}",
        title_justify="left",
        title_style="bold",
        box=None,
        pad_edge=False,
    )
    for column in ("Day", "Who", "What"):
        table.add_column(column)
    for told in came.told:
        who = "[cyan]by itself[/]" if told.by_itself else told.role.replace("-", " ")
        table.add_row(london_date(told.at).isoformat(), who, escape(told.sentence))
    return table


def _shaded(rating: str | None) -> str:
    if not rating:
        return ""
    return f"[{_SHADES.get(rating, 'default')}]{words_of(rating)}[/]"
