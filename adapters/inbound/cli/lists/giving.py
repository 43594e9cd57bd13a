"""What the commands about lists and their samples share: naming a list, and giving a command that may erase one."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from pydantic import ValidationError

from activities.cases.lists import CaseLists
from activities.cases.lists_kept import StandingList
from activities.commanding.desk import Accepted
from adapters.inbound.cli.ordering import Circumstances, tell_outcome
from adapters.inbound.commands.fields import refuse_invalid
from adapters.inbound.services import Services
from domain.inspections.kinds.parts import Population
from domain.messages import Command

__all__ = ["InspectionArgument", "PopulationOption", "checked", "give_about_lists", "held_list"]

InspectionArgument = Annotated[
    str, typer.Argument(metavar="INSPECTION", help="The reference of the inspection.")
]
PopulationOption = Annotated[str, typer.Option("--population", metavar="POPULATION", help="Which list.")]


def held_list(lists: CaseLists, inspection: str, population: str) -> tuple[StandingList, Population]:
    """The list of a population that stands, and what the kind of the inspection says of it.

    Raises:
        Refused: ``unknown-inspection``, ``pin-missing``, ``unknown-population``, ``list-missing``.
    """
    state = lists.inspection(inspection)
    asked = lists.population(state, population)
    return lists.held(state, population), asked


def give_about_lists(
    services: Services, command: Command, how: Circumstances, content: bytes | None = None
) -> None:
    """Give a command by which a list may be erased, and see its erasure through before saying what came of it.

    The file that it brings in is kept only if nothing stands in its way, so that what is refused leaves none behind.
    """
    order = how.order(command)
    if content is not None and services.desk.rehearse(order) is None:
        services.case_lists.keep(content)
    outcome = services.desk.give(order)
    if isinstance(outcome, Accepted):
        services.erasing.finish(stream for stream, _ in outcome.events)
    tell_outcome(order, outcome, as_json=how.as_json)


@contextmanager
def checked() -> Iterator[None]:
    """Refuse what was typed where a command cannot be made of it, in a sentence that names the option.

    Raises:
        Refused: ``bad-value``.
    """
    try:
        yield
    except ValidationError as error:
        raise refuse_invalid(error, {}) from None
