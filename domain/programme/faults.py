"""What is wrong with a problem: parts that contradict each other, and what is likely to be a mistake."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from domain.programme.fault import Fault, Place
from domain.programme.pins import contradictions, hindered
from domain.programme.problem import Problem
from domain.programme.weeks import count_in, spoken_spans

__all__ = ["doubts", "faults"]


def faults(problem: Problem) -> Iterator[Fault]:
    """Every contradiction; a problem that has one cannot be planned."""
    for name in ("regions", "providers", "kinds", "inspections", "staff", "panels"):
        yield from _twice(name, getattr(problem, name))
    yield from _same_name(problem)
    yield from _unknown(problem)
    yield from _needs(problem)
    yield from _roles(problem)
    yield from contradictions(problem)


def doubts(problem: Problem) -> Iterator[Fault]:
    """What can be planned with, and is likely to be a mistake or to leave something without a place."""
    yield from _idle_people(problem)
    yield from _unstaffed(problem)
    yield from _closed_windows(problem)
    yield from hindered(problem)
    for at, panel in enumerate(problem.panels):
        if panel.room == 0:
            left = "no slots" if panel.slots == 0 else "no slot left, as other programmes have them"
            yield Fault(("panels", at, "slots"), f"{panel.id} has {left}, so nothing can go to it")
    if not problem.panels and any(kind.reported for kind in problem.kinds):
        yield Fault(("panels",), "there is no panel, so no inspection that is reported can be placed")


def _twice(name: str, parts: Sequence[Any]) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for at, part in enumerate(parts):
        if part.id in seen:
            yield Fault(
                (name, at, "id"),
                f"{part.id} stands here a second time; it is {name}[{seen[part.id]}] already",
            )
        seen.setdefault(part.id, at)


def _same_name(problem: Problem) -> Iterator[Fault]:
    names: dict[str, str] = {}
    for at, provider in enumerate(problem.providers):
        name = " ".join(provider.name.casefold().split())
        if name in names and names[name] != provider.id:
            yield Fault(
                ("providers", at, "name"),
                f"{provider.id} has the same name as {names[name]}, {provider.name!r}; tell them apart",
            )
        names.setdefault(name, provider.id)


def _unknown(problem: Problem) -> Iterator[Fault]:
    """Every name of something that is not there."""
    known = {
        "region": {each.id for each in problem.regions},
        "provider": {each.id for each in problem.providers},
        "kind": {each.id for each in problem.kinds},
        "inspection": {each.id for each in problem.inspections},
        "person": {each.id for each in problem.staff},
        "panel": {each.id for each in problem.panels},
    }
    for what, name, place in _names(problem):
        if name not in known[what]:
            word = "person on the staff" if what == "person" else what
            yield Fault(place, f"there is no {word} {name}")


def _names(problem: Problem) -> Iterator[tuple[str, str, Place]]:
    """Every name that something else must have, with what it should be and where it stands."""
    for at, journey in enumerate(problem.travel):
        yield "region", journey.home, ("travel", at, "home")
        yield "region", journey.to, ("travel", at, "to")
    for at, provider in enumerate(problem.providers):
        yield "region", provider.region, ("providers", at, "region")
    for at, person in enumerate(problem.staff):
        yield "region", person.home, ("staff", at, "home")
        for nth, conflict in enumerate(person.conflicts):
            yield "provider", conflict.provider, ("staff", at, "conflicts", nth, "provider")
    for at, quiet in enumerate(problem.pre_election):
        for nth, name in enumerate(quiet.regions):
            yield "region", name, ("pre_election", at, "regions", nth)
    yield from _names_of_inspections(problem)


def _names_of_inspections(problem: Problem) -> Iterator[tuple[str, str, Place]]:
    for at, inspection in enumerate(problem.inspections):
        yield "kind", inspection.kind, ("inspections", at, "kind")
        yield "region", inspection.region, ("inspections", at, "region")
        for nth, name in enumerate(inspection.providers):
            yield "provider", name, ("inspections", at, "providers", nth)
    for at, pair in enumerate(problem.apart):
        yield "inspection", pair.first, ("apart", at, "first")
        yield "inspection", pair.second, ("apart", at, "second")
    for at, visit in enumerate(problem.visits):
        yield "provider", visit.provider, ("visits", at, "provider")
    for at, pin in enumerate(problem.pins):
        yield "inspection", pin.inspection, ("pins", at, "inspection")
        if pin.person is not None:
            yield "person", pin.person, ("pins", at, "person")
        if pin.panel is not None:
            yield "panel", pin.panel, ("pins", at, "panel")


def _needs(problem: Problem) -> Iterator[Fault]:
    for at, kind in enumerate(problem.kinds):
        roles = [need.role for need in kind.needs]
        for nth, role in enumerate(roles):
            if role in roles[:nth]:
                yield Fault(
                    ("kinds", at, "needs", nth, "role"), f"{kind.id} asks for the role of {role} twice"
                )
    for at, inspection in enumerate(problem.inspections):
        if len(set(inspection.providers)) < len(inspection.providers):
            yield Fault(("inspections", at, "providers"), f"{inspection.id} names a provider twice")
    for at, pair in enumerate(problem.apart):
        if pair.first == pair.second:
            yield Fault(("apart", at, "second"), f"{pair.first} is to be kept apart from itself")


def _roles(problem: Problem) -> Iterator[Fault]:
    for at, person in enumerate(problem.staff):
        for nth, held in enumerate(person.held):
            if held.role not in person.roles:
                said = (
                    f"{person.id} does not have the role of {held.role}, of which this says when they hold it"
                )
                yield Fault(("staff", at, "held", nth, "role"), said)


def _idle_people(problem: Problem) -> Iterator[Fault]:
    for at, person in enumerate(problem.staff):
        away = count_in((*person.leave, *(each.weeks for each in person.bookings)), problem.weeks)
        if away >= problem.weeks:
            yield Fault(("staff", at, "leave"), f"{person.id} is away all year, and will be on no team")
        elif person.cap == 0:
            yield Fault(("staff", at, "cap"), f"{person.id} has a cap of 0 weeks, and will be on no team")


def _unstaffed(problem: Problem) -> Iterator[Fault]:
    used = {each.kind for each in problem.inspections}
    for at, kind in enumerate(problem.kinds):
        if kind.id not in used:
            continue
        for nth, need in enumerate(kind.needs):
            able = sum(
                need.role in each.roles and set(need.skills) <= set(each.skills) for each in problem.staff
            )
            if able < need.number:
                yield Fault(
                    ("kinds", at, "needs", nth),
                    f"{kind.id} takes {need.number} in the role of {need.role}{_with(need.skills)}; the staff has "
                    f"{able}, so no inspection of this kind can be placed",
                )


def _with(skills: Iterable[str]) -> str:
    named = " and ".join(skills)
    return f" with {named}" if named else ""


def _closed_windows(problem: Problem) -> Iterator[Fault]:
    notices = {kind.id: kind.notice for kind in problem.kinds}
    settled = {pin.inspection for pin in problem.pins if pin.start is not None}
    for at, inspection in enumerate(problem.inspections):
        if inspection.announced and inspection.id in settled:
            continue
        earliest = problem.now if inspection.announced else problem.now + notices.get(inspection.kind, 0)
        if not any(span.last >= earliest and span.first < problem.weeks for span in inspection.windows):
            yield Fault(
                ("inspections", at, "windows"),
                f"{inspection.id} may start in {spoken_spans(inspection.windows)}, and with its notice no sooner than "
                f"week {earliest}: its window is over",
            )
