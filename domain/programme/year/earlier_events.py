"""A year's programme, as earlier versions of Assay recorded it."""

from typing import Annotated, ClassVar

from pydantic import Field

from domain.ledger.upcasting import upcaster
from domain.messages import Event
from domain.programme.lottery import Frame
from domain.programme.selection_rules import SelectionRule
from domain.programme.services import Service
from domain.programme.year.events import SelectionProposed
from domain.programme.year.terms import Chosen
from domain.text import Prose

__all__ = ["UPCASTERS"]


class SelectionProposedV1(Event):
    """Services were selected by a rule; every service has its reason. With what stands here it can be done again."""

    name: ClassVar[str] = "programme.selection-proposed.v1"
    rule: SelectionRule
    services: Annotated[tuple[Service, ...], Field(max_length=5_000)]
    wanted: int
    choices: Annotated[tuple[Chosen, ...], Field(max_length=5_000)]
    frame: Frame | None
    outlook: tuple[int, ...]
    shortfalls: tuple[Prose, ...]


@upcaster(SelectionProposedV1, SelectionProposed)
def nobody_who_joins_was_asked(old: SelectionProposedV1) -> SelectionProposed:
    """The room that other inspectorates have went into choices from files alone, so no recorded one kept to any."""
    return SelectionProposed(**dict(old), joint=())


UPCASTERS = (nobody_who_joins_was_asked,)
