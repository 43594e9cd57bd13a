"""`assay programme`: the annual programme, from files and on the record."""

import typer

from adapters.inbound.cli.programme.answers import add_answers
from adapters.inbound.cli.programme.calendars import add_calendar
from adapters.inbound.cli.programme.charting import add_charting
from adapters.inbound.cli.programme.choosing import add_choosing
from adapters.inbound.cli.programme.days import add_days
from adapters.inbound.cli.programme.drawing import add_drawing
from adapters.inbound.cli.programme.explaining import add_explaining
from adapters.inbound.cli.programme.opening import add_opening
from adapters.inbound.cli.programme.recording import add_recording
from adapters.inbound.cli.programme.replanning import add_replanning
from adapters.inbound.cli.programme.reports import add_reports
from adapters.inbound.cli.programme.scheduling import add_scheduling
from adapters.inbound.cli.programme.shown import add_shown
from adapters.inbound.cli.programme.topics import add_topics
from adapters.inbound.services import Summon

__all__ = ["add_to"]


def add_to(app: typer.Typer, summon: Summon) -> None:
    """Register the group with the application.

    Args:
        app: the application.
        summon: gives the installation.
    """
    group = typer.Typer(
        no_args_is_help=True, help="The annual programme: which services are inspected, when and by whom."
    )
    app.add_typer(group, name="programme")
    add_opening(group, summon)
    add_choosing(group, summon)
    add_drawing(group, summon)
    add_scheduling(group, summon)
    add_explaining(group, summon)
    add_replanning(group, summon)
    add_topics(group, summon)
    add_recording(group, summon)
    add_shown(group, summon)
    add_answers(group, summon)
    add_charting(group, summon)
    add_days(group, summon)
    add_reports(group, summon)
    add_calendar(group, summon)
