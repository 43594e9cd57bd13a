"""`assay programme answers`: what was said to a draft and what was decided, as it is published."""

from collections.abc import Mapping
from typing import Any, Final

import typer

from adapters.inbound.cli.privacy.sights import Sight, may_see
from adapters.inbound.cli.programme.opening import ProgrammeCode
from adapters.inbound.cli.programme.reports import TableFile, write_table
from adapters.inbound.cli.programme.shown import responses_of
from adapters.inbound.files.spreadsheets import Grid
from adapters.inbound.services import Summon
from adapters.inbound.speaking import AsJson, say, say_json
from domain.programme.year.published.answered import answered
from domain.refusals import Refused

__all__ = ["add_answers"]

_COLUMNS: Final = ("number", "received_on", "in_confidence", "said", "outcome", "reasons")
"""The columns of what is published; nothing says who responded."""


def add_answers(group: typer.Typer, summon: Summon) -> None:
    """Register the command.

    Args:
        group: the group ``programme``.
        summon: gives the installation.
    """

    @group.command("answers")
    def answers(
        programme: ProgrammeCode, role: Sight = None, out: TableFile = None, as_json: AsJson = False
    ) -> None:
        """Write what was said to the draft and what was decided on it, to be published with the programme.

        Of a response in confidence it has the day and what was decided, and nothing that was said; of none it has who
        sent it. Read what others said before you publish it: they may have named somebody.

        Example: assay programme answers 2027 --out answers-2027.csv
        """
        services = summon()
        state = services.programme_record.programme(programme)
        if state.draft is None:
            raise Refused.because("nothing-yet", "No draft of this programme has been issued yet.")
        may_see(role, "response")
        found = responses_of(services, state, seen=True)
        rows = [_row(number, each) for number, each in enumerate(found, start=1)]
        if out is not None:
            cells = [[each[column] for column in _COLUMNS] for each in rows]
            write_table(out, Grid("answers", _COLUMNS, cells))
            say(f"The table is in {out}.")
            return
        if as_json:
            say_json({"answered": answered(state), "answers": rows})
            return
        say(f"{answered(state)}")
        for each in rows:
            said = "In confidence" if each["in_confidence"] == "yes" else each["said"]
            why = f": {each['reasons']}" if each["reasons"] else ""
            say(f"{each['number']}. {said}")
            say(f"   {str(each['outcome'] or 'undecided').replace('-', ' ').capitalize()}{why}")


def _row(number: int, response: Mapping[str, Any]) -> dict[str, Any]:
    private = response["confidential"]
    return {
        "number": number,
        "received_on": response["received_on"].isoformat(),
        "in_confidence": "yes" if private else "no",
        "said": None if private else response.get("said"),
        "outcome": response["outcome"],
        "reasons": None if private else response.get("reasons"),
    }
