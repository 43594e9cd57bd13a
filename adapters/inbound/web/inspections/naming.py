"""Naming a public draw that is yet to come, whose numbers add to the seed of a list, as the list is closed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from activities.cases.lists import PublicDraw
from adapters.inbound.commands.fields import fields_of
from adapters.inbound.web.forms.forms import Entered, FieldShown, Problem, shown
from adapters.inbound.web.forms.values import value_of
from domain.cases.lists.commands import CloseCaseList

__all__ = ["naming", "public_draw"]

_BEFORE = "public_"
_ABOUT_IT = tuple(each for each in fields_of(CloseCaseList) if each.name.startswith(_BEFORE))
_OTHERS = tuple(each.name for each in fields_of(CloseCaseList) if each not in _ABOUT_IT)


def naming(entered: Entered, problems: Sequence[Problem]) -> tuple[FieldShown, ...]:
    """What is asked about a public draw; all of it, or nothing.

    Args:
        entered: what was entered before.
        problems: what was wrong with it.
    """
    return tuple(
        replace(each, required=True) for each in shown(CloseCaseList, entered, problems, fixed=_OTHERS)
    )


def public_draw(entered: Entered) -> PublicDraw | tuple[Problem, ...]:
    """The public draw that was named, which may be none; or everything that is wrong with what was entered."""
    said: dict[str, Any] = {}
    wrong: list[Problem] = []
    for field in _ABOUT_IT:
        try:
            said[field.name] = value_of(CloseCaseList.verb, field, entered, None)
        except ValueError as error:
            wrong.append(Problem(field.name, str(error)))
    if wrong or any(said.values()):
        unsaid = {
            each.name: each for each in naming(entered, ()) if each.name in said and not said[each.name]
        }
        wrong += [Problem.missing(each.name, each.label, each.kind) for each in unsaid.values()]
    if wrong:
        return tuple(wrong)
    if not any(said.values()):
        return PublicDraw()
    return PublicDraw(
        said["public_source"],
        date.fromisoformat(said["public_day"]),
        said["public_numbers"],
        said["public_highest"],
    )
