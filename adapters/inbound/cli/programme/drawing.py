"""`assay programme freeze|draw`: the lottery, from a frame that is frozen before anybody can know the seed.

From files nothing is recorded. For a recorded programme the freeze, what the public draw gave, and the draw are three
events, in this order.
"""

from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import Field

from adapters.inbound.cli.building import as_command
from adapters.inbound.cli.ordering import AsRole, Circumstances, CommandId, IfVersion, give
from adapters.inbound.files.programme.reading import read_json
from adapters.inbound.files.programme.tables import in_programme
from adapters.inbound.services import Summon
from adapters.inbound.speaking import AsJson, say, say_json, table
from domain.messages import Message
from domain.programme.choice.lottery import RULE, Drawing, Frame, draw_lots, seed_from
from domain.programme.year.commands import DrawLots, FreezeFrame
from domain.public_draw import PublicNumbers
from domain.refusals import Refused
from domain.text import Digest, Line, counted

__all__ = ["add_drawing"]

FrameFile = Annotated[
    Path,
    typer.Argument(
        metavar="FRAME", help="A frame, as a JSON file (docs/programme-data.md); or a recorded programme."
    ),
]
RuleOption = Annotated[
    str | None,
    typer.Option(metavar="RULE", help="With a programme: of which selection, by the id of its rule."),
]


class Receipt(Message):
    """What is published when a frame is frozen.

    Attributes:
        frame: the frame's digest.
        commitment: what was committed to before.
        beacon: which public draw, yet to come, will make the seed.
        numbers: how many different numbers it gives; None in receipts of before that was said.
        highest: the highest number that it can give.
        frozen_at: when it was frozen, as the installation's clock has it.
    """

    frame: Digest
    commitment: Line
    beacon: Line
    numbers: Annotated[int, Field(ge=1, le=20)] | None = None
    highest: Annotated[int, Field(ge=2, le=1_000_000)] | None = None
    frozen_at: Line

    def value(self, given: str) -> str:
        """What the draw gave, in the one way in which it is written.

        Raises:
            Refused: ``bad-public-value``.
        """
        if self.numbers is None or self.highest is None:
            return given
        return PublicNumbers(self.numbers, self.highest, "When the frame was frozen").of(given)


def add_drawing(group: typer.Typer, summon: Summon) -> None:
    """Register the two commands.

    Args:
        group: the group ``programme``.
        summon: gives the installation: its clock, and its record.
    """
    _add_freeze(group, summon)
    _add_draw(group, summon)


def _add_freeze(group: typer.Typer, summon: Summon) -> None:
    @group.command("freeze")
    def freeze(
        frame: FrameFile,
        commitment: Annotated[
            str, typer.Option(metavar="TEXT", help="What has been committed to, and published.")
        ],
        beacon: Annotated[
            str, typer.Option(metavar="NAME", help="Which public draw, yet to come, will make the seed.")
        ],
        numbers: Annotated[
            int, typer.Option(metavar="N", min=1, max=20, help="How many different numbers it gives.")
        ],
        highest: Annotated[
            int, typer.Option(metavar="N", min=2, max=1_000_000, help="The highest number that it can give.")
        ],
        value_on: Annotated[
            str | None,
            typer.Option(metavar="YYYY-MM-DD", help="With a programme: the day on which it becomes known."),
        ] = None,
        rule: RuleOption = None,
        role: AsRole = None,
        command_id: CommandId = None,
        if_version: IfVersion = None,
        as_json: AsJson = False,
    ) -> None:
        """Freeze a frame: give its digest, to be published before the seed can be known.

        How many numbers the draw gives and the highest there can be are said now, so that what it gives can be written
        in one way only: in ascending order, with blanks between.

        For a recorded programme that is recorded, and the draw refuses a value that could be known by then. For a file,
        keep what --json prints as the receipt: `assay programme draw` refuses a frame that has changed since.

        Example: assay programme freeze frame.json --commitment 'our notice' --beacon 'Lotto' --numbers 6 --highest 59
        """
        programme = in_programme(frame)
        if (programme is None) != (rule is None) or (programme is None) != (value_on is None):
            raise Refused.because(
                "bad-usage", "Give a frame's file, or a recorded programme with --rule and --value-on."
            )
        if programme is not None:
            values = {"programme": programme, "rule": rule, "commitment": commitment, "beacon": beacon}
            numbered = {"numbers": numbers, "highest": highest, "value_on": value_on}
            command = as_command(FreezeFrame, {**values, **numbered})
            give(summon(), command, Circumstances(role, command_id, if_version, as_json))
            return
        if said := PublicNumbers(numbers, highest, "When the frame is frozen").impossible:
            raise Refused.because("bad-public-draw", said)
        frozen = read_json(frame, Frame)
        receipt = Receipt(
            frame=frozen.digest,
            commitment=commitment,
            beacon=beacon,
            numbers=numbers,
            highest=highest,
            frozen_at=summon().clock.now().isoformat(),
        )
        if as_json:
            say_json(receipt.model_dump())
            return
        services = counted(len(frozen.entries), "service")
        say(f"{services} in the frame, {frozen.draw} to be drawn; {len(frozen.excluded)} excluded.")
        say(f"Digest of the frame: {frozen.digest}")
        say(f"Frozen at {receipt.frozen_at}; the seed will come from {beacon}.")


def _add_draw(group: typer.Typer, summon: Summon) -> None:
    @group.command("draw")
    def draw(
        frame: FrameFile,
        seed: Annotated[
            str | None, typer.Option(metavar="TEXT", help="The seed, if it is already known.")
        ] = None,
        receipt: Annotated[
            Path | None,
            typer.Option(metavar="FILE", help="The receipt that `assay programme freeze --json` gave."),
        ] = None,
        value: Annotated[
            str | None,
            typer.Option(metavar="NUMBERS", help="With --receipt: what the public draw gave."),
        ] = None,
        rule: RuleOption = None,
        role: AsRole = None,
        command_id: CommandId = None,
        if_version: IfVersion = None,
        as_json: AsJson = False,
    ) -> None:
        """Draw services from a frame, by --seed or by --receipt and --value; anyone can do it again.

        For a recorded programme, by --rule and --value; that is recorded, and done once, by somebody else than whoever
        noted what the public draw gave (`assay programme note-value`).

        The seed is SHA-256 over commitment, line feed and public value; a service's lot is HMAC-SHA-256 with the seed
        as key over its code; the lowest lots that their regions allow are drawn.

        Example: assay programme draw frame.json --receipt receipt.json --value '3 9 27 41 44 52'
        """
        programme = in_programme(frame)
        if (programme is None) != (rule is None):
            raise Refused.because(
                "bad-usage", "Give --rule with a recorded programme, and with nothing else."
            )
        if programme is not None:
            if value is None or seed is not None or receipt is not None:
                raise Refused.because(
                    "bad-usage", "A recorded programme is drawn for with --rule and --value."
                )
            command = as_command(DrawLots, {"programme": programme, "rule": rule, "value": value})
            give(summon(), command, Circumstances(role, command_id, if_version, as_json))
            return
        if (seed is None) == (receipt is None) or (receipt is None) != (value is None):
            raise Refused.because("bad-usage", "Give either --seed, or --receipt with --value.")
        frozen = read_json(frame, Frame)
        shown: dict[str, Any] = {}
        if receipt is not None and value is not None:
            kept = read_json(receipt, Receipt)
            if kept.frame != frozen.digest:
                raise Refused.because(
                    "frame-changed",
                    f"{frame} is not the frame that was frozen at {kept.frozen_at}: its digest is {frozen.digest}, the "
                    f"receipt has {kept.frame}.",
                )
            written = kept.value(value)
            seed = seed_from(kept.commitment, written)
            shown = {**kept.model_dump(exclude={"frame"}), "value": written}
        drawing = draw_lots(frozen, seed or "")
        if as_json:
            say_json(_as_data(frozen, drawing) | shown)
        else:
            _tell(frozen, drawing)


def _as_data(frame: Frame, drawing: Drawing) -> dict[str, Any]:
    return {
        "rule": RULE,
        "version": version("assay"),
        "title": frame.title,
        "frame": drawing.frame,
        "seed": drawing.seed,
        "wanted": frame.draw,
        "drawn": list(drawing.drawn),
        "lots": [
            {
                "place": each.place,
                "id": each.id,
                "region": each.region,
                "lot": each.lot,
                "outcome": each.outcome,
                "reason": each.reason,
            }
            for each in drawing.lots
        ],
        "excluded": [each.model_dump() for each in frame.excluded],
    }


def _tell(frame: Frame, drawing: Drawing) -> None:
    say(f"{frame.title}: {counted(len(drawing.drawn), 'service')} drawn of {frame.draw} wanted.")
    say(f"Frame {drawing.frame}")
    say(f"Seed  {drawing.seed}")
    rows = [
        (each.place, each.id, each.region, each.outcome, each.reason, each.lot[:16]) for each in drawing.lots
    ]
    table(["place", "service", "region", "outcome", "why", "lot begins"], rows)
    if frame.excluded:
        table(["excluded", "why"], [(each.id, each.reason) for each in frame.excluded])
