"""The real command line, run in the test's own process on a store of its own."""

import contextlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import worker
from activities.ports import Clock
from tests.support.toy_matter import HandClock

__all__ = ["CommandLine", "Said"]


@dataclass(frozen=True)
class Said:
    """What a command came to: its exit status, and what it said where."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def sentence(self) -> str:
        """The one line on standard error."""
        assert self.err.count("\n") == 1, self.err
        return self.err.strip()

    @property
    def code(self) -> str:
        """The code of the refusal, at the end of its sentence."""
        assert self.sentence.endswith("]"), self.sentence
        return self.sentence.rsplit("[", 1)[1][:-1]


class CommandLine:
    """Types commands."""

    def __init__(self, home: Path, clock: Clock | None = None, more: Mapping[str, str] | None = None) -> None:
        self.home = home
        self.clock = clock
        self.environment = {"ASSAY_HOME": str(home), **(more or {})}

    def __call__(self, *words: str | Path) -> Said:
        """Type a command."""
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = worker.run_cli([str(each) for each in words], self.environment, self.clock)
        return Said(status, out.getvalue(), err.getvalue())

    def done(self, *words: str | Path) -> Any:
        """Type a command that must succeed, with --json; the object it prints."""
        said = self(*words, "--json")
        assert said.status == 0, (words, said.err)
        assert said.err == ""
        return said.json

    def on(self, day: date, hour: int = 12) -> None:
        """Turn the clock to an hour of a day."""
        assert isinstance(self.clock, HandClock)
        self.clock.set(datetime.combine(day, time(hour), UTC))

    def file(self, name: str, content: str | bytes) -> Path:
        """Put a file where a person would have it."""
        path = self.home.parent / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path
