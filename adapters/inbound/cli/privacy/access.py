"""``assay privacy export``: everything that is held about somebody, opened for the person who asked for it."""

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from activities.privacy.access import HeldText, Mention
from adapters.inbound.acting import my_id
from adapters.inbound.cli.building import as_command
from adapters.inbound.cli.ordering import AsRole, Circumstances, CommandId, role_for
from adapters.inbound.cli.terminal.progress import telling
from adapters.inbound.services import Summon
from adapters.inbound.speaking import AsJson, say
from domain.given import Actor
from domain.privacy.boxes import Category
from domain.privacy.retention import shipped_schedules
from domain.privacy.subjects import GiveAccess
from domain.refusals import Refused
from domain.text import counted
from domain.working_days import LONDON

__all__ = ["add_export"]

NOT_SEARCHED = (
    "Documents that were handed in as evidence, and reports, are not searched: they are files, and Assay does not "
    "know whom they are about."
)


def add_export(group: typer.Typer, summon: Summon) -> None:
    """Add ``assay privacy export``."""

    @group.command("export")
    def export(
        subject: Annotated[
            str, typer.Argument(metavar="SUBJECT", help="The case or person, such as case-0f3a….")
        ],
        output: Annotated[
            Path | None,
            typer.Option(
                "-o",
                "--output",
                metavar="FILE",
                help="Write it to a new file that only you may read: as JSON if its name ends in .json, else as text.",
            ),
        ] = None,
        purpose: Annotated[
            str,
            typer.Option(metavar="TEXT", help="What it is opened for, naming nobody; it goes on the record."),
        ] = "subject access request",
        role: AsRole = None,
        command_id: CommandId = None,
        as_json: AsJson = False,
    ) -> None:
        """Show everything that is held about a case or person, opened: what, since when, from whom, and what for.

        The whole record is gone through. That it was opened, by whom and what for, is recorded first. What was erased
        says so.

        May be given by: data-protection-officer.

        Example: assay privacy export case-0f3a6f2f7a0c4f6e9a1b2c3d4e5f6071 -o answer.json --purpose 'request 2026-12'
        """
        how = Circumstances(role, command_id, None, as_json)
        if output is not None and output.exists():
            raise Refused.because("file-exists", f"There is a file {output} already; it is not written over.")
        as_command(GiveAccess, {"subject": subject, "purpose": purpose, "texts": 0}, {"subject": "SUBJECT"})
        services = summon()
        if subject.startswith("case-") and (refusal := services.apart.refusal_of_subject(subject, my_id())):
            raise Refused(refusal)
        actor = Actor(my_id(), role_for(how.role, GiveAccess.verb), "operating-system")
        with telling(as_json) as tell:
            found = services.access.give(
                subject, purpose, how.command_id, actor, lambda done, of: tell("events", done, of)
            )
        if subject.startswith("case-"):
            services.shown_reads.with_subject(subject, my_id())
        texts = sum(len(each.texts) for each in found)
        json_wanted = as_json or (output is not None and output.suffix == ".json")
        written = (
            json.dumps(_as_json(subject, found), ensure_ascii=False, indent=2, default=str) + "\n"
            if json_wanted
            else "\n".join(_as_text(subject, found)) + "\n"
        )
        if output is None:
            typer.echo(written, nl=False)
        else:
            _write(output, written)
            say(f"{counted(texts, 'text')} in {counted(len(found), 'event')} about {subject}: {output}")


def _write(file: Path, text: str) -> None:
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(text)
    except FileExistsError:
        raise Refused.because(
            "file-exists", f"There is a file {file} already; it is not written over."
        ) from None
    except OSError as error:
        raise Refused.because("unwritable-file", f"{file} cannot be written: {error.strerror}.") from None


def _purpose(category: Category) -> tuple[str, str]:
    """What a class of data is held for, and for how long."""
    for schedule in shipped_schedules().values():
        rule = schedule.rule_for(category)
        if rule is not None:
            start = rule.counted_from.replace("-", " ")
            return rule.purpose, f"{rule.months} months from when the {start} ({schedule.authority})"
    return "no purpose is on file", "no period is on file"


def _as_json(subject: str, found: Iterable[Mention]) -> dict[str, Any]:
    return {
        "subject": subject,
        "not_searched": NOT_SEARCHED,
        "events": [
            {
                "position": each.position,
                "stream": each.stream,
                "name": each.name,
                "occurred_at": each.occurred_at,
                "recorded_at": each.recorded_at,
                "from": {"actor": each.actor, "role": each.acting_role},
                "what": each.sentence,
                "texts": [_text_json(text) for text in each.texts],
            }
            for each in found
        ],
    }


def _text_json(text: HeldText) -> dict[str, Any]:
    purpose, kept = _purpose(text.category)
    return {
        "field": text.field,
        "class": text.category,
        "text": text.text,
        "trouble": text.trouble,
        "held_for": purpose,
        "kept": kept,
    }


def _as_text(subject: str, found: Iterable[Mention]) -> Iterator[str]:
    events = list(found)
    yield f"What is held about {subject}"
    yield ""
    for category in dict.fromkeys(text.category for each in events for text in each.texts):
        purpose, kept = _purpose(category)
        yield f"A {category} is held for this: {purpose} It is kept for {kept}."
    yield ""
    for each in events:
        day = each.occurred_at.astimezone(LONDON).date()
        yield f"{day}, event {each.position}, from {each.actor} as {each.acting_role}: {each.sentence}"
        for text in each.texts:
            yield f"    {text.category} ({text.field}): {text.text if text.trouble is None else text.trouble}"
    yield ""
    yield NOT_SEARCHED
