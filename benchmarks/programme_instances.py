"""Years of an inspectorate, made up from a seed: the same seed and size give the same year on any machine.

A year has the shape of a real one: probation providers are inspected every year, about a year after the last time;
youth services are chosen; joint inspections wait for partners; thematic ones visit several providers; an area is
inspected as a whole; staff take summers off, are booked for training and must keep away from a former employer.

Run as `python -m benchmarks.programme_instances SEED SIZE` to see one as JSON.
"""

import argparse
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from domain.programme.problem import (
    Apart,
    Booking,
    Conflict,
    Inspection,
    Kind,
    Mix,
    Need,
    Panel,
    Person,
    PreElection,
    Problem,
    Provider,
    Region,
    Role,
    Travel,
    Visit,
)
from domain.programme.shares import Availability, cap_of, fair_shares
from domain.programme.weeks import Span

__all__ = ["SIZES", "Size", "year"]

WEEKS: Final = 52
FIRST_MONDAY: Final = date(2027, 4, 5)
BUSY_WEEKS: Final = 27
"""The weeks of inspection work that a year has for each lead and assistant; inspectors have rather fewer."""
MOST_VISITS = 3
"""How often one provider is visited in a year, all kinds together."""
FEWEST_LEADS = MOST_VISITS + 1
"""Each visit of a provider is led by somebody else, and none by whoever led there the last time."""
CHRISTMAS, EASTER = Span(first=37, last=38), Span(first=0, last=0)
HOMES: Final = {  # roughly where they lie, for the length of journeys
    "north-east": (6, 9), "north-west": (3, 8), "yorkshire": (6, 7), "east-midlands": (6, 5), "west-midlands": (4, 5),
    "wales": (1, 4), "east": (8, 4), "london": (7, 2), "south-east": (6, 1), "south-west": (2, 1),
}  # fmt: skip


@dataclass(frozen=True)
class Size:
    """How large a year is.

    Attributes:
        inspections: how many inspections.
        staff: how many people.
        full_teams: whether teams are as large as in a full year; six people cannot field them.
        screenings: the share of short inspections among those that are chosen, against 30 others.
    """

    inspections: int
    staff: int
    full_teams: bool = True
    screenings: int = 70


SIZES: Final = {
    "small": Size(10, 6, full_teams=False),
    "medium": Size(70, 45),
    "large": Size(300, 150),
    "very-large": Size(2_000, 800, screenings=120),
}


def year(seed: int, size: Size) -> Problem:
    """A year made up from a seed."""
    chance = random.Random(f"{seed}/{size.inspections}/{size.staff}")
    kinds = _kinds(size.full_teams)
    providers = _providers(chance, size.inspections)
    inspections = _inspections(chance, size, providers)
    staff = _staff(chance, size.staff, kinds, inspections, providers)
    leads = [each.id for each in staff if "lead" in each.roles]
    providers = [each.with_(last_lead=chance.choice(leads)) for each in providers]
    busy = -(-sum(each.length for each in inspections) // (len(HOMES) * 46))
    return Problem(
        title=f"A year made up from seed {seed}: {size.inspections} inspections, {size.staff} staff",
        first_monday=FIRST_MONDAY,
        weeks=WEEKS,
        now=-10,
        blackouts=(EASTER, CHRISTMAS, Span(first=50, last=50)),
        regions=tuple(Region(id=each, cap=1 + 2 * busy) for each in HOMES),
        travel=tuple(
            Travel(home=one, to=other, cost=(abs(x - u) + abs(y - v) + 1) // 2)
            for one, (x, y) in HOMES.items()
            for other, (u, v) in HOMES.items()
            if one < other
        ),
        providers=tuple(providers),
        kinds=kinds,
        inspections=inspections,
        staff=staff,
        panels=_panels(size.inspections),
        pre_election=(
            PreElection(weeks=Span(first=0, last=4), what="local elections"),
            PreElection(weeks=Span(first=24, last=29), regions=("wales",), what="a by-election in Wales"),
            PreElection(weeks=Span(first=51, last=56), what="local elections"),
        ),
        apart=_apart(providers, inspections),
        visits=tuple(
            Visit(provider=each.id, weeks=_span(chance, 2, 48, 2), gap=2, who="the prisons inspectorate")
            for each in chance.sample(providers, len(providers) // 12)
        ),
    )


def _kinds(full: bool) -> tuple[Kind, ...]:
    def team(leading: tuple[int, int], inspectors: int, writing: int, assistants: int) -> tuple[Need, ...]:
        needs = [
            Need(role="lead", number=1, before=leading[0], after=leading[1]),
            Need(role="inspector", number=inspectors if full else 1, after=writing),
        ]
        if full and assistants:
            needs.append(Need(role="assistant", number=assistants, before=1))
        return tuple(needs)

    def mix(skill: str, at_least: int) -> tuple[Mix, ...]:
        return (Mix(skill=skill, at_least=at_least if full else 1),)

    return (
        Kind(id="crc", notice=8, needs=team((2, 3), 4, 1, 1), mix=mix("adult", 3)),
        Kind(id="nps-division", notice=8, needs=team((2, 3), 4, 1, 1), mix=mix("adult", 3)),
        Kind(id="youth-screening", notice=4, needs=team((1, 2), 2, 0, 1), mix=mix("youth", 2)),
        Kind(id="youth-joint", notice=6, needs=team((2, 3), 3, 1, 1), mix=mix("youth", 2)),
        Kind(id="thematic", notice=8, needs=team((3, 4), 2, 1, 1)),
        Kind(id="quality-and-impact", notice=8, needs=team((2, 3), 4, 1, 2), mix=mix("adult", 3), trainees=2),
        Kind(id="pilot", notice=2, needs=team((1, 1), 1, 0, 0), reported=False),
    )


def _providers(chance: random.Random, inspections: int) -> list[Provider]:
    adult, youth = max(2, inspections * 28 // 300), max(4, inspections * 3 // 4)
    regions = list(HOMES)
    found = []
    for number in range(adult):
        kind, region = ("nps" if number % 4 == 3 else "crc"), regions[number % len(regions)]
        found.append(
            Provider(
                id=f"{kind}-{number:03}",
                name=f"{kind.upper()} {number}",
                region=region,
                area=f"{region} {number % 7}",
            )
        )
    for number in range(youth):
        region = chance.choice(regions)
        area = f"{region} {chance.randrange(7)}"
        found.append(
            Provider(id=f"yot-{number:04}", name=f"Youth service {number}", region=region, area=area)
        )
    return found


_OTHERS: Final = ("youth-joint", "thematic", "quality-and-impact", "pilot")


def _inspections(chance: random.Random, size: Size, providers: Sequence[Provider]) -> tuple[Inspection, ...]:
    adult = [each for each in providers if not each.id.startswith("yot")]
    youth = [each for each in providers if each.id.startswith("yot")]
    found = [_yearly(chance, each) for each in adult[: size.inspections // 2]]
    visits = Counter(each for one in found for each in one.providers)
    while len(found) < size.inspections:
        number = len(found)
        kind = chance.choices(("youth-screening", *_OTHERS), (size.screenings, 9, 7, 6, 8))[0]
        several = {"thematic": 3, "quality-and-impact": 2}.get(kind, 1)
        able = adult if kind == "quality-and-impact" else youth
        able = [each for each in able if visits[each.id] < MOST_VISITS]
        if len(able) < several:
            continue
        whom = chance.sample(able, several)
        visits.update(each.id for each in whom)
        preferred = chance.randrange(2, 50)
        wide = chance.randrange(6, 16)
        partners: tuple[tuple[Span, ...], ...] = ()
        if kind == "youth-joint":
            partners = (tuple(_span(chance, preferred - 8, preferred + 6, 3) for _ in range(3)),)
        found.append(
            Inspection(
                id=f"{kind}-{number:04}",
                kind=kind,
                providers=tuple(each.id for each in whom),
                region=whom[0].region,
                mandatory=kind != "pilot" and chance.random() < 0.75,
                risk=chance.randrange(5, 100),
                length={"thematic": 3, "youth-joint": 2, "quality-and-impact": 2}.get(kind, 1),
                windows=(Span(first=max(0, preferred - wide), last=min(WEEKS - 1, preferred + wide)),),
                partners=partners,
                preferred=preferred,
            )
        )
    return tuple(found)


def _yearly(chance: random.Random, provider: Provider) -> Inspection:
    preferred = chance.randrange(3, 49)
    kind = "crc" if provider.id.startswith("crc") else "nps-division"
    return Inspection(
        id=f"{kind}-{provider.id[4:]}",
        kind=kind,
        providers=(provider.id,),
        region=provider.region,
        mandatory=True,
        risk=chance.randrange(5, 100),
        length=chance.choice((2, 2, 3)),
        windows=(Span(first=max(0, preferred - 8), last=min(WEEKS - 1, preferred + 8)),),
        preferred=preferred,
    )


def _staff(
    chance: random.Random,
    number: int,
    kinds: Sequence[Kind],
    inspections: Sequence[Inspection],
    providers: Sequence[Provider],
) -> tuple[Person, ...]:
    demand = _demand(kinds, inspections)
    leads = max(FEWEST_LEADS, round(demand["lead"] / BUSY_WEEKS))
    assistants = round(demand["assistant"] / BUSY_WEEKS)
    fte = [chance.choices((100, 80, 60), (75, 15, 10))[0] for _ in range(number)]
    leave = [_leave(chance) for _ in range(number)]
    bookings = [
        (Booking(weeks=_span(chance, 1, 48, 1), what="training"),) if chance.random() < 0.5 else ()
        for _ in range(number)
    ]
    there = [
        Availability(share, (*away, *(each.weeks for each in other)))
        for share, away, other in zip(fte, leave, bookings, strict=True)
    ]
    roles = [_roles(at, leads, assistants) for at in range(number)]
    targets = _targets(roles, there, demand)
    return tuple(
        Person(
            id=f"p-{at:03}",
            roles=roles[at],
            skills=chance.choices((("adult",), ("youth",), ("adult", "youth")), (35, 30, 35))[0],
            home=chance.choice(list(HOMES)),
            trainee=at >= leads + assistants and chance.random() < 0.12,
            fte=fte[at],
            leave=leave[at],
            bookings=bookings[at],
            cap=cap_of(there[at], WEEKS),
            target=targets[at],
            conflicts=_conflicts(chance, providers),
        )
        for at in range(number)
    )


def _targets(
    roles: Sequence[tuple[Role, ...]], there: Sequence[Availability], demand: Mapping[Role, int]
) -> list[int]:
    """Fair shares among those whose first role is the same: leads do not take turns with assistants."""
    found = [0] * len(roles)
    for role, work in demand.items():
        group = [at for at, held in enumerate(roles) if held[0] == role]
        shares = fair_shares([there[at] for at in group], WEEKS, work) if group else ()
        for at, share in zip(group, shares, strict=True):
            found[at] = share
    return found


def _demand(kinds: Sequence[Kind], inspections: Sequence[Inspection]) -> dict[Role, int]:
    demand: dict[Role, int] = {"lead": 0, "inspector": 0, "assistant": 0}
    known = {each.id: each for each in kinds}
    for inspection in inspections:
        for need in known[inspection.kind].needs:
            demand[need.role] += need.number * (need.before + inspection.length + need.after)
    return demand


def _roles(at: int, leads: int, assistants: int) -> tuple[Role, ...]:
    if at < leads:
        return ("lead", "inspector")
    return ("assistant",) if at < leads + assistants else ("inspector",)


def _leave(chance: random.Random) -> tuple[Span, ...]:
    summer = _span(chance, 12, 21, chance.choice((2, 2, 3)))
    other = _span(chance, 25, 35, 1) if chance.random() < 0.7 else _span(chance, 3, 8, 1)
    return (summer, CHRISTMAS, other)


def _conflicts(chance: random.Random, providers: Sequence[Provider]) -> tuple[Conflict, ...]:
    if chance.random() > 0.2:
        return ()
    provider = chance.choice(providers)
    if chance.random() < 0.5:
        return (
            Conflict(provider=provider.id, why="was seconded from there", until=chance.randrange(10, 40)),
        )
    return (Conflict(provider=provider.id, why="a relative works there"),)


def _panels(inspections: int) -> tuple[Panel, ...]:
    slots = -(-inspections * 2 // 30)
    return tuple(
        Panel(id=f"panel-{week:02}", week=week, slots=slots)
        for week in range(4, WEEKS + 11, 2)
        if week not in (38,)
    )


def _apart(providers: Sequence[Provider], inspections: Sequence[Inspection]) -> tuple[Apart, ...]:
    areas = {each.id: each.area for each in providers}
    found = []
    for at, one in enumerate(inspections):
        for other in inspections[at + 1 :]:
            yearly = {one.kind, other.kind} == {"crc", "nps-division"}
            joint = {one.kind, other.kind} == {"youth-joint", "youth-screening"}
            if (yearly or joint) and areas[one.providers[0]] == areas[other.providers[0]]:
                gap, why = (6, "the same area") if yearly else (4, "the same local authority")
                found.append(Apart(first=one.id, second=other.id, gap=gap, why=why))
    return tuple(found)


def _span(chance: random.Random, earliest: int, latest: int, length: int) -> Span:
    first = chance.randint(earliest, latest)
    return Span(first=first, last=first + length - 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("seed", type=int)
    parser.add_argument("size", choices=SIZES)
    chosen = parser.parse_args()
    print(year(chosen.seed, SIZES[chosen.size]).model_dump_json(indent=1))


if __name__ == "__main__":
    main()
