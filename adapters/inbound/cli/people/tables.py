"""``assay people authority`` and ``separation``: who may do what, at which stage, and who may not do both."""

from collections.abc import Sequence
from typing import Annotated

import typer

from adapters.inbound.cli.ordering import one_of
from adapters.inbound.speaking import AsJson, say, say_json, table
from domain.people.permissions import Permission, authority_table
from domain.people.roles import Role
from domain.people.separation import SEPARATION
from domain.refusals import Refused

__all__ = ["add_tables"]


def add_tables(group: typer.Typer) -> None:
    """Add ``authority`` and ``separation``."""
    _add_authority(group)
    _add_separation(group)


def _add_authority(group: typer.Typer) -> None:
    @group.command("authority")
    def authority(
        role: Annotated[str | None, typer.Option("--role", metavar="ROLE", help="Only this role.")] = None,
        verb: Annotated[
            str | None, typer.Option("--command", metavar="VERB", help="Only this command.")
        ] = None,
        stage: Annotated[
            str | None, typer.Option("--stage", metavar="STAGE", help="Only at this stage.")
        ] = None,
        everything: Annotated[
            bool, typer.Option("--all", help="Also what is refused, with the refusal.")
        ] = False,
        as_json: AsJson = False,
    ) -> None:
        """Show who may give which command at which stage: the table that every door into Assay asks.

        Where there is a staff record, the role must be held that day as well, with its training, and without a
        conflict; docs/people.md says how.

        Example: assay people authority --role panel-chair
        """
        if role is not None:
            one_of(role, [each.value for each in Role], "role")
        rows = [
            each
            for each in authority_table()
            if role in (None, each.role.value) and verb in (None, each.verb) and stage in (None, each.stage)
        ]
        shown = rows if everything else [each for each in rows if each.answer == "permitted"]
        if verb is not None and not rows:
            raise Refused.because("unknown-command", f"There is no command {verb!r}; see `assay commands`.")
        if as_json:
            say_json({"permissions": [_as_json(each) for each in shown]})
        elif not shown:
            say("Nothing is permitted there; --all shows what is refused.")
        else:
            table(("command", "role", "stages", "answer"), _together(shown))


def _as_json(row: Permission) -> dict[str, str]:
    return {
        "role": row.role.value,
        "command": row.verb,
        "kind": row.kind,
        "stage": row.stage,
        "answer": row.answer,
    }


def _together(rows: Sequence[Permission]) -> list[tuple[str, str, str, str]]:
    """The rows with the same answer as one, with their stages beside each other."""
    stages: dict[tuple[str, str, str], list[str]] = {}
    for each in rows:
        stages.setdefault((each.verb, each.role.value, each.answer), []).append(each.stage)
    return [
        (verb, role, ", ".join(filter(None, several)) or "any", answer)
        for (verb, role, answer), several in stages.items()
    ]


def _add_separation(group: typer.Typer) -> None:
    @group.command("separation")
    def separation(as_json: AsJson = False) -> None:
        """Show who may not do both of two things, and what keeps them apart.

        Example: assay people separation
        """
        if as_json:
            rows = [
                {
                    "part": each.part,
                    "barred_from": list(each.barred_from),
                    "code": each.code,
                    "kept": each.kept,
                    "why": each.why,
                }
                for each in SEPARATION
            ]
            say_json({"separation": rows})
            return
        kept = {"room": "always", "record": "where there is a staff record"}
        table(
            ("who", "may not", "why", "kept"),
            [
                (each.part.replace("-", " "), ", ".join(each.barred_from), each.why, kept[each.kept])
                for each in SEPARATION
            ],
        )
