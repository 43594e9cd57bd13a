"""Who cannot do what they have to do in an inspection that runs, and what to do about it: for lists of tasks.

Nobody is named for work who is away, barred or without the role; but leave, interests, ends of secondments and courses
that run out come after that. Each is told as a task, for whoever may give the command that mends it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from types import MappingProxyType
from typing import Literal

from domain.people.people_tasks import AHEAD, PeopleTask
from domain.people.roles import Role
from domain.people.roll import Roll
from domain.people.staff.state import Staff
from domain.people.standing import Concern, acting, conflicting, missing
from domain.streams import staff_stream
from domain.text import counted
from domain.working_days import in_words

__all__ = ["Part", "Work", "work_tasks"]

Part = Literal["lead", "team", "reader", "second-reader", "chair", "member"]
"""As what somebody works on an inspection."""


@dataclass(frozen=True, slots=True)
class Work:
    """What somebody has to do in an inspection that runs.

    Attributes:
        who: their id.
        part: as what.
        concern: the inspection and, for a read, the case.
        since: the first day on which they must be there.
        until: the last.
        panel: the meeting that they sit on; empty for other work.
        roles: of which they hold one besides, as the kind of inspection says of those who sit on its panel; none means
            that nothing is said.
    """

    who: str
    part: Part
    concern: Concern
    since: date
    until: date
    panel: str = ""
    roles: tuple[Role, ...] = ()

    @property
    def inspection(self) -> str:
        """The inspection's reference."""
        return self.concern.inspection


@dataclass(frozen=True, slots=True)
class _Mending:
    """What is done about somebody who cannot do their part.

    Attributes:
        verb: the command.
        barred: the command where they are barred by an interest.
        roles: in one of which they act; none where none is needed.
        title: the words for it, from the inspection, the number of cases and the meeting.
    """

    verb: str
    barred: str
    roles: tuple[Role, ...]
    title: Callable[[str, int, str], str]


_READING = (Role.INSPECTOR, Role.LEAD_INSPECTOR)
_MENDING: Mapping[Part, _Mending] = MappingProxyType(
    {
        "lead": _Mending(
            "change-lead", "change-lead", (Role.LEAD_INSPECTOR,), lambda of, _n, _p: f"Give {of} another lead"
        ),
        "team": _Mending("set-team", "set-team", (), lambda of, _n, _p: f"Settle the team of {of} anew"),
        "reader": _Mending(
            "allocate-case",
            "allocate-case",
            _READING,
            lambda of, n, _p: f"Allocate {counted(n, 'case')} of {of} to another",
        ),
        "second-reader": _Mending(
            "allocate-second-read",
            "allocate-second-read",
            _READING,
            lambda of, n, _p: f"Allocate {counted(n, 'second read')} of {of} to another",
        ),
        "chair": _Mending(
            "take-chair",
            "take-chair",
            (Role.PANEL_CHAIR,),
            lambda of, _n, panel: f"Let another take the chair of the panel {panel} for {of}",
        ),
        "member": _Mending(
            "invite-member",
            "recuse-member",
            (),
            lambda of, _n, panel: f"See to a member of the panel {panel}, for {of}",
        ),
    }
)

_MEETING = ("chair", "member")


def work_tasks(
    works: Sequence[Work], staff: Mapping[str, Staff], roll: Roll, day: date
) -> tuple[PeopleTask, ...]:
    """What there is to see to on a day because of who has what to do; nothing where there is no staff record.

    Args:
        works: what everybody has to do in the inspections that run, one for each case that is still to be read.
        staff: everybody on the staff record, by stream.
        roll: what roles need.
        day: today.
    """
    if not roll.begun:
        return ()
    grouped: dict[tuple[str, str, str, str, str, date | None], int] = {}
    for work in works:
        person = staff.get(staff_stream(work.who), Staff())
        for verb, why, due in _troubles(work, person, roll, day):
            key = (work.who, work.inspection, verb, work.part + "/" + work.panel, why, due)
            grouped[key] = grouped.get(key, 0) + 1
    found = []
    for (who, inspection, verb, where, why, due), number in grouped.items():
        part, _, panel = where.partition("/")
        title = _MENDING[part].title(inspection, number, panel)  # type: ignore[index]  # it was one of the parts
        found.append(PeopleTask(staff_stream(who), verb, f"{title}: {why}", due, (inspection,)))
    found += _in_two_places(works, staff, day)
    return tuple(
        sorted(
            found,
            key=lambda each: (each.due or date.min, each.inspections, each.about, each.verb, each.title),
        )
    )


def _troubles(work: Work, person: Staff, roll: Roll, day: date) -> Iterator[tuple[str, str, date | None]]:
    """Each reason why somebody cannot do it: the command that mends it, why, and from when; None for now."""
    mending = _MENDING[work.part]
    gone = missing(work.who, person)
    if gone is not None:
        yield mending.verb, _clause(gone.sentence), None
        return
    on = max(day, work.since) if work.part in _MEETING else day
    unable = _unable(work.who, person, roll, mending.roles, on) or _unable(
        work.who, person, roll, work.roles, on
    )
    if unable:
        yield mending.verb, unable, None
    conflict = conflicting(work.who, person, work.concern, on)
    if conflict is not None:
        yield mending.barred, _clause(conflict.sentence), None
    for leave in person.leave:
        first, last = max(leave.since, work.since, day), min(leave.until, work.until)
        if first <= last and (first <= day + AHEAD or work.part in ("lead", "team")):
            days = f"{in_words(leave.since)} to {in_words(leave.until)}"
            yield mending.verb, f"{work.who} is away from {days}", None if first <= day else first


def _unable(who: str, person: Staff, roll: Roll, roles: Sequence[Role], on: date) -> str:
    """Why somebody can act in none of some roles; empty where they can in one, or where none is needed."""
    refusals = [acting(who, person, roll, role, on) for role in roles]
    found = [each for each in refusals if each is not None]
    if len(found) < len(refusals) or not found:
        return ""
    held = [each for each in found if each.code != "role-not-held"]
    if not held and len(found) > len(_READING):
        return f"{who} holds none of the roles in which they could do this"
    return _clause((held or found)[0].sentence)


def _clause(sentence: str) -> str:
    return sentence.rstrip(".")


def _in_two_places(works: Iterable[Work], staff: Mapping[str, Staff], day: date) -> Iterator[PeopleTask]:
    """Whoever is in the fieldwork of two inspections on the same days."""
    fieldwork: dict[str, dict[str, Work]] = {}
    for work in works:
        if work.part in ("lead", "team") and work.until >= day:
            fieldwork.setdefault(work.who, {}).setdefault(work.inspection, work)
    for who, several in fieldwork.items():
        person = staff.get(staff_stream(who))
        if person is None or not person.here:
            continue
        for one, other in combinations(sorted(several.values(), key=lambda each: each.inspection), 2):
            since, until = max(one.since, other.since), min(one.until, other.until)
            if since > until:
                continue
            days = f"from {in_words(since)} to {in_words(until)}"
            why = f"{who} is in the fieldwork of {one.inspection} and of {other.inspection} {days}"
            later = max((one, other), key=lambda each: (each.since, each.inspection))
            mending = _MENDING[later.part]
            yield PeopleTask(
                staff_stream(who),
                mending.verb,
                f"{mending.title(later.inspection, 1, '')}, or move its days: {why}",
                max(since, day) if since > day else None,
                (one.inspection, other.inspection),
            )
