"""What is drawn to be read again, drawn once more: the seed follows from the record, and the cases from the seed."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from typing import Any

from activities.cases.sample_checks import NOT, Finding
from domain.cases.quality import DipSampleDrawn
from domain.cases.reading import CASE
from domain.decider import Decider
from domain.deciders import EVENT_NAMES
from domain.inspections.decider import INSPECTION
from domain.inspections.events import SampleDrawn, SecondReadsDrawn
from domain.inspections.kinds.protocol import Protocol
from domain.inspections.rules.cases.second_reads import dip_drawn, dip_pool, seed_of_reads, to_read_twice
from domain.inspections.state import Inspection
from domain.ledger.envelope import Recorded
from domain.text import counted

__all__ = ["reads_drawn"]

Load = Callable[[Mapping[str, int]], Mapping[str, Iterable[Recorded]]]
"""Reads streams from the record, each from a version on."""

_NAMED = "The seed was named by whoever drew: nobody can tell that it was not chosen, and the cases with it."


def reads_drawn(
    inspection: Sequence[Recorded],
    quality: Iterable[Recorded],
    population: str,
    protocol: Protocol | None,
    load: Load,
) -> Iterator[Finding]:
    """Draw again which cases of a sample are read twice, and the dip samples of finished cases.

    Args:
        inspection: the inspection's own events.
        quality: what the quality lead drew and found in it.
        population: whose sample; where it was drawn from more than once, the last counts.
        protocol: the kind of inspection.
        load: reads the streams of cases from the record.
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
    dips = [each for each in quality if isinstance(EVENT_NAMES.read(each).data, DipSampleDrawn)]
    if dips:
        yield _dips(inspection, dips, seeds, protocol, load)


def _dips(
    inspection: Sequence[Recorded],
    dips: Sequence[Recorded],
    seeds: Container[str],
    protocol: Protocol | None,
    load: Load,
) -> Finding:
    """Each dip sample drawn again, from the cases that were finished when it was drawn."""
    before: set[str] = set()
    for recorded in dips:
        drawn = EVENT_NAMES.read(recorded).data
        assert isinstance(drawn, DipSampleDrawn)
        if drawn.seed not in seeds:
            return Finding("the dip samples", False, _NAMED)
        state: Inspection = _then(INSPECTION, inspection, recorded.position)
        streams = load(dict.fromkeys(state.sampled, 0))
        reads = {case: _then(CASE, streams[case], recorded.position) for case in state.sampled}
        pool = dip_pool(state, protocol, before, reads)
        if dip_drawn(pool, drawn.seed, len(drawn.cases)) != drawn:
            return Finding("the dip samples", False, NOT)
        before |= set(drawn.cases)
    cases = counted(len(before), "case")
    return Finding(
        "the dip samples",
        True,
        f"The same {cases} come up again, of those that were finished, by the digest of an entry that drew a sample.",
    )


def _then(decider: Decider, events: Iterable[Recorded], position: int) -> Any:
    """How a stream stood before a place of the record."""
    return decider.fold(EVENT_NAMES.read(each).data for each in events if each.position < position)


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
