"""Who is told when a case shows somebody in danger: ``assay people on-duty``, and what ``assay case alert`` adds."""

from typing import Annotated

import typer

from adapters.inbound.acting import my_id
from adapters.inbound.cli.privacy.sights import who_looks
from adapters.inbound.cli.terminal.days import as_day
from adapters.inbound.services import Services, Summon
from adapters.inbound.shown.cases.alerts import WhoIsTold, who_is_told
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
        """Say who is told of an alert on a day, and at which number: those on duty, or else the operations managers.

        Nobody who is away. They stand there by name for whoever may raise an alert or take one up, and for everybody
        else by id.

        Example: assay people on-duty --on 2026-06-03
        """
        services = summon()
        day = as_day(on, "--on") if on else today_in_london(services)
        told = who_is_told(services, day, who_looks())
        if as_json:
            say_json(
                {
                    "day": day.isoformat(),
                    "on_duty": list(told.rota),
                    "operations_managers": list(told.managers),
                    "called": {**told.rota, **told.managers},
                    "telephone": told.telephone,
                }
            )
            return
        if told.first:
            say(f"On duty: {', '.join(told.rota.values()) or 'nobody'}.")
            say(f"Told where nobody on duty can be: {', '.join(told.managers.values()) or 'nobody'}.")
        else:
            complain(f"NOBODY is told of an alert on {day}: {_NOBODY}.")
        say(_at_which_number(told))


_NOBODY = "nobody is on duty who can be reached, and no operations manager (assay people duty)"


def tell_who_is_told(services: Services) -> None:
    """Say to whom Assay sends the notice of an alert that was just raised; loudly where there is nobody.

    It is for people: a program reads it in the record (``alert.notice-sent.v1``).
    """
    told = who_is_told(services, today_in_london(services), who_looks(), but=my_id())
    if not told.first:
        complain(
            f"NOBODY CAN BE TOLD by Assay: {_NOBODY}. Tell somebody now, and say whom with assay case tell."
        )
    else:
        duty = "on duty" if told.rota else "nobody being on duty"
        say(f"Assay sends a notice to {', '.join(told.first.values())}, {duty}.")
    say(_at_which_number(told))


def _at_which_number(told: WhoIsTold) -> str:
    """How those on duty are reached by telephone."""
    if told.telephone is None:
        return "No telephone number of whoever is on duty is set here (ASSAY_DUTY_TELEPHONE)."
    return f"Whoever is on duty is reached at {told.telephone}."
