"""The streams that go with a case: each is called as the case is, so that neither needs to be looked up."""

from domain.refusals import Refusal

__all__ = ["NO_CASE", "alerts_on", "beside", "case_of", "hold_on", "read_of", "second_read_of"]

NO_CASE = Refusal("unknown-case", "There is no such case in any sample.")

_CASE, _SECOND, _ALERT, _HOLD = "case-", "second-read-", "alert-", "hold-"


def second_read_of(case: str) -> str:
    """The stream of a case's second read."""
    return _SECOND + case.removeprefix(_CASE)


def alerts_on(case: str) -> str:
    """The stream of the alerts that a case gave rise to."""
    return _ALERT + case.removeprefix(_CASE)


def hold_on(read: str) -> str:
    """The stream in which what was written without a connection is kept, for a first or a second read."""
    return _HOLD + read.removeprefix(_CASE)


def case_of(stream: str) -> str:
    """The case that one of these streams goes with."""
    for prefix in (_HOLD, _SECOND, _ALERT, _CASE):
        stream = stream.removeprefix(prefix)
    return _CASE + stream


def read_of(stream: str) -> str:
    """The read that a ``hold-...`` stream belongs to; a read's own stream is returned unchanged."""
    read = stream.removeprefix(_HOLD)
    return read if read == stream or read.startswith(_SECOND) else _CASE + read


def beside(case: str) -> tuple[str, ...]:
    """Every stream that goes with a case, the case's own first: what is said about its person is in these."""
    second = second_read_of(case)
    return (case, second, alerts_on(case), hold_on(case), hold_on(second))
