"""What a report tells of the samples that were read, and of those that were not read in the end."""

from domain.inspections.kinds.protocol import Protocol
from domain.inspections.state import Inspection
from domain.messages import Message

__all__ = ["GivenUpList", "Sampled", "given_up_in", "sampled_of"]


class Sampled(Message):
    """How many cases were read of one list.

    Attributes:
        title: what the list is called.
        drawn: how many cases were drawn.
        list_size: how many the list had.
    """

    title: str
    drawn: int
    list_size: int


class GivenUpList(Message):
    """A list that was replaced when its seed was known, so that the sample that was read is not the first.

    Attributes:
        title: what the list is called.
        drawn: how many cases had been drawn from it; None where nobody had drawn yet.
        reason: why it could not stay, in the words of whoever replaced it, in English.
    """

    title: str
    drawn: int | None
    reason: str


def sampled_of(state: Inspection, protocol: Protocol) -> tuple[Sampled, ...]:
    """How many cases were drawn from each list."""
    titles = {each.id: each.title for each in protocol.populations}
    return tuple(
        Sampled(title=titles.get(code, code), drawn=len(each.cases), list_size=each.list_size)
        for code, each in state.samples.items()
    )


def given_up_in(state: Inspection, protocol: Protocol) -> tuple[GivenUpList, ...]:
    """The lists that were replaced when their seed was known, in order."""
    titles = {each.id: each.title for each in protocol.populations}
    return tuple(
        GivenUpList(title=titles.get(code, code), drawn=each.drawn, reason=each.reason)
        for code, given_up in state.given_up.items()
        for each in given_up
    )
