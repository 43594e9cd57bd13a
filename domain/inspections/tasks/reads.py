"""What there is to do about second reads, agreement, dip samples, and somebody in danger."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.cases.alerts.alert import Alerts
from domain.cases.quality import Quality, double_reads, low_agreement
from domain.cases.second_reads.state import SecondRead, undecided
from domain.cases.state import CaseRead
from domain.inspections.kinds.protocol import Protocol
from domain.inspections.questions import settles_second_reads
from domain.inspections.state import Inspection
from domain.inspections.tasks.item import Item, Listed
from domain.text import counted
from domain.working_days import in_words

__all__ = ["Reads", "alerts_open", "reads_of", "second_reads", "waiting"]


@dataclass(frozen=True, slots=True)
class Reads:
    """How the reads of an inspection stand beside its first reads.

    Attributes:
        asked: whether second reads, or why there are none, are to be settled and are not.
        share: the share that is asked for, in whole per cent.
        twice: how many cases are read twice.
        open: how many of the second reads are not finished.
        differences: how many answers the quality lead has yet to decide on.
        low: the groups of answers given twice that agree too seldom, and that nobody has looked into.
        to_dip: how many cases of the dip sample have not been read again.
        alerts: the alerts that nobody has acknowledged.
    """

    asked: bool = False
    share: int = 0
    twice: int = 0
    open: int = 0
    differences: int = 0
    low: tuple[str, ...] = ()
    to_dip: int = 0
    alerts: tuple[Alerts, ...] = ()


def reads_of(
    state: Inspection,
    protocol: Protocol | None,
    pairs: Mapping[str, tuple[CaseRead, SecondRead]],
    quality: Quality,
    alerts: tuple[Alerts, ...],
) -> Reads:
    """How the reads stand.

    Args:
        state: the inspection.
        protocol: its kind; None where this installation does not have it.
        pairs: the cases that are read twice, with both reads.
        quality: what the quality lead has looked at.
        alerts: the alerts of its cases.
    """
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
        twice=len(pairs),
        open=sum(not second.over for _, second in pairs.values()),
        differences=sum(len(undecided(first, second)) for first, second in pairs.values()),
        low=low,
        to_dip=len(quality.left),
        alerts=tuple(each for each in alerts if each.open),
    )


def second_reads(reads: Reads) -> Listed:
    """Of second reads and of quality, until the gate behind the case reads is closed."""
    if reads.asked and reads.share:
        yield Item("draw-second-reads", f"Draw {reads.share} % of the cases to be read twice, or do without")
    elif reads.asked:
        yield Item("waive-second-reads", "Record why no case is read twice")
    if reads.open:
        yield Item("record-second-answers", f"Finish the second reads: {reads.open} of {reads.twice} left")
    if reads.differences:
        yield Item(
            "decide-difference",
            f"Decide on {counted(reads.differences, 'answer')} that two readers gave differently",
        )
    for group in reads.low:
        what = group.replace("question:", "key question ").replace("reader:", "the reads of ")
        yield Item("review-agreement", f"Look into the low agreement on {what}")
    if reads.to_dip:
        yield Item("record-dip-read", f"Read {counted(reads.to_dip, 'case')} of the dip sample again")


def waiting(reads: Reads) -> str:
    """Why the gate cannot close for the sake of the second reads; empty if it can."""
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
    return ""


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
