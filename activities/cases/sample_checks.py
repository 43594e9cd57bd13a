"""What of a sample is recomputed, from its record and from the file of its list."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.cases.lists.checking import Table
from domain.cases.lists.narrowing import Outside, outside, words_of
from domain.cases.lists.rules import CaseList
from domain.cases.lists.where import conditions_of
from domain.cases.sampling.drawing import case_stream, drawing, next_in_order
from domain.cases.sampling.frame import EXCLUDED, Frame, rows_of_words
from domain.cases.sampling.plan import plan_of
from domain.cases.sampling.strata import allocate
from domain.inspections.events import SampleDrawn
from domain.inspections.kinds.parts import Population
from domain.inspections.state import Inspection
from domain.refusals import Refused

__all__ = [
    "NOT",
    "AsDrawn",
    "Finding",
    "GivenList",
    "counted_again",
    "from_the_file",
    "replacements",
    "same",
    "the_draw",
    "the_number",
    "the_streams",
]

NOT = "It does not come out as recorded."


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was recomputed.

    Attributes:
        what: what it is.
        good: whether it is as recorded; None where it cannot be told from what is at hand.
        found: what was found, a sentence.
    """

    what: str
    good: bool | None
    found: str


@dataclass(frozen=True, slots=True)
class GivenList:
    """The file of a list, from whoever has it.

    Attributes:
        digest: of the file.
        table: its rows.
    """

    digest: str
    table: Table


@dataclass(frozen=True, slots=True)
class AsDrawn:
    """A sample with all that is on the record of how it was drawn.

    Attributes:
        sample: the sample.
        frame: the frame that it was drawn by.
        asked: what the kind of inspection says of its list.
        listed: what became of the list; None where it was not handed in.
    """

    sample: SampleDrawn
    frame: Frame
    asked: Population
    listed: CaseList | None


def same(what: str, found: str | None, recorded: str | None, said: str) -> Finding:
    """A finding that is good if what was worked out again is what is on the record.

    Args:
        what: what is compared, for people: ``the list's digest``.
        found: as it was worked out; None if it could not be.
        recorded: as it is on the record.
        said: what is told of it where they are the same.
    """
    good = found == recorded
    return Finding(what, good, said if good else f"It is {found}, and {recorded} is on the record.")


def counted_again(sample: SampleDrawn, table: Table) -> Finding:
    """Whether the list is as long as the record says."""
    good = table.rows == sample.list_size
    said = f"The file has {table.rows} cases, as recorded."
    return Finding(
        "the length", good, said if good else f"The file has {table.rows} cases, not {sample.list_size}."
    )


def _words(drawn: AsDrawn, table: Table) -> tuple[tuple[str, ...], ...] | None:
    """The words of each stratum by the file, in the order of their numbers; None if the frame has other strata."""
    rows = words_of(drawn.asked, table)
    named: dict[int, tuple[str, ...]] = {}
    if len(rows) != len(drawn.frame.strata):
        return None
    for words, stratum in zip(rows, drawn.frame.strata, strict=True):
        if stratum != EXCLUDED and named.setdefault(stratum, words) != words:
            return None
    if len(set(named.values())) != len(named):
        return None
    return tuple(named[number] for number in sorted(named))


def from_the_file(drawn: AsDrawn, table: Table) -> Iterator[Finding]:
    """What needs the list itself: its strata, who was excluded by a rule, and how quotas shared the sample out."""
    words = _words(drawn, table)
    yield Finding(
        "the strata",
        words is not None,
        NOT if words is None else f"The list falls into {len(words)} strata as recorded.",
    )
    for each in outside(drawn.asked, table):
        yield _kept_out(drawn, each)
    yield from _exclusions(drawn, table)
    if words is None:
        return
    plan = plan_of(drawn.asked, drawn.frame, words)
    size, floors = len(drawn.sample.rows), dict(plan.at_least)
    took = Counter(drawn.frame.strata[row - 1] for row in drawn.sample.rows)
    good = sum(floors.values()) <= size and {
        number: count for number, count in allocate(size, drawn.frame.sizes, floors).items() if count
    } == dict(took)
    yield Finding(
        "the shares, with quotas",
        good,
        f"The sample is shared out over {len(drawn.frame.sizes)} strata as recorded." if good else NOT,
    )


def _kept_out(drawn: AsDrawn, rule: Outside) -> Finding:
    """That nobody could be drawn whom the kind of inspection does not mean."""
    frame = drawn.frame.strata
    left = sum(row <= len(frame) and frame[row - 1] != EXCLUDED for row in rule.rows)
    what = "minimum weeks" if rule.code == "too-short" else "who is meant"
    good = f"{rule.rule}: all {len(rule.rows)} others are excluded."
    if rule.code == "too-short":
        good = f"{len(rule.rows)} cases were too short, and all are excluded."
    return Finding(what, not left, f"{rule.rule}: {left} others could be drawn." if left else good)


def _exclusions(drawn: AsDrawn, table: Table) -> Iterator[Finding]:
    """That what was excluded by a rule is what the rule meets."""
    before: set[int] = set()
    kind = {each.rule: each.rows for each in outside(drawn.asked, table)}
    for each in drawn.listed.exclusions if drawn.listed else ():
        rows = rows_of_words(each.rows, drawn.sample.list_size)
        if each.rule is not None:
            try:
                met = kind[each.rule] if each.rule in kind else _met_by(each.rule, table)
            except Refused as refused:  # as rules were once, which went by what is about persons
                yield Finding("excluded by a rule", None, refused.refusal.sentence)
                before |= rows
                continue
            good = met - before == rows
            said = f"{len(rows)} cases met {each.rule}, and they are those that are excluded."
            yield Finding("excluded by a rule", good, said if good else f"{each.rule} is met by other cases.")
        before |= rows


def _met_by(rule: str, table: Table) -> frozenset[int]:
    met = frozenset(range(1, table.rows + 1))
    for one in conditions_of(rule):
        cells: Sequence[str] = table.cells(one.column) if one.column in table.columns else ()
        met &= {row for row, cell in enumerate(cells, start=1) if one.met_by(cell)}
    return met


def the_number(drawn: AsDrawn, table: Table | None) -> Finding:
    """How many were drawn: what the kind of inspection asks for, or what was settled beforehand, with its reason."""
    sample, closed = drawn.sample, drawn.listed.closed if drawn.listed else None
    words = _words(drawn, table) if table is not None and drawn.listed else None
    number, what = len(sample.rows), "the number"
    if words is None and drawn.asked.quotas and drawn.listed:
        return Finding(
            what, None, "With quotas, how many are asked for cannot be told without the file of the list."
        )
    wanted = plan_of(
        drawn.asked.with_(quotas=()) if words is None else drawn.asked, drawn.frame, words or ()
    ).wanted
    if sample.list is None:
        wanted = min(drawn.asked.sample, drawn.frame.eligible)
    if closed is not None and closed.size is not None:
        good = number == min(closed.size, drawn.frame.eligible) and sample.wanted == wanted
        said = f"{number} instead of {wanted}, settled before there was a seed: {closed.reason}"
    elif sample.reason is not None:
        good, said = number != wanted, f"{number} instead of {wanted}: {sample.reason}"
    else:
        good, said = number == wanted, f"{number} are drawn, as the kind of inspection asks."
    return Finding(
        what, good, said if good else f"{number} are drawn, and {wanted} were asked for, with no reason."
    )


def the_draw(drawn: AsDrawn) -> Iterator[Finding]:
    """The drawn rows, from the digest of the list, the seed, and how many each stratum gave."""
    sample, frame = drawn.sample, drawn.frame
    took = Counter(frame.strata[row - 1] for row in sample.rows)
    again = drawing(
        sample.list_digest,
        frame,
        sample.seed,
        len(sample.rows),
        tuple(sorted((number, count) for number, count in took.items() if number != EXCLUDED)),
        tuple(each.size for each in drawn.asked.sub_samples) if sample.list else (),
    )
    good = again.rows == sample.rows
    yield Finding(
        "the draw", good, f"The same {len(again.rows)} rows come up, in the same order." if good else NOT
    )
    if sample.list and (sample.sub_samples or drawn.asked.sub_samples):
        good = again.sub_samples == sample.sub_samples
        yield Finding(
            "the sub-samples",
            good,
            f"{len(sample.sub_samples)} sub-samples have the same rows." if good else NOT,
        )


def the_streams(inspection: str, sample: SampleDrawn) -> Finding:
    """That the cases have the streams of the drawn rows."""
    of_list = sample.list or sample.list_digest
    wanted = tuple(case_stream(inspection, sample.population, of_list, row) for row in sample.rows)
    good = wanted == sample.cases
    return Finding(
        "the cases", good, f"{len(wanted)} cases have the streams of the drawn rows." if good else NOT
    )


def replacements(inspection: str, state: Inspection, sample: SampleDrawn, frame: Frame) -> Finding:
    """That each replacement was the next in drawing order of its stratum when it came in."""
    used = set(sample.rows)
    of_list, good, count = sample.list or sample.list_digest, True, 0
    for each in state.replaced.values():
        if each.population != sample.population:
            continue
        row = next_in_order(sample.list_digest, sample.seed, frame, each.row, used)
        stream = case_stream(inspection, sample.population, of_list, row) if row else None
        good, count = good and (row, stream) == (each.by_row, each.by), count + 1
        used |= {row} if row else set()
    if not count:
        return Finding("replacements", True, "No case was replaced.")
    return Finding(
        "replacements", good, f"{count} took the place of others, in drawing order." if good else NOT
    )
