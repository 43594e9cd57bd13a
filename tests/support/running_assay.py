"""Assay as a person starts it: a process of its own, whose lines are read as they come."""

import os
import queue
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import psutil

from tests.support.waiting import eventually

__all__ = ["WORKER", "RunningAssay", "port_of"]

WORKER = Path(__file__).resolve().parents[2] / "worker.py"
PATIENCE_SECONDS = 200.0


class RunningAssay:
    """One ``assay …`` process. Use it in a ``with``: at the end it is ended, whatever it is at."""

    def __init__(
        self,
        home: Path,
        *words: str,
        environment: Mapping[str, str] | None = None,
        before: Callable[[], None] | None = None,
        program: Sequence[str] = (str(WORKER),),
    ) -> None:
        others = {name: value for name, value in os.environ.items() if not name.startswith("ASSAY_")}
        self.home = home
        self.lines: list[str] = []
        self._new: queue.Queue[str | None] = queue.Queue()
        self.process = subprocess.Popen(
            [sys.executable, "-u", *program, *(words or ("run",))],
            env={**others, "ASSAY_HOME": str(home), **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            preexec_fn=before,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.descendants: set[psutil.Process] = set()

    def __enter__(self) -> "RunningAssay":
        return self

    def __exit__(self, *_: object) -> None:
        self._look_around()
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for each in self.descendants:
            if each.is_running():
                each.kill()
        self._reader.join(PATIENCE_SECONDS)
        for pipe in (self.process.stdout, self.process.stderr):
            if pipe is not None:
                pipe.close()

    def until(self, words: str) -> str:
        """Wait for a line with these words in it."""
        give_up = time.monotonic() + PATIENCE_SECONDS
        while True:
            known = next((line for line in self.lines if words in line), None)
            if known is not None:
                self._look_around()
                return known
            line = self._new.get(timeout=max(0.0, give_up - time.monotonic()))
            assert line is not None, f"it ended without saying {words!r}: {self.lines} {self._errors()}"
            self.lines.append(line)

    def ready(self) -> "RunningAssay":
        self.until("Ctrl-C stops it.")
        return self

    @property
    def temporal(self) -> str:
        """Host and port of its Temporal server, as it says."""
        return self.until("Temporal server  ").split()[-1]

    @property
    def server(self) -> psutil.Process:
        """The process of its Temporal server."""
        self._look_around()
        return next(each for each in self.descendants if each.is_running() and "temporal" in each.name())

    def end(self, number: signal.Signals = signal.SIGINT) -> int:
        """Signal it, and wait for its end; its status."""
        self._look_around()
        self.process.send_signal(number)
        return self.ended()

    def ended(self) -> int:
        """Wait for its end, and for its last lines; its status."""
        status = self.process.wait(PATIENCE_SECONDS)
        self._reader.join(PATIENCE_SECONDS)
        while not self._new.empty():
            line = self._new.get()
            if line is not None:
                self.lines.append(line)
        return status

    def sentence(self) -> str:
        """The one line on standard error of a process that has ended."""
        said = self._errors()
        assert said.count("\n") == 1, said
        return said.strip()

    def left_running(self) -> list[str]:
        """What it started and has not ended."""
        return [each.name() for each in self.descendants if each.is_running() and each.status() != "zombie"]

    def nothing_is_left(self) -> None:
        eventually(lambda: not self.left_running(), "everything it started has ended")

    def _look_around(self) -> None:
        try:
            self.descendants |= set(psutil.Process(self.process.pid).children(recursive=True))
        except psutil.NoSuchProcess:
            return

    def _errors(self) -> str:
        if not hasattr(self, "_said"):
            assert self.process.stderr is not None
            self._said = self.process.stderr.read() if self.process.wait(PATIENCE_SECONDS) is not None else ""
        return self._said

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._new.put(line.rstrip("\n"))
        self._new.put(None)


def port_of(address: str) -> int:
    found = re.search(r":(\d+)$", address)
    assert found
    return int(found[1])
