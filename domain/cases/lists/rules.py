"""A list of cases that was handed in: what is excluded from its draw, and how it is closed.

In this order, so that nobody can steer a draw. The list is handed in, and its digest is on the record. What cannot be
drawn is excluded, with a reason. The list is closed: with it, the record says which rows can be drawn. Only then is
there a seed: the digest of that very entry, into which the store has put random bytes that nobody could know before.
"""

from dataclasses import dataclass, replace
from typing import assert_never

from domain.canonical import sha256_hex
from domain.cases.lists.commands import CloseCaseList, ExcludeCases
from domain.cases.lists.events import (
    CaseListClosed,
    CaseListEvent,
    CaseListHandedIn,
    CaseListReplaced,
    CasesExcluded,
)
from domain.cases.sampling.frame import EXCLUDED, read_frame, rows_in_words, rows_of_words
from domain.decider import Decided, Decider, rule, rules
from domain.given import Given
from domain.privacy.boxes import Plain
from domain.public_draw import PublicNumbers
from domain.refusals import Refusal
from domain.streams import inspection_stream

__all__ = ["CASE_LIST", "CaseList"]

MOST_STRATA = 200
"""More strata than a sample has cases tell nothing apart; this many words still fit into one entry of the record."""

MOST_RANGES = 100_000
"""So many ranges of rows still make an entry of less than two megabytes."""


@dataclass(frozen=True, slots=True)
class CaseList:
    """One list.

    Attributes:
        version: how many events it has.
        handed_in: how it came; None if there is none.
        excluded: the rows that are not to be drawn.
        exclusions: how they were excluded, in order.
        closed: how it was closed for its draw; None while it is open.
        closed_at: the version at which it was.
        replaced: the list that took its place; None if none did.
    """

    version: int = 0
    handed_in: CaseListHandedIn | None = None
    excluded: frozenset[int] = frozenset()
    exclusions: tuple[CasesExcluded, ...] = ()
    closed: CaseListClosed | None = None
    closed_at: int = 0
    replaced: CaseListReplaced | None = None

    @property
    def rows(self) -> int:
        """How many cases stand in it."""
        return self.handed_in.rows if self.handed_in else 0


def _evolve(state: CaseList, event: CaseListEvent) -> CaseList:
    after = replace(state, version=state.version + 1)
    match event:
        case CaseListHandedIn():
            return replace(after, handed_in=event)
        case CasesExcluded():
            return replace(
                after,
                excluded=state.excluded | rows_of_words(event.rows, state.rows),
                exclusions=(*state.exclusions, event),
            )
        case CaseListClosed():
            return replace(after, closed=event, closed_at=after.version)
        case CaseListReplaced():
            return replace(after, replaced=event)
        case _:
            assert_never(event)


def _not_open(state: CaseList) -> Refusal | None:
    if state.handed_in is None:
        return Refusal("unknown-list", "There is no such list; nothing has been recorded about it.")
    if state.replaced is not None:
        return Refusal("list-replaced", f"Another list took its place: {state.replaced.by}.")
    if state.closed is not None:
        return Refusal(
            "list-closed", "The list is closed for its draw, and nothing about it changes any more."
        )
    return None


@rule(
    ExcludeCases,
    events=[CasesExcluded],
    refusals=["unknown-list", "list-replaced", "list-closed", "bad-rows", "rows-scattered"],
)
def exclude_cases(state: CaseList, command: ExcludeCases, _given: Given) -> Decided:
    """Keeps cases from being drawn, with a reason; it is on the record which rows, by whom, and how many."""
    if refusal := _not_open(state):
        return refusal
    rows = rows_of_words(command.rows, state.rows) - state.excluded
    if not rows:
        return ()
    words = rows_in_words(rows)
    if words.count(",") >= MOST_RANGES:
        return Refusal(
            "rows-scattered",
            f"These are more than {MOST_RANGES} separate ranges of rows; hand in a list without them.",
        )
    return (
        CasesExcluded(
            rows=words, cases=len(rows), code=command.code, rule=command.rule, reason=command.reason
        ),
    )


@rule(
    CloseCaseList,
    events=[CaseListClosed],
    refusals=[
        "unknown-list",
        "list-replaced",
        "list-closed",
        "bad-frame",
        "another-frame",
        "too-many-strata",
        "reason-missing",
        "bad-public-draw",
    ],
)
def close_case_list(state: CaseList, command: CloseCaseList, given: Given) -> Decided:
    """Closes a list for its draw: from now on it is settled which cases can be drawn, and what the seed is."""
    if refusal := _not_open(state):
        return refusal
    frame = read_frame(command.frame)
    excluded = {row for row, stratum in enumerate(frame.strata, start=1) if stratum == EXCLUDED}
    if len(frame.strata) != state.rows or excluded != state.excluded:
        return Refusal(
            "another-frame",
            "The frame is not of this list: it has other rows, or leaves out others than were excluded.",
        )
    if len(frame.sizes) > MOST_STRATA:
        return Refusal(
            "too-many-strata",
            f"The list falls into {len(frame.sizes)} strata; {MOST_STRATA} are the most that can be drawn by.",
        )
    if refusal := _steers(command, given):
        return refusal
    return (
        CaseListClosed(
            frame=frame.digest,
            document=command.document,
            frame_key=Plain(str(command.frame_key), command.list, "sampling-frame"),
            eligible=frame.eligible,
            words=Plain(str(command.words), command.list, "case-list"),
            words_digest=sha256_hex(command.words.encode()),
            size=command.size,
            reason=command.reason,
            public_source=command.public_source,
            public_day=command.public_day,
            public_numbers=command.public_numbers,
            public_highest=command.public_highest,
        ),
    )


def _steers(command: CloseCaseList, given: Given) -> Refusal | None:
    """Whatever could steer the draw is settled now, before there is a seed."""
    if (command.size is None) != (command.reason is None):
        return Refusal("reason-missing", "To draw another number than is asked for, give it and say why.")
    public = (command.public_source, command.public_day, command.public_numbers, command.public_highest)
    if public == (None,) * 4:
        return None
    if None in public:
        return Refusal(
            "bad-public-draw",
            "Of a public draw, say its name, its day, how many numbers it gives, and the highest there can be.",
        )
    assert command.public_day is not None
    assert command.public_numbers is not None
    assert command.public_highest is not None
    if command.public_day <= given.today:
        return Refusal(
            "bad-public-draw", "The public draw must be yet to come, so that nobody knows its numbers."
        )
    numbers = PublicNumbers(command.public_numbers, command.public_highest, "When the list is closed")
    return Refusal("bad-public-draw", numbers.impossible) if numbers.impossible else None


CASE_LIST = Decider(
    kind="list",
    initial=CaseList(),
    rules=rules([exclude_cases, close_case_list]),
    evolve=_evolve,
    matter=lambda stream, state: inspection_stream(state.handed_in.inspection) if state.handed_in else stream,
    silent=(CaseListHandedIn, CasesExcluded, CaseListClosed, CaseListReplaced),
)
"""One list of cases."""
