"""``assay samples``: drawing samples from lists that were handed in, recomputing them, and replacing cases."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from activities.cases.samples import GIVEN_UP, Finding, GivenList, named_seed
from adapters.inbound.cli.building import as_command
from adapters.inbound.cli.lists.giving import InspectionArgument, PopulationOption, checked, give_about_lists
from adapters.inbound.cli.lists.group import read_or_tell
from adapters.inbound.cli.ordering import AsRole, Circumstances, CommandId, give
from adapters.inbound.cli.terminal.standard_input import from_standard_input
from adapters.inbound.cli.terminal.statuses import NOT_THE_FIRST, WRONG
from adapters.inbound.files.case_lists import SHOWN
from adapters.inbound.files.handed_in import read_document, read_rows
from adapters.inbound.services import Services, Summon
from adapters.inbound.speaking import AsJson, complain, say, say_json, table
from domain.canonical import sha256_hex
from domain.cases.lists.checking import Table
from domain.cases.lists.columns import REFERENCE
from domain.inspections.commands import NotePublicValue
from domain.inspections.events import SampleDrawn
from domain.inspections.kinds.parts import Population
from domain.inspections.state import Inspection
from domain.refusals import Refused
from domain.text import counted

__all__ = ["add_to"]

_MaybeFile = Annotated[
    Path | None,
    typer.Option("--list", metavar="FILE", help="The file of the list, from whoever has it."),
]


def add_to(app: typer.Typer, summon: Summon) -> None:
    """Add the group ``samples``."""
    group = typer.Typer(
        no_args_is_help=True,
        help="Samples: draw them from lists, check a draw, and replace cases that cannot be read.",
    )
    _add_noting(group, summon)
    _add_draw(group, summon)
    _add_show(group, summon)
    _add_check(group, summon)
    _add_replace(group, summon)
    app.add_typer(group, name="samples")


def _add_noting(group: typer.Typer, summon: Summon) -> None:
    @group.command("note-public-value")
    def note_public_value(
        inspection: InspectionArgument,
        population: PopulationOption,
        value: Annotated[
            str, typer.Option(metavar="NUMBERS", help="What the public draw gave, as anybody can look it up.")
        ],
        role: AsRole = None,
        command_id: CommandId = None,
        as_json: AsJson = False,
    ) -> None:
        """Note what the public draw gave that was named when the list was closed; somebody else draws by it.

        Two people look it up, each by themselves: whoever notes it does not draw, and the draw must give the same.

        May be given by: lead-inspector, assistant.

        Stage: evidence-request, fieldwork.

        Example: assay samples note-public-value nps-nw-2026 --population victims --value '3 8 17 21 40 59'
        """
        values = {"inspection": inspection, "population": population, "value": value}
        command = as_command(NotePublicValue, values, {"inspection": "INSPECTION"})
        give(summon(), command, Circumstances(role, command_id, None, as_json))


def _add_draw(group: typer.Typer, summon: Summon) -> None:
    @group.command("draw")
    def draw(
        inspection: InspectionArgument,
        population: PopulationOption,
        public_value: Annotated[
            str | None,
            typer.Option(
                metavar="NUMBERS", help="What the public draw gave that was named when the list was closed."
            ),
        ] = None,
        role: AsRole = None,
        command_id: CommandId = None,
        as_json: AsJson = False,
    ) -> None:
        """Draw the cases to be read from a list that was handed in and closed.

        The seed is not yours to choose: it is the digest of the record's entry that closed the list. Each drawn case
        gets its reference, encrypted; what else the list says is erased at once, so keep the file. Where a public
        draw was named, somebody else has noted what it gave (`assay samples note-public-value`).

        May be given by: lead-inspector, assistant.

        Stage: evidence-request, fieldwork.

        Example: assay samples draw nps-nw-2026 --population supervised-cases
        """
        services = summon()
        lists = services.case_lists
        state = lists.inspection(inspection)
        asked = lists.population(state, population)
        with checked():
            command = lists.draw(lists.held(state, population), asked, public_value)
        give_about_lists(services, command, Circumstances(role, command_id, None, as_json))


def _add_show(group: typer.Typer, summon: Summon) -> None:
    @group.command("show")
    def show(
        inspection: InspectionArgument,
        population: PopulationOption,
        place: Annotated[
            int | None,
            typer.Option(
                metavar="N", min=1, help="Print alone the case that came up as the Nth, for use by scripts."
            ),
        ] = None,
        as_json: AsJson = False,
    ) -> None:
        """Show a sample: its seed, its cases, which were replaced, and from which lists samples were drawn before.

        Example: assay samples show nps-nw-2026 --population supervised-cases
        """
        services = summon()
        state = services.case_lists.inspection(inspection)
        sample = services.samples.drawn(state, population)
        if place is not None:
            if place > len(sample.cases):
                raise Refused.because(
                    "not-in-sample", f"The sample has {counted(len(sample.cases), 'case')}."
                )
            say(sample.cases[place - 1])
            return
        cases = [_case(state, row, each) for row, each in zip(sample.rows, sample.cases, strict=True)]
        if as_json:
            earlier = [asdict(each) for each in services.samples.earlier(state, population)]
            say_json({**sample.model_dump(mode="json"), "cases": cases, "earlier_lists": earlier})
        else:
            _tell(sample, cases, services.case_lists.population(state, population))
            for each in services.samples.earlier(state, population):
                say(str(each))


def _case(state: Inspection, row: int, case: str) -> dict[str, Any]:
    replaced = state.replaced.get(case)
    return {
        "row": row,
        "case": case,
        "replaced_because": replaced.code if replaced else None,
        "read_instead": state.in_place_of(case) if replaced else None,
    }


def _tell(sample: SampleDrawn, cases: list[dict[str, Any]], asked: Population) -> None:
    say(f"{counted(len(sample.rows), 'case')} of {sample.list_size}, by the seed {sample.seed}")
    if sample.list is None and sample.list_size > 1:
        say(named_seed(asked))
    if sample.reason:
        say(f"Asked for were {sample.wanted}: {sample.reason}")
    table(
        ("row", "case", "replaced because", "read instead"),
        [tuple(each.values()) for each in cases],
    )


def _given(services: Services, state: Inspection, population: str, path: Path | None) -> GivenList | None:
    if path is None:
        return None
    sample = state.samples.get(population)
    if sample is not None and sample.list is None:  # of any columns, for nobody said which it must have
        header, rows = read_rows(path, may_be_empty=True)
        known = (
            {REFERENCE: "\n".join(each.cells.get(REFERENCE, "") for each in rows)}
            if REFERENCE in header
            else {}
        )
        return GivenList(sha256_hex(read_document(path)), Table(known, len(rows)))
    asked = services.case_lists.population(state, population)
    read = read_or_tell(path, asked, state.known.providers, (None, SHOWN), False)
    return GivenList(read.digest, read.table)


def _add_check(group: typer.Typer, summon: Summon) -> None:
    @group.command("check")
    def check(
        inspection: InspectionArgument,
        population: PopulationOption,
        list_: _MaybeFile = None,
        as_json: AsJson = False,
    ) -> None:
        """Recompute a draw from what is on the record, and its replacements; ends with 1 if something differs.

        It ends with 3 if all comes out as recorded, and the draw is not the first: a list was replaced before when its
        seed was known. With the file of the list, its strata and exclusions are recomputed too.

        Example: assay samples check nps-nw-2026 --population supervised-cases --list cases.csv
        """
        services = summon()
        state = services.case_lists.inspection(inspection)
        given = _given(services, state, population, list_)
        found = list(services.samples.check(inspection, population, given))
        _tell_findings(found, as_json)
        if any(each.good is False for each in found):
            raise typer.Exit(WRONG)
        if any(each.what == GIVEN_UP for each in found):
            raise typer.Exit(NOT_THE_FIRST)


_AS_RECORDED = {True: "yes", False: "NO", None: "not told"}


def _tell_findings(found: list[Finding], as_json: bool) -> None:
    if as_json:
        say_json(
            {"findings": [{"what": each.what, "good": each.good, "found": each.found} for each in found]}
        )
        return
    table(
        ("recomputed", "as recorded", "found"),
        [(each.what, _AS_RECORDED[each.good], each.found) for each in found],
    )
    if any(each.good is False for each in found):
        complain("The sample on the record is not what comes of its list and its seed.")


def _add_replace(group: typer.Typer, summon: Summon) -> None:
    @group.command("replace")
    def replace(
        inspection: InspectionArgument,
        case: Annotated[str, typer.Option(metavar="CASE", help="The case that cannot be read.")],
        code: Annotated[
            str,
            typer.Option(
                metavar="CODE",
                help="Why: file-missing, transferred, conflict, restricted, wrongly-listed or duplicate.",
            ),
        ],
        note: Annotated[
            str | None,
            typer.Option(
                metavar="TEXT", help="What there is to say about it; - reads it from standard input."
            ),
        ] = None,
        list_: _MaybeFile = None,
        role: AsRole = None,
        command_id: CommandId = None,
        as_json: AsJson = False,
    ) -> None:
        """Take a case that cannot be read out of its sample; the next in drawing order of its stratum comes in.

        Not for a case that was answered anything about: what a read finds is no reason to read another case. With
        the file of the list, the reference of the new case is noted with it.

        May be given by: lead-inspector.

        Stage: evidence-request, fieldwork, case-reads.

        Example: assay samples replace nps-nw-2026 --case case-0f3a6f2f7a0c4f6e9a1b2c3d4e5f6071 --code file-missing
        """
        note = from_standard_input({"note": note}).get("note", note)
        services = summon()
        state = services.case_lists.inspection(inspection)
        sample = services.samples.sample_with(state, case)
        given = _given(services, state, sample.population, list_)
        with checked():
            command = services.samples.replace(inspection, case, code, note, given)
        give(services, command, Circumstances(role, command_id, None, as_json))
