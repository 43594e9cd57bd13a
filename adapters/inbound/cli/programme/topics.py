"""`assay programme topics|results`: thematic topics held against published criteria and the aggregate results."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Final, TypeVar

import typer
from pydantic import ValidationError

from adapters.inbound.cli.programme.reports import TableFile, write_table
from adapters.inbound.cli.terminal.days import as_day
from adapters.inbound.commands.fields import explain
from adapters.inbound.files.handed_in import LARGEST_BYTES, read_rows
from adapters.inbound.files.named import read_file
from adapters.inbound.files.programme.cells import CODE, DAY, NAMES, TEXT, WHOLE, Cell
from adapters.inbound.files.programme.reading import BadProgramme
from adapters.inbound.files.spreadsheets import Grid
from adapters.inbound.services import Summon
from adapters.inbound.shown.parts_of_results import Part, parts_by
from adapters.inbound.speaking import AsJson, say, say_json, table
from domain.messages import Message
from domain.programme.choice.topics import Judgement, Ranked, Result, ranked, read_criteria
from domain.programme.fault import place_words
from domain.refusals import Refused
from domain.results.questions import as_results, by_part, by_question
from domain.text import counted

__all__ = ["add_topics"]

M = TypeVar("M", bound=Message)

_TOPICS: Final[Mapping[str, Cell]] = {
    "topic": CODE,
    "title": TEXT,
    "about": NAMES,
    "criterion": CODE,
    "score": WHOLE,
    "evidence": TEXT,
    "on": DAY,
    "by": TEXT,
}
_RESULTS: Final[Mapping[str, Cell]] = {"about": CODE, "group": TEXT, "cases": WHOLE, "not_met": WHOLE}


def add_topics(group: typer.Typer, summon: Summon) -> None:
    """Register the two commands.

    Args:
        group: the group ``programme``.
        summon: gives the installation, for what has been published.
    """
    _add_results(group, summon)

    @group.command("topics")
    def topics(
        topics_file: Annotated[
            Path, typer.Argument(metavar="TOPICS", help="What was said of each topic, as .csv.")
        ],
        criteria_file: Annotated[
            Path, typer.Argument(metavar="CRITERIA", help="The published criteria, as .toml.")
        ],
        results: Annotated[
            Path | None, typer.Option(metavar="FILE", help="The aggregate results, as .csv.")
        ] = None,
        as_json: AsJson = False,
    ) -> None:
        """Rank thematic topics by the published criteria, and say what each criterion gave each of them.

        Nothing is chosen and nothing recorded: the choice is somebody's, and this is what it can be held against.

        Example: assay programme topics topics.csv criteria.toml --results results.csv
        """
        criteria = read_criteria(read_file(criteria_file, largest=LARGEST_BYTES), where=str(criteria_file))
        said = _read(topics_file, _TOPICS, Judgement)
        found = ranked(criteria, said, () if results is None else _read(results, _RESULTS, Result))
        if as_json:
            say_json(
                {
                    "criteria": f"{criteria.id} {criteria.version}",
                    "topics": [_as_data(each) for each in found],
                }
            )
            return
        say(f"{criteria.title} ({criteria.citation}): {counted(len(found), 'topic')}.")
        table(
            ("topic", "points", "criterion", "gave", "why"),
            [
                (each.topic, each.points, score.criterion, score.points, score.reason)
                for each in found
                for score in each.scores
            ],
        )


def _add_results(group: typer.Typer, summon: Summon) -> None:
    @group.command("results")
    def results(
        framework: Annotated[
            str | None,
            typer.Option(metavar="ID", help="Of inspections under this standards framework alone."),
        ] = None,
        since: Annotated[
            str | None, typer.Option(metavar="YYYY-MM-DD", help="Of reports published on this day or later.")
        ] = None,
        by: Annotated[
            list[Part] | None,
            typer.Option(
                help="Besides of all inspections, by area or kind of provider; give it once for each."
            ),
        ] = None,
        out: TableFile = None,
        as_json: AsJson = False,
    ) -> None:
        """Put the published results of all inspections together, as `assay programme topics --results` reads them.

        For each key question about cases, and for its standard, it has the cases in which it was answered and those in
        which it was not met. Everything is out already; numbers that are too small to be shown are left out, and with
        them what would tell one: of the parts of a whole, never one alone.

        Example: assay programme results --framework probation-2018 --out results.csv
        """
        first = date.min if since is None else as_day(since, "--since")
        services = summon()
        standing = [each for each in services.published.standing() if each.edition.published_on >= first]
        questions = [each for each in by_question(standing) if framework in (None, each.rules)]
        if framework is not None and not questions:
            raise Refused.because("nothing-yet", f"Nothing about cases is published under {framework[:80]}.")
        providers = services.views.catch_up().providers()
        for each in by or ():
            parts = by_part(standing, parts_by(each, {one.provider: one for one in providers}))
            questions += [one for one in parts if framework in (None, one.rules)]
        found = as_results(questions)
        if out is not None:
            cells = [(each.about, each.group, each.cases, each.not_met) for each in found]
            write_table(out, Grid("results", tuple(_RESULTS), cells))
            say(f"The table is in {out}.")
        elif as_json:
            say_json({"results": [each.model_dump() for each in found]})
        else:
            rows = [(each.about, each.group, each.cases, each.not_met) for each in found]
            table(tuple(_RESULTS), rows)


def _as_data(each: Ranked) -> dict[str, object]:
    return {
        "topic": each.topic,
        "title": each.title,
        "points": each.points,
        "scores": [
            {"criterion": one.criterion, "score": one.score, "points": one.points, "reason": one.reason}
            for one in each.scores
        ],
    }


def _read(path: Path, columns: Mapping[str, Cell], record: type[M]) -> tuple[M, ...]:
    """The rows of a table.

    Raises:
        Refused: ``bad-programme`` with everything that is wrong; ``bad-file``, ``unreadable-file``, ``too-large``.
    """
    header, rows = read_rows(path)
    wrong = [
        f"{path}, line 1: there is no column {name}; there are {', '.join(columns)}"
        for name in header
        if name not in columns
    ]
    found: list[M] = []
    for row in rows if not wrong else ():
        place = f"{path}, line {row.line}"
        try:
            values = {name: columns[name].read(text, date.min) for name, text in row.cells.items()}
            found.append(record.model_validate(values))
        except ValidationError as error:
            wrong += [
                f"{place}, {place_words(each['loc'])}: {explain(each)}"
                for each in error.errors(include_url=False, include_input=False)
            ]
        except ValueError as error:
            wrong.append(f"{place}: {error}")
    if wrong:
        raise BadProgramme(wrong)
    return tuple(found)
