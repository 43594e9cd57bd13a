"""Why nothing can be derived from some reads yet."""

from collections.abc import Mapping

from domain.cases.second_reads.state import SecondRead, undecided
from domain.cases.state import CaseRead
from domain.cases.streams import case_of
from domain.text import counted

__all__ = ["why_unread"]


def why_unread(reads: Mapping[str, CaseRead | SecondRead]) -> str:
    """Why nothing can be derived from these reads yet; empty if it can. No answer of any of them bears on it."""
    unread = sum(not each.complete for each in reads.values() if isinstance(each, CaseRead))
    if unread:
        return f"{unread} sampled cases are unread"
    seconds = {case_of(stream): each for stream, each in reads.items() if isinstance(each, SecondRead)}
    missing = sum(not each.over for each in seconds.values())
    if missing:
        return f"{counted(missing, 'second read')} {_is(missing)} not finished"
    open_ = sum(len(undecided(_first(reads, case), second)) for case, second in seconds.items())
    return f"{counted(open_, 'difference')} between two readers {_is(open_)} undecided" if open_ else ""


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def _first(reads: Mapping[str, CaseRead | SecondRead], case: str) -> CaseRead:
    found = reads[case]
    assert isinstance(found, CaseRead)
    return found
