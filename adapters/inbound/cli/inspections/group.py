"""``assay inspection``: taking inspections through their life, and seeing where they stand."""

from collections.abc import Iterator, Mapping, Sequence
from inspect import Parameter
from pathlib import Path
from typing import Annotated, Any

import typer

from activities.viewing.rows import InspectionRow
from adapters.inbound.acting import my_id
from adapters.inbound.cli.building import add_commands, add_options, as_command, help_of
from adapters.inbound.cli.inspections.diversity import add_diversity
from adapters.inbound.cli.lists.case_references import COLUMN, Column, check_column, note_references
from adapters.inbound.cli.ordering import Circumstances, give, one_of
from adapters.inbound.cli.places import PLACES
from adapters.inbound.cli.privacy.sights import sees
from adapters.inbound.cli.terminal.quoting import quoted
from adapters.inbound.commands.fields import Field, fields_of
from adapters.inbound.files.handed_in import read_document, read_rows
from adapters.inbound.services import Services, Summon
from adapters.inbound.shown.cases.questions import QuestionShown
from adapters.inbound.shown.inspections import row_of
from adapters.inbound.speaking import AsJson, say, say_json, table
from adapters.inbound.today import today_in_london
from domain.canonical import sha256_hex
from domain.frameworks.model import Framework
from domain.inspections.commands import AnnounceInspection, DrawSample
from domain.inspections.decider import INSPECTION
from domain.inspections.events import InspectionAnnounced
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.inspections.tasks import Task, told_to
from domain.people.people_tasks import PeopleTask
from domain.storyline.once import told_once
from domain.streams import inspection_stream
from domain.text import rating_in_words, words_of
from domain.working_days import in_words

__all__ = ["Reference", "add_to"]

Reference = Annotated[str, typer.Argument(metavar="INSPECTION", help="The reference of the inspection.")]


def add_to(app: typer.Typer, summon: Summon) -> None:
    """Add the group ``inspection``."""
    group = typer.Typer(
        no_args_is_help=True,
        help="Inspections: take one from announcement to a closed action plan, and see where each stands.",
    )
    _add_list(group, summon)
    _add_timeline(group, summon)
    _add_tasks(group, summon)
    _add_show(group, summon)
    elsewhere = {DrawSample.verb, *PLACES}
    rules = [rule for rule in INSPECTION.rules.values() if rule.command.verb not in elsewhere]
    add_commands(group, "inspection", rules, summon, afterwards={AnnounceInspection.verb: _say_at_once})
    _add_draw_sample(group, summon)
    add_diversity(group, summon)
    app.add_typer(group, name="inspection")


def _add_list(group: typer.Typer, summon: Summon) -> None:
    @group.command("list")
    def list_(
        stage: Annotated[str | None, typer.Option(help="Only those at this stage.", metavar="STAGE")] = None,
        as_json: AsJson = False,
    ) -> None:
        """List inspections with their stage and next deadline.

        Example: assay inspection list --stage case-reads
        """
        if stage is not None:
            one_of(stage, list(Stage), "stage")
        found = [
            each for each in summon().views.catch_up().inspections() if stage is None or each.stage == stage
        ]
        if as_json:
            say_json(
                {
                    "inspections": [
                        each.model_dump(mode="json", exclude={"tasks", "readers"}) for each in found
                    ]
                }
            )
        elif not found:
            say("There is none; `assay inspection announce --help` shows how to announce one.")
        else:
            table(
                ("inspection", "provider", "stage", "next deadline", "due", "waiting for", "overall"),
                [
                    (
                        each.reference,
                        each.provider_name,
                        each.stage,
                        each.next_deadline,
                        each.next_due,
                        _first(each.waiting_for),
                        words_of(each.overall),
                    )
                    for each in found
                ],
            )


def _add_timeline(group: typer.Typer, summon: Summon) -> None:
    @group.command("timeline")
    def timeline(
        inspection: Reference,
        everything: Annotated[
            bool, typer.Option("--all", help="Each event by itself, also one that another tells already.")
        ] = False,
        as_json: AsJson = False,
    ) -> None:
        """Tell what has happened in an inspection, oldest first, each thing once.

        Example: assay inspection timeline nps-nw-2026
        """
        services = summon()
        row_of(services, inspection)
        kept = services.views.catch_up()
        recorded = sorted([*kept.timeline(inspection_stream(inspection))], key=lambda each: each.position)
        moments = recorded if everything else list(told_once(recorded))
        if as_json:
            say_json(
                {"inspection": inspection, "timeline": [each.model_dump(mode="json") for each in moments]}
            )
            return
        table(
            ("position", "day", "what happened", "by"),
            [
                (each.position, each.occurred_at[:10], quoted(each.sentence), each.acting_role)
                for each in moments
            ],
        )


def _add_tasks(group: typer.Typer, summon: Summon) -> None:
    @group.command("tasks")
    def tasks(
        inspection: Reference,
        everything: Annotated[bool, typer.Option("--all", help="Also what is done already.")] = False,
        as_json: AsJson = False,
    ) -> None:
        """List what is to be done next and by whom; and for what cannot be done yet, why.

        Example: assay inspection tasks nps-nw-2026
        """
        services = summon()
        row = row_of(services, inspection)
        found = [each for each in told_to(my_id(), row.tasks) if everything or each.status != "done"]
        people = services.cover.tasks(today_in_london(services), inspection)
        found = [*(_of_people(each, row.stage) for each in people), *found]
        if as_json:
            say_json({"inspection": inspection, "tasks": [each.model_dump(mode="json") for each in found]})
        elif not found:
            say(f"Nothing is left to do: the inspection is {row.stage}.")
        else:
            names = _names_of_readers(services, found)
            # By these a task about a notice is named in the next command.
            by = [each for each in ("notice", "reader") if any(_about(task)[each] for task in found)]
            table(
                ("task", "stage", "status", "by", "why not yet", *by),
                [
                    (
                        *(_named(each, names), each.stage, each.status, ", ".join(each.roles), each.why),
                        *(_about(each)[name] for name in by),
                    )
                    for each in found
                ],
            )


def _names_of_readers(services: Services, tasks: Sequence[Task]) -> Mapping[str, str]:
    """What those are called whom a notice did not reach, by stream; nothing for somebody who may not be shown it."""
    contacts = [each for task in tasks for each in task.readers if each.startswith("person-")]
    if not contacts or services.caller is not None or not sees(None, "contact"):
        return {}
    return {each.person: each.name for each in services.personal.contacts(contacts)}


def _about(task: Task) -> Mapping[str, str]:
    return {"notice": task.notice, "reader": ", ".join(task.readers)}


def _named(task: Task, names: Mapping[str, str]) -> str:
    said = ", ".join(names[each] for each in task.readers if each in names)
    return f"{task.title} ({said})" if said else task.title


def _add_show(group: typer.Typer, summon: Summon) -> None:
    @group.command("show")
    def show(
        inspection: Reference,
        field: Annotated[
            str | None,
            typer.Option(metavar="NAME", help="Print this one value only, such as derivation or report."),
        ] = None,
        as_json: AsJson = False,
    ) -> None:
        """Show where an inspection stands, with the digests that decisions and signatures are bound to.

        Example: assay inspection show nps-nw-2026 --field report
        """
        services = summon()
        row = row_of(services, inspection)
        stream = inspection_stream(inspection)
        version = services.version_of(stream)
        asked = services.questions_of(inspection)
        values = {
            **row.model_dump(mode="json", exclude={"tasks"}),
            "version": version,
            "questions": [each.model_dump(mode="json") for each in asked],
        }
        if field is not None:
            say(str(values[one_of(field, list(values), "field")]))
        elif as_json:
            say_json(values)
        else:
            library = services.library()
            state = services.records.read([stream])[stream].state
            known = state.known
            pinned = library.framework_of(known.framework)
            _show(row, version, None if pinned is None else library.framework_as_shown(pinned))
            for line in (*_scope(known), *_arranged(state)):
                say(line)
            _say_questions(asked)
            for task in services.cover.tasks(today_in_london(services), inspection):
                say(f"To see to: {task.title}")


def _say_questions(asked: tuple[QuestionShown, ...]) -> None:
    """The questions that the lead set, with what the cases said to them."""
    if asked:
        table(
            ("question", "list", "asked", "yes", "no", "not applicable", "share of yes"),
            [
                (
                    each.number,
                    each.list,
                    each.text,
                    each.yes,
                    each.no,
                    each.not_applicable,
                    each.share and f"{each.share} %",
                )
                for each in asked
            ],
        )


def _scope(known: InspectionAnnounced) -> Iterator[str]:
    """What is said of an inspection that looks at more than one provider, or with somebody else."""
    if known.others:
        yield f"Also inspected: {', '.join(each.provider_name for each in known.others)}"
    if known.area:
        yield f"Area: {known.area}"
    if known.subject:
        yield f"About: {known.subject}"
    if known.requested_by:
        yield f"At the request of {known.requested_by}"
    if known.signatories:
        yield f"Signed by {', '.join(known.signatories)} too"


def _of_people(task: PeopleTask, stage: str) -> Task:
    """Something to see to about the people of an inspection, as a task on its list."""
    due = f", by {in_words(task.due)}" if task.due else ""
    return Task(
        verb=task.verb,
        title=f"{task.title}{due}",
        stage=Stage(stage),
        status="to-do",
        why="",
        roles=task.roles,
    )


def _say_at_once(services: Services, command: AnnounceInspection) -> None:
    """Warn whoever announced an inspection of a provider of whom another one is under way."""
    for each in services.cover.beside(command.inspection):
        say(f"Note: {each.sentence}; see `assay inspection tasks {command.inspection}`.")


def _arranged(state: Inspection) -> Iterator[str]:
    """Who carries it out with the lead, and what the year's programme has for its panel and its publication."""
    if state.team:
        yield f"Team: {', '.join(f'{each.person} ({each.role})' for each in state.team)}"
    planned = state.planned
    if planned is not None and planned.panel is not None:
        week = f" in the week of {planned.week}" if planned.week else ""
        out = f", publication on {planned.publish_on}" if planned.publish_on else ""
        yield f"In the programme {planned.programme}: panel {planned.panel}{week}{out}"


def _show(row: InspectionRow, version: int, framework: Framework | None) -> None:
    say(f"{row.reference}: {row.provider_name} ({row.kind}), version {version}")
    say(f"Stage: {row.stage}")
    if row.next_deadline:
        say(f"Next deadline: {row.next_deadline}, {row.next_due} ({row.awaits})")
    for each in row.waiting_for:
        say(f"Waiting for {each}")
    say(f"Lead inspector: {row.lead}; fieldwork from {row.fieldwork_from}; {row.cases} cases sampled")
    if row.derivation:
        say(f"Derivation before the panel: {row.derivation}")
    if row.report:
        say(f"Report as it stands: {row.report}")
    if row.published_document:
        say(f"Published document: {row.published_document}")
    if row.ratings:
        titles = {each.number: each.title for each in framework.standards()} if framework else {}
        table(
            ("standard", "title", "rating"),
            [(standard, titles.get(standard), words_of(rating)) for standard, rating in row.ratings],
        )
        score = f" ({row.score} of {row.max_score})" if row.score is not None else ""
        say(f"Overall by the rule: {rating_in_words(row.derived_overall)}{score}")
        say(f"Overall as the panel decided: {words_of(row.overall) or 'not decided'}")


def _first(waiting_for: tuple[str, ...]) -> str:
    more = f" and {len(waiting_for) - 1} more" if len(waiting_for) > 1 else ""
    return f"{waiting_for[0]}{more}" if waiting_for else ""


def _add_draw_sample(group: typer.Typer, summon: Summon) -> None:
    fields = {each.name: each for each in fields_of(DrawSample)}
    list_ = Field(
        "list", "records", "the provider's list: a CSV file with a first line of column names", True
    )
    own = (
        fields["inspection"],
        fields["population"],
        list_,
        fields["seed"],
        fields["size"],
        fields["reason"],
    )
    more = [Parameter("reference_column", Parameter.KEYWORD_ONLY, annotation=Column, default=COLUMN)]

    def do(
        role: str | None, command_id: str | None, if_version: int | None, as_json: bool, **typed: Any
    ) -> None:
        how = Circumstances(role, command_id, if_version, as_json)
        path, column = Path(typed.pop("list")), typed.pop("reference_column")
        header, rows = read_rows(path, may_be_empty=True)
        if column != COLUMN:
            check_column(path, header, column)
        values = {**typed, "list_digest": sha256_hex(read_document(path)), "list_size": len(rows)}
        services = summon()
        give(services, as_command(DrawSample, values, {"inspection": "INSPECTION"}), how)
        if column in header:
            how = Circumstances(role, how.command_id, None, as_json)
            noted = note_references(
                services, typed["inspection"], typed["population"], path, rows, column, how
            )
            if not as_json:
                say(noted.sentence)

    example = "nps-nw-2026 --population supervised-cases --list cases.csv --seed 'drawn in public on 2 March'"
    text = help_of(INSPECTION.rules[DrawSample], "assay inspection draw-sample", example)
    note = (
        "The list stays with you: its digest is recorded, and how many rows it has under its first line. "
        "Rows are counted from 1, blank ones left out. Of the rows that are drawn, the reference is noted with the "
        "case, encrypted; nothing of the other rows is."
    )
    group.command("draw-sample", help=f"{text}\n\n{note}")(add_options(do, own, more))
