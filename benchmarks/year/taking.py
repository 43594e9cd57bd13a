"""Who takes people's commands: the process that plays the year, or one of its own, which may be killed at any moment.

What people give is an order with an id. Whoever gets no answer gives the very same order again, and the record says
whether it is there already.
"""

import os
import random
import signal
import socket
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Protocol

from activities.cases.lists import WithFile
from activities.commanding.desk import Accepted, Order, Outcome
from adapters.inbound.demonstration.world import World
from benchmarks.year.weighing import Weight, weight_of
from domain.messages import Command

__all__ = ["NOT_YET", "Clerk", "Deed", "Gone", "Here", "Taking", "done_by"]

ROOT = Path(__file__).parents[2]
LINES = 8
"""More than there are people who give commands at the same time."""

NOT_YET = 75
"""With which a process ends that could not begin, as a server was out of reach: it is started anew."""

END_WITHIN_SECONDS = 30.0


@dataclass(frozen=True)
class Deed:
    """Something that is given.

    Attributes:
        order: the command, with its id and who gives it.
        file: what it brings in.
        about_list: whether it is about a list of cases, which it may erase.
    """

    order: Order
    file: bytes | None = None
    about_list: bool = False


class Gone(Exception):
    """Whoever took the command is gone, and has not said what came of it."""


class Taking(Protocol):
    """Takes what people give."""

    def take(self, deed: Deed) -> Outcome:
        """Take it.

        Raises:
            StoreFault: the record or the document store failed; giving it again tells what came of it.
            Gone: the process that took it was killed; the same.
        """
        ...


def done_by(world: World, deed: Deed) -> Outcome:
    """Do at once what is given, in this process; see :meth:`Taking.take`."""
    if deed.about_list:
        command = deed.order.command
        given: Command | WithFile = command if deed.file is None else WithFile(command, deed.file)
        world.give_about_list(deed.order.command_id, given, deed.order.actor)
        return Accepted(0, 0)
    if deed.file is not None:
        return world.handing_in.give(deed.order, deed.file)
    return world.desk.give(deed.order)


class Here:
    """This process takes them."""

    def __init__(self, world: World) -> None:
        """Take them at the desk of a world."""
        self._world = world

    def take(self, deed: Deed) -> Outcome:
        """See :meth:`Taking.take`."""
        return done_by(self._world, deed)


class _Running:
    """A process, and the lines to it; what is sent before it is ready waits in the line."""

    def __init__(self, environment: Mapping[str, str], arguments: list[str]) -> None:
        ours, theirs = zip(*(socket.socketpair() for _ in range(LINES)), strict=True)
        try:
            self.process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "benchmarks.year.taking_process",
                    *arguments,
                    ",".join(str(each.fileno()) for each in theirs),
                ],
                cwd=ROOT,
                env={**os.environ, **environment},
                pass_fds=[each.fileno() for each in theirs],
                start_new_session=True,  # Ctrl-C is for whoever started it, who ends it
            )
        finally:
            for each in theirs:
                each.close()
        self.free = deque(Connection(each.detach()) for each in ours)

    def ask(self, deed: Deed) -> Outcome:
        try:
            line = self.free.popleft()
        except IndexError:  # hung up meanwhile: there are more lines than people
            raise Gone from None
        try:
            line.send(deed)
            answer = line.recv()
        except (EOFError, OSError):
            line.close()
            raise Gone from None
        self.free.append(line)
        if isinstance(answer, Exception):
            raise answer
        assert isinstance(answer, Outcome)
        return answer

    def hang_up(self) -> None:
        while self.free:
            self.free.popleft().close()


class Clerk:
    """A process of its own takes them; when it is gone, the next that is given something starts another.

    Attributes:
        weight: what those that were killed had taken.
        too_early: how many could not begin, as a server was out of reach.
    """

    def __init__(self, environment: Mapping[str, str], arguments: list[str], seed: str) -> None:
        """Take them for the installation that the environment names.

        Args:
            environment: of the process.
            arguments: those of :mod:`benchmarks.year.taking_process`, before the seed.
            seed: of what goes wrong.
        """
        self._environment, self._arguments, self._seed = environment, arguments, seed
        self._started = self.too_early = 0
        self._lock = threading.Lock()
        self.weight = Weight()
        self._running = self._start()

    def __enter__(self) -> "Clerk":
        return self

    def __exit__(self, *_: object) -> None:
        self._running.hang_up()  # it ends when nobody can give it anything any more
        try:
            self._running.process.wait(END_WITHIN_SECONDS)
        except subprocess.TimeoutExpired:
            self._running.process.kill()
            self._running.process.wait()

    def take(self, deed: Deed) -> Outcome:
        """See :meth:`Taking.take`."""
        running = self._running
        try:
            return running.ask(deed)
        except Gone:
            self._another_than(running)
            raise

    def kill(self, _: random.Random) -> None:
        """Kill it."""
        with self._lock:
            if (
                self._running.process.poll() is None
            ):  # else it has been killed, and nobody has given it anything since
                self.weight += weight_of(self._running.process.pid)
                self._running.process.kill()

    def weigh(self) -> Weight:
        """What all have taken so far."""
        return self.weight + weight_of(self._running.process.pid)

    def _another_than(self, gone: _Running) -> None:
        with self._lock:
            if self._running is not gone:
                return  # somebody else has done it
            code = gone.process.wait(END_WITHIN_SECONDS)
            if code not in (-signal.SIGKILL, NOT_YET):
                raise RuntimeError(f"the process that takes commands ended by itself with {code}")
            self.too_early += code == NOT_YET
            gone.hang_up()
            self._running = self._start()

    def _start(self) -> _Running:
        self._started += 1
        return _Running(self._environment, [*self._arguments, f"{self._seed} commands {self._started}"])
