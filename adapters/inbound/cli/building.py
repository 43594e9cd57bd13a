"""A subcommand for each command of a room, made from the command itself: its fields, its rule, who may give it."""

from collections.abc import Callable, Iterable, Mapping
from inspect import Parameter, Signature
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from pydantic_core import to_json

from adapters.inbound.cli.fields import Field, fields_of, refuse_invalid
from adapters.inbound.cli.handed_in import read_document, read_records
from adapters.inbound.cli.ordering import AsRole, Circumstances, CommandId, IfVersion, give, roles_for
from adapters.inbound.cli.services import Services, Summon
from adapters.inbound.cli.speaking import AsJson
from adapters.inbound.cli.standard_input import PRIVATE_HELP, from_standard_input
from domain.canonical import sha256_hex
from domain.decider import Rule
from domain.messages import Command
from domain.people.roles import Role
from domain.refusals import Refused

__all__ = ["add_commands", "add_options", "as_command", "help_of", "pairs_of", "subcommand_of"]

_SUFFIXES = ("-inspection", "-case-read", "-panel", "-action-plan", "-provider", "-subject", "-person")

_METAVARS: Mapping[str, str] = {
    "date": "YYYY-MM-DD",
    "number": "N",
    "records": "FILE",
    "pairs": "NUMBER=ANSWER",
}

_EXAMPLES: Mapping[str, str] = {
    "inspection": "nps-nw-2026",
    "provider": "nps-north-west",
    "protocol": "nps-division-2018",
    "title": "'NPS North West'",
    "kind": "nps-division",
    "area": "'North West'",
    "lead": "os-1000",
    "chair": "os-1002",
    "panel": "panel-2026-05",
    "members": "os-1002",
    "agenda": "nps-nw-2026",
    "present": "os-1002",
    "case": "case-0f3a6f2f7a0c4f6e9a1b2c3d4e5f6071",
    "item": "staffing-plan",
    "items": "evidence.csv",
    "holding": "h12",
    "extension": "extension-1",
    "of": "'HM Inspectorate of Prisons'",
    "replaces": "h12",
    "prompts": "1.2.1 a",
    "links": "staffing-plan=h12",
    "document": "staffing-plan.pdf",
    "standard": "1.1",
    "rating": "good",
    "population": "supervised-cases",
    "seed": "'drawn in public on 2 March'",
    "derivation": "3f0c…",
    "departures": "departures.csv",
    "recommendations": "recommendations.csv",
    "findings": "'Leadership is good; reviewing is not yet.'",
    "report": "9ab1…",
    "challenge": "staff-numbers",
    "about": "'Staff in post'",
    "text": "'There were 212 and not 202.'",
    "touches": "wording",
    "amendment": "'212 were in post.'",
    "deadline": "evidence",
    "reason": "'The office was flooded.'",
    "reference": "NW/12/0815",
    "question": "2.1.1",
    "note": "'The plan was never reviewed.'",
    "person": "person-0a1b2c3d4e5f60718293a4b5c6d7e8f9",
    "minutes": "'The panel agreed.'",
    "answers": "plan.csv",
    "action": "supervision",
    "progress": "'Every officer now has a plan.'",
    "conclusion": "'All actions are done and hold.'",
    "in_place_of": "os-1000",
    "submitted_on": "2026-08-28",
    "foreword": "'A good service.'",
    "fieldwork_from": "2026-06-01",
    "fieldwork_to": "2026-06-12",
    "publish_on": "2026-09-01",
    "meets_on": "2026-07-14",
    "held_on": "2026-06-03",
    "due": "2026-06-30",
    "until": "2026-09-01",
    "since": "2026-06-01",
    "into": "nps-north",
    "partner": "hmi-prisons",
    "signed_by": "'HM Chief Inspector of Prisons'",
    "percent": "72",
    "entry": "strategy",
    "source": "'The provider'",
    "bears_on": "'1.1.1 a'",
    "true_from": "2026-04-01",
    "evidence": "strategy",
    "sessions": "timetable.csv",
    "session": "chair",
    "place": "'Head office'",
    "on": "2026-06-02",
    "begins": "09:30",
    "ends": "10:30",
    "inspectors": "os-1000",
    "with_whom": "chair",
    "survey": "service-users-2026",
    "asked": "120",
    "answered": "34",
    "questions": "survey.toml",
    "scale": "always;never",
    "counts": "30;4",
    "summary": "'Most felt heard; few knew their plan.'",
    "given_on": "2026-06-12",
    "said": "'Much is good; reviewing is not yet.'",
    "enquiry": "risk-register",
    "showed": "'The board sees it each month.'",
    "assessments": "assessment.csv",
    "compared": "3f0c…",
    "interrogated": "interrogated.csv",
    "reader": "os-1001",
    "what": "'The plan leaves a child with somebody who was named as a danger to them.'",
    "number": "1",
    "group": "question:2.1.1",
    "size": "3",
    "finding": "'The read bears out its answers.'",
    "benchmark": "autumn-2026",
    "key_questions": "2.1.1",
    "readers": "os-1001",
    "learning": "'A plan that nobody reviewed does not keep people safe.'",
    "aspect": "risk-of-serious-harm",
    "practice": "common-language",
    "consented_by": "'Head of operations'",
    "consented_on": "2026-08-17",
    "recipient": "press-desk",
    "response": "first",
    "by": "provider",
    "received_on": "2026-10-02",
    "changed": "'The share of 2.1.1 in the table.'",
}
"""A value for each field, for the example that every subcommand shows."""

_EXAMPLES_OF: Mapping[str, Mapping[str, str]] = {
    "write-section": {"place": "2.1.1", "text": "'Most people take part in their assessments.'"},
    "strike-section": {"place": "why-and-how"},
    "translate-text": {"place": "summary", "text": "'Mae llawer yn dda.'"},
    "note-practice": {"title": "'A common language of risk'", "text": "'All teams use it.'"},
    "send-embargoed-copy": {"title": "'The press desk of the department'"},
    "answer-report": {
        "title": "'HM Prison and Probation Service'",
        "text": "'We accept what is recommended.'",
    },
}
"""Where a field of a command is something else than what it mostly is."""

_SINGULAR: Mapping[str, str] = {
    "--members": "--member",
    "--items": "--item",
    "--links": "--link",
    "--answers": "--answer",
    "--characteristics": "--characteristic",
    "--inspectors": "--inspector",
    "--prompts": "--prompt",
    "--key-questions": "--key-question",
    "--readers": "--reader",
}
"""What is given once for each thing is named for one thing."""

_PAIRS: Mapping[str, tuple[str, str]] = {
    "characteristics": ("NAME=GROUP", "sex=prefer-not-to-say"),
    "prompts": ("PROMPT=ANSWER", "2.3.1.d=yes"),
    "links": ("ITEM=HOLDING", "staffing-plan=h12"),
    "again": ("ITEM=REASON", "'staffing-plan=It has been rewritten since.'"),
    "weighed": ("CODE=FOUND", "outstanding-1=present"),
}
"""Pairs that are no questions with answers: how they are typed, and an example."""

_CELLS: Mapping[str, str] = {
    "id": "staffing-plan",
    "to": "provider",
    "text": "Say what is meant.",
    "title": "The staffing plan",
    "subject": "overall",
    "decided": "good",
    "trigger": "new_evidence",
    "reason": "Set out in full.",
    "place": "Head office",
    "prompt": "1.1.1 a",
    "finding": "met",
}
"""A cell for each column of a file, for the example row in the help."""


def subcommand_of(verb: str) -> str:
    """What a command is called within its group: ``announce`` for ``announce-inspection``."""
    for suffix in _SUFFIXES:
        if verb.endswith(suffix):
            return verb.removesuffix(suffix)
    return verb


def add_commands(
    group: typer.Typer,
    name: str,
    rules: Iterable[Rule],
    summon: Summon,
    names: Mapping[str, str] = {},
) -> None:
    """Add a subcommand for each command that a person may give.

    Args:
        group: the group of commands.
        name: what the group is called.
        rules: the rules of its room.
        summon: gives the installation.
        names: what commands are called whose name does not follow from their verb.
    """
    for rule in rules:
        if roles_for(rule.command.verb) != (Role.MACHINERY,):
            called = names.get(rule.command.verb) or subcommand_of(rule.command.verb)
            group.command(called, help=help_of(rule, f"assay {name} {called}"))(_function(rule, summon))


def add_options(
    function: Callable[..., None], fields: Iterable[Field], more: Iterable[Parameter] = ()
) -> Callable[..., None]:
    """Give a function of keyword arguments the options of some fields, and those that every command has."""
    common = (
        _option("role", AsRole, None),
        _option("command_id", CommandId, None),
        _option("if_version", IfVersion, None),
        _option("as_json", AsJson, False),
    )
    parameters = [*(_parameter(place, each) for place, each in enumerate(fields)), *more, *common]
    function.__signature__ = Signature(parameters)  # type: ignore[attr-defined]  # read by Typer in place of the code's
    return function


def help_of(rule: Rule, called: str, example: str = "") -> str:
    """What ``--help`` says of a command: what it does, who may give it and when, and an example."""
    who = ", ".join(role.value for role in roles_for(rule.command.verb))
    lines = [_summary(rule), rule.meaning, f"May be given by: {who}."]
    if rule.stages:
        lines.append(f"Stage: {', '.join(str(stage) for stage in rule.stages)}.")
    lines.append(
        f"Example: {called} {example or _example(fields_of(rule.command), _EXAMPLES_OF.get(rule.command.verb, {}))}"
    )
    return "\n\n".join(line.replace("[", "\\[") for line in lines)


def as_command(command: type[Command], values: Mapping[str, Any], names: Mapping[str, str] = {}) -> Command:
    """A command from what was typed.

    Args:
        command: its class.
        values: its fields; None for what was not given.
        names: how fields are typed, where not as options.

    Raises:
        Refused: ``bad-value``, with the option and what is wrong with it.
    """
    given = {name: value for name, value in values.items() if value is not None}
    try:
        # By way of JSON, whose strings strict messages accept as dates; half a character is refused on the way.
        text = to_json(given)
    except ValueError:
        raise Refused.because("bad-value", "An option has a character that is not text.") from None
    try:
        return command.model_validate_json(text)
    except ValidationError as error:
        raise refuse_invalid(error, names) from None


def _summary(rule: Rule) -> str:
    """What the command is, in the imperative: the first line of its docstring."""
    return (rule.command.__doc__ or rule.meaning).strip().split("\n", 1)[0]


def _function(rule: Rule, summon: Summon) -> Callable[..., None]:
    fields = fields_of(rule.command)
    names = {fields[0].name: fields[0].name.upper()}

    def do(
        role: str | None, command_id: str | None, if_version: int | None, as_json: bool, **typed: Any
    ) -> None:
        how = Circumstances(role, command_id, if_version, as_json)
        typed |= from_standard_input({each.name: typed[each.name] for each in fields if each.private})
        services = summon()
        content = _document(typed.get("document"), services)
        values = {each.name: _value(each, typed[each.name]) for each in fields}
        if content is not None:
            values["document"] = sha256_hex(content)
        give(services, as_command(rule.command, values, names), how, content)

    return add_options(do, fields)


def _document(typed: str | None, services: Services) -> bytes | None:
    """The file that a command brings in, if it brings in one."""
    return None if typed is None else read_document(Path(typed), services.handing_in.largest)


def _value(field: Field, typed: Any) -> Any:
    if typed is None or typed == []:
        return None
    if field.shape == "records":
        assert field.record is not None
        return read_records(Path(typed), field.record)
    if field.shape == "pairs":
        return [_pair(each, field.option) for each in typed]
    return typed


def pairs_of(typed: Iterable[str] | None, option: str) -> dict[str, str]:
    """What was typed as pairs, each once.

    Raises:
        Refused: ``bad-value`` for one without a sign =, or whose left side is there twice.
    """
    found: dict[str, str] = {}
    for each in typed or ():
        left, right = _pair(each, option)
        if left in found:
            raise Refused.because("bad-value", f"{option} names {left} twice.")
        found[left] = right
    return found


def _pair(typed: str, option: str) -> list[str]:
    left, found, right = typed.partition("=")
    if not found:
        raise Refused.because("bad-value", f"{option} must have a sign = in it, like 2.1.1=yes.")
    return [left.strip(), right.strip()]


def _parameter(place: int, field: Field) -> Parameter:
    annotation: Any = str
    meaning = field.meaning[:1].upper() + field.meaning[1:] + "." + _format(field)
    if field.private:
        meaning += PRIVATE_HELP
    metavar = (
        "FILE"
        if field.name == "document"
        else "|".join(field.choices) or _PAIRS.get(field.name, (_METAVARS.get(field.shape, "TEXT"),))[0]
    )
    if field.shape == "number":
        annotation = int
    if field.shape in ("texts", "pairs"):
        annotation = list[str]
    if place == 0:
        info = typer.Argument(metavar=field.name.upper(), help=meaning, show_default=False)
        return Parameter(field.name, Parameter.KEYWORD_ONLY, annotation=Annotated[annotation, info])
    if not field.required:
        annotation = annotation | None
    info = typer.Option(_named(field), metavar=metavar, help=meaning, show_default=False)
    default = Parameter.empty if field.required else None
    return Parameter(
        field.name, Parameter.KEYWORD_ONLY, annotation=Annotated[annotation, info], default=default
    )


def _format(field: Field) -> str:
    """What a file of records must look like: its columns, and a row of one."""
    if field.record is None or field.shape != "records":
        return ""
    columns = fields_of(field.record)
    if any(each.shape == "records" for each in columns):
        return " A .json or .toml file with a list of: " + ", ".join(each.name for each in columns) + "."
    named = ",".join(each.name if each.required else f"({each.name})" for each in columns)
    return f" A .csv, .json or .toml file with the columns {named}; one row: {_row(columns)}"


def _row(columns: tuple[Field, ...]) -> str:
    """An example of a row, quoted where a cell has a comma."""
    return ",".join(
        each.choices[0] if each.choices else _CELLS.get(each.name, _EXAMPLES.get(each.name, "…").strip("'"))
        for each in columns
    )


def _named(field: Field) -> str:
    """As it is typed."""
    return _SINGULAR.get(field.option, field.option) if (field.shape in ("texts", "pairs")) else field.option


def _option(name: str, annotation: Any, default: Any) -> Parameter:
    return Parameter(name, Parameter.KEYWORD_ONLY, annotation=annotation, default=default)


def _example(fields: tuple[Field, ...], own: Mapping[str, str]) -> str:
    known = {**_EXAMPLES, **own}
    words = [known.get(fields[0].name, "…")]
    for field in fields[1:]:
        if field.required:
            pair = _PAIRS.get(field.name, ("", "2.1.1=yes"))[1]
            plain = field.choices[0] if field.choices else known.get(field.name, "…")
            value = pair if field.shape == "pairs" else plain
            words += [_named(field), value]
    return " ".join(words)
