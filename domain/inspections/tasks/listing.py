"""What a list of tasks is made of: a task, and what it may depend on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from domain.action_plans.plan import ActionPlan
from domain.cases.lists.rules import CaseList
from domain.evidence.state import EvidenceRoom
from domain.follow_ups.state import FollowUp
from domain.frameworks.model import Framework
from domain.holdings.holdings import Holdings
from domain.inspections.kinds.protocol import Protocol
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.inspections.tasks.item import Item, Listed
from domain.inspections.tasks.reads import Reads
from domain.messages import Message
from domain.panels.state import Panel
from domain.ratings.scheme import Scheme

__all__ = ["NO_RULES", "Item", "Listed", "Surroundings", "Task", "told_to", "unjudged"]


class Task(Message):
    """One task on an inspection's list.

    Attributes:
        verb: the command that does it.
        title: what is to be done, in an inspector's words.
        stage: the stage it belongs to.
        status: to do now, done, or locked.
        why: for a locked one, what must come first; else empty.
        roles: who may do it.
        readers: whom it is about that a notice did not reach: their streams.
        notice: which notice, by the code by which ``note-told`` names it; empty for what is about none.
        provider: whose action plan it is about, where several providers have one each.
        read: which read of a case it is about, by its stream; empty for what is about none.
        whose: the only people whose task it is, and who are told of it (see :func:`told_to`); empty where it is that
            of whoever has one of the roles.
    """

    verb: str
    title: str
    stage: Stage
    status: Literal["to-do", "done", "locked"]
    why: str
    roles: tuple[str, ...]
    readers: tuple[str, ...] = ()
    notice: str = ""
    provider: str | None = None
    read: str = ""
    whose: tuple[str, ...] = ()


def told_to(person: str, listed: tuple[Task, ...]) -> tuple[Task, ...]:
    """A list of tasks as somebody is shown it: without those that are other people's alone, and who else has theirs."""
    if not any(each.whose for each in listed):
        return listed
    return tuple(
        each.with_(whose=(person,)) if each.whose else each
        for each in listed
        if not each.whose or person in each.whose
    )


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an inspection's tasks depend on and its own record does not say.

    Attributes:
        unread: how many of the sampled cases have not been read to the end.
        panels: the panels with the inspection on their agenda, by reference.
        plans: its action plans, by their streams; none while none is asked for.
        protocol: the kind of inspection it is bound to; None where this installation does not have it.
        scheme: the rating scheme it is bound to; None where this installation does not have it.
        readers: who read its cases, and so does not decide, while it is before the panel.
        framework: the standards framework it is bound to; None where this installation does not have it.
        room: its evidence room.
        held: what is held about each provider, by its stream.
        compared: the digest of its proposals beside its case results, while it is before the panel and its protocol
            asks for that to be looked at; else None.
        follow_up: what it looks at again, for a kind that follows an earlier inspection; else None.
        beside: the inspections whose ratings its papers show beside its own, by reference, as they stand.
        reads: its second reads, what the quality lead looks at, and the alerts of its cases.
        lists: the lists of cases that were handed in and stand, by population.
    """

    unread: int = 0
    panels: Mapping[str, Panel] = field(default_factory=lambda: MappingProxyType({}))
    beside: Mapping[str, Inspection] = field(default_factory=lambda: MappingProxyType({}))
    plans: Mapping[str, ActionPlan] = field(default_factory=lambda: MappingProxyType({}))
    protocol: Protocol | None = None
    scheme: Scheme | None = None
    readers: frozenset[str] = frozenset()
    framework: Framework | None = None
    room: EvidenceRoom = field(default_factory=EvidenceRoom)
    held: Mapping[str, Holdings] = field(default_factory=lambda: MappingProxyType({}))
    compared: str | None = None
    follow_up: FollowUp | None = None
    reads: Reads = field(default_factory=Reads)
    lists: Mapping[str, CaseList] = field(default_factory=lambda: MappingProxyType({}))


NO_RULES = "this installation does not have the version of the rules that the inspection is bound to"


def unjudged(state: Inspection, scheme: Scheme) -> list[str]:
    """The judged standards for which no rating has been proposed."""
    judged = [each.id for each in scheme.standards if each.aggregator == "judgement"]
    return [each for each in judged if each not in state.proposals]
