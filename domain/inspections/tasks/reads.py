"""What there is to do about second reads, agreement, dip samples, and somebody in danger."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.cases.alerts.alert import Alerts
from domain.cases.quality import Quality, double_reads, low_agreement
from domain.cases.second_reads.state import SecondRead, undecided
from domain.cases.state import CaseRead
from domain.cases.streams import second_read_of
from domain.inspections.kinds.protocol import Protocol
from domain.inspections.questions import settles_second_reads
from domain.inspections.state import Inspection
from domain.inspections.tasks.item import Item, Listed
from domain.inspections.tasks.offline import HeldIn, held_in, settling, unsettled
from domain.text import counted
from domain.working_days import in_words

__all__ = ["Reads", "alerts_open", "not_drawn", "reads_of", "second_reads", "waiting"]


@dataclass(frozen=True, slots=True)
class Reads:
    """How the reads of an inspection stand beside its first reads.

    Attributes:
        asked: whether second reads, or why there are none, are to be settled and are not.
        share: the share that is asked for, in whole per cent.
        undrawn: why the share cannot be drawn yet; empty if it can.
        unallocated: how many of the cases that are read twice are not begun and nobody has for the first read, so that
            nobody may answer in them.
        unallocated_second: how many of the open second reads nobody has.
        twice: how many cases are read twice.
        open: how many of the second reads are not finished.
        differences: how many answers the quality lead has yet to decide on.
        low: the groups of answers given twice that agree too seldom, and that nobody has looked into.
        to_dip: how many cases of the dip sample have not been read again.
        not_to_dip: how many of those cannot be yet, for their reads are not all finished.
        alerts: the alerts that nobody has acknowledged.
        held: what was written without a connection and waits for a choice.
    """

    asked: bool = False
    share: int = 0
    undrawn: str = ""
    unallocated: int = 0
    unallocated_second: int = 0
    twice: int = 0
    open: int = 0
    differences: int = 0
    low: tuple[str, ...] = ()
    to_dip: int = 0
    not_to_dip: int = 0
    alerts: tuple[Alerts, ...] = ()
    held: tuple[HeldIn, ...] = ()


def reads_of(
    state: Inspection,
    protocol: Protocol | None,
    seen: Mapping[str, Any],
    quality: Quality,
    alerts: tuple[Alerts, ...],
) -> Reads:
    """How the reads stand.

    Args:
        state: the inspection.
        protocol: its kind; None where this installation does not have it.
        seen: while its cases are read, each of its reads, and what is held of it, by stream; else nothing.
        quality: what the quality lead has looked at.
        alerts: the alerts of its cases.
    """
    firsts: dict[str, CaseRead] = {case: seen[case] for case in state.sampled if case in seen}
    pairs: dict[str, tuple[CaseRead, SecondRead]] = {
        case: (firsts[case], seen[second_read_of(case)]) for case in state.twice if case in seen
    }
    seconds = [second for _, second in pairs.values() if not second.over]
    rule = protocol.second_reads if protocol else None
    low: tuple[str, ...] = ()
    if rule is not None and pairs:
        found = low_agreement(tuple(double_reads(pairs.values())), rule.lowest_agreement, rule.fewest_pairs)
        low = tuple(each for each, told in found.items() if not quality.looked_into(each, told))
    return Reads(
        asked=protocol is not None
        and settles_second_reads(state, protocol)
        and bool(state.read_twice is None or state.twice_again)
        and bool(state.sampled),
        share=rule.percent if rule else 0,
        undrawn=not_drawn(state, protocol) if protocol else "",
        unallocated=sum(
            each.readers.paired and each.readers.reader is None and not each.complete
            for each in firsts.values()
        ),
        unallocated_second=sum(each.reader is None for each in seconds),
        twice=len(pairs),
        open=len(seconds),
        differences=sum(len(undecided(first, second)) for first, second in pairs.values()),
        low=low,
        to_dip=len(quality.left),
        not_to_dip=sum(
            each in firsts and (not firsts[each].complete or firsts[each].blind) for each in quality.left
        ),
        alerts=tuple(each for each in alerts if each.open),
        held=held_in(state, seen),
    )


def not_drawn(state: Inspection, protocol: Protocol) -> str:
    """Of which lists no sample has been drawn yet, as a reason; empty if of all one has."""
    left = [each.title.lower() for each in protocol.populations if each.id not in state.samples]
    return f"no sample has been drawn of {', '.join(left)}" if left else ""


def second_reads(reads: Reads) -> Listed:
    """Of second reads and of quality, until the gate behind the case reads is closed."""
    if reads.asked and reads.share:
        what = f"Draw {reads.share} % of the cases to be read twice, or do without"
        yield Item("draw-second-reads", what, reads.undrawn)
    elif reads.asked:
        yield Item("waive-second-reads", "Record why no case is read twice")
    if reads.open:
        if reads.unallocated_second:
            what = f"Give {counted(reads.unallocated_second, 'second read')} to whoever reads second"
            yield Item("allocate-second-read", what)
        what = f"Finish the second reads: {reads.open} of {reads.twice} left"
        nobodys = reads.unallocated_second == reads.open
        yield Item("record-second-answers", what, "nobody has been given any of them" if nobodys else "")
    yield from settling(reads.held)
    if reads.differences:
        yield Item(
            "decide-difference",
            f"Decide on {counted(reads.differences, 'answer')} that two readers gave differently",
        )
    for group in reads.low:
        what = group.replace("question:", "key question ").replace("reader:", "the reads of ")
        yield Item("review-agreement", f"Look into the low agreement on {what}")
    if reads.to_dip:
        what = f"Read {counted(reads.to_dip, 'case')} of the dip sample again"
        unread = "their reads are not all finished" if reads.not_to_dip == reads.to_dip else ""
        yield Item("record-dip-read", what, unread)


def waiting(reads: Reads) -> str:
    """Why the gate cannot close once every case has been read; empty if it can.

    What is held comes last, as in the gate's own rule: by then nothing is read blind any more.
    """
    if reads.asked:
        return (
            "it is not settled which cases are read twice"
            if reads.share
            else "it is not recorded why no case is read twice"
        )
    if reads.open:
        return f"{reads.open} of {counted(reads.twice, 'second read')} {_is(reads.open)} not finished"
    if reads.differences:
        return f"{counted(reads.differences, 'difference')} between two readers {_is(reads.differences)} undecided"
    return unsettled(reads.held)


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def alerts_open(reads: Reads) -> Listed:
    """The alerts that nobody has acknowledged, at whatever stage the inspection stands."""
    for alerts in reads.alerts:
        for each in alerts.open:
            late = "; it is overdue and before the operations manager" if each.escalated else ""
            yield Item(
                "acknowledge-alert",
                f"Acknowledge alert {each.raised.number} of {each.raised.case}, raised on "
                f"{in_words(each.raised.due)}{late}",
            )
            if each.untold:
                yield Item(
                    "tell-of-alert",
                    f"Tell whoever is on duty, or an operations manager, of alert {each.raised.number} of "
                    f"{each.raised.case}, and note it: NOBODY HAS BEEN TOLD of it",
                )
