"""``assay audit looks``: who looked at what, from the log that is kept apart from the record."""

from typing import Annotated, Any

import typer

from activities.auditing.looking import Look
from adapters.inbound.services import Summon
from adapters.inbound.speaking import AsJson, say, say_json, table
from domain.text import counted
from domain.working_days import LONDON

__all__ = ["add_looks"]

_TOLD = 8
"""The most subjects of a look that a table names."""


def add_looks(group: typer.Typer, summon: Summon) -> None:
    """Add ``looks`` to the group ``audit``."""

    @group.command("looks")
    def looks(
        about: Annotated[
            str | None,
            typer.Argument(
                metavar="ABOUT",
                help="Only looks at this inspection, case, panel or person.",
                show_default=False,
            ),
        ] = None,
        by: Annotated[
            str | None, typer.Option("--by", metavar="PERSON", help="Only what this person looked at.")
        ] = None,
        year: Annotated[
            int | None, typer.Option("--year", metavar="YEAR", min=1900, max=9999, help="Only in this year.")
        ] = None,
        as_json: AsJson = False,
    ) -> None:
        """Say who looked at what. That is kept apart from the record, for as long as is set, and proves nothing.

        Whoever asks for something of an inspection, a provider or a person is noted before it is shown; if that cannot
        be noted, it is not shown. Asking for this list is a look too.

        Example: assay audit looks nps-nw-2026 --by os-1004
        """
        found = list(summon().looking.looks(about, by, range(year, year + 1) if year is not None else None))
        told = [each for each in found if isinstance(each, Look)]
        broken = [each for each in found if isinstance(each, str)]
        if as_json:
            say_json({"number": len(told), "looks": [_json(each) for each in told], "unreadable": broken})
            return
        if told:
            table(
                ("when", "who", "role", "what", "about"),
                [
                    (
                        each.at.astimezone(LONDON).isoformat(timespec="seconds"),
                        each.who,
                        each.role,
                        each.what,
                        _about(each),
                    )
                    for each in told
                ],
            )
        say(f"{counted(len(told), 'look')}.")
        for line in broken:
            say(line)


def _about(look: Look) -> str:
    """What it was about, so that a look at a whole inspection's cases stays a line; JSON has all of it."""
    more = len(look.about) - _TOLD
    return ", ".join(look.about[:_TOLD]) + (f" and {more} more" if more > 0 else "")


def _json(look: Look) -> dict[str, Any]:
    return {
        "at": look.at.isoformat(),
        "who": look.who,
        "role": look.role,
        "what": look.what,
        "about": list(look.about),
    }
