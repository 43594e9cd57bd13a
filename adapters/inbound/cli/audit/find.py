"""``assay audit find``: departures, stale approvals, judgements, overdue items and more, across all inspections."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from activities.auditing.finding import Search
from activities.ports import RefusalNote
from adapters.inbound.acting import my_id
from adapters.inbound.cli.ordering import one_of
from adapters.inbound.cli.terminal.progress import telling
from adapters.inbound.cli.terminal.quoting import quoted
from adapters.inbound.cli.terminal.statuses import WRONG
from adapters.inbound.looks import note_shown
from adapters.inbound.services import Summon
from adapters.inbound.speaking import AsJson, say, say_json, table
from domain.auditing.findings import QUESTIONS, Found
from domain.refusals import Refused
from domain.streams import code_in, inspection_stream
from domain.text import counted
from domain.working_days import LONDON

__all__ = ["add_find"]

REFUSALS = "refusals"
_MEANINGS = "; ".join(f"{name}: {each.meaning}" for name, each in QUESTIONS.items())


def add_find(group: typer.Typer, summon: Summon) -> None:
    """Add ``find`` to the group ``audit``."""

    @group.command("find")
    def find(
        what: Annotated[
            str,
            typer.Argument(
                metavar="|".join((*QUESTIONS, REFUSALS)),
                help=f"{_MEANINGS}; {REFUSALS}: every command that was refused.",
            ),
        ],
        by: Annotated[
            str | None,
            typer.Option("--by", metavar="PERSON", help="Only what this person did, alone or on a panel."),
        ] = None,
        since: Annotated[
            int | None, typer.Option("--from", metavar="YEAR", min=1900, max=9999, help="From this year on.")
        ] = None,
        until: Annotated[
            int | None,
            typer.Option("--to", metavar="YEAR", min=1900, max=9999, help="Up to and with this year."),
        ] = None,
        as_json: AsJson = False,
    ) -> None:
        """Find something across all inspections, in the events themselves: each line says at which one.

        Views and logs are not asked. Every stream that is looked at is checked first; where one does not hold, that is
        said, and the command ends with 1. No answer in a case is told. --by, --from and --to leave out the
        rest; that a date passed is noted by Assay itself, so ask for what is overdue without --by. Somebody of whom the
        record knows nothing is refused.

        Example: assay audit find judgements --by os-1004 --from 2018 --to 2019

        Example: assay audit find overdue --from 2026
        """
        if since and until and since > until:
            raise Refused.because("bad-value", f"--from {since} is after --to {until}.")
        years = range(since or 1, (until or 9999) + 1) if since or until else None
        asked = one_of(what, [*QUESTIONS, REFUSALS], "question")
        services = summon()
        if asked == REFUSALS:
            if refusal := services.apart.refusal_of_record(my_id()):
                raise Refused(refusal)
            notes = services.finding.refused(by, years)
            note_shown(services, "audit find", [each.stream for each in notes])
            if as_json:
                found = [_refused_json(each) for each in notes]
                say_json({"what": asked, "number": len(notes), "found": found})
            else:
                _tell_refused(notes)
            return
        with telling(as_json) as tell:
            came = services.finding.search(
                asked, by=by, years=years, went=lambda done, of: tell("streams", done, of)
            )
        note_shown(services, "audit find", [each.envelope.stream for each in came.found])
        if as_json:
            say_json(_json(asked, came))
        else:
            _tell(asked, came)
        if came.unsound:
            raise typer.Exit(WRONG)


def _tell(asked: str, came: Search) -> None:
    if came.found:
        table(
            ("day", "of", "version", "what", "by"),
            [
                (
                    each.envelope.occurred_at.astimezone(LONDON).date(),
                    _of(each),
                    each.envelope.version,
                    quoted(each.words) + _again(each),
                    f"{each.envelope.actor}, {each.envelope.acting_role}",
                )
                for each in came.found
            ],
        )
    say(f"{asked}: {len(came.found)}, found in the events of {counted(came.streams, 'stream')}.")
    for each in came.unsound:
        say(f"Does not hold: {each}; what is behind that was not looked at.")


def _of(found: Found) -> str:
    return code_in(found.envelope.stream, inspection_stream)


def _again(found: Found) -> str:
    if found.stands_again is None:
        return ""
    return " It stands again." if found.stands_again else " None stands now."


def _json(asked: str, came: Search) -> dict[str, Any]:
    return {
        "what": asked,
        "number": len(came.found),
        "streams": came.streams,
        "unsound": list(came.unsound),
        "found": [
            {
                "matter": each.envelope.correlation_id,
                "stream": each.envelope.stream,
                "version": each.envelope.version,
                "event": each.envelope.name,
                "occurred_at": each.envelope.occurred_at.isoformat(),
                "recorded_at": each.envelope.recorded_at.isoformat(),
                "actor": each.envelope.actor,
                "role": each.envelope.acting_role,
                "words": each.words,
                "stands_again": each.stands_again,
            }
            for each in came.found
        ],
    }


def _tell_refused(notes: Sequence[RefusalNote]) -> None:
    if notes:
        table(
            ("day", "of", "what", "why", "by"),
            [
                (
                    note.at.astimezone(LONDON).date(),
                    code_in(note.stream, inspection_stream),
                    note.verb,
                    quoted(str(note.refusal)),
                    f"{note.actor}, {note.acting_role}",
                )
                for note in notes
            ],
        )
    say(f"refusals: {len(notes)}.")


def _refused_json(note: RefusalNote) -> dict[str, Any]:
    return {
        "stream": note.stream,
        "command": note.verb,
        "at": note.at.isoformat(),
        "actor": note.actor,
        "role": note.acting_role,
        "code": note.refusal.code,
        "sentence": note.refusal.sentence,
    }
