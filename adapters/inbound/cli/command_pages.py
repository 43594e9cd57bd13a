"""``assay commands``: every command, who may give it, when, and what may come of it; and docs/commands.md from it."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import typer

from adapters.inbound.cli.after_publication.follow_ups import CALLED as FOLLOW_UPS_CALLED
from adapters.inbound.cli.after_publication.plans import CALLED as PLANS_CALLED
from adapters.inbound.cli.building import subcommand_of
from adapters.inbound.cli.ordering import roles_for
from adapters.inbound.cli.places import PLACES
from adapters.inbound.commands.fields import fields_of
from adapters.inbound.speaking import AsJson, say_json, table
from domain.decider import Rule
from domain.deciders import DECIDERS
from domain.people.roles import Role

__all__ = ["KINDS", "add_to", "called", "markdown"]

KINDS: Mapping[str, tuple[str, str]] = {
    "provider": ("provider", "Providers"),
    "person": ("person", "Contacts of providers"),
    "mailbox": ("people", "Bodies to which reports go"),
    "staff": ("people", "The staff record"),
    "roll": ("people", "What roles need"),
    "posting": ("people", "Notices on their way"),
    "inspection": ("inspection", "Inspections"),
    "list": ("lists", "Lists of cases"),
    "case": ("case", "Case reads"),
    "second-read": ("case", "Second reads"),
    "alert": ("case", "Somebody in danger"),
    "hold": ("case", "What was written without a connection"),
    "quality": ("case", "How consistently cases are read"),
    "agreement": ("case", "How consistently cases are read over a period"),
    "benchmark": ("exercise", "Benchmarking exercises"),
    "diversity": ("inspection", "Protected characteristics in the aggregate"),
    "diversity-periods": ("inspection", "Protected characteristics over a period"),
    "holdings": ("evidence", "What is held about a provider"),
    "document": ("evidence", "Documents that were handed in"),
    "evidence": ("evidence", "The evidence room of an inspection"),
    "account": ("evidence", "Accounts of what people said"),
    "panel": ("panel", "Ratings panels"),
    "action-plan": ("plan", "Action plans"),
    "body-answers": ("plan", "National bodies' answers to recommendations"),
    "comment": ("comments", "Comments and complaints"),
    "programme": ("programme", "A year's programme"),
    "response": ("programme", "Responses to a draft programme"),
    "follow-up": ("follow-up", "Follow-ups of inspections"),
    "framework": ("frameworks", "Standards frameworks"),
    "token": ("api", "Tokens of the API"),
    "privacy": ("privacy", "What is held about a case or person"),
    "record": ("keys", "The record itself"),
    "checkpoint": ("audit", "Checkpoints of the record"),
    "dossier": ("audit", "Dossiers that everybody may have"),
}
"""For each kind of stream, its group on the command line and its title. Every kind must be here; a test says so."""

_OTHERWISE_CALLED: Mapping[str, str] = {
    "rotate-sealing-key": "rotate",
    "hand-out-checkpoint": "checkpoint publish",
    "propose-framework": "propose",
    "publish-framework": "publish",
    "retire-framework": "retire",
    "open-consultation": "consultation open",
    "record-response": "consultation respond",
    "publish-summary": "consultation summarise",
    "decide-on-consultation": "consultation decide",
    "give-access": "export",
    "issue-token": "token issue",
    "revoke-token": "token revoke",
    **PLANS_CALLED,
    **FOLLOW_UPS_CALLED,
}
"""Commands whose place on the command line does not follow from their verb."""

SHARED_REFUSALS: Mapping[str, str] = {
    "not-authorised": "the role may not give this command",
    "wrong-stage": "the command belongs to another stage",
    "reason-says-nothing": "a reason is one word, a full stop or the like, and tells nobody anything later",
    "stale-version": "the stream has moved past the version that was named with `--if-version`",
    "changed-meanwhile": "something else stands there by now than what the form of a page was made from",
    "command-id-reused": "the command id was used before, for a different command",
    "pin-missing": "the installation lacks the very framework, scheme or protocol that the inspection is bound to",
    "on-another-agenda": "an inspection is on the open agenda of another meeting of the panel",
    "sits-elsewhere": "somebody who comes into a meeting of the panel is at another one that sits now",
    "subject-erased": "what was held about the case or person has been erased, and no more of it is recorded",
    "bad-value": "an option is not what it must be",
    "bad-file": "a file is not what it must be; the sentence names the line",
    "unreadable-file": "a file is not there or cannot be read",
    "too-large": "a file is larger than what is taken",
    "bad-usage": "an option or a command is missing or unknown",
    "unknown-role": "there is no such role",
    "bad-setting": "a setting of the installation is not what it must be",
}
"""Refusals that any command may meet, with what each means."""


def add_to(app: typer.Typer) -> None:
    """Add the command ``commands``."""

    @app.command("commands")
    def commands(
        as_markdown: Annotated[
            bool, typer.Option("--markdown", help="Print the page docs/commands.md.")
        ] = False,
        as_json: AsJson = False,
    ) -> None:
        """Say of every command who may give it, in which stage, and what may come of it.

        Example: assay commands
        """
        if as_markdown:
            typer.echo(markdown(), nl=False)
        elif as_json:
            say_json({"commands": [_as_json(kind, rule) for kind, rule in _all()]})
        else:
            table(
                ("command", "may be given by", "in stage"),
                [
                    (called(kind, rule), ", ".join(_who(rule)), ", ".join(rule.stages))
                    for kind, rule in _all()
                ],
            )


def _all() -> Iterator[tuple[str, Rule]]:
    for kind in KINDS:
        for rule in DECIDERS[kind].rules.values():
            yield kind, rule


def _who(rule: Rule) -> tuple[str, ...]:
    return tuple(role.value for role in roles_for(rule.command.verb))


def _by_people(rule: Rule) -> bool:
    return roles_for(rule.command.verb) != (Role.MACHINERY,)


def called(kind: str, rule: Rule) -> str:
    """What a command is called on the command line; one of Assay's own goes by its verb."""
    if not _by_people(rule):
        return rule.command.verb
    verb = rule.command.verb
    if verb in PLACES:
        return f"assay {PLACES[verb]}"
    return f"assay {KINDS[kind][0]} {_OTHERWISE_CALLED.get(verb) or subcommand_of(verb)}"


def _as_json(kind: str, rule: Rule) -> dict[str, Any]:
    return {
        "verb": rule.command.verb,
        "command": called(kind, rule) if _by_people(rule) else None,
        "meaning": rule.meaning,
        "roles": _who(rule),
        "stages": [str(stage) for stage in rule.stages],
        "events": [event.name for event in rule.events],
        "refusals": list(rule.refusals),
        "fields": [
            {"name": each.name, "required": each.required, "meaning": each.meaning}
            for each in fields_of(rule.command)
        ],
    }


def markdown() -> str:
    """The page ``docs/commands.md``."""
    lines = [
        "# Commands",
        "",
        "Every command that Assay takes: who may give it, in which stage, which events may come of it, and for which",
        "reasons of its own it may be refused. Made from the rules themselves by `assay commands --markdown`; a test",
        "checks that this page is up to date.",
        "",
        "Any command may also be refused for these reasons:",
        "",
        *(f"- `{code}`: {meaning}." for code, meaning in SHARED_REFUSALS.items()),
        "",
        "A refusal ends the command line with 2 and its sentence and code on standard error, and is itself recorded.",
        "Every command takes `--role`, `--command-id`, `--if-version` and `--json`; `--help` says what they mean.",
    ]
    for kind, (_, title) in KINDS.items():
        lines += ["", f"## {title}", ""]
        for rule in DECIDERS[kind].rules.values():
            lines += [*_section(kind, rule), ""]
        lines.pop()
    return "\n".join(lines) + "\n"


def _section(kind: str, rule: Rule) -> Iterator[str]:
    yield f"### {rule.command.verb}"
    yield ""
    yield rule.meaning
    yield ""
    if _by_people(rule):
        yield f"- Given as: `{called(kind, rule)}`"
    yield f"- By: {', '.join(_who(rule)) or 'nobody'}"
    yield f"- Stage: {', '.join(str(stage) for stage in rule.stages) or 'any'}"
    yield f"- Events: {', '.join(f'`{event.name}`' for event in rule.events) or 'none'}"
    yield f"- Refusals: {', '.join(f'`{code}`' for code in rule.refusals) or 'none of its own'}"
