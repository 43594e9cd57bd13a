"""The share of the case reads that is read a second time, and what must be in before the gate closes (004 §4.13)."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from domain.canonical import canonical, sha256_hex
from domain.cases.events import CaseSetAside, CaseSetForSecondRead
from domain.cases.quality import (
    AgreementReviewed,
    DipSampleDrawn,
    Quality,
    answered_in,
    double_reads,
    low_agreement,
)
from domain.cases.sampling.drawing import draw
from domain.cases.second_reads.state import SecondRead, SecondReadDrawn, SecondReadSetAside, undecided
from domain.cases.state import CaseRead
from domain.cases.streams import hold_on, second_read_of
from domain.dated_rules.library import Library
from domain.decider import Decided, On, rule
from domain.given import Given
from domain.inspections.commands import DrawDipSample, DrawSecondReads, ReviewAgreement, WaiveSecondReads
from domain.inspections.events import SecondReadsDrawn, SecondReadsWaived
from domain.inspections.kinds.protocol import Protocol
from domain.inspections.questions import settles_second_reads
from domain.inspections.rules.common import protocol_of
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.panels.separation import readers_of
from domain.refusals import Refusal
from domain.streams import quality_stream
from domain.text import counted

__all__ = [
    "RULES",
    "dip_drawn",
    "dip_pool",
    "held_edits",
    "may_yet_be_drawn",
    "not_ready",
    "reads_set_aside",
    "seed_of_reads",
    "share_of",
    "to_read_twice",
]

_READING = (Stage.FIELDWORK, Stage.CASE_READS)


def share_of(cases: int, percent: int) -> int:
    """How many of so many cases a share comes to, rounded up to whole cases."""
    return -(-cases * percent // 100)


def to_read_twice(samples: Mapping[str, Sequence[str]], percent: int, seed: str) -> tuple[str, ...]:
    """The cases that are read a second time, drawn from each sample by itself, in the way samples are drawn.

    Args:
        samples: the cases of each sample, in order.
        percent: the share of each.
        seed: the seed of the draw.
    """
    drawn: list[str] = []
    for population, cases in samples.items():
        pool = sha256_hex(canonical({"cases": list(cases), "population": population}))
        rows = draw(pool, len(cases), seed, share_of(len(cases), percent))
        drawn += [cases[row - 1] for row in rows]
    return tuple(drawn)


def seed_of_reads(state: Inspection, own: Sequence[str]) -> str:
    """The seed by which reads are drawn to be done again: the digest of the entry that drew the last sample.

    It is there before anybody has read anything, and nobody can choose it.

    Args:
        state: the inspection; a sample of it was drawn.
        own: the digest of each event of its stream, in hexadecimal, in order.
    """
    return own[state.sampled_at - 1]


def may_yet_be_drawn(state: Inspection, protocol: Protocol | None, population: str) -> bool:
    """Whether any case of a sample may yet be drawn for a second read, so that its first one is kept apart already.

    Args:
        state: the inspection.
        protocol: its kind; None where this installation does not have it, and so cannot know better.
        population: whose sample.
    """
    if state.cases:  # the gate is closed, so it was settled
        return False
    if protocol is not None and not protocol.percent_read_twice:
        return False
    return state.read_twice is None or population in state.twice_again


_OWN = Refusal(
    "own-read",
    "Whoever reads cases of this inspection neither settles which are read twice, nor draws any to be read again.",
)


def _reads_here(state: Inspection, given: Given) -> bool:
    return given.actor.id in readers_of(given.seen[case] for case in state.sampled)


def _sampled(state: Inspection, _command: WaiveSecondReads, _library: Library) -> tuple[str, ...]:
    return state.sampled


def _all_that_could_be_drawn(
    state: Inspection, _command: DrawSecondReads, _library: Library
) -> tuple[str, ...]:
    return (*state.sampled, *(second_read_of(case) for case in state.sampled))


@rule(
    DrawSecondReads,
    stages=_READING,
    events=[SecondReadsDrawn, CaseSetForSecondRead, SecondReadDrawn],
    refusals=[
        "second-reads-not-asked",
        "second-reads-settled",
        "sample-missing",
        "reader-unknown",
        "own-read",
    ],
    reads=_all_that_could_be_drawn,
)
def draw_second_reads(state: Inspection, command: DrawSecondReads, given: Given) -> Decided:
    """Draws the share of each sample that is read twice, by the seed that came of drawing the last sample.

    Where a sample was withdrawn after the draw, the share is drawn anew of the sample that took its place alone.
    """
    protocol = protocol_of(state, given)
    percent = protocol.percent_read_twice
    if not percent:
        return Refusal("second-reads-not-asked", f"{protocol.title} sets no share of cases to be read twice.")
    if state.read_twice is not None and not state.twice_again:
        return _SETTLED
    if _reads_here(state, given):
        return _OWN
    missing = [each.title for each in protocol.populations if each.id not in state.samples]
    if missing:
        return Refusal("sample-missing", f"No sample has been drawn of: {', '.join(missing)}.")
    samples: dict[str, list[str]] = {}
    reads: dict[str, CaseRead] = {case: given.seen[case] for case in state.sampled}
    for case, read in reads.items():
        population = read.sampled.population if read.sampled else ""
        if state.read_twice is None or population in state.twice_again:
            samples.setdefault(population, []).append(case)
    seed = seed_of_reads(state, given.own)
    drawn = to_read_twice(samples, percent, seed)
    nobodys = [case for case in drawn if reads[case].begun and reads[case].readers.reader is None]
    if nobodys:
        return Refusal(
            "reader-unknown",
            f"{nobodys[0]} was begun and has no reader; allocate it first to whoever began it.",
        )
    return (
        SecondReadsDrawn(percent=percent, seed=seed, cases=drawn),
        *(On(case, CaseSetForSecondRead()) for case in drawn),
        *(On(second_read_of(case), _drawn(case, reads[case])) for case in drawn),
    )


_SETTLED = Refusal(
    "second-reads-settled", "It is settled already which cases of this inspection are read twice."
)


def _drawn(case: str, read: CaseRead) -> SecondReadDrawn:
    assert read.sampled is not None
    return SecondReadDrawn(
        inspection=read.sampled.inspection,
        case=case,
        population=read.sampled.population,
        key_questions=read.sampled.key_questions,
    )


@rule(
    WaiveSecondReads,
    stages=_READING,
    events=[SecondReadsWaived],
    refusals=["second-reads-settled", "second-reads-not-asked", "own-read"],
    reads=_sampled,
)
def waive_second_reads(state: Inspection, command: WaiveSecondReads, given: Given) -> Decided:
    """Does without second reads, or confirms a share of none, with the reason; not once they have been drawn."""
    if state.read_twice is not None and not state.twice_again:
        return _SETTLED
    protocol = protocol_of(state, given)
    if not settles_second_reads(state, protocol):
        return Refusal("second-reads-not-asked", f"{protocol.title} asks for no second reads.")
    if _reads_here(state, given):
        return _OWN
    return (SecondReadsWaived(reason=command.reason),)


def _to_dip(state: Inspection, command: DrawDipSample, _library: Library) -> tuple[str, ...]:
    return (quality_stream(command.inspection), *state.sampled)


@rule(
    DrawDipSample,
    stages=(*_READING, Stage.PANEL_REVIEW, Stage.PUBLICATION),
    events=[DipSampleDrawn],
    refusals=["nothing-finished", "own-read"],
    reads=_to_dip,
)
def draw_dip_sample(state: Inspection, command: DrawDipSample, given: Given) -> Decided:
    """Draws finished cases that have not been drawn before, by the seed of the second reads, to be read again."""
    quality: Quality = given.seen[quality_stream(command.inspection)]
    protocol = protocol_of(state, given)
    if _reads_here(state, given):
        return _OWN
    pool = dip_pool(state, protocol, quality.to_dip, given.seen)
    if not pool:
        return Refusal("nothing-finished", "No case is finished that has not been drawn before.")
    drawn = dip_drawn(pool, seed_of_reads(state, given.own), command.size)
    return (On(quality_stream(command.inspection), drawn),)


def dip_pool(
    state: Inspection, protocol: Protocol | None, drawn: Container[str], reads: Mapping[str, CaseRead]
) -> list[str]:
    """The finished cases from which a dip sample is drawn, in the order of the samples.

    Args:
        state: the inspection as it stands.
        protocol: its kind.
        drawn: the cases that were drawn for a dip sample before.
        reads: its cases as they stand, by stream.
    """
    return [case for case in state.sampled if case not in drawn and _shown(state, protocol, reads[case])]


def dip_drawn(pool: Sequence[str], seed: str, size: int) -> DipSampleDrawn:
    """What comes of drawing so many of some finished cases by a seed."""
    digest = sha256_hex(canonical({"dip": list(pool)}))
    cases = tuple(pool[row - 1] for row in draw(digest, len(pool), seed, size))
    return DipSampleDrawn(pool=digest, finished=len(pool), seed=seed, cases=cases)


def _shown(state: Inspection, protocol: Protocol | None, read: CaseRead) -> bool:
    """Whether a read is finished and anybody may know what it says: what is read again is told to differ from it."""
    if not read.complete or read.blind or read.sampled is None:
        return False
    return not may_yet_be_drawn(state, protocol, read.sampled.population)


def reads_set_aside(cases: Iterable[str], state: Inspection, code: str, given: Given) -> Iterator[On]:
    """Some cases that are not going to be read any further, and with each its second read, if it has one.

    Args:
        cases: the cases.
        state: the inspection.
        code: why.
        given: where their second reads stand.
    """
    twice = set(state.twice)
    for case in cases:
        yield On(case, CaseSetAside(code=code))
        if case in twice and not given.seen[second_read_of(case)].given_up:
            yield On(second_read_of(case), SecondReadSetAside(code=code))


def _pairs(state: Inspection, command: ReviewAgreement, _library: Library) -> tuple[str, ...]:
    return (quality_stream(command.inspection), *state.twice, *(second_read_of(case) for case in state.twice))


@rule(
    ReviewAgreement,
    stages=(*_READING, Stage.PANEL_REVIEW, Stage.PUBLICATION),
    events=[AgreementReviewed],
    refusals=["own-read", "agreement-not-low"],
    reads=_pairs,
)
def review_agreement(state: Inspection, command: ReviewAgreement, given: Given) -> Decided:
    """Records what was found where two readers agree too seldom, and of how many answers given twice."""
    asked = protocol_of(state, given).second_reads
    pairs = [(given.seen[case], given.seen[second_read_of(case)]) for case in state.twice]
    reads = tuple(double_reads(pairs))
    if given.actor.id in answered_in(reads, command.group):
        return Refusal("own-read", "Whoever gave one of these answers does not look into how far they agree.")
    low = low_agreement(reads, asked.lowest_agreement, asked.fewest_pairs) if asked else {}
    found = low.get(command.group)
    if found is None:
        return Refusal(
            "agreement-not-low",
            f"The agreement on {command.group.partition(':')[2]} is not too low, or of too few answers given twice.",
        )
    reviewed = AgreementReviewed(group=command.group, conclusion=command.conclusion, pairs=found.pairs)
    return (On(quality_stream(command.inspection), reviewed),)


def held_edits(state: Inspection, given: Given) -> Refusal | None:
    """Why the gate cannot close: something written without a connection waits for a choice, in a read that is over."""
    waiting = sum(
        len(given.seen[hold_on(read)].open) for read in state.reads if not _given_up(given.seen[read])
    )
    if not waiting:
        return None
    return Refusal(
        "edits-held",
        f"{counted(waiting, 'thing')} written without a connection wait{'s' if waiting == 1 else ''} for a choice.",
    )


def _given_up(read: CaseRead | SecondRead) -> bool:
    """Whether nobody asks what became of a read: what is held of it stays on the record and keeps nobody waiting."""
    return isinstance(read, SecondRead) and read.given_up


def not_ready(state: Inspection, protocol: Protocol, given: Given) -> Refusal | None:
    """Why the gate cannot close yet for the sake of the second reads; None if it can."""
    unsettled = state.read_twice is None or state.twice_again
    if settles_second_reads(state, protocol) and unsettled and state.sampled:
        said = "It is not recorded why no case is read twice."
        if protocol.percent_read_twice:
            said = "It has not been drawn which cases are read twice; nor is it recorded why none is."
        return Refusal("second-reads-missing", said)
    open_, differing = 0, 0
    for case in state.twice:
        second: SecondRead = given.seen[second_read_of(case)]
        if second.given_up:
            continue
        open_ += not second.complete
        differing += len(undecided(given.seen[case], second))
    if open_:
        return Refusal(
            "second-reads-incomplete",
            f"{open_} of {counted(len(state.twice), 'second read')} {'is' if open_ == 1 else 'are'} not finished.",
        )
    if differing:
        return Refusal(
            "differences-open",
            f"The quality lead has yet to decide on {counted(differing, 'answer')} that two readers gave differently.",
        )
    return None


RULES = (draw_second_reads, waive_second_reads, draw_dip_sample, review_agreement)
