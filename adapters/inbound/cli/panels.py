"""``assay panel``: the meetings of the ratings panel, their papers, and where they stand."""

from collections import Counter
from pathlib import Path
from typing import Annotated, Any

import typer

from adapters.inbound.cli.building import add_commands
from adapters.inbound.cli.ordering import AsRole, Circumstances, CommandId, give, one_of
from adapters.inbound.files.named import write_file
from adapters.inbound.services import Services, Summon
from adapters.inbound.shown.meetings import said_ahead
from adapters.inbound.speaking import AsJson, say, say_json, table
from domain.panels.commands import IssuePack, PanelOrder
from domain.panels.decider import PANEL
from domain.panels.pack import Pack, PackStandard
from domain.panels.react import react
from domain.panels.state import Item, Panel
from domain.refusals import Refused
from domain.streams import code_in, panel_stream
from domain.text import rating_in_words

__all__ = ["add_to"]

PanelArgument = Annotated[str, typer.Argument(metavar="PANEL", help="The reference of the panel's meeting.")]
InspectionArgument = Annotated[str, typer.Argument(metavar="INSPECTION", help="The item.")]


def add_to(app: typer.Typer, summon: Summon) -> None:
    """Add the group ``panel``."""
    group = typer.Typer(
        no_args_is_help=True,
        help="Ratings panels: their agenda and papers, the meeting itself, and its minutes.",
    )
    _add_list(group, summon)
    _add_show(group, summon)
    _add_pack(group, summon)
    rules = [rule for rule in PANEL.rules.values() if rule.command is not IssuePack]
    add_commands(
        group,
        "panel",
        rules,
        summon,
        afterwards=dict.fromkeys(("convene-panel", "invite-member"), _say_at_once),
    )
    app.add_typer(group, name="panel")


def _panels(services: Services) -> dict[str, tuple[Panel, int]]:
    found = services.records.read(services.records.named("panel-"))
    return {code_in(stream, panel_stream): (each.state, each.head.version) for stream, each in found.items()}


def _say_at_once(services: Services, command: PanelOrder) -> None:
    """Warn whoever arranged a meeting of what it could not decide as it stands."""
    for sentence in said_ahead(services, command.panel):
        say(f"Note: {sentence}")


def _add_list(group: typer.Typer, summon: Summon) -> None:
    @group.command("list")
    def list_(as_json: AsJson = False) -> None:
        """List the meetings, with their day, where each stands, and what it considers.

        Example: assay panel list
        """
        found = _panels(summon())
        if as_json:
            say_json({"panels": [_as_json(code, *each) for code, each in found.items()]})
        elif not found:
            say("There is none; `assay panel convene --help` shows how to call one.")
        else:
            table(
                ("panel", "meets on", "stage", "agenda", "waiting for"),
                [
                    (
                        code,
                        panel.convened.meets_on if panel.convened else "",
                        react(panel).stage,
                        ", ".join(panel.agenda),
                        "; ".join(react(panel).waiting_for),
                    )
                    for code, (panel, _) in found.items()
                ],
            )


def _add_show(group: typer.Typer, summon: Summon) -> None:
    @group.command("show")
    def show(
        panel: PanelArgument,
        item: Annotated[
            str | None, typer.Option(metavar="INSPECTION", help="Only this item of the agenda.")
        ] = None,
        field: Annotated[
            str | None,
            typer.Option(
                metavar="NAME",
                help="Print this one value only: of an item such as pack, or else such as minutes.",
            ),
        ] = None,
        as_json: AsJson = False,
    ) -> None:
        """Show a meeting: who is invited and present, its agenda with papers and outcomes, its dates and minutes.

        Of the minutes, --field prints the digest by which they are approved.

        Example: assay panel show panel-2026-05 --item nps-nw-2026 --field pack
        """
        services = summon()
        standing = services.records.read([panel_stream(panel)])[panel_stream(panel)]
        state: Panel = standing.state
        if state.convened is None:
            raise Refused.because("unknown-panel", f"The panel {panel} has not been convened.")
        values = _as_json(panel, state, standing.head.version)
        if item is not None:
            values = _item_json(state.items[one_of(item, list(state.items), "item")])
        if field is not None:
            found = values[one_of(field, list(values), "field")]
            say(str(found["digest"] if isinstance(found, dict) and "digest" in found else found or ""))
        elif as_json or item is not None:
            say_json(values)
        else:
            _tell(panel, state, standing.head.version)
            for sentence in said_ahead(services, panel):
                say(f"Note: {sentence}")


def _as_json(code: str, panel: Panel, version: int) -> dict[str, Any]:
    agenda, convened, written = react(panel), panel.convened, panel.written
    return {
        "panel": code,
        "version": version,
        "stage": agenda.stage,
        "meets_on": convened.meets_on if convened else None,
        "chair": panel.chair,
        "deputising": panel.deputising.model_dump(mode="json") if panel.deputising else None,
        "members": list(panel.members),
        "present": list(panel.present),
        "agenda": [_item_json(each) for each in panel.items.values()],
        "deadlines": [each.model_dump(mode="json") for each in agenda.deadlines],
        "waiting_for": list(agenda.waiting_for),
        "minutes": {"text": written.text, "digest": written.digest, "approved_by": written.approved_by}
        if written
        else None,
    }


def _item_json(item: Item) -> dict[str, Any]:
    return {
        "inspection": item.inspection,
        "starts_at": item.starts_at,
        "minutes": item.minutes,
        "papers_due": item.papers_due,
        "deferred_from": item.deferred_from,
        "outcome": item.outcome,
        "pack": item.pack.pack if item.pack else None,
        "page": item.pack.document if item.pack else None,
        "late_because": item.pack.late_because if item.pack else None,
        "decision": item.decision,
        "recused": dict(item.recused),
        "dissenting": list(item.dissenting),
    }


def _tell(code: str, panel: Panel, version: int) -> None:
    convened, agenda = panel.convened, react(panel)
    assert convened is not None
    say(f"Panel {code}: meets on {convened.meets_on}, {agenda.stage}, version {version}")
    place = f", in the place of {panel.deputising.place_of}" if panel.deputising else ""
    say(f"Chair: {panel.chair}{place}; invited: {', '.join(panel.members)}")
    if panel.opened:
        say(f"Present: {', '.join(panel.present)}")
    table(
        ("item", "at", "outcome", "takes no part", "pack", "papers due"),
        [
            (
                each.inspection,
                each.starts_at,
                each.outcome,
                ", ".join(each.recused),
                each.pack.pack if each.pack else "",
                each.papers_due,
            )
            for each in panel.items.values()
        ],
    )
    for each in panel.items.values():
        if each.pack and each.pack.late_because:
            say(f"Papers on {each.inspection} came late: {each.pack.late_because}")
    for deadline in agenda.deadlines:
        say(f"Due on {deadline.due}: {deadline.awaits}")
    for what in agenda.waiting_for:
        say(f"Waiting for {what}")
    if panel.written:
        by = f"approved by {panel.written.approved_by}" if panel.written.approved_by else "not approved"
        say(f"Minutes {panel.written.digest}, {by}:")
        say(panel.written.text)


def _add_pack(group: typer.Typer, summon: Summon) -> None:
    @group.command("pack")
    def pack(
        panel: PanelArgument,
        inspection: InspectionArgument,
        output: Annotated[
            Path | None,
            typer.Option("-o", "--output", metavar="FILE", help="Write the page (HTML) to this new file."),
        ] = None,
        issue: Annotated[
            bool, typer.Option("--issue", help="Also issue it: keep it, and record its digest.")
        ] = False,
        late_because: Annotated[
            str | None,
            typer.Option(
                metavar="REASON",
                help="With --issue: why members have less time to read it than the kind of inspection gives them.",
            ),
        ] = None,
        role: AsRole = None,
        command_id: CommandId = None,
        as_json: AsJson = False,
    ) -> None:
        """Make the papers of an item: proposals with their evidence, the derivation, nearness to edges, the year.

        With --issue they are kept and their digest is recorded; the panel's decision then names them, and a change of
        what they are about shows. Members have them as long before the meeting as the kind of inspection says; later
        ones give a reason. May be issued by: operations-manager, lead-inspector, assistant.

        Example: assay panel pack panel-2026-05 nps-nw-2026 --output pack.html --issue
        """
        how = Circumstances(role, command_id, None, as_json)
        services = summon()
        made = services.packs.make(panel, inspection)
        if output is not None:
            write_file(output, made.page)
        if issue:
            digest, page = services.packs.keep(made)
            command = IssuePack(
                panel=panel,
                inspection=inspection,
                pack=digest,
                derivation=made.pack.under.derivation,
                page=page,
                beside=made.pack.under.beside,
                late_because=late_because,
            )
            give(services, command, how)
        elif as_json:
            say_json({**made.pack.model_dump(mode="json"), "digest": made.pack.digest})
        else:
            _tell_pack(made.pack)


def _tell_pack(pack: Pack) -> None:
    score = f" ({pack.score} of {pack.max_score})" if pack.score is not None else ""
    say(
        f"{pack.inspection}: {pack.provider_name}; overall by the rule {rating_in_words(pack.overall)}{score}"
    )
    if pack.inspected_before:
        say(f"Last inspected as {pack.inspected_before}: {rating_in_words(pack.overall_before)} overall")
    table(
        ("standard", "title", "rating", "last time", "to a higher one", "to a lower one", "in the year"),
        [
            (
                each.standard,
                each.title,
                rating_in_words(each.rating),
                rating_in_words(each.before) if each.before else "",
                each.nearness.up.counted if each.nearness.up else "",
                each.nearness.down.counted if each.nearness.down else "",
                _in_the_year(each),
            )
            for each in pack.standards
        ],
    )
    for each in pack.standards:
        if each.nearness.look_closer:
            say(f"Look closer at {each.standard}: {'; '.join(each.nearness.look_closer)}.")
    for one in pack.departures:
        say(
            f"Departure in {one.inspection} ({one.subject}), prompted by: {one.prompted_by} {one.departure.reason}"
        )
    say(f"Digest: {pack.digest}; --output writes the page, --issue issues it.")


def _in_the_year(standard: PackStandard) -> str:
    """How often each rating was given to a standard in the year's other inspections."""
    given = Counter(rating_in_words(one.decided) for one in standard.year)
    return ", ".join(f"{number} {rating}" for rating, number in given.items())
