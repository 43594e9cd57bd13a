"""The authority table in full: every role, every command, every stage, and what comes of it.

It is worked out from the roles that may give a command and the stages that its rule declares; the decider itself asks
nothing else before the command's own rule is. Whether a role is somebody's at all is told by the staff record; see
:mod:`domain.people.standing`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from domain.decider import Decider, Rule
from domain.deciders import DECIDERS
from domain.people.authority import may_give
from domain.people.roles import Role

__all__ = ["Answer", "Permission", "authority_table", "stages_of"]

Answer = Literal["permitted", "not-authorised", "wrong-stage"]


@dataclass(frozen=True, slots=True)
class Permission:
    """What comes of a command in one role at one stage.

    Attributes:
        role: the role.
        verb: the command.
        kind: the kind of stream that it is for.
        stage: where the stream stands; empty where stages do not matter.
        answer: permitted, as far as role and stage go; or the code of the refusal.
    """

    role: Role
    verb: str
    kind: str
    stage: str
    answer: Answer


def stages_of(decider: Decider) -> tuple[str, ...]:
    """Every stage at which a kind of stream can stand; none where its commands may be given at any."""
    types = {type(stage) for rule in decider.rules.values() for stage in rule.stages}
    return tuple(
        stage
        for each in sorted(types, key=lambda one: one.__name__)
        if issubclass(each, StrEnum)
        for stage in each
    )


def authority_table() -> Iterator[Permission]:
    """Every role, command and stage, in the order of the rooms, commands, roles and stages."""
    for kind, decider in DECIDERS.items():
        stages = stages_of(decider) or ("",)
        for rule in decider.rules.values():
            for role in Role:
                for stage in stages if rule.stages else ("",):
                    yield Permission(role, rule.command.verb, kind, stage, _answer(rule, role, stage))


def _answer(rule: Rule, role: Role, stage: str) -> Answer:
    if not may_give(role, rule.command.verb):
        return "not-authorised"
    return "wrong-stage" if rule.stages and stage not in rule.stages else "permitted"
