"""What happens to a planned year, as a form says it: one thing at a time, and those that were said so far."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from adapters.inbound.commands.fields import explain
from adapters.inbound.web.forms.forms import Entered, FieldShown, Problem
from adapters.inbound.web.programme.made import week_of
from domain.programme.changes import Disruption
from domain.programme.fault import place_words
from domain.programme.problem import Problem as Year
from domain.programme.weeks import Span, spoken

__all__ = ["KINDS", "Said", "fields_for", "made_of", "said_in"]

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "away": "Somebody is ill or away",
        "moves": "A provider asks to move",
        "cancelled": "A panel is cancelled",
        "arrives": "An inspection is asked for",
    }
)
"""What may happen, as pages say it."""

MOST_CHANGES = 30


@dataclass(frozen=True, slots=True)
class Said:
    """What was said so far.

    Attributes:
        changes: what happens.
        adding: what is being said just now; empty for nothing.
    """

    changes: tuple[Disruption, ...] = ()
    adding: str = ""

    def but(self, number: str) -> "Said":
        """The same without one of them, by its place."""
        return Said(tuple(each for at, each in enumerate(self.changes) if str(at) != number))

    def in_words(self, year: Year) -> tuple[str, ...]:
        """Each of them in a line."""
        return tuple(_in_words(year, each) for each in self.changes)

    @property
    def written(self) -> str:
        """As the page carries it."""
        return json.dumps([each.model_dump(mode="json", exclude_defaults=True) for each in self.changes])


def said_in(entered: Entered) -> Said:
    """What the page carried; what cannot be read is nothing that it wrote."""
    adding = entered.get("adding", "")
    try:
        found = json.loads(entered.get("changes") or "[]")
        changes = tuple(Disruption.model_validate_json(json.dumps(each)) for each in found)
    except (ValueError, TypeError):
        changes = ()
    return Said(changes[:MOST_CHANGES], adding if adding in KINDS else "")


def _in_words(year: Year, each: Disruption) -> str:
    weeks = "; ".join(_spoken(year, span) for span in each.weeks)
    more = f" of {', '.join(each.providers)}" if each.providers else ""
    return f"{KINDS[each.change]}: {each.of}{more}{f', {weeks}' if weeks else ''} ({each.why})"


def _spoken(year: Year, span: Span) -> str:
    first = spoken(year.first_monday, span.first)
    return first if span.first == span.last else f"{first} to {spoken(year.first_monday, span.last)}"


def fields_for(
    year: Year, change: str, entered: Entered, problems: Sequence[Problem]
) -> tuple[FieldShown, ...]:
    """The fields in which one thing is said.

    Args:
        year: the tables, from which is chosen.
        change: what happens, one of :data:`KINDS`.
        entered: what was entered.
        problems: what was wrong with it.
    """
    wrong = {each.field: each.text for each in problems}

    def one(name: str, label: str, kind: str, choices: Sequence[str] = (), hint: str = "") -> FieldShown:
        several = tuple((each, each) for each in choices)
        return FieldShown(name, label, hint, kind, True, several, entered.get(name, ""), wrong.get(name, ""))

    why = one("why", "Why", "line", hint="It stands on the record if the difference is accepted.")
    since = {"away": "First day away"}.get(change, "Earliest start")
    until = {"away": "Last day away"}.get(change, "Latest start")
    days = (one("since", since, "date"), one("until", until, "date"))
    match change:
        case "away":
            return (one("of", "Who", "select", [each.id for each in year.staff]), *days, why)
        case "moves":
            return (one("of", "Inspection", "select", [each.id for each in year.inspections]), *days, why)
        case "cancelled":
            return (one("of", "Panel", "select", [each.id for each in year.panels]), why)
        case _:
            providers = tuple((each.id, f"{each.name} ({each.id})") for each in year.providers)
            return (
                one("of", "Code of the inspection", "line", hint="A new one, like inquiry-2027."),
                one("kind", "Kind", "select", [each.id for each in year.kinds]),
                FieldShown(
                    "provider",
                    "Provider",
                    "It must be in the tables of the year.",
                    "select",
                    True,
                    providers,
                    entered.get("provider", ""),
                    wrong.get("provider", ""),
                ),
                one("length", "Weeks of fieldwork", "number"),
                *days,
                why,
            )


def made_of(year: Year, change: str, entered: Entered) -> Disruption | tuple[Problem, ...]:
    """What was entered as something that happens, or everything that is wrong with it."""
    if change not in KINDS:
        return (Problem("", "Say first what happens"),)
    asked = fields_for(year, change, entered, ())
    if problems := tuple(_wrong(asked, entered)):
        return problems
    values: dict[str, Any] = {each.name: entered[each.name].strip() for each in asked}
    if "since" in values:
        first, last = (week_of(year, date.fromisoformat(values.pop(name))) for name in ("since", "until"))
        values["weeks"] = ({"first": first, "last": last},)
    if change == "arrives":
        values |= {"providers": (values.pop("provider"),), "length": int(values["length"])}
    try:
        return Disruption.model_validate({"change": change, **values})
    except ValidationError as error:
        return tuple(
            Problem(
                str(each["loc"][0]) if each["loc"] else "",
                f"{place_words(each['loc'])} {explain(each)}".strip(),
            )
            for each in error.errors(include_url=False, include_input=False)
        )


def _wrong(asked: Sequence[FieldShown], entered: Entered) -> Iterator[Problem]:
    days: list[date] = []
    for each in asked:
        typed, chosen = entered.get(each.name, "").strip(), {value for value, _ in each.choices}
        label = f"{each.label[:1].lower()}{each.label[1:]}"
        if not typed or (chosen and typed not in chosen):
            yield Problem(each.name, f"{'Select' if each.kind == 'select' else 'Enter'}: {label}")
        elif each.kind == "date":
            try:
                days.append(date.fromisoformat(typed))
            except ValueError:
                yield Problem(each.name, f"Enter a real date, like 27 3 2027: {label}")
        elif each.kind == "number" and not (typed.isascii() and typed.isdecimal()):
            yield Problem(each.name, f"Enter a whole number, like 2: {label}")
    if days != sorted(days):
        yield Problem("until", "It must not end before it begins")
