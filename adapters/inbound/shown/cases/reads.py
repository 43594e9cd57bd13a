"""The reads of an inspection's cases: as they stand, in pairs, and who is not shown them."""

from collections.abc import Iterator, Mapping

from adapters.inbound.acting import my_id
from adapters.inbound.services import Services
from adapters.inbound.shown.inspections import inspection_of
from domain.cases.allocation import Reading
from domain.cases.quality import double_reads, low_agreement
from domain.cases.second_reads.state import SecondRead
from domain.cases.state import NO_CASE, CaseRead
from domain.cases.streams import second_read_of
from domain.frameworks.model import Framework
from domain.inspections.questions import framework_in
from domain.inspections.state import Inspection
from domain.ratings.consistency import Agreement, DoubleRead
from domain.refusals import Refused

__all__ = ["case_read", "framework_of", "pairs", "reads_and_low", "refuse_apart", "second_of", "to_read"]


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
    """The framework of an inspection in the words in which it is shown, or of the questions set for it; else None."""
    library = services.library()
    found = framework_in(inspection, library)
    return library.framework_as_shown(found) if found else None


def reads_and_low(
    services: Services, state: Inspection
) -> tuple[tuple[DoubleRead, ...], Mapping[str, Agreement]]:
    """The answers that both readers of a case gave; and where they agree too seldom, by key question or reader."""
    reads = tuple(double_reads((first, second) for _, first, second in pairs(services, state)))
    protocol = services.library().protocol_with(state.known.protocol.digest)
    rule = protocol.second_reads if protocol else None
    return reads, low_agreement(reads, rule.lowest_agreement, rule.fewest_pairs) if rule else {}


def to_read(services: Services, inspection: str, *, second: bool) -> list[Reading]:
    """The reads that nobody has begun and nobody has been given."""
    state = inspection_of(services, inspection)
    cases = state.twice if second else state.sampled
    seen = services.records.read([*cases, *(second_read_of(each) for each in cases)])
    found = []
    for case in cases:
        first, again = seen[case].state, seen[second_read_of(case)].state
        free = again.reader is None and not again.given_up if second else first.readers.reader is None
        if free and not (first.complete and not second):
            readers = first.readers
            barred = (
                readers.first | readers.shown_first
                if second
                else (readers.seconds | (readers.shown_second if readers.paired else frozenset()))
            )
            found.append(Reading(case, first.sampled.population, state.known.provider or "", barred))
    return found
