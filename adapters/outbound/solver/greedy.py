"""A first plan, in seconds: inspections one after another, the hardest to place first, each where it costs least."""

from collections.abc import Sequence

from adapters.outbound.solver.possible import Post
from adapters.outbound.solver.standing import Place, Standing

__all__ = ["fill"]

_ENOUGH = 3
"""Starts at which a team was found, before the best of them is taken: later ones are dearer by their date already."""


def fill(standing: Standing) -> None:
    """Place what has no place: mandatory first, those with the fewest weeks to choose from first, then by risk."""
    jobs = standing.possible.jobs

    def order(at: int) -> tuple[int, int, int, str]:
        job = jobs[at]
        people = sum(post.number for post in job.posts)
        pinned = any(post.pinned for post in job.posts)
        return (0 if pinned else 1 if job.mandatory else 2, len(job.starts) // people, -job.missing, job.id)

    for at in sorted(standing.unplaced(), key=order):
        if (place := place_best(standing, at)) is not None:
            standing.put(at, place)


def place_best(standing: Standing, at: int) -> Place | None:
    """Where an inspection costs least as the plan stands, of the first few places that are possible."""
    best: tuple[int, Place] | None = None
    found = 0
    for start, date_cost in sorted(standing.open_starts(at), key=lambda each: (each[1], each[0])):
        publication = standing.publication(at, start)
        job = standing.possible.jobs[at]
        if job.reported and publication is None:
            continue
        if best is not None and date_cost >= best[0]:
            break
        team = _team(standing, at, start)
        if team is None:
            continue
        people, team_cost = team
        cost = date_cost + (publication.cost if publication is not None else 0) + team_cost
        if best is None or cost < best[0]:
            best = cost, Place(start, people, publication)
        found += 1
        if found == _ENOUGH:
            break
    return None if best is None else best[1]


def _team(standing: Standing, at: int, start: int) -> tuple[tuple[tuple[int, ...], ...], int] | None:
    """A team for an inspection that starts in a week, and what it costs."""
    job = standing.possible.jobs[at]
    lacking = dict(job.mix)
    trainees = job.trainees
    seats = sum(post.number for post in job.posts)
    chosen: list[tuple[int, ...]] = []
    taken: set[int] = set()
    cost = 0
    for post in job.posts:
        barred = standing.kin_leads(at) if post.role == "lead" else ()
        free = [each for each in _free(standing, post, start) if each not in barred]
        people: list[int] = []
        for _ in range(post.number):
            seats -= 1
            pick = _pick(standing, post, free, (taken, lacking, trainees, seats))
            if pick is None:
                return None
            worker = standing.possible.workers[pick]
            people.append(pick)
            taken.add(pick)
            trainees -= worker.trainee
            lacking = {skill: number - (skill in worker.skills) for skill, number in lacking.items()}
            cost += _price(standing, post, pick)
        if not post.pinned <= set(people):
            return None
        chosen.append(tuple(sorted(people)))
    return (tuple(chosen), cost) if all(number <= 0 for number in lacking.values()) else None


def _free(standing: Standing, post: Post, start: int) -> Sequence[int]:
    """Who could hold a post from a week on: who must, then those who can do the least else, the cheapest first."""
    busy = post.busy(start)
    free = [
        each
        for each in post.fares
        if not standing.busy[each] & busy
        and post.may(each, start)
        and standing.loads[each] + post.work <= standing.possible.workers[each].cap
    ]
    workers = standing.possible.workers
    return sorted(
        free,
        key=lambda each: (each not in post.pinned, workers[each].roles, _price(standing, post, each), each),
    )


def _pick(
    standing: Standing,
    post: Post,
    free: Sequence[int],
    so_far: tuple[set[int], dict[str, int], int, int],
) -> int | None:
    """The first with whom the team can still have its mix of skills in the seats that are left."""
    taken, lacking, trainees, seats = so_far
    for each in free:
        worker = standing.possible.workers[each]
        if each in taken or (worker.trainee and trainees == 0):
            continue
        if all(number - (skill in worker.skills) <= seats for skill, number in lacking.items()):
            return each
    return None


def _price(standing: Standing, post: Post, person: int) -> int:
    """What somebody costs in a post: the journey, and what it does to their share of the work."""
    worker, load = standing.possible.workers[person], standing.loads[person]
    change = worker.unfair(load + post.work) - worker.unfair(load)
    return post.price(person) + standing.possible.load * change
