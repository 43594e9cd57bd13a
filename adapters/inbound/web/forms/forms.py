"""A form for any command, made from the command itself, and what was entered in it as the command's values.

A field's widget follows from its shape: a few words to choose from are radios, a date is three fields, a list is one
entry a line, a table is typed row by row, or handed in as a CSV file. Pages with a form of their own use the same
reading and the same errors.
"""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Annotated, Any

from fastapi import Depends, Request
from pydantic import ValidationError
from pydantic_core import to_json
from starlette.datastructures import FormData, UploadFile

from adapters.inbound.commands.fields import Field, explain, fields_of
from adapters.inbound.shown.words import words
from adapters.inbound.web.forms.values import MOST_ROWS, WrongRows, in_rows, rows_in, value_of
from adapters.inbound.web.forms.wording import hint_of, label_of, missing
from domain.decider import Rule
from domain.messages import Command

__all__ = [
    "ANOTHER",
    "STALE",
    "WAS",
    "Choices",
    "Entered",
    "FieldShown",
    "Problem",
    "Sent",
    "command_of",
    "entered_in",
    "shown",
    "title_of",
    "with_another_row",
]

ANOTHER = "another"
"""The button that asks for one more row of a table, whose name is its value."""

WAS = "was"
"""The input in which a form says, by its mark, what stood where it would write."""

MANY_CHOICES = 7
"""More words than these are chosen from a list that opens, fewer from radios."""

Entered = Mapping[str, str]
"""What was entered, by the name of the input, as it was typed."""

Choices = Mapping[str, Sequence[tuple[str, str]]]
"""What there is to choose from, by field: the value of each, and its words."""

_NOTHING: Entered = MappingProxyType({})
_NO_CHOICES: Choices = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one entry.

    Attributes:
        field: the id of the input that it is about; empty for the form as a whole.
        text: in a sentence.
        left_out: of something that must be given and was not, with which widget it is asked; empty for other faults.
    """

    field: str
    text: str
    left_out: str = ""

    @classmethod
    def missing(cls, field: str, label: str, kind: str) -> "Problem":
        """That something must be given and was not.

        Args:
            field: the id of its input.
            label: what it is called.
            kind: with which widget it is asked: see :class:`FieldShown`.
        """
        return cls(field, missing(label, kind), kind)


STALE = Problem("", "This page was open for too long. Nothing was done; look at it and send it again")
"""What is said of a form that comes without the token of this session."""


@dataclass(frozen=True, slots=True)
class FieldShown:
    """One field as the page shows it.

    Attributes:
        name: of the input.
        label: in words.
        hint: what it is for.
        kind: which widget: line, text, radios, select, checkboxes, date, number, lines, file, table.
        required: whether it must be given.
        choices: value and words of each, where there are a few.
        value: what was entered before.
        error: what was wrong with it; empty if nothing was.
        columns: of a table, what its first line must be.
        rows: of a table that can be typed, the fields of each row.
        says: the field of the command that follows from this input, ``details.email``; its faults are said here.
    """

    name: str
    label: str
    hint: str
    kind: str
    required: bool
    choices: tuple[tuple[str, str], ...] = ()
    value: str = ""
    error: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple["FieldShown", ...], ...] = ()
    says: str = ""


def title_of(rule: Rule) -> str:
    """What the page of a command is called: what one does there."""
    said = (rule.command.__doc__ or rule.meaning).strip().split("\n", 1)[0]
    return said.rstrip(".")


_LONG = frozenset(
    {
        "reason",
        "text",
        "minutes",
        "amendment",
        "conclusion",
        "findings",
        "progress",
        "answer",
        "foreword",
        "note",
        "words",
    }
)


def shown(
    command: type[Command],
    entered: Entered = _NOTHING,
    problems: Sequence[Problem] = (),
    fixed: Sequence[str] = (),
    choices: Choices = _NO_CHOICES,
) -> tuple[FieldShown, ...]:
    """The fields of a command's form.

    Args:
        command: the command.
        entered: what was entered before, or is proposed.
        problems: what was wrong with it.
        fixed: the fields that the page itself gives.
        choices: what there is to choose from for a field, where the command itself does not say it.
    """
    wrong = {each.field: each.text for each in problems}
    return tuple(
        _shown(command.verb, each, entered, wrong, choices)
        for each in fields_of(command)
        if each.name not in fixed
    )


def _shown(
    verb: str, field: Field, entered: Entered, wrong: Mapping[str, str], all_choices: Choices
) -> FieldShown:
    offered = all_choices.get(field.name)
    label = label_of(verb, field.name)
    # What is chosen from a list needs no word on how it would be written.
    hint = "" if offered else hint_of(field.meaning, label)
    choices = tuple(offered or _own_choices(field))
    columns: tuple[str, ...] = ()
    if field.shape == "records" and field.record is not None:
        columns = tuple(each.name for each in fields_of(field.record))
    return FieldShown(
        field.name,
        label,
        hint,
        _kind(field, choices),
        field.required,
        choices,
        entered.get(field.name, "") or _only(field, choices),
        wrong.get(field.name, ""),
        columns,
        tuple(_rows(verb, field, entered, wrong, all_choices)) if in_rows(field) else (),
    )


def _only(field: Field, choices: Sequence[tuple[str, str]]) -> str:
    """What is chosen already, as there is nothing else to choose."""
    return choices[0][0] if field.required and field.shape == "text" and len(choices) == 1 else ""


def _rows(
    verb: str, field: Field, entered: Entered, wrong: Mapping[str, str], choices: Choices
) -> Iterator[tuple[FieldShown, ...]]:
    """The fields of each row of a table, under the names ``TABLE-ROW-FIELD``."""
    assert field.record is not None, "a table's rows are records"
    for number in range(1, rows_in(field, entered) + 1):
        row = []
        for each in fields_of(field.record):
            offered = choices.get(f"{field.name}.{each.name}")
            known = {each.name: offered} if offered else {}
            name = f"{field.name}-{number}-{each.name}"
            made = _shown(verb, each, {each.name: entered.get(name, "")}, {}, known)
            row.append(replace(made, name=name, error=wrong.get(name, "")))
        yield tuple(row)


def with_another_row(entered: Entered) -> dict[str, str]:
    """What was entered, with one more row in the table for which one was asked."""
    name = entered[ANOTHER]
    typed = entered.get(f"{name}-rows", "1")
    rows = int(typed) if typed.isascii() and typed.isdigit() else 1
    left = {key: value for key, value in entered.items() if key != ANOTHER}
    return {**left, f"{name}-rows": str(min(rows + 1, MOST_ROWS))}


def _own_choices(field: Field) -> tuple[tuple[str, str], ...]:
    said = ((each, words(each)) for each in field.choices)
    return tuple((each, f"{text[:1].upper()}{text[1:]}") for each, text in said)


def _kind(field: Field, choices: Sequence[tuple[str, str]]) -> str:
    if choices and field.shape == "text":
        return "radios" if len(choices) <= MANY_CHOICES else "select"
    if choices and field.shape == "texts":
        return "checkboxes"
    if field.name == "document":
        return "file"
    kinds = {
        "date": "date",
        "number": "number",
        "texts": "lines",
        "numbers": "lines",
        "pairs": "lines",
        "record": "json",
        "records": "table",
    }
    if field.shape in kinds:
        return kinds[field.shape]
    return "text" if field.name in _LONG or field.private else "line"


async def _sent_form(request: Request) -> AsyncIterator[FormData]:
    """What was sent, read to its end; its files are closed once the page is answered."""
    async with request.form() as form:
        request.state.sent = form  # for the page that says that it could not be dealt with
        yield form


Sent = Annotated[FormData, Depends(_sent_form)]
"""A page's parameter: the form that was sent. The page itself then works in a thread of its own."""


def entered_in(form: FormData) -> dict[str, str]:
    """What was entered in a form, without its files; a date's three fields as one, as far as they make one.

    Of several boxes that were ticked under one name, each is a line.
    """
    entered: dict[str, str] = {}
    for key, value in form.multi_items():
        if isinstance(value, str):
            plain = value.replace("\r\n", "\n")
            entered[key] = f"{entered[key]}\n{plain}" if key in entered else plain
    for name in [key.removesuffix("-day") for key in entered if key.endswith("-day")]:
        parts = [entered.get(f"{name}-{part}", "").strip() for part in ("year", "month", "day")]
        if any(parts):
            entered[name] = "-".join(each.zfill(2) for each in parts)
    return entered


def command_of(
    command: type[Command],
    entered: Entered,
    given: Mapping[str, Any] = {},
    files: Mapping[str, UploadFile] = {},
    choices: Choices = _NO_CHOICES,
    own: Sequence[FieldShown] = (),
) -> Command | tuple[Problem, ...]:
    """The command that a form asks for, or everything that is wrong with what was entered.

    Args:
        command: the command.
        entered: what was entered.
        given: what the page itself says.
        files: the files that came with it, by field.
        choices: what there was to choose from, as for :func:`shown`.
        own: inputs of the page's own from which given fields follow.
    """
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for field in fields_of(command):
        if field.name in given:
            values[field.name] = given[field.name]
            continue
        if field.name == "document":  # what was handed in, never a digest that somebody typed
            if field.required:
                problems.append(Problem(field.name, "Choose the file"))
            continue
        try:
            value = value_of(command.verb, field, entered, files.get(field.name))
        except WrongRows as rows:
            problems += [Problem(name, text) for name, text in rows.faults]
            continue
        except ValueError as error:
            problems.append(Problem(field.name, str(error)))
            continue
        if value is not None:
            values[field.name] = value
        elif field.required:
            label, kind = (
                label_of(command.verb, field.name),
                _kind(field, choices.get(field.name) or _own_choices(field)),
            )
            problems.append(Problem.missing(field.name, label, kind))
    if problems:
        return tuple(problems)
    try:
        return command.model_validate_json(to_json(values), strict=True)
    except ValidationError as error:
        return problems_in(command.verb, error, own)


def problems_in(verb: str, error: ValidationError, own: Sequence[FieldShown] = ()) -> tuple[Problem, ...]:
    """What is wrong with a command as it was made, each at the input in which it was typed.

    Args:
        verb: the command's.
        error: what is wrong.
        own: inputs of the page's own from which fields follow.
    """
    typed = {each.says: each for each in own if each.says}
    found = error.errors(include_url=False, include_input=False)
    return tuple(_problem(verb, each, typed) for each in found)


def _problem(verb: str, error: Any, typed: Mapping[str, FieldShown]) -> Problem:
    """What is wrong with one value, at the input in which it was typed."""
    place = ".".join(str(part) for part in error["loc"])
    if place in typed:
        return Problem(typed[place].name, f"{typed[place].label} {explain(error)}")
    return Problem(str(error["loc"][0]) if error["loc"] else "", _sentence(verb, error))


def _sentence(verb: str, error: Any) -> str:
    place = [str(part) for part in error["loc"]]
    name = label_of(verb, place[0]) if place else "This"
    inner = ", ".join(str(int(part) + 1) if part.isdigit() else part for part in place[1:])
    return f"{name}{f' ({inner})' if inner else ''} {explain(error)}"
