"""Selecting the services of a year by a rule: every service learns whether it was chosen, by which step, and why."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.programme.choice.capacity import Capacity, Group, even_spread
from domain.programme.choice.lottery import Entry, Exclusion, Frame, Share
from domain.programme.choice.rules import SelectionRule, Step
from domain.programme.choice.selecting import Choice, Selecting
from domain.programme.choice.services import Joint, Service
from domain.programme.choice.steps import STEPS, without_what_is_asked
from domain.text import counted

__all__ = ["Choice", "Selection", "select"]


@dataclass(frozen=True, slots=True)
class Selection:
    """A proposal for a year.

    Attributes:
        wanted: how many services the rule wants.
        choices: every service, by code.
        frame: what is still to be drawn from, where the rule draws lots.
        outlook: how many services must be inspected in each of the next years of the cycle, evenly spread.
        shortfalls: what the rule asks for and cannot have.
    """

    wanted: int
    choices: tuple[Choice, ...]
    frame: Frame | None
    outlook: tuple[int, ...]
    shortfalls: tuple[str, ...]

    @property
    def chosen(self) -> tuple[str, ...]:
        """The services that were chosen."""
        return tuple(each.id for each in self.choices if each.chosen is not None)


def select(
    rule: SelectionRule, services: Sequence[Service], year: int, joint: Sequence[Joint] = ()
) -> Selection:
    """Select the services of a year.

    Within a cycle, the choice by risk is the one with the highest sum of scores of all those that leave room for
    everybody else in time: services are taken in the order of their scores, unless one would take the room that the
    rest need (the sets that leave enough room are a matroid, for which that is best).

    Args:
        rule: the programme's rule.
        services: all services that it may choose, in any order.
        year: the year.
        joint: what room the inspectorates that join have. Whoever is due or whose turn it is is chosen all the same,
            and that there is no room is said; others are passed over, and by risk in the order of their scores.
    """
    now = Selecting(rule, sorted(services, key=lambda each: each.id), year, joint)
    frame = None
    for step in rule.steps:
        if step.by == "lot":
            frame = _frame(now, step)
        else:
            STEPS[step.by](now, step)
    return Selection(
        now.wanted,
        tuple(now.chosen.get(each.id) or _left(now, each, frame) for each in now.services),
        frame,
        _outlook(now),
        (*now.shortfalls, *_shortfalls(now, frame)),
    )


def _frame(now: Selecting, step: Step) -> Frame:
    """All who have not been chosen and may be; everybody else with the reason."""
    free = len(now.free())
    number = min(step.number if step.number is not None else free, max(0, now.wanted - len(now.chosen)))
    out = {**now.too_often, **_could_be_too_many(now, number)}
    open_ = [each for each in now.services if each.id not in now.chosen and each.id not in out]
    taken = now.taken()
    return Frame(
        title=f"{now.rule.id} {now.rule.version}, {now.year}",
        draw=number,
        entries=tuple(Entry(id=each.id, region=each.region) for each in open_),
        shares=tuple(
            Share(region=region, most=max(0, most - taken[region])) for region, most in now.shares.items()
        ),
        excluded=tuple(
            Exclusion(id=each.id, reason=_why_excluded(now, each, out))
            for each in now.services
            if each.id in now.chosen or each.id in out
        ),
    )


def _could_be_too_many(now: Selecting, drawn: int) -> Mapping[str, str]:
    """Who is not drawn, as a lot knows nothing of the room that an inspectorate has."""
    return {
        id_: f"{each.partner} has room for {each.most} this year, and the lot could take more"
        for each in now.joint
        if each.most - each.joined(now.chosen) < drawn
        for id_ in each.services
        if id_ not in now.chosen
    }


def _why_excluded(now: Selecting, service: Service, out: Mapping[str, str]) -> str:
    choice = now.chosen.get(service.id)
    return out[service.id] if choice is None else f"chosen by {choice.chosen}: {choice.reason}"


def _left(now: Selecting, service: Service, frame: Frame | None) -> Choice:
    drawn = frame is not None and any(each.id == service.id for each in frame.entries)
    return Choice(service.id, None, now.why_not(service) + ("; it may still be drawn" if drawn else ""))


def _outlook(now: Selecting) -> tuple[int, ...]:
    if now.rule.cycle is None:
        return ()
    room = now.room()
    return even_spread(_later(now), Capacity((0, *room.years[1:]), room.regions))[1:]


def _later(now: Selecting) -> Mapping[Group, int]:
    return {
        (region, 1, last): number
        for (region, last), number in Counter(
            (each.region, now.last_year(each)) for each in now.services if each.id not in now.chosen
        ).items()
        if 0 < last < (now.rule.cycle or 0)
    }


def _shortfalls(now: Selecting, frame: Frame | None) -> Iterator[str]:
    """What the rule asks for and cannot have, sentence by sentence."""
    if len(now.chosen) > now.wanted + 1:
        said = f"{len(now.chosen)} services must be inspected this year"
        yield f"{said}; the year has room for {now.wanted}"
    if frame is not None and frame.draw < now.drawn:
        yield f"{frame.draw} instead of {now.drawn} are drawn: so many must be inspected anyway"
    taken = now.taken()
    for region, most in now.shares.items():
        if taken[region] > most:
            yield f"{region} has {taken[region]} services that are due; its share of the year is {most}"
    for each in now.joint:
        if (joined := each.joined(now.chosen)) > each.most:
            said = f"{each.partner} would join {counted(joined, 'inspection')}"
            yield f"{said}; it has room for {each.most}"
    # Those who are still to be drawn will be inspected this year too; which ones, nobody knows.
    drawn, room = frame.draw if frame is not None else 0, now.room()
    waiting = {(region, 0, last): number for (region, _, last), number in _later(now).items()}
    if unmet := now.unmet(waiting, Capacity((drawn, *room.years[1:]), room.regions)):
        said = "service cannot" if unmet == 1 else "services cannot"
        yield f"{unmet} {said} be inspected in time in the next years of the cycle"
    everybody = any(each.by == "everyone" for each in now.rule.steps)
    if not everybody and len(now.chosen) + now.drawn < now.wanted:
        yield f"only {len(now.chosen)} of {now.wanted - now.drawn} services could be chosen"
    for what, number in without_what_is_asked(now).items():
        has = "service has" if number == 1 else "services have"
        yield f"{number} {has} no {what}, and cannot be chosen by it"
