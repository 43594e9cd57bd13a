"""`assay frameworks propose|consultation|publish|retire`: changes to a framework, on the record."""

from datetime import datetime
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from activities.commanding.desk import Declined
from adapters.inbound.cli.frameworks.shown import Source
from adapters.inbound.cli.ordering import AsRole, Circumstances, CommandId, IfVersion, give, tell_outcome
from adapters.inbound.commands.fields import refuse_invalid
from adapters.inbound.files.frameworks import as_it_stands, find, put_on_shelf
from adapters.inbound.services import Services, Summon
from adapters.inbound.speaking import AsJson, say
from domain.frameworks import Framework
from domain.frameworks.commands import (
    DecideOnConsultation,
    OpenConsultation,
    ProposeFramework,
    PublishFramework,
    PublishSummary,
    RecordResponse,
    RetireFramework,
)
from domain.frameworks.state import FrameworkHistory
from domain.messages import Command
from domain.refusals import Refused
from domain.streams import framework_stream

__all__ = ["add_changing"]

Id = Annotated[str, typer.Argument(metavar="ID", help="The framework's id.")]
Version = Annotated[str, typer.Argument(metavar="VERSION", help="The version.")]
Significant = Annotated[
    list[str] | None,
    typer.Option(
        metavar="STANDARD",
        help="A standard whose change is significant, so that it is consulted on first; once for each.",
    ),
]
Document = Annotated[
    str | None,
    typer.Option(metavar="DIGEST", help="The digest of the paper, where it is kept as a document."),
]


def add_changing(group: typer.Typer, summon: Summon) -> None:
    """Register the commands that change a framework."""
    _add_proposing(group, summon)
    consultation = typer.Typer(no_args_is_help=True, help="A consultation on a version that is proposed.")
    group.add_typer(consultation, name="consultation")
    _add_consulting(consultation, summon)


def _add_proposing(group: typer.Typer, summon: Summon) -> None:
    @group.command("propose")
    def propose(
        framework: Source,
        significant: Significant = None,
        role: AsRole = None,
        command_id: CommandId = None,
        if_version: IfVersion = None,
        as_json: AsJson = False,
    ) -> None:
        """Put forward a version of a framework, saying which changes to its standards are significant."""
        services = summon()
        content = find(services.library().frameworks(), framework)
        how = Circumstances(role, command_id, if_version, as_json)
        give(services, _proposal(content, significant), how)

    @group.command("publish")
    def publish(
        framework: Source,
        in_force_from: Annotated[
            datetime,
            typer.Option(
                formats=["%Y-%m-%d"],
                metavar="DATE",
                help="The first day on which inspections are announced under it.",
            ),
        ],
        significant: Significant = None,
        role: AsRole = None,
        command_id: CommandId = None,
        as_json: AsJson = False,
    ) -> None:
        """Publish a version of a framework; from then on it is never changed.

        It is put forward first, where that has not been done. If the change to a standard is significant, a
        consultation has to come before: see `assay frameworks consultation`.
        """
        services = summon()
        content = find(services.library().frameworks(), framework)
        how = Circumstances(role, command_id, None, as_json)
        _publish(services, content, significant, in_force_from, how)

    @group.command("retire")
    def retire(
        framework: Id,
        version: Version,
        on: Annotated[
            datetime,
            typer.Option(
                formats=["%Y-%m-%d"], metavar="DATE", help="The first day on which it no longer applies."
            ),
        ],
        reason: Annotated[str, typer.Option(help="Why.")],
        role: AsRole = None,
        command_id: CommandId = None,
        as_json: AsJson = False,
    ) -> None:
        """Retire a published version: inspections that pinned it go on, no new one begins under it."""
        services = summon()
        fields = {"framework": framework, "version": version, "retired_on": on.date(), "reason": reason}
        order = Circumstances(role, command_id, None, as_json)
        give(services, _command(RetireFramework, fields), order)
        published = _history(services, framework).version(version)
        assert published is not None, "only a published version is retired"
        put_on_shelf(services.framework_shelf, services.library().frameworks(), as_it_stands(published))


def _publish(
    services: Services, content: Framework, significant: list[str] | None, day: datetime, how: Circumstances
) -> None:
    history = _history(services, content.id)
    there = history.version(content.version)
    if there is None or there.digest != content.digest:
        if history.proposal is None or history.proposal.digest != content.digest or significant:
            order = how.order(_proposal(content, significant), suffix=":propose")
            outcome = services.desk.give(order)
            if isinstance(outcome, Declined):
                tell_outcome(order, outcome, as_json=how.as_json)
        fields = {"framework": content.id, "version": content.version, "in_force_from": day.date()}
        give(services, _command(PublishFramework, fields), how)
        there = _history(services, content.id).version(content.version)
        assert there is not None, "it has just been published"
    elif there.in_force_from != day.date() or significant:
        what = "its day" if there.in_force_from != day.date() else "which of its changes are significant"
        raise Refused.because(
            "version-published",
            f"{content.id} version {content.version} was published, in force from {there.in_force_from}; "
            f"{what} cannot be changed any more.",
        )
    elif not how.as_json:
        say(
            f"{content.id} version {content.version} was published before, in force from {there.in_force_from}."
        )
    # Published before, it may still be missing from the shelf, if that could not be written to then.
    put_on_shelf(services.framework_shelf, services.library().frameworks(), as_it_stands(there))


def _add_consulting(group: typer.Typer, summon: Summon) -> None:
    @group.command("open")
    def open_(
        framework: Id,
        version: Version,
        closes_on: Annotated[
            datetime, typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="The last day for responses.")
        ],
        role: AsRole = None,
        command_id: CommandId = None,
        as_json: AsJson = False,
    ) -> None:
        """Ask for views on the version that is proposed."""
        fields = {"framework": framework, "version": version, "closes_on": closes_on.date()}
        give(summon(), _command(OpenConsultation, fields), Circumstances(role, command_id, None, as_json))

    @group.command("respond")
    def respond(
        framework: Id,
        version: Version,
        response: Annotated[
            str, typer.Option(metavar="REFERENCE", help="A reference to the response that names nobody.")
        ],
        confidential: Annotated[
            bool, typer.Option("--confidential/--open", help="Whether its sender asked for confidence.")
        ],
        document: Document = None,
        role: AsRole = None,
        command_id: CommandId = None,
        as_json: AsJson = False,
    ) -> None:
        """Record that a response came in; who sent it is not recorded."""
        fields = {
            "framework": framework,
            "version": version,
            "response": response,
            "confidential": confidential,
            "document": document,
        }
        give(summon(), _command(RecordResponse, fields), Circumstances(role, command_id, None, as_json))

    @group.command("summarise")
    def summarise(
        framework: Id,
        version: Version,
        summary: Annotated[
            str, typer.Option(help="The summary of the responses, naming nobody in confidence.")
        ],
        document: Document = None,
        role: AsRole = None,
        command_id: CommandId = None,
        as_json: AsJson = False,
    ) -> None:
        """Publish the summary of the responses, once the consultation has closed."""
        fields = {"framework": framework, "version": version, "summary": summary, "document": document}
        give(summon(), _command(PublishSummary, fields), Circumstances(role, command_id, None, as_json))

    @group.command("decide")
    def decide(
        framework: Id,
        version: Version,
        outcome: Annotated[
            str, typer.Option(metavar="OUTCOME", help="proceed, proceed-with-changes or withdraw.")
        ],
        reasons: Annotated[str, typer.Option(help="Why.")],
        role: AsRole = None,
        command_id: CommandId = None,
        as_json: AsJson = False,
    ) -> None:
        """Decide what follows from the consultation."""
        fields = {"framework": framework, "version": version, "outcome": outcome, "reasons": reasons}
        give(summon(), _command(DecideOnConsultation, fields), Circumstances(role, command_id, None, as_json))


def _proposal(content: Framework, significant: list[str] | None) -> Command:
    fields = {"framework": content.id, "content": content, "significant": tuple(significant or ())}
    return _command(ProposeFramework, fields)


def _command(kind: type[Command], fields: dict[str, Any]) -> Command:
    """A command from what was typed.

    Raises:
        Refused: ``bad-value``; the sentence names the argument or option.
    """
    try:
        return kind(**fields)
    except ValidationError as error:
        raise refuse_invalid(
            error, {"framework": "ID", "version": "VERSION", "content": "The framework"}
        ) from None


def _history(services: Services, framework: str) -> FrameworkHistory:
    stream = framework_stream(framework)
    state = services.records.read([stream])[stream].state
    if not isinstance(state, FrameworkHistory):
        raise Refused.because("unknown-framework", f"There is no framework {framework}.")
    return state
