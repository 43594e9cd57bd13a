"""``assay privacy retention``: what has been kept for as long as its schedule says, and erasing it."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any
from uuid import uuid4

import typer

from activities.privacy.retention import Due
from adapters.inbound.acting import my_id
from adapters.inbound.cli.ordering import AsRole, role_for
from adapters.inbound.cli.terminal.statuses import REFUSED
from adapters.inbound.files.named import read_file
from adapters.inbound.services import Summon
from adapters.inbound.speaking import AsJson, say, say_json, table
from adapters.inbound.today import today_in_london
from domain.given import Actor
from domain.privacy.retention import Schedule, parse_schedule, shipped_schedules
from domain.privacy.schedules import texts
from domain.privacy.subjects import EraseSubject
from domain.refusals import Refused
from domain.text import counted

__all__ = ["add_retention"]

LARGEST_SCHEDULE_BYTES = 1024 * 1024

SCHEDULE = "retention-2026"

Scheduled = Annotated[
    Path | None,
    typer.Option(
        "--schedule",
        metavar="FILE",
        help=f"A schedule of your own, a .toml file like the shipped one; {SCHEDULE}, which ships, if not given.",
    ),
]


def add_retention(group: typer.Typer, summon: Summon) -> None:
    """Add ``assay privacy retention``."""
    inner = typer.Typer(no_args_is_help=True, help="What need not be kept any longer, and erasing it.")
    _add_show(inner)
    _add_preview(inner, summon)
    _add_run(inner, summon)
    group.add_typer(inner, name="retention")


def _add_show(inner: typer.Typer) -> None:
    @inner.command("show")
    def show(schedule: Scheduled = None, as_json: AsJson = False) -> None:
        """Print a schedule: how long each class of data is kept, what for, and by what right.

        Example: assay privacy retention show
        """
        applied = _schedule(schedule)
        if as_json:
            say_json(applied.model_dump(mode="json"))
        elif schedule is None:
            typer.echo(texts()[f"{SCHEDULE}.toml"].decode(), nl=False)
        else:
            typer.echo(read_file(schedule, largest=LARGEST_SCHEDULE_BYTES).decode(), nl=False)


def _add_preview(inner: typer.Typer, summon: Summon) -> None:
    @inner.command("preview")
    def preview(schedule: Scheduled = None, as_json: AsJson = False) -> None:
        """List what need not be kept any longer, by which rule, and what is held all the same; nothing is erased.

        Example: assay privacy retention preview
        """
        services = summon()
        applied = _schedule(schedule)
        due = services.retention.due(applied, today_in_london(services))
        if as_json:
            say_json({"schedule": applied.authority, "due": [_as_json(each) for each in due]})
        else:
            _tell(applied, due)


def _add_run(inner: typer.Typer, summon: Summon) -> None:
    @inner.command("run")
    def run(
        schedule: Scheduled = None,
        yes: Annotated[
            bool, typer.Option("--yes", help="Erase; without it, nothing is done but to say what would be.")
        ] = False,
        role: AsRole = None,
        as_json: AsJson = False,
    ) -> None:
        """Erase what need not be kept any longer and is not held, with the schedule as authority; for good.

        Each subject is erased by the same command as `assay privacy erase`, and is on the record by itself. Cut short,
        it is simply run again. It ends with status 2 if a subject was not erased after all, such as one that was held
        meanwhile; the others are erased all the same, and a later run asks for it anew. Look at `assay privacy
        retention preview` first.

        The schedule must be in force, and the one that ships is a proposal: settle its periods in a file of your own
        (`assay privacy retention show > retention.toml`), with `status = "in-force"`, and name it with --schedule.

        May be given by: data-protection-officer.

        Example: assay privacy retention run --schedule retention.toml --yes
        """
        services = summon()
        applied = _schedule(schedule)
        today = today_in_london(services)
        _refuse_unless_in_force(applied, today)
        actor = Actor(my_id(), role_for(role, EraseSubject.verb), "operating-system")
        if not yes:
            due = {each.subject for each in services.retention.due(applied, today) if not each.holds}
            raise Refused.because(
                "bad-usage",
                f"What is due of {counted(len(due), 'subject')} would go for good; give --yes to do it.",
            )
        done = list(services.retention.run(applied, today, actor, f"retention-{uuid4()}"))
        if as_json:
            say_json(
                {
                    "schedule": applied.authority,
                    "subjects": [
                        {
                            "subject": each.subject,
                            "classes": list(each.categories),
                            "refusal": str(each.refusal) if each.refusal else None,
                        }
                        for each in done
                    ],
                }
            )
        else:
            for each in done:
                if each.refusal:
                    say(f"{each.subject} was not erased: {each.refusal}")
            erased = sum(each.refusal is None for each in done)
            say(f"{counted(erased, 'subject')} erased as {applied.authority} says.")
        if any(each.refusal for each in done):
            raise typer.Exit(REFUSED)


def _schedule(file: Path | None) -> Schedule:
    if file is None:
        return shipped_schedules()[SCHEDULE]
    return parse_schedule(read_file(file, largest=LARGEST_SCHEDULE_BYTES), where=str(file))


def _refuse_unless_in_force(schedule: Schedule, today: date) -> None:
    if schedule.status == "in-force" and today >= schedule.in_force_from:
        return
    if schedule.status == "in-force":
        raise Refused.because(
            "schedule-not-in-force",
            f"The {schedule.authority} is in force from {schedule.in_force_from} only; nothing was erased.",
        )
    mine = "retention.toml"
    raise Refused.because(
        "schedule-not-in-force",
        f"The {schedule.authority} is {schedule.status}, so nothing was erased. Print it with `assay privacy retention "
        f"show > {mine}`; in that file settle the months of each rule, set in_force_from to the day they hold from and "
        f'status = "in-force", and give it an id of its own; then run `assay privacy retention run --schedule {mine} '
        "--yes`.",
    )


def _tell(schedule: Schedule, due: Sequence[Due]) -> None:
    if not due:
        say(f"Nothing is due by the {schedule.authority}.")
        return
    table(
        ("subject", "class", "counted from", "since", "kept all the same by"),
        [(each.subject, each.category, each.counted_from, each.since, ", ".join(each.holds)) for each in due],
    )
    going = {each.subject for each in due if not each.holds}
    say(
        f"By the {schedule.authority} ({schedule.status}), what is due of {counted(len(going), 'subject')} would go."
    )


def _as_json(due: Due) -> dict[str, Any]:
    return {
        "subject": due.subject,
        "class": due.category,
        "counted_from": due.counted_from,
        "since": due.since,
        "months": due.rule.months,
        "citation": due.rule.citation,
        "holds": list(due.holds),
    }
