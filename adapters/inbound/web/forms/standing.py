"""What stands where a form would write: filled in as its page is opened, and shown beside what was entered instead.

A page says what stood when it was made, by a mark. Where somebody else wrote meanwhile, in another tab or as another
person, nothing is recorded: what stands now is shown beside what was entered, and whoever entered it chooses.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from adapters.inbound.commands.fields import Field, fields_of
from adapters.inbound.shown.words import day, words
from adapters.inbound.web.forms.forms import WAS, Choices, Entered
from adapters.inbound.web.forms.wording import label_of
from domain.canonical import Json
from domain.messages import Command
from domain.replacing import Standing, mark_of

__all__ = ["Lines", "Stands", "filled", "in_words", "stands"]

Lines = tuple[tuple[str, tuple[str, ...]], ...]
"""What is called what, and the lines that it says."""


@dataclass(frozen=True, slots=True)
class Stands:
    """What stands where a form would write, as its page says it.

    Attributes:
        mark: of what stands; the form carries it along.
        changed: whether it is something else than what the form was made from.
        lines: what stands, in words; for a form that was overtaken by it.
        told: whether whoever looks may be shown it.
    """

    mark: str
    changed: bool
    lines: Lines
    told: bool = True


def stands(standing: Standing, entered: Entered, lines: Lines, *, told: bool = True) -> Stands:
    """What stands, beside what was entered.

    Args:
        standing: what the form would put something else in the place of.
        entered: what was entered; a form that was sent brought its command's id.
        lines: what stands, in words.
        told: whether whoever looks may be shown it.
    """
    mark = mark_of(standing)
    return Stands(mark, "command_id" in entered and entered.get(WAS, "") != mark, lines, told)


def filled(command: type[Command], standing: Standing) -> Entered:
    """What stands, as it would have been entered."""
    return dict(_inputs(fields_of(command), standing))


def _inputs(
    fields: Sequence[Field], values: Mapping[str, Json], before: str = ""
) -> Iterator[tuple[str, str]]:
    for field in fields:
        name, value = f"{before}{field.name}", values.get(field.name)
        if value is None or value == [] or value == "":
            continue
        match field.shape, value:
            case "date", str():
                yield name, value
                for part, number in zip(("year", "month", "day"), value.split("-"), strict=True):
                    yield f"{name}-{part}", str(int(number))
            case "records", list() if field.record is not None:
                yield f"{name}-rows", str(len(value))
                for place, row in enumerate(value, start=1):
                    if isinstance(row, Mapping):
                        yield from _inputs(fields_of(field.record), row, f"{name}-{place}-")
            case "pairs", list():
                yield name, "\n".join("=".join(map(str, pair)) for pair in value if isinstance(pair, list))
            case _, list():
                yield name, "\n".join(map(str, value))
            case _:
                yield name, str(value)


def in_words(command: type[Command], standing: Standing, choices: Choices) -> Lines:
    """What stands, as people read it."""
    fields = {each.name: each for each in fields_of(command)}
    found = []
    for name, value in standing.items():
        several = value if isinstance(value, list) else [value]
        said = tuple(_line(fields.get(name), each, dict(choices.get(name, ()))) for each in several)
        if any(said):
            found.append((label_of(command.verb, name), said))
    return tuple(found)


def _line(field: Field | None, value: Json, offered: Mapping[str, str]) -> str:
    match value:
        case None:
            return ""
        case Mapping():
            return ", ".join(str(each) for each in value.values() if each is not None)
        case list():
            return ": ".join(map(str, value))
        case str() if field is not None and field.shape == "date":
            return day(value)
        case str() if field is not None and field.choices:
            return words(value).capitalize()
        case _:
            return offered.get(str(value), str(value))
