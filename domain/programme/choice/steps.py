"""The steps of a selection rule: each chooses services, and says of those that it passes over why."""

from collections.abc import Callable, Mapping, Sequence

from domain.programme.choice.rules import By, Step
from domain.programme.choice.selecting import Selecting, since
from domain.programme.choice.services import Service

__all__ = ["STEPS", "without_what_is_asked"]


def _everyone(now: Selecting, _: Step) -> None:
    for service in now.services:
        now.take(service, "everyone", "everybody is inspected every year")


def _cycle(now: Selecting, _: Step) -> None:
    """Those whose last possible year is this one; too many visits or a full region excuse nobody."""
    for service in now.services:
        if service.id not in now.chosen and now.last_year(service) == 0:
            now.take(service, "cycle", f"{since(service)}; it is due at least every {now.rule.cycle} years")


def _follow_up(now: Selecting, _: Step) -> None:
    for service in now.free():
        if service.follow_up is not None and now.open(service):
            now.take(service, "follow-up", f"follow-up: {service.follow_up}")


def _risk(now: Selecting, step: Step) -> None:
    """The highest scores that leave room for everybody else in time."""
    scored = [each for each in now.free() if each.risk is not None]
    for service in now.free():
        if service.risk is None:
            now.passed[service.id] = "has no risk score"
    ranked = sorted(scored, key=lambda each: (-_weight(now, each), each.id))
    number = now.number(step)
    unmet = now.unmet(now.waiting(), now.room())
    taken: list[Service] = []
    for rank, service in enumerate(ranked, start=1):
        if len(taken) == number:
            break
        score = _score(now, service)
        room = now.room()
        if not now.open(service):
            now.barred[service.id] = f"{score}, rank {rank}: {now.barred[service.id]}"
        elif room.regions.get((service.region, 0), 1) == 0:
            now.barred[service.id] = f"{score}, rank {rank}: {service.region} has its share already"
        elif now.unmet(now.waiting(service.id), room.taken(service.region)) > unmet:
            now.barred[service.id] = f"{score}, rank {rank}: others would no longer be inspected in time"
        else:
            now.take(service, "risk", f"{score}, rank {rank} of {len(ranked)}")
            taken.append(service)
    _say_who_lost(now, ranked, taken)


def _say_who_lost(now: Selecting, ranked: Sequence[Service], taken: Sequence[Service]) -> None:
    last = f"the last that was chosen has {_score(now, taken[-1])}" if taken else "there was no room by risk"
    for service in ranked:
        if service.id not in now.chosen:
            now.passed[service.id] = f"{_score(now, service)}; {last}"


def _weight(now: Selecting, service: Service) -> int:
    return (service.risk.score if service.risk is not None else 0) - _off(now, service)


def _off(now: Selecting, service: Service) -> int:
    return now.rule.again if service.last == now.year - 1 else 0


def _score(now: Selecting, service: Service) -> str:
    if service.risk is None:
        return "no risk score"
    again = _off(now, service)
    less = f" less {again} for last year's inspection" if again else ""
    return f"risk {service.risk.score}{less} ({service.risk.by}, {service.risk.on.isoformat()})"


def _lowest(now: Selecting, step: Step) -> None:
    _by_performance(now, step, "lowest-performance", 1)


def _highest(now: Selecting, step: Step) -> None:
    _by_performance(now, step, "highest-performance", -1)


def _by_performance(now: Selecting, step: Step, by: By, sign: int) -> None:
    known = sorted((sign * value, each.id, each) for value, each in _performing(now))
    left, taken, end = now.number(step), 0, "highest" if sign < 0 else "lowest"
    for rank, (value, _, service) in enumerate(known, start=1):
        where = f"performance {sign * value}, number {rank} from the {end}"
        if taken == left:
            now.passed[service.id] = f"{where}; {taken} were chosen from there"
        elif now.open(service):
            taken += 1
            now.take(service, by, where)


def _performing(now: Selecting) -> list[tuple[int, Service]]:
    """Whose performance has been published; the others can be chosen by none of it."""
    for each in now.free():
        if each.performance is None:
            now.passed[each.id] = "has no published performance"
    return [(each.performance, each) for each in now.free() if each.performance is not None]


def _spread(now: Selecting, step: Step) -> None:
    """One from each of as many equal parts of the range: the one that has waited longest."""
    known = sorted((value, each.id, each) for value, each in _performing(now))
    number = min(now.number(step), len(known))
    for value, id_, _ in known if number == 0 else ():
        now.passed[id_] = f"performance {value}; there was no room by performance"
    for part in range(number):
        whole = known[part * len(known) // number : (part + 1) * len(known) // number]
        group = [each for each in whole if now.open(each[2])]
        if not group:
            continue
        first = min(group, key=lambda each: (each[2].last or 0, each[1]))
        for value, id_, service in group:
            said = f"performance {value}, part {part + 1} of {number} of the range; {_waited(service)}"
            if service is first[2]:
                now.take(service, "spread-of-performance", f"{said}, longest in its part")
            else:
                now.passed[id_] = f"{said}; {first[1]}, {_waited(first[2])}, comes first in its part"


def _waited(service: Service) -> str:
    return since(service).removeprefix("was ").removeprefix("has ").replace("never been", "never")


def _alike(now: Selecting, _: Step) -> None:
    """The part of the cycle whose turn it is, services of similar size and density together.

    Sizes and densities change, and an area near the edge of a part may change its part with them. So whoever has been
    inspected within the cycle is passed over, and whoever would otherwise miss it altogether is chosen.
    """
    cycle = now.rule.cycle or 1
    turn, parts = now.year % cycle, _parts(now, cycle)
    for service in now.services:
        part, ranks = parts.get(service.id, (None, "its size or its density is not known"))
        place = ranks if part is None else f"{ranks}: part {part + 1} of {cycle}"
        if service.id in now.chosen:
            continue
        if _would_miss_it(now, service, cycle) and part != turn:
            now.take(service, "alike", f"{place}; {since(service)}, and all are at least every {cycle} years")
        elif part is None:
            now.passed[service.id] = place
        elif part != turn:
            comes = now.year + (part - turn) % cycle
            now.passed[service.id] = f"{place}, whose turn comes in {comes}"
        elif service.last is not None and service.last > now.year - cycle:
            now.passed[service.id] = f"{place}, whose turn it is; {since(service)}, within the cycle"
        else:
            now.take(service, "alike", f"{place}, whose turn it is")


def _would_miss_it(now: Selecting, service: Service, cycle: int) -> bool:
    """Whether this is the last year for a service; if never inspected, the last of the rule's first cycle or later."""
    if service.last is None:
        return now.year - now.rule.in_force_from.year >= cycle - 1
    return now.last_year(service) == 0


def _parts(now: Selecting, cycle: int) -> Mapping[str, tuple[int, str]]:
    """The part of the cycle to which each service belongs, from 0, with the ranks by which it does."""
    sizes, densities = _ranks(now, lambda each: each.size), _ranks(now, lambda each: each.density)
    known = sorted(
        (sizes[each.id] + densities[each.id], each.id)
        for each in now.services
        if each.id in sizes and each.id in densities
    )
    return {
        id_: (part, f"size rank {sizes[id_]}, density rank {densities[id_]}")
        for part in range(cycle)
        for _, id_ in known[part * len(known) // cycle : (part + 1) * len(known) // cycle]
    }


def _ranks(now: Selecting, of: Callable[[Service], int | None]) -> Mapping[str, int]:
    known = sorted((value, each.id) for each in now.services if (value := of(each)) is not None)
    return {id_: rank for rank, (_, id_) in enumerate(known, start=1)}


STEPS: Mapping[By, Callable[[Selecting, Step], None]] = {
    "everyone": _everyone,
    "cycle": _cycle,
    "follow-up": _follow_up,
    "risk": _risk,
    "lowest-performance": _lowest,
    "highest-performance": _highest,
    "spread-of-performance": _spread,
    "alike": _alike,
}
"""Every step but the lot, which is drawn later."""

_ASKED: Mapping[By, tuple[str, Callable[[Service], bool]]] = {
    "risk": ("risk score", lambda each: each.risk is not None),
    "lowest-performance": ("published performance", lambda each: each.performance is not None),
    "highest-performance": ("published performance", lambda each: each.performance is not None),
    "spread-of-performance": ("published performance", lambda each: each.performance is not None),
    "alike": ("known size and density", lambda each: None not in (each.size, each.density)),
}


def without_what_is_asked(now: Selecting) -> Mapping[str, int]:
    """How many services were not chosen and lack what a step of the rule goes by, by what that is."""
    asked = dict(_ASKED[step.by] for step in now.rule.steps if step.by in _ASKED)
    left = [each for each in now.services if each.id not in now.chosen]
    missing = {what: sum(not has(each) for each in left) for what, has in asked.items()}
    return {what: number for what, number in missing.items() if number}
