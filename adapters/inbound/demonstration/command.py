"""``assay demo``: an NPS division and a CRC, through their whole life, on a Temporal server that skips time."""

import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Protocol

import typer
from rich.console import Console

from activities.auditing.replaying import Replaying
from activities.reporting.reports import Reports
from adapters.inbound.demonstration.display import show_outcome, watched
from adapters.inbound.demonstration.hands import Hands
from adapters.inbound.demonstration.life import interleave, life
from adapters.inbound.demonstration.looking_again import (
    LookedAgain,
    followed_up,
    looking_again,
    read_follow_up,
)
from adapters.inbound.demonstration.material import Material, read_material
from adapters.inbound.demonstration.outcome import Came, came_of, follow_up_as_plain
from adapters.inbound.demonstration.watching import Watching
from adapters.inbound.demonstration.world import World
from adapters.inbound.speaking import AsJson, say_json
from domain.dated_rules.library import Library
from domain.follow_ups.state import FollowUp
from domain.refusals import Refused
from domain.streams import inspection_stream
from domain.working_days import LONDON

__all__ = ["EXAMPLES", "Simulation", "Simulator", "add_to", "demonstrate", "demonstration_material"]

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
DEMONSTRATED = ("nps-division", "crc")
FOLLOWED_UP = "nps-division-again"
TITLE = "Two inspections on a Temporal server that skips time"


@dataclass(frozen=True, slots=True)
class Simulation:
    """A throwaway installation whose time is simulated, with its worker running.

    Attributes:
        world: its clock, record and people's way in.
        replaying: the auditor's replay of its record.
        library: its dated rules.
        reports: its reports.
    """

    world: World
    replaying: Replaying
    library: Callable[[], Library]
    reports: Reports


class Simulator(Protocol):
    """Whoever can put up a throwaway installation."""

    def simulated(self, folder: Path, start: datetime) -> AbstractContextManager[Simulation]:
        """Put one up in a folder, with its clock at an instant; everything that was started ends with it."""
        ...


def add_to(app: typer.Typer, summon: Callable[[], Simulator]) -> None:
    """Register ``assay demo`` with the application.

    Args:
        app: the application.
        summon: gives whoever can put up an installation.
    """

    @app.command("demo")
    def demo(
        as_json: AsJson = False,
        keep: Annotated[
            Path | None,
            typer.Option(
                help="Keep the record, reports and notices in this folder, which must be new or empty.",
                metavar="DIR",
            ),
        ] = None,
        report: Annotated[
            bool, typer.Option("--report", help="Print the first of the two reports in full, too.")
        ] = False,
        follow_up: Annotated[
            bool,
            typer.Option(
                "--follow-up",
                help="Follow the first of the two up a year on, and show both results beside each other, too.",
            ),
        ] = False,
    ) -> None:
        """Take two example inspections through their whole life in under a minute, and show what came of them.

        An NPS division and a CRC, invented throughout, run on a real Temporal server that skips time and on a
        record of their own, which says in its first event that its time is simulated. People act; deadlines that
        pass, notices and publication are seen to by workflows. Nothing of your own record is touched.

        Example: assay demo --keep /tmp/demonstration
        """
        begun = time.monotonic()
        with ExitStack() as stack:
            folder = _kept(keep) if keep else Path(stack.enter_context(_throwaway()))
            progress = Console(stderr=True, highlight=False)
            later = read_follow_up(EXAMPLES / FOLLOWED_UP, EXAMPLES / "kinds") if follow_up else None
            shown = demonstrate(summon(), folder, demonstration_material(), progress, later)
            came, again = shown.came, shown.again
        if as_json:
            beside = {"follow_up": follow_up_as_plain(again)} if again else {}
            say_json({"inspections": [each.plain() for each in came], **beside})
        else:
            if report:
                typer.echo(came[0].report)
            show_outcome(Console(highlight=False), came, time.monotonic() - begun, again)
        if keep:
            progress.print(
                f"Kept in {folder}. Look at it with: ASSAY_HOME={folder} assay inspection list",
                soft_wrap=True,
            )
        if any(each.replay != "verified" for each in came):
            raise typer.Exit(1)


def demonstration_material() -> tuple[Material, ...]:
    """The two inspections of the demonstration.

    Raises:
        Refused: an example file is missing or wrong.
    """
    return tuple(read_material(EXAMPLES / folder) for folder in DEMONSTRATED)


@dataclass(frozen=True, slots=True)
class Demonstrated:
    """What came of a demonstration.

    Attributes:
        came: what came of each inspection.
        again: what came of the follow-up of the first; None where none was played.
    """

    came: Sequence[Came]
    again: FollowUp | None


def demonstrate(
    simulator: Simulator,
    folder: Path,
    material: Sequence[Material],
    progress: Console,
    again: LookedAgain | None = None,
) -> Demonstrated:
    """Play inspections to their end, side by side, and replay them.

    Args:
        simulator: puts up the installation.
        folder: where it keeps its record.
        material: the inspections.
        progress: where to show how it goes on.
        again: a follow-up of the first of them, played when that is over.
    """
    if again is not None:
        kinds = folder / "protocols"
        kinds.mkdir()
        shutil.copy(again.kind, kinds)
    first = min(each.story.announced_on for each in material)
    start = datetime(first.year, first.month, first.day, 9, tzinfo=LONDON)
    progress.print("Starting a Temporal server that skips time, a new record and a worker …", soft_wrap=True)
    with simulator.simulated(folder, start) as simulation:
        world = simulation.world
        watching = Watching(world.store)
        with watched(progress, watching, TITLE) as audience:
            lives = [
                life(Hands(world, each, classify=again is not None and each is material[0]))
                for each in material
            ]
            if again is not None:
                lives.append(looking_again(world, material[0], again))
            for now in interleave(world, lives):
                audience(watching.catch_up(), now)
        progress.print(
            "Replaying both from the record alone …" if len(material) > 1 else "Replaying …", soft_wrap=True
        )
        library = simulation.library()
        came = [
            came_of(
                watching.pictures[inspection_stream(each.story.reference)],
                simulation.replaying,
                library,
                simulation.reports,
            )
            for each in material
        ]
        return Demonstrated(came, followed_up(world, again) if again else None)


def _throwaway() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="assay-demo-", ignore_cleanup_errors=True)


def _kept(folder: Path) -> Path:
    folder = folder.absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        empty = next(folder.iterdir(), None) is None
    except OSError as error:
        raise Refused.because(
            "folder-unusable", f"The folder {folder} cannot be used: {error.strerror}."
        ) from None
    if not empty:
        raise Refused.because(
            "folder-not-empty", f"The folder {folder} is not empty; name a new one, so that nothing is lost."
        )
    return folder
