"""``assay db projections``: how the views stand to the record, and building them anew."""

from datetime import datetime
from functools import partial
from typing import Annotated

import typer

from activities.viewing.views import Standing
from adapters.inbound.cli.terminal.progress import telling
from adapters.inbound.cli.terminal.statuses import WRONG
from adapters.inbound.services import Services, Summon
from adapters.inbound.speaking import AsJson, say, say_json, table
from domain.ledger.envelope import open_envelope
from domain.text import counted

__all__ = ["add_to"]


def add_to(group: typer.Typer, summon: Summon) -> None:
    """Add ``projections`` to the group ``db``."""
    projections = typer.Typer(
        no_args_is_help=True,
        help="The views that lists and timelines are read from: worked out from the record, and no part of it.",
    )
    _add_status(projections, summon)
    _add_rebuild(projections, summon)
    group.add_typer(projections, name="projections")


def _add_status(group: typer.Typer, summon: Summon) -> None:
    @group.command("status")
    def status(as_json: AsJson = False) -> None:
        """Say how far the views are behind the record. Ends with 1 if they can go no further.

        Every worker keeps them up, and whoever reads them takes them up to date first. They stop before an event
        that only a newer Assay can read; everything before it is shown.

        Example: assay db projections status
        """
        services = summon()
        standing, now = services.views.standing(), _now(services)
        if as_json:
            say_json({"projections": [_as_json(standing, now)]})
        else:
            table(
                ("name", "generation", "position", "behind", "for", "being built"),
                [
                    (
                        standing.name,
                        standing.generation or "none yet",
                        standing.position,
                        counted(standing.behind, "event"),
                        _age(_seconds(standing, now)),
                        "" if standing.building is None else f"up to {standing.building}",
                    )
                ],
            )
            if standing.stopped_because:
                say(f"The {standing.name} have stopped. {standing.stopped_because}")
        if standing.stopped_because:
            raise typer.Exit(WRONG)


def _add_rebuild(group: typer.Typer, summon: Summon) -> None:
    @group.command("rebuild")
    def rebuild(
        check: Annotated[
            bool,
            typer.Option("--check", help="Only compare with those in use; ends with 1 if they differ."),
        ] = False,
        as_json: AsJson = False,
    ) -> None:
        """Build the views anew from the first event, beside those in use, and then put them in their place.

        Lists and commands go on meanwhile. A rebuilding that was cut off goes on where it was when it is begun again.

        Example: assay db projections rebuild --check
        """
        with telling(quiet=as_json) as tell:
            views, told = summon().views, partial(tell, "events")
            built = views.check(told) if check else views.rebuild(told)
        if as_json:
            said: dict[str, object] = {"generation": built.generation, "position": built.position}
            say_json(said | ({"differing": built.differing} if check else {"live": True}))
        elif not check:
            say(f"The views were built anew up to position {built.position}, and are in use.")
        elif built.differing:
            say(
                f"These views are not what the record says, up to position {built.position}: "
                f"{', '.join(built.differing)}. `assay db projections rebuild` puts that right."
            )
        else:
            say(f"The views are what the record says, up to position {built.position}.")
        if built.differing:
            raise typer.Exit(WRONG)


def _as_json(standing: Standing, now: datetime) -> dict[str, object]:
    return {
        "name": standing.name,
        "generation": standing.generation,
        "layout": standing.layout,
        "position": standing.position,
        "lag_events": standing.behind,
        "lag_seconds": round(_seconds(standing, now), 3),
        "stopped_at": standing.stopped_at,
        "stopped_because": standing.stopped_because or None,
        "building": standing.building,
    }


def _now(services: Services) -> datetime:
    """The present instant by the record's time, which in a simulated one stands still at its last event."""
    store = services.store
    found = {each.position: open_envelope(each.body) for each in store.at([1, store.last_position()])}
    opened = found.get(1)
    if opened is not None and opened["data"].get("time") == "simulated":
        return datetime.fromisoformat(found[max(found)]["recorded_at"])
    return services.clock.now()


def _seconds(standing: Standing, now: datetime) -> float:
    """How long the oldest event that has not been taken in has been on the record."""
    return max(0.0, (now - standing.since).total_seconds()) if standing.since else 0.0


def _age(seconds: float) -> str:
    if seconds < 120:
        return counted(int(seconds), "second")
    if seconds < 7200:
        return counted(int(seconds) // 60, "minute")
    return counted(int(seconds) // 3600, "hour")
