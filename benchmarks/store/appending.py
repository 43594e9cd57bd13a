"""Commands a second, by clients that are threads of one process or processes of their own."""

import multiprocessing
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from benchmarks.common import Figure, compared, in_turn
from benchmarks.store.contenders import CONTENDERS, Contender, command, tag

__all__ = ["appending"]

SHAPES = ((1, 1), (1, 14), (8, 1), (8, 14))
"""Clients, and events a command: one answer; and the close of an inspection with its ratings, or a sample drawn."""

LEAST_COMMANDS = 25
"""Each client gives at least so many a round."""

LEAST_OF_BARE: Mapping[str, Mapping[int, float]] = {
    "postgresql": {1: 0.7, 8: 0.5},
    "sqlite": {1: 0.5, 8: 0.5},
}
LEAST_OF_THEIRS: Mapping[str, Mapping[int, float]] = {"postgresql": {1: 1.5}}


@dataclass(frozen=True)
class Job:
    """What one client does in one round."""

    contender: str
    url: str
    tag: str
    commands: int
    events: int


def appending(name: str, url: str, rounds: int, commands: int) -> Iterator[Figure]:
    """The record beside a bare insert and the ``eventsourcing`` library.

    Args:
        name: ``postgresql`` or ``sqlite``.
        url: an open place.
        rounds: how many, of each.
        commands: how many a round, over all clients.
    """
    for clients, events in SHAPES:
        found = _rounds(url, rounds, commands, clients, events, by_threads)
        what = f"append, {clients} {'thread' if clients == 1 else 'threads'}, {events} {_events(events)} a command"
        least = LEAST_OF_BARE[name].get(clients)
        yield compared(what, "commands/s", found, "record", "bare insert", at_least=least)
        least = LEAST_OF_THEIRS.get(name, {}).get(clients)
        yield compared(what, "commands/s", found, "record", "eventsourcing", at_least=least)
    for events in (1, 14):
        found = _rounds(url, rounds, commands, 8, events, by_processes, without="eventsourcing")
        what = f"append, 8 processes, {events} {_events(events)} a command"
        yield compared(what, "commands/s", found, "record", "bare insert")


def _events(many: int) -> str:
    return "event" if many == 1 else "events"


def _rounds(
    url: str,
    rounds: int,
    commands: int,
    clients: int,
    events: int,
    run: Callable[[Job, int], float],
    without: str = "",
) -> Mapping[str, Sequence[float]]:
    each = max(commands // clients, LEAST_COMMANDS)

    def one(contender: str) -> float:
        return run(Job(contender, url, tag(contender), each, events), clients)

    return in_turn(rounds, {name: partial(one, name) for name in CONTENDERS if name != without})


def by_threads(job: Job, clients: int) -> float:
    """Commands a second of clients that are threads of one process, as in a worker."""
    contender = CONTENDERS[job.contender](job.url)
    gate = threading.Barrier(clients)
    spans: list[tuple[float, float]] = []

    def client(number: int) -> None:
        spans.append(_client(contender, job, number, gate))

    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    contender.close()
    return _per_second(job, clients, spans)


def by_processes(job: Job, clients: int) -> float:
    """Commands a second of clients that are processes of one thread each."""
    context = multiprocessing.get_context("spawn")
    gate, spans = context.Barrier(clients), context.Queue()
    processes = [context.Process(target=_process, args=(job, c, gate, spans)) for c in range(clients)]
    for process in processes:
        process.start()
    found = [spans.get(timeout=300) for _ in processes]
    for process in processes:
        process.join()
    return _per_second(job, clients, found)


def _process(job: Job, client: int, gate: Any, spans: Any) -> None:
    contender = CONTENDERS[job.contender](job.url)
    spans.put(_client(contender, job, client, gate))
    contender.close()


def _client(contender: Contender, job: Job, client: int, gate: Any) -> tuple[float, float]:
    """One client's round: when it began and ended, once all were ready and had a connection."""
    commands = [command(f"{job.tag}-{client}-{n}", job.events) for n in range(job.commands + 1)]
    write = contender.ready(commands)
    write(job.commands)
    gate.wait()
    begun = time.monotonic()
    for number in range(job.commands):
        write(number)
    return begun, time.monotonic()


def _per_second(job: Job, clients: int, spans: Sequence[tuple[float, float]]) -> float:
    if len(spans) < clients:
        raise RuntimeError(f"a client of {job.contender} failed; its own words are above")
    return job.commands * clients / (max(ended for _, ended in spans) - min(begun for begun, _ in spans))
