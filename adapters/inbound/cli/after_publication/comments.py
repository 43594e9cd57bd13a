"""``assay comments``: comments and complaints, from the day they come to their answer."""

from collections.abc import Iterator
from typing import Annotated, Any
from uuid import uuid4

import typer

from activities.comments_told import untold
from adapters.inbound.cli.building import add_commands, as_command, help_of
from adapters.inbound.cli.ordering import AsRole, Circumstances, CommandId, give
from adapters.inbound.cli.places import named_in
from adapters.inbound.cli.privacy.sights import Sight, sees
from adapters.inbound.cli.terminal.standard_input import PRIVATE_HELP, from_standard_input
from adapters.inbound.commands.ids import comment_of
from adapters.inbound.services import Services, Summon
from adapters.inbound.speaking import AsJson, say, say_json, table
from domain.comments.commands import ReceiveComment
from domain.comments.comment import COMMENT, Comment
from domain.refusals import Refused

__all__ = ["add_to"]

_ID = Annotated[
    str, typer.Argument(metavar="COMMENT", help="The comment, as `assay comments list` shows it.")
]


def add_to(app: typer.Typer, summon: Summon) -> None:
    """Add the group ``comments``."""
    group = typer.Typer(
        no_args_is_help=True,
        help="Comments and complaints: record, acknowledge, look into and answer them, in time.",
    )
    names = {verb: name for verb, name in named_in("comments").items() if verb != ReceiveComment.verb}
    rules = [rule for rule in COMMENT.rules.values() if rule.command.verb in names]
    add_commands(group, "comments", rules, summon, names)
    _add_receive(group, summon)
    _add_list(group, summon)
    _add_show(group, summon)
    app.add_typer(group, name="comments")


def _add_receive(group: typer.Typer, summon: Summon) -> None:
    example = (
        "--sort complaint --about inspection --inspection nps-nw-2026 --received-on 2026-10-02 "
        "--said 'We were not told.' --whom 'A. Person, 1 High Street'"
    )

    @group.command("receive", help=help_of(COMMENT.rules[ReceiveComment], "assay comments receive", example))
    def receive(
        sort: Annotated[str, typer.Option(metavar="comment|complaint", help="Which of the two it is.")],
        about: Annotated[str, typer.Option(metavar="inspection|report|other", help="What it is about.")],
        received_on: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help="When it came.")],
        said: Annotated[str, typer.Option(metavar="TEXT", help=f"What it says.{PRIVATE_HELP}")],
        whom: Annotated[
            str | None,
            typer.Option(metavar="TEXT", help=f"Who said it, and how they are reached.{PRIVATE_HELP}"),
        ] = None,
        inspection: Annotated[
            str | None, typer.Option(metavar="INSPECTION", help="The inspection that it is about.")
        ] = None,
        role: AsRole = None,
        command_id: CommandId = None,
        as_json: AsJson = False,
    ) -> None:
        command_id = command_id or f"cli-{uuid4()}"
        how = Circumstances(role, command_id, None, as_json)
        texts = {"said": said, "whom": whom}
        texts |= from_standard_input(texts)
        comment = comment_of(command_id)
        values = {
            "comment": comment,
            "sort": sort,
            "about": about,
            "received_on": received_on,
            "inspection": inspection,
            **texts,
        }
        give(summon(), as_command(ReceiveComment, values), how)
        if not as_json:
            say(f"It is known as {comment}.")


def _add_list(group: typer.Typer, summon: Summon) -> None:
    @group.command("list")
    def list_(
        open_: Annotated[bool, typer.Option("--open", help="Only those that are not answered yet.")] = False,
        as_json: AsJson = False,
    ) -> None:
        """List comments and complaints, those that are due first; what is overdue is named.

        Example: assay comments list --open
        """
        found = [each for each in _all(summon()) if not open_ or each[1].outcome is None]
        rows = sorted((_row(*each) for each in found), key=lambda row: str(row["due"] or "9"))
        if as_json:
            say_json({"comments": rows})
        elif not rows:
            say("There is none.")
        else:
            table(
                (
                    "comment",
                    "sort",
                    "about",
                    "came on",
                    "stage",
                    "due",
                    "overdue",
                    "looked into by",
                    "outcome",
                ),
                [tuple(str(value or "") for value in row.values()) for row in rows],
            )


def _all(services: Services) -> Iterator[tuple[str, Comment]]:
    for stream, state in services.records.every("comment", Comment).items():
        if state.received is not None:
            yield stream, state


def _row(stream: str, state: Comment) -> dict[str, Any]:
    received = state.received
    assert received is not None, "it came"
    due = min((each.due for each in state.deadlines), default=None)
    return {
        "comment": stream,
        "sort": received.sort,
        "about": received.inspection or received.about,
        "received_on": received.received_on,
        "stage": state.stage,
        "due": due,
        "overdue": ", ".join(state.overdue) if state.outcome is None else "",
        "reviewer": state.reviewer,
        "outcome": state.outcome,
    }


def _add_show(group: typer.Typer, summon: Summon) -> None:
    @group.command("show")
    def show(comment: _ID, role: Sight = None, as_json: AsJson = False) -> None:
        """Show a comment: where it stands and, to those who may see it, what it says and how it was answered.

        Example: assay comments show comment-0f3a6f2f7a0c4f6e9a1b2c3d4e5f6071
        """
        seen = sees(role, "comment", comment)
        services = summon()
        state = _one(services, comment)
        shown = _row(comment, state)
        if seen:
            shown |= {field: text for (_, field), text in services.personal.texts(comment).items()}
        if as_json:
            say_json(shown)
            return
        for name, value in shown.items():
            if value:
                say(f"{name.replace('_', ' ').capitalize()}: {value}")
        for sentence in untold(services.records, comment, state):
            say(sentence)


def _one(services: Services, comment: str) -> Comment:
    """A comment.

    Raises:
        Refused: ``unknown-comment``.
    """
    known = comment.startswith("comment-")
    state: Comment = services.records.read([comment])[comment].state if known else Comment()
    if state.received is None:
        raise Refused.because(
            "unknown-comment", f"There is no comment {comment}; `assay comments list` shows all."
        )
    return state
