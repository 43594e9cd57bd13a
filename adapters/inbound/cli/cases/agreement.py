"""``assay case agreement`` and ``review-over-period``: how far readers agree, in one inspection or over many."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from adapters.inbound.cli.consistency import agreement_in_file
from adapters.inbound.cli.lists.giving import checked
from adapters.inbound.cli.ordering import AsRole, Circumstances, CommandId, give
from adapters.inbound.cli.terminal.days import as_day
from adapters.inbound.services import Services, Summon
from adapters.inbound.shown.cases.agreement import (
    FEWEST_PAIRS,
    agreement_cells,
    agreement_data,
    over_period_data,
)
from adapters.inbound.shown.cases.reads import reads_and_low
from adapters.inbound.shown.inspections import inspection_of
from adapters.inbound.speaking import AsJson, say, say_json, table
from adapters.inbound.today import today_in_london
from domain.cases.agreement.adding_up import Added, Low, usual_period
from domain.ratings.consistency import Agreement, agreement_of, by_key_question, by_reader
from domain.refusals import Refused
from domain.text import counted
from domain.working_days import in_words

__all__ = ["add_agreement"]

First = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="YYYY-MM-DD",
        help="The first day of the period; twelve months back if none is given.",
    ),
]
Last = Annotated[
    str | None,
    typer.Option("--to", metavar="YYYY-MM-DD", help="The last day of the period; today if none is given."),
]


def add_agreement(group: typer.Typer, summon: Summon) -> None:
    """Add the commands."""
    _add_shown(group, summon)
    _add_review(group, summon)


def _add_shown(group: typer.Typer, summon: Summon) -> None:
    @group.command("agreement")
    def agreement(
        inspection: Annotated[
            str | None,
            typer.Argument(
                metavar="INSPECTION", help="The inspection's reference; none for all of a period."
            ),
        ] = None,
        file: Annotated[
            Path | None,
            typer.Option(
                metavar="FILE",
                help="Instead of the record: a CSV file with the columns case, key question, reader, answer.",
            ),
        ] = None,
        first: First = None,
        last: Last = None,
        as_json: AsJson = False,
    ) -> None:
        """Say how far the two readers of the same cases agree, by key question and by inspector.

        What agrees less often than the kind of inspection sets is marked: the quality lead looks into it, and records
        what was found with assay case review. Kappa and alpha are agreement beyond chance: 1 is perfect, 0 is chance.

        Without an inspection it is added up over those whose fieldwork was to begin in a period, the last twelve months
        if none is named, for each framework by itself; an inspection counts once its case reads are closed. What is too
        low over them is looked into with assay case review-over-period.

        With --file nothing but the file is needed. A row of it is one answer: yes, no or not_applicable; what only
        one inspector has answered is no pair and is counted apart.

        Example: assay case agreement nps-nw-2026
        """
        if file is not None and (inspection, first, last) == (None, None, None):
            agreement_in_file(file, as_json=as_json)
        elif file is not None or (inspection is not None and (first, last) != (None, None)):
            raise Refused.because("bad-usage", "Name an inspection, or a period, or with --file a file.")
        elif inspection is not None:
            _of_one(summon(), inspection, as_json=as_json)
        else:
            services = summon()
            _over(services, _period(services, first, last), as_json=as_json)


def _add_review(group: typer.Typer, summon: Summon) -> None:
    @group.command("review-over-period")
    def review_over_period(
        framework: Annotated[
            str, typer.Argument(metavar="FRAMEWORK", help="The framework of the key question.")
        ],
        reader: Annotated[str, typer.Option(metavar="PERSON", help="The inspector who agrees too seldom.")],
        question: Annotated[str, typer.Option(metavar="QUESTION", help="The key question, by its number.")],
        conclusion: Annotated[
            str,
            typer.Option(metavar="TEXT", help="What was found and what follows from it; it names nobody."),
        ],
        first: First = None,
        last: Last = None,
        role: AsRole = None,
        command_id: CommandId = None,
        as_json: AsJson = False,
    ) -> None:
        """Record what was found where an inspector agreed too seldom with others over several inspections.

        The inspections that it rests on, and the figures, are taken from the record. What was looked into is no task
        again; answers of later inspections are added up anew.

        May be given by: quality-lead.

        Example: assay case review-over-period adult-nps-2018 --reader os-1001 --question 2.1.1 --conclusion 'As met.'
        """
        services, how = summon(), Circumstances(role, command_id, None, as_json)
        period = _period(services, first, last)
        with checked():
            command = services.agreement.reviewing(framework, reader, question, *period, conclusion)
        give(services, command, how)


def _period(services: Services, first: str | None, last: str | None) -> tuple[date, date]:
    until = as_day(last, "--to") if last is not None else today_in_london(services)
    return (as_day(first, "--from") if first is not None else usual_period(until)[0]), until


def _of_one(services: Services, inspection: str, *, as_json: bool) -> None:
    state = inspection_of(services, inspection)
    reads, low = reads_and_low(services, state)
    total = agreement_of((each.first, each.second) for each in reads)
    questions, readers = by_key_question(reads), by_reader(reads)
    if as_json:
        say_json(
            {
                "inspection": inspection,
                "all": agreement_data(total),
                "key_questions": {id_: agreement_data(each) for id_, each in questions.items()},
                "readers": {id_: agreement_data(each) for id_, each in readers.items()},
                "low": list(low),
            }
        )
        return
    for what, kind, groups in (("key question", "question", questions), ("reader", "reader", readers)):
        rows = [
            (name, *agreement_cells(each), "low" if f"{kind}:{name}" in low else "")
            for name, each in groups.items()
        ]
        table((what, "pairs", "agreed", "kappa", "alpha", ""), rows)
    _say_total(total)


def _over(services: Services, period: tuple[date, date], *, as_json: bool) -> None:
    found = services.agreement.over(*period)
    if as_json:
        say_json(over_period_data(found))
        return
    days = f"{in_words(found.first)} to {in_words(found.last)}"
    if not found.added:
        say(f"No answer was given twice in an inspection of {days} of which the case reads are closed.")
    for each in found.added:
        of = counted(len(each.inspections), "inspection")
        say(f"{each.framework}, {of} with fieldwork from {days}")
        low = {(one.reader, one.question): one for one in found.low if one.framework == each.framework}
        _say_framework(each, low)
    for one in found.low:
        say(
            f"To look into: {one.reader} on {one.question} of {one.framework}: {one.found.agreed} of {one.found.pairs} "
            f"answers agree, less than {one.lowest} %, in {', '.join(one.inspections)}."
        )
    for framework, several in found.reviews.items():
        for review in several:
            say(
                f"Looked into: {review.reader} on {review.question} of {framework}, {review.agreed} of {review.pairs}: "
                f"{review.conclusion}"
            )


def _say_framework(added: Added, low: Mapping[tuple[str, str], Low]) -> None:
    tables: tuple[tuple[str, Mapping[str, Agreement]], ...] = (
        ("key question", added.questions),
        ("inspector", added.readers),
    )
    for what, groups in tables:
        table(
            (what, "pairs", "agreed", "kappa", "alpha"),
            [(name, *agreement_cells(each)) for name, each in groups.items()],
        )
    table(
        ("inspector", "key question", "pairs", "agreed", "kappa", "alpha", ""),
        [
            (*about, *agreement_cells(each), "low" if about in low else "")
            for about, each in added.each.items()
        ],
    )
    _say_total(added.all)


def _say_total(total: Agreement) -> None:
    cells = agreement_cells(total)
    say(f"In all {cells[0]} pairs, {cells[1]} agreed, kappa {cells[2]}, alpha {cells[3]}.")
    if total.pairs < FEWEST_PAIRS:
        say("With so few pairs these figures say little.")
