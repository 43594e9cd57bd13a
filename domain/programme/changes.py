"""What happens to a year that has been planned: somebody falls ill, a provider asks to move, an inquiry is asked for.

A change goes into the tables; what has been announced by then is fixed where it stands, so that a new plan leaves it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from domain.messages import Message
from domain.programme.neighbours import neighbours
from domain.programme.plan import Member, Placement, Plan
from domain.programme.problem import Booking, Inspection, Kind, Name, Pin, Problem
from domain.programme.publishing import publication_week
from domain.programme.weeks import Span, Week, spoken_spans
from domain.refusals import Refused
from domain.text import Line

__all__ = ["LEADS", "STANDS", "Changed", "Disruption", "brought_up", "happened"]

STANDS = "assay"
"""Who has fixed what stands because it was announced; the next time, these pins are made anew."""
LEADS = "the record"
"""Who has fixed the lead of what has started: it is changed by a decision about that alone, whatever else happens."""


class Disruption(Message):
    """One thing that happens.

    Attributes:
        change: somebody is ``away``; an inspection ``moves`` to other weeks; a panel is ``cancelled``; an inspection
            ``arrives`` that must take place.
        of: the person, the inspection or the panel; for an inspection that arrives, its code.
        weeks: when somebody is away; in which weeks an inspection may start.
        why: the reason.
        kind: for an inspection that arrives: its kind.
        providers: for one that arrives: whom it inspects.
        length: for one that arrives: weeks of fieldwork.
        region: for one that arrives: where its fieldwork is; None: where its first provider is.
        preferred: when it would best start; None: as soon as it may.
    """

    change: Literal["away", "moves", "cancelled", "arrives"]
    of: Name
    weeks: Annotated[tuple[Span, ...], Field(max_length=60)] = ()
    why: Line
    kind: Name | None = None
    providers: Annotated[tuple[Name, ...], Field(max_length=200)] = ()
    length: Annotated[int, Field(ge=1, le=26)] | None = None
    region: Name | None = None
    preferred: Week | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.change == "cancelled") == bool(self.weeks):
            said = "has no weeks" if self.weeks else "must say its weeks"
            raise ValueError(f"a row with {self.change} {said}")
        new = (self.kind is not None, bool(self.providers), self.length is not None)
        if self.change == "arrives" and not all(new):
            raise ValueError("an inspection that arrives must say its kind, its providers and its length")
        if self.change != "arrives" and (any(new) or self.region is not None):
            raise ValueError("kind, providers, length and region are of an inspection that arrives")
        if self.change in ("away", "cancelled") and self.preferred is not None:
            raise ValueError("preferred is of an inspection that arrives or moves")
        return self


class Changed(Message):
    """A year after what happened.

    Attributes:
        problem: its tables now, in which all that stands is pinned.
        stands: the inspections that were announced and stay where they are.
    """

    problem: Problem
    stands: tuple[Name, ...]


def happened(problem: Problem, plan: Plan, what: Sequence[Disruption], now: Week) -> Changed:
    """The tables of a year after something has happened.

    What has been announced by now keeps its start, its panel and its people, but for what the changes themselves take:
    its team if somebody is away who would work on it, a panel that is cancelled, and all of it if its provider asks for
    other weeks before its fieldwork has begun.

    Args:
        problem: the year as it was planned.
        plan: its plan.
        what: what happens.
        now: the week it is; notice counts from the week of the tables, if that is later.

    Raises:
        Refused: ``bad-changes``: something in it is not there, is there already, has begun, or is pinned.
    """
    for each in what:
        _refuse(problem, plan, each, now)
    moves: dict[str, Disruption] = {}
    for each in what:
        if each.change == "moves" and moves.setdefault(each.of, each) is not each:
            said = f"{spoken_spans(moves[each.of].weeks)} and {spoken_spans(each.weeks)}"
            raise _bad(f"{each.of} moves twice, to {said}; name all its weeks in one row")
    away: dict[str, list[Booking]] = defaultdict(list)
    for each in what:
        if each.change == "away":
            away[each.of] += (Booking(weeks=span, what=each.why) for span in each.weeks)
    cancelled = {each.of for each in what if each.change == "cancelled"}
    kinds = {each.id: each for each in problem.kinds}
    placed = {each.inspection: each for each in plan.placements}
    announced = {
        each.id
        for each in problem.inspections
        if each.announced or (each.id in placed and placed[each.id].start - kinds[each.kind].notice <= now)
    }
    by_id = {each.id: each for each in problem.inspections}
    stands = sorted(announced & placed.keys() - moves.keys())
    pins = [each for each in problem.pins if each.by != STANDS]
    kept = {(each.inspection, each.start, each.person, each.panel) for each in pins}
    for id_ in stands:
        for pin in _stands(by_id[id_], kinds[by_id[id_].kind], placed[id_], away, cancelled):
            if (pin.inspection, pin.start, pin.person, pin.panel) not in kept:
                pins.append(pin)
    near = neighbours(problem)
    apart = {(each.first, each.second) for each in problem.apart}
    derived = {(each.first, each.second) for each in near} <= apart and (bool(near) or not apart)
    after = problem.with_(
        now=max(now, problem.now),
        inspections=(
            *(_moved(each, moves.get(each.id), each.id in announced) for each in problem.inspections),
            *(_arrived(problem, each) for each in what if each.change == "arrives"),
        ),
        staff=tuple(each.with_(bookings=(*each.bookings, *away.get(each.id, ()))) for each in problem.staff),
        panels=tuple(each for each in problem.panels if each.id not in cancelled),
        pins=tuple(pins),
    )
    if derived:  # what arrives is kept from its neighbours as all others are
        new = tuple(each for each in neighbours(after) if (each.first, each.second) not in apart)
        after = after.with_(apart=(*after.apart, *new)) if new else after
    return Changed(problem=after, stands=tuple(stands))


def brought_up(problem: Problem, plan: Plan) -> Plan:
    """A plan with what runs where it runs by the pins of its tables, whatever the plan was when it was made.

    Fieldwork that was moved by hand since, another lead, and a team that was settled by hand: the tables have them, if
    they were filled from the record.

    Args:
        problem: the tables.
        plan: a plan of them, or of what they were before.
    """
    by_code: dict[str, list[Pin]] = defaultdict(list)
    for pin in problem.pins:
        if pin.by in (LEADS, STANDS):
            by_code[pin.inspection].append(pin)
    known = {each.id for each in problem.inspections}
    placements = []
    for place in plan.placements:
        pins = by_code[place.inspection] if place.inspection in known else []
        start = next((each.start for each in pins if each.start is not None), place.start)
        if start != place.start:
            place = place.with_(start=start)
            place = place.with_(publication=publication_week(problem, place))
        placements.append(place.with_(team=_by_pins(place.team, pins)))
    return plan.with_(placements=tuple(placements))


def _by_pins(team: tuple[Member, ...], pins: Sequence[Pin]) -> tuple[Member, ...]:
    """A team in which everybody who is fixed has their role, in the place of somebody who is not."""
    fixed = {
        Member(person=each.person, role=each.role) for each in pins if each.person is not None and each.role
    }
    free = [each for each in team if each not in fixed and each.person not in {one.person for one in fixed}]
    found = list(fixed)
    for role in dict.fromkeys(each.role for each in team):
        missing = sum(each.role == role for each in team) - sum(each.role == role for each in fixed)
        found += [each for each in free if each.role == role][: max(0, missing)]
    return tuple(sorted(found, key=lambda each: (each.role, each.person)))


def _refuse(problem: Problem, plan: Plan, each: Disruption, now: int) -> None:
    known: dict[str, set[str]] = {
        "away": {one.id for one in problem.staff},
        "moves": {one.id for one in problem.inspections},
        "cancelled": {one.id for one in problem.panels},
    }
    if each.change == "arrives":
        if any(one.id == each.of for one in problem.inspections):
            raise _bad(f"There is an inspection {each.of} already, so it cannot arrive")
        tables: dict[str, set[str]] = {
            "kind": {one.id for one in problem.kinds},
            "provider": {one.id for one in problem.providers},
            "region": {one.id for one in problem.regions},
        }
        named = [("kind", each.kind), *(("provider", one) for one in each.providers), ("region", each.region)]
        for what, name in named:
            if name is not None and name not in tables[what]:
                raise _bad(f"{each.of} arrives with the {what} {name}, which is not in the tables")
        return
    if each.of not in known[each.change]:
        word = {"away": "person on the staff", "moves": "inspection", "cancelled": "panel"}[each.change]
        raise _bad(f"There is no {word} {each.of}")
    pin = next((one for one in problem.pins if one.by != STANDS and _holds(one, each)), None)
    if pin is not None:
        raise _bad(
            f"{pin.by} has fixed this about {pin.inspection} ({pin.why}), so {each.of} cannot give way"
        )
    if each.change == "cancelled":
        week = next(one.week for one in problem.panels if one.id == each.of)
        if week < now:
            raise _bad(f"{each.of} has met in week {week}, and cannot be cancelled")
    if each.change == "moves":
        start = next((one.start for one in plan.placements if one.inspection == each.of), None)
        if start is not None and start <= now:
            raise _bad(f"{each.of} has begun in week {start} and cannot move to {spoken_spans(each.weeks)}")


def _holds(pin: Pin, each: Disruption) -> bool:
    """Whether somebody has fixed what would have to give."""
    if each.change == "moves":
        return pin.inspection == each.of and pin.start is not None
    return each.change == "cancelled" and pin.panel == each.of


def _bad(sentence: str) -> Refused:
    return Refused.because("bad-changes", f"{sentence}.")


def _moved(inspection: Inspection, move: Disruption | None, announced: bool) -> Inspection:
    if move is None:
        return inspection.with_(announced=True) if announced else inspection
    preferred = move.weeks[0].first if move.preferred is None else move.preferred
    return inspection.with_(windows=move.weeks, preferred=preferred, announced=announced)


def _arrived(problem: Problem, each: Disruption) -> Inspection:
    regions = {one.id: one.region for one in problem.providers}
    return Inspection.model_validate(
        {
            "id": each.of,
            "kind": each.kind,
            "providers": each.providers,
            "region": each.region or regions[each.providers[0]],
            "mandatory": True,
            "length": each.length,
            "windows": each.weeks,
            "preferred": each.weeks[0].first if each.preferred is None else each.preferred,
        }
    )


def _stands(
    inspection: Inspection,
    kind: Kind,
    place: Placement,
    away: Mapping[str, Sequence[Booking]],
    cancelled: set[str],
) -> Sequence[Pin]:
    """The pins that hold an announced inspection where it is, but for what has been taken from it.

    A team from which somebody falls out may be filled anew, dearly: another may have to bring the skill that went.
    """
    fixed: list[dict[str, object]] = [{"start": place.start}]
    if place.panel is not None and place.panel not in cancelled:
        fixed.append({"panel": place.panel})
    if not any(_falls_out(inspection, kind, place, member, away) for member in place.team):
        fixed += [{"person": each.person, "role": each.role} for each in place.team]
    more = {"inspection": inspection.id, "by": STANDS, "why": "It has been announced"}
    return [Pin.model_validate({**each, **more}) for each in fixed]


def _falls_out(
    inspection: Inspection,
    kind: Kind,
    place: Placement,
    member: Member,
    away: Mapping[str, Sequence[Booking]],
) -> bool:
    need = next(each for each in kind.needs if each.role == member.role)
    last = place.start + inspection.length + need.after - 1
    return any(each.weeks.touches(place.start - need.before, last) for each in away.get(member.person, ()))
