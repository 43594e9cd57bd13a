"""What is drawn to be read again, drawn once more: the seed follows from the record, and the cases from the seed."""

from collections.abc import Iterable, Iterator, Sequence

from activities.sample_checks import NOT, Finding
from domain.cases.quality import DipSampleDrawn
from domain.inspections.events import SampleDrawn, SecondReadsDrawn
from domain.inspections.inspection import INSPECTION
from domain.inspections.rules.second_reads import seed_of_reads, to_read_twice
from domain.inspections.state import Inspection
from domain.ledger.envelope import Recorded
from domain.rooms import EVENT_NAMES

__all__ = ["reads_drawn"]

_NAMED = "The seed was named by whoever drew: nobody can tell that it was not chosen, and the cases with it."


def reads_drawn(
    inspection: Sequence[Recorded], quality: Iterable[Recorded], population: str
) -> Iterator[Finding]:
    """Draw again which cases of a sample are read twice, and look where the seeds of dip samples come from.

    Args:
        inspection: the inspection's own events.
        quality: what the quality lead drew and found in it.
        population: whose sample; where it was drawn from more than once, the last counts.
    """
    state: Inspection = INSPECTION.initial
    own: list[str] = []
    seeds: set[str] = set()
    found: Finding | None = None
    for recorded in inspection:
        event = EVENT_NAMES.read(recorded).data
        if isinstance(event, SecondReadsDrawn) and (
            state.read_twice is None or population in state.twice_again
        ):
            found = _share(state, event, own, population)
        own.append(recorded.digest.hex())
        if isinstance(event, SampleDrawn):
            seeds.add(own[-1])
        state = INSPECTION.evolve(state, event)
    if found is not None:
        yield found
    dips = [event for each in quality if isinstance(event := EVENT_NAMES.read(each).data, DipSampleDrawn)]
    if dips:
        good = all(each.seed in seeds for each in dips)
        said = "Each seed is the digest of an entry that drew a sample." if good else _NAMED
        yield Finding("the dip samples", good, said)


def _share(state: Inspection, event: SecondReadsDrawn, own: Sequence[str], population: str) -> Finding:
    sample = state.samples[population]
    cases = [case for each in sample.cases if (case := state.in_place_of(each)) is not None]
    seed = seed_of_reads(state, own)
    if event.seed != seed:
        return Finding("the second reads", False, _NAMED)
    good = to_read_twice({population: cases}, event.percent, seed) == tuple(
        each for each in event.cases if each in set(cases)
    )
    said = f"{event.percent} % of {len(cases)}, by the digest of the entry that drew the last sample."
    return Finding("the second reads", good, said if good else NOT)
