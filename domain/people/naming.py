"""Whom a command names for work, and in which role: held against the staff record like whoever gives the command."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Literal

from domain.people.roles import Role

__all__ = ["NAMING", "Named", "named_in"]


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody who is named for work.

    Attributes:
        who: their id.
        roles: in one of which they must be able to act; empty where no role is needed.
        everywhere: whether an interest bars only from all that is before a meeting, and not from a part of it.
        on: the day of the work, on which they must not be away; None for today.
        seat: as what they are to sit on a panel, whose kinds of inspection say in which roles; empty for other work.
    """

    who: str
    roles: tuple[Role, ...] = ()
    everywhere: bool = False
    on: date | None = None
    seat: Literal["", "chair", "member"] = ""


_LEAD = (Role.LEAD_INSPECTOR,)
_READER = (Role.INSPECTOR, Role.LEAD_INSPECTOR)
_ASSISTANT = (Role.ASSISTANT, *_READER)
_REVIEWERS = (
    Role.OPERATIONS_MANAGER,
    Role.CHIEF_INSPECTOR,
    Role.LEAD_INSPECTOR,
    Role.QUALITY_LEAD,
    Role.PANEL_CHAIR,
)


def _lead(command: Any) -> tuple[Named, ...]:
    return (Named(command.lead, _LEAD),)


def _team(command: Any) -> tuple[Named, ...]:
    return (
        *(Named(each, _READER) for each in command.inspectors),
        *(Named(each, _ASSISTANT) for each in command.assistants),
    )


def _reader(command: Any) -> tuple[Named, ...]:
    return (Named(command.reader, _READER),)


def _reviewer(command: Any) -> tuple[Named, ...]:
    return (Named(command.reviewer, _REVIEWERS),)


def _member(command: Any) -> tuple[Named, ...]:
    return (Named(command.member, everywhere=True, seat="member"),)


def _chair(command: Any) -> tuple[Named, ...]:
    return (Named(command.chair, everywhere=True, seat="chair"),)


def _meeting(command: Any) -> tuple[Named, ...]:
    others = (
        Named(each, everywhere=True, seat="member") for each in command.members if each != command.chair
    )
    return (*_chair(command), *others)


def _inspectors(command: Any) -> tuple[Named, ...]:
    return tuple(
        dict.fromkeys(
            Named(who, _READER, on=session.on) for session in command.sessions for who in session.inspectors
        )
    )


def _moved(command: Any) -> tuple[Named, ...]:
    return tuple(Named(who, _READER, on=command.on) for who in command.inspectors)


def _took_part(command: Any) -> tuple[Named, ...]:
    return tuple(Named(who, on=command.held_on) for who in command.inspectors)


def _gave(command: Any) -> tuple[Named, ...]:
    return tuple(Named(who, on=command.given_on) for who in command.inspectors)


def _readers(command: Any) -> tuple[Named, ...]:
    return tuple(Named(who, _READER) for who in command.readers)


def _read(command: Any) -> tuple[Named, ...]:
    return (Named(command.read_by),)


NAMING: Mapping[str, Callable[[Any], tuple[Named, ...]]] = MappingProxyType(
    {
        "announce-inspection": _lead,
        "change-lead": _lead,
        "set-team": _team,
        "allocate-case": _reader,
        "allocate-second-read": _reader,
        "convene-panel": _meeting,
        "invite-member": _member,
        "take-chair": _chair,
        "plan-sessions": _inspectors,
        "move-session": _moved,
        "hold-session": _took_part,
        "give-feedback": _gave,
        "open-benchmark": _readers,
        "assign-comment": _reviewer,
        "release-dossier": _read,
    }
)
"""The commands that name somebody for work, by their verbs."""


def named_in(verb: str, command: Any) -> tuple[Named, ...]:
    """Whom a command names for work, who must be fit for it: on the staff, in that role, and without an interest.

    Args:
        verb: the command's verb; one that names nobody gives an empty tuple.
        command: the command.
    """
    found = NAMING.get(verb)
    return found(command) if found else ()
