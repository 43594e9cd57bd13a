"""What the commands about reads have in common: finding an inspection's reads, and who may be shown them."""

from collections.abc import Iterator
from typing import Annotated

import typer

from activities.inspections import inspection_in
from adapters.inbound.acting import my_id
from adapters.inbound.services import Services
from domain.cases.second_reads.state import SecondRead
from domain.cases.state import NO_CASE, CaseRead
from domain.cases.streams import second_read_of
from domain.frameworks.model import Framework
from domain.inspections.state import Inspection
from domain.refusals import Refused

__all__ = [
    "Case",
    "Second",
    "case_read",
    "framework_of",
    "inspection_of",
    "pairs",
    "refuse_apart",
    "second_of",
]

Case = Annotated[str, typer.Argument(metavar="CASE", help="The case, as `assay case list` shows it.")]
Second = Annotated[bool, typer.Option("--second", help="The second read of the case.")]


def inspection_of(services: Services, reference: str) -> Inspection:
    """An inspection as it stands.

    Raises:
        Refused: ``unknown-inspection``.
    """
    return inspection_in(services.records, reference)


def case_read(services: Services, case: str, *, ever: bool = False) -> CaseRead:
    """A case as it stands.

    Args:
        services: the installation.
        case: the case.
        ever: whether one that was taken out of its sample again will do.

    Raises:
        Refused: ``unknown-case``.
    """
    if not case.startswith("case-"):
        raise Refused(NO_CASE)
    state: CaseRead = services.records.read([case])[case].state
    if (state.drawn if ever else state.sampled) is None:
        raise Refused(NO_CASE)
    return state


def second_of(services: Services, case: str) -> SecondRead:
    """The second read of a case as it stands."""
    stream = second_read_of(case)
    state: SecondRead = services.records.read([stream])[stream].state
    return state


def pairs(services: Services, inspection: Inspection) -> Iterator[tuple[str, CaseRead, SecondRead]]:
    """The cases of an inspection that are read twice, with both reads."""
    twice = inspection.twice
    seen = services.records.read([*twice, *map(second_read_of, twice)])
    for case in twice:
        yield case, seen[case].state, seen[second_read_of(case)].state


def refuse_apart(services: Services, read: str) -> None:
    """Refuse to show a read's answers to somebody from whom they are kept, by who they are.

    Raises:
        Refused: ``kept-apart``.
    """
    if refusal := services.apart.refusal(read, my_id()):
        raise Refused(refusal)


def framework_of(services: Services, inspection: Inspection) -> Framework | None:
    """The framework of an inspection in the words in which it is shown; None where this installation lacks it."""
    library = services.library()
    pin = inspection.known.framework
    found = library.framework_with(pin.digest) if pin else None
    return library.framework_as_shown(found) if found else None
