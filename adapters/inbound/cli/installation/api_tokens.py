"""``assay api token``: letting other systems in, and one's own programs, no further than they need."""

from typing import Annotated, Any

import typer

from activities.commanding.desk import Declined
from adapters.inbound.acting import my_id
from adapters.inbound.cli.building import add_commands, as_command
from adapters.inbound.cli.ordering import AsRole, Circumstances, CommandId, one_of, tell_outcome
from adapters.inbound.services import Services, Summon
from adapters.inbound.speaking import AsJson, say, say_json, table
from adapters.inbound.today import today_in_london
from adapters.inbound.tokens import draw
from domain.people.tokens import EVERY_COMMAND, TOKEN, IssueToken, RevokeToken, Token

__all__ = ["add_to"]


def add_to(app: typer.Typer, summon: Summon) -> None:
    """Add the group ``api``."""
    group = typer.Typer(
        no_args_is_help=True, help="The API: tokens by which other systems are known, and what each may do."
    )
    tokens = typer.Typer(
        no_args_is_help=True, help="Tokens: issue one, which is shown once; list and revoke them."
    )
    _add_issue(tokens, summon)
    add_commands(tokens, "api token", [TOKEN.rules[RevokeToken]], summon, {RevokeToken.verb: "revoke"})
    _add_list(tokens, summon)
    group.add_typer(tokens, name="token")
    app.add_typer(group, name="api")


def _add_issue(tokens: typer.Typer, summon: Summon) -> None:
    @tokens.command("issue")
    def issue(
        title: Annotated[
            str, typer.Argument(metavar="TITLE", help="What it is for, or which system; naming nobody.")
        ],
        for_: Annotated[
            str,
            typer.Option(
                "--for",
                metavar="me|system",
                help="Whose it is: your own, or that of a system, which acts by it.",
            ),
        ],
        acts_as: Annotated[
            list[str],
            typer.Option(metavar="ROLE", help="In which role it may be used; give it once for each."),
        ],
        until: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help="The last day on which it is good.")],
        may: Annotated[
            list[str] | None,
            typer.Option(
                metavar="COMMAND",
                help="A command that it may give, by its verb; once for each. Without any it only reads; "
                f"{EVERY_COMMAND} stands for all that you may give yourself.",
            ),
        ] = None,
        provider: Annotated[
            str | None,
            typer.Option(
                metavar="PROVIDER", help="Whose system it is, where it acts as a provider's contact."
            ),
        ] = None,
        role: AsRole = None,
        command_id: CommandId = None,
        as_json: AsJson = False,
    ) -> None:
        """Issue a token of the API, for oneself or for a system. It is shown once; the record has its digest alone.

        A token opens nothing that its holder may not open without it. A system acts under the token's own id, as
        operations manager, assistant, auditor or provider's contact, and gives the commands that the token names.

        May be given by: operations-manager, lead-inspector, inspector, assistant, panel-chair, chief-inspector,
        quality-lead, data-protection-officer. A system's is issued by an operations manager.

        Example: assay api token issue 'Case management of NPS North West' --for system --acts-as provider-contact
        --provider nps-north-west --may receive-evidence --until 2026-12-31
        """
        one_of(for_, ("me", "system"), "holder")
        token = draw()
        values = {
            "token": token.stream,
            "title": title,
            "holder": my_id() if for_ == "me" else None,
            "provider": provider,
            "roles": acts_as,
            "may": may or [],
            "until": until,
            "digest": token.digest,
        }
        command = as_command(IssueToken, values, {"title": "TITLE", "roles": "--acts-as"})
        order = Circumstances(role, command_id, None, as_json).order(command)
        outcome = summon().desk.give(order)
        if isinstance(outcome, Declined) or not as_json:
            tell_outcome(order, outcome, as_json=as_json)
        if as_json:
            say_json({"id": token.stream, "token": token.text, "until": until})
            return
        say(f"The token is {token.text}")
        say(f"It is not shown again. To revoke it: assay api token revoke {token.stream} --reason …")


def _add_list(tokens: typer.Typer, summon: Summon) -> None:
    @tokens.command("list")
    def list_(
        good: Annotated[bool, typer.Option("--good", help="Only those that open something today.")] = False,
        as_json: AsJson = False,
    ) -> None:
        """List the tokens of the API: whose each is, what it may do, and whether it still opens anything.

        Example: assay api token list --good
        """
        services = summon()
        today = today_in_london(services)
        found = {
            stream: each for stream, each in _tokens(services).items() if each.good_on(today) or not good
        }
        rows = [_row(stream, each, good=each.good_on(today)) for stream, each in found.items()]
        if as_json:
            say_json({"tokens": rows})
        elif not rows:
            say("There is none; `assay api token issue --help` shows how to issue one.")
        else:
            table(
                ("token", "title", "of", "acts as", "may give", "until", "state"),
                [
                    (
                        each["token"],
                        each["title"],
                        each["provider"] or each["holder"] or "a system",
                        ", ".join(each["roles"]),
                        ", ".join(each["may"]) or "nothing",
                        each["until"],
                        each["state"],
                    )
                    for each in rows
                ],
            )


def _tokens(services: Services) -> dict[str, Token]:
    return dict(sorted(services.records.every("token", Token).items()))


def _row(stream: str, token: Token, *, good: bool) -> dict[str, Any]:
    assert token.issued is not None, "a stream of a token begins with its issue"
    said = token.issued.model_dump(mode="json", exclude={"digest"})
    return {"token": stream, **said, "state": "good" if good else "revoked" if token.revoked else "over"}
