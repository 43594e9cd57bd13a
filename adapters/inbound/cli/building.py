"""A subcommand for each command of a room, made from the command itself: its fields, its rule, who may give it."""

from collections.abc import Callable, Iterable, Mapping
from inspect import Parameter, Signature
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from pydantic_core import to_json

from adapters.inbound.cli.ordering import AsRole, Circumstances, CommandId, IfVersion, give, roles_for
from adapters.inbound.cli.terminal.standard_input import PRIVATE_HELP, from_standard_input
from adapters.inbound.commands.examples import CELLS, CELLS_OF, EXAMPLES, EXAMPLES_OF, PAIRS, SINGULAR
from adapters.inbound.commands.fields import Field, fields_of, refuse_invalid
from adapters.inbound.files.handed_in import read_document, read_records
from adapters.inbound.services import Services, Summon
from adapters.inbound.speaking import AsJson
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
    afterwards: Mapping[str, Callable[[Services, Any], None]] = {},
) -> None:
    """Add a subcommand for each command that a person may give.

    Args:
        group: the group of commands.
        name: what the group is called.
        rules: the rules of its room.
        summon: gives the installation.
        names: what commands are called whose name does not follow from their verb.
        afterwards: what people are told besides once a command was given, by verb, from the command itself; programs
            are not told it.
    """
    for rule in rules:
        verb = rule.command.verb
        if roles_for(verb) != (Role.MACHINERY,):
            called = names.get(verb) or subcommand_of(verb)
            function = _function(rule, summon, afterwards.get(verb))
            group.command(called, help=help_of(rule, f"assay {name} {called}"))(function)


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
        f"Example: {called} {example or _example(fields_of(rule.command), EXAMPLES_OF.get(rule.command.verb, {}))}"
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


def _function(
    rule: Rule, summon: Summon, after: Callable[[Services, Any], None] | None
) -> Callable[..., None]:
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
        command = as_command(rule.command, values, names)
        give(services, command, how, content)
        if after is not None and not as_json and services.caller is None:
            after(services, command)  # it looks into the record, which is not here by way of the API

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
        else "|".join(field.choices) or PAIRS.get(field.name, (_METAVARS.get(field.shape, "TEXT"),))[0]
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
    row = _row(columns, CELLS_OF.get(field.record.__name__, {}))
    return f" A .csv, .json or .toml file with the columns {named}; one row: {row}"


def _row(columns: tuple[Field, ...], own: Mapping[str, str]) -> str:
    """An example of a row, quoted where a cell has a comma."""
    return ",".join(
        own.get(each.name)
        or (
            each.choices[0] if each.choices else CELLS.get(each.name, EXAMPLES.get(each.name, "…").strip("'"))
        )
        for each in columns
    )


def _named(field: Field) -> str:
    """As it is typed."""
    return SINGULAR.get(field.option, field.option) if (field.shape in ("texts", "pairs")) else field.option


def _option(name: str, annotation: Any, default: Any) -> Parameter:
    return Parameter(name, Parameter.KEYWORD_ONLY, annotation=annotation, default=default)


def _example(fields: tuple[Field, ...], own: Mapping[str, str]) -> str:
    known = {**EXAMPLES, **own}
    words = [known.get(fields[0].name, "…")]
    for field in fields[1:]:
        if field.required or field.name in own:
            pair = PAIRS.get(field.name, ("", "2.1.1=yes"))[1]
            plain = own.get(field.name) or (field.choices[0] if field.choices else known.get(field.name, "…"))
            value = pair if field.shape == "pairs" else plain
            words += [_named(field), value]
    return " ".join(words)
