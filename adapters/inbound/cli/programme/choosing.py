"""`assay programme rules|propose`: which services a rule selects in a year, and why."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from adapters.inbound.cli.ordering import AsRole, Circumstances, CommandId, IfVersion, give
from adapters.inbound.files.named import read_file
from adapters.inbound.files.programme.cells import CODE, DAY, TEXT, WHOLE, Cell
from adapters.inbound.files.programme.tables import (
    JOINT_COLUMNS,
    in_programme,
    joint_in,
    with_risk,
    wrong_in_all,
)
from adapters.inbound.services import Services, Summon
from adapters.inbound.speaking import AsJson, say, say_json, table
from domain.programme.choice.rules import SelectionRule, parse_selection_rule, shipped_selection_rules
from domain.programme.choice.selection import Selection, select
from domain.programme.choice.services import Joint, Service
from domain.programme.year.commands import ProposeSelection
from domain.refusals import Refused
from domain.text import counted

__all__ = ["SERVICE_COLUMNS", "add_choosing"]

SERVICE_COLUMNS: Final[Mapping[str, Cell]] = {
    "id": CODE,
    "region": CODE,
    "last": WHOLE,
    "ended_on": DAY,
    "risk": WHOLE,
    "risk_evidence": TEXT,
    "risk_on": DAY,
    "risk_by": TEXT,
    "performance": WHOLE,
    "size": WHOLE,
    "density": WHOLE,
    "follow_up": TEXT,
    "visits": WHOLE,
}
"""The columns of a file of services; ``id`` and ``region`` must be filled, and the four of a risk score together."""

_LARGEST_RULE: Final = 100_000


def add_choosing(group: typer.Typer, summon: Summon) -> None:
    """Register the two commands.

    Args:
        group: the group ``programme``.
        summon: gives the installation, for a programme that is on the record.
    """
    group.command("rules")(rules)

    @group.command("propose")
    def propose(
        services: Annotated[
            Path,
            typer.Argument(
                metavar="PROGRAMME",
                help="A recorded programme, or a CSV file of services (docs/programme-data.md says the columns).",
            ),
        ],
        rule: Annotated[str, typer.Option(metavar="RULE", help="A rule by its id, or a .toml file.")],
        of: Annotated[
            list[str] | None,
            typer.Option(
                metavar="KIND", help="With a programme: the kind of provider; give it once for each."
            ),
        ] = None,
        year: Annotated[
            int | None,
            typer.Option(metavar="YEAR", min=1900, max=2200, help="With a file: the year to select for."),
        ] = None,
        joint: Annotated[
            Path | None,
            typer.Option(metavar="FILE", help="How many inspections each inspectorate can join, as .csv."),
        ] = None,
        frame: Annotated[
            Path | None,
            typer.Option(
                metavar="FILE", help="Write here, as JSON, from which services is still to be drawn."
            ),
        ] = None,
        role: AsRole = None,
        command_id: CommandId = None,
        if_version: IfVersion = None,
        as_json: AsJson = False,
    ) -> None:
        """Propose which services to inspect in a year, and say of every service why or why not.

        For a recorded programme the services are those of the record, with their history and their scores, and the
        choice is recorded; for a file nothing is. What a rule leaves to the lot is not chosen here: `assay programme
        freeze` and `draw` do that.

        Example: assay programme propose 2027 --rule youth-cycle-2018 --of yot
        """
        chosen_rule = _rule(rule)
        programme = in_programme(services)
        if (programme is None) != (of is None) or (programme is None) == (year is None):
            raise Refused.because("bad-usage", "Give a file with --year, or a recorded programme with --of.")
        with wrong_in_all() as tables:
            joining = tables.read(joint, JOINT_COLUMNS, Joint, lambda each: each.partner) if joint else ()
            listed = () if programme else tables.read(services, SERVICE_COLUMNS, Service, _code, with_risk)
        if programme is not None:
            found = _on_record(summon(), programme, of or (), chosen_rule)
            year = summon().programme_record.programme(programme).known.year
        else:
            found = tuple(each for _, each in listed)
        room = joint_in(joining, joint, {each.id for each in found}) if joint is not None else ()
        selection = select(chosen_rule, found, year or 0, room)
        if frame is not None:
            _write_frame(frame, selection, chosen_rule)
        if programme is not None:
            if not as_json:
                _tell(chosen_rule, selection, year or 0)
            command = ProposeSelection(programme=programme, rule=chosen_rule, services=found, joint=room)
            give(summon(), command, Circumstances(role, command_id, if_version, as_json))
        elif as_json:
            say_json(_as_data(chosen_rule, selection, year or 0))
        else:
            _tell(chosen_rule, selection, year or 0)


def _on_record(
    services: Services, programme: str, kinds: Sequence[str], rule: SelectionRule
) -> tuple[Service, ...]:
    """The services of some kinds, as the record knows them.

    Raises:
        Refused: ``no-services``.
    """
    found = services.programme_record.services(programme, kinds, rule)
    if not found:
        raise Refused.because("no-services", f"There is no provider of the kind {' or '.join(kinds)}.")
    return found


def _code(service: Service) -> str:
    return service.id


def _write_frame(path: Path, selection: Selection, rule: SelectionRule) -> None:
    """Write from which services is still to be drawn.

    Raises:
        Refused: ``bad-usage``: the rule draws no lots.
    """
    if selection.frame is None:
        raise Refused.because("bad-usage", f"{rule.id} draws no lots, so there is no frame to write.")
    path.write_text(selection.frame.model_dump_json(indent=1) + "\n", encoding="utf-8")


def rules(as_json: AsJson = False) -> None:
    """List the selection rules that come with Assay.

    Example: assay programme rules --json
    """
    found = shipped_selection_rules()
    if as_json:
        say_json({"rules": [each.model_dump(mode="json") for each in found.values()]})
        return
    table(["rule", "title", "from"], [(each.id, each.title, each.in_force_from) for each in found.values()])


def _rule(named: str) -> SelectionRule:
    if named.endswith(".toml"):
        return parse_selection_rule(read_file(Path(named), largest=_LARGEST_RULE), where=named)
    known = shipped_selection_rules()
    if named not in known:
        raise Refused.because(
            "unknown-rule", f"There is no rule {named[:80]!r}; there are {', '.join(known)}."
        )
    return known[named]


def _as_data(rule: SelectionRule, selection: Selection, year: int) -> dict[str, Any]:
    return {
        "rule": json.loads(rule.model_dump_json()),
        "year": year,
        "wanted": selection.wanted,
        "chosen": list(selection.chosen),
        "to_be_drawn": selection.frame.draw if selection.frame is not None else 0,
        "choices": [
            {"id": each.id, "chosen": each.chosen, "reason": each.reason} for each in selection.choices
        ],
        "outlook": {str(year + after): number for after, number in enumerate(selection.outlook, start=1)},
        "shortfalls": list(selection.shortfalls),
    }


def _tell(rule: SelectionRule, selection: Selection, year: int) -> None:
    say(f"{rule.title}")
    drawn = f", and {selection.frame.draw} to be drawn" if selection.frame is not None else ""
    say(f"{year}: {counted(len(selection.chosen), 'service')} chosen of {selection.wanted} wanted{drawn}.")
    rows = sorted(selection.choices, key=lambda each: (each.chosen is None, each.id))
    table(
        ["service", "chosen by", "why, or why not"],
        [(each.id, each.chosen or "-", each.reason) for each in rows],
    )
    if selection.outlook:
        ahead = (f"{number} in {year + after}" for after, number in enumerate(selection.outlook, start=1))
        say(f"Of the others, as evenly as the years in which they are due allow: {', '.join(ahead)}.")
    for shortfall in selection.shortfalls:
        say(f"Cannot be had: {shortfall}.")
