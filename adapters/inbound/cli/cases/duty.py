"""Who is told when a case shows somebody in danger: ``assay people on-duty``, and what ``assay case alert`` adds."""

from typing import Annotated

import typer

from adapters.inbound.acting import my_id
from adapters.inbound.cli.days import as_day
from adapters.inbound.services import Services, Summon
from adapters.inbound.shown.alerts import who_is_told
from adapters.inbound.speaking import AsJson, complain, say, say_json
from adapters.inbound.today import today_in_london

__all__ = ["add_on_duty", "tell_who_is_told"]


def add_on_duty(group: typer.Typer, summon: Summon) -> None:
    """Add ``assay people on-duty``."""

    @group.command("on-duty")
    def show(
        on: Annotated[
            str | None, typer.Option(metavar="YYYY-MM-DD", help="The day; today if none is named.")
        ] = None,
        as_json: AsJson = False,
    ) -> None:
        """Say who is told of an alert on a day: those on duty, or else the operations managers. Nobody who is away.

        Example: assay people on-duty --on 2026-06-03
        """
        services = summon()
        day = as_day(on, "--on") if on else today_in_london(services)
        rota, managers = who_is_told(services, day)
        if as_json:
            say_json({"day": day.isoformat(), "on_duty": rota, "operations_managers": managers})
        elif not (rota or managers):
            complain(f"NOBODY is told of an alert on {day}: {_NOBODY}.")
        else:
            say(f"On duty: {', '.join(rota) or 'nobody'}.")
            say(f"Told where nobody on duty can be: {', '.join(managers) or 'nobody'}.")


_NOBODY = "nobody is on duty who can be reached, and no operations manager (assay people duty)"


def tell_who_is_told(services: Services) -> None:
    """Say to whom Assay sends the notice of an alert that was just raised; loudly where there is nobody.

    It is for people: a program reads it in the record (``alert.notice-sent.v1``).
    """
    rota, managers = who_is_told(services, today_in_london(services), but=my_id())
    if not (rota or managers):
        complain(
            f"NOBODY CAN BE TOLD by Assay: {_NOBODY}. Tell somebody now, and say whom with assay case tell."
        )
    else:
        who = f"{', '.join(rota)}, on duty" if rota else f"{', '.join(managers)}, nobody being on duty"
        say(f"Assay sends a notice to {who}.")
