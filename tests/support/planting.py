"""Gives commands in a process of its own, with logs and traces, as the command line takes them.

    python -m tests.support.planting [--careless] < commands.json > outcomes.json

One process for many commands, as starting one takes a second; all that a command says to whoever gave it is told.
"""

import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["Told", "plant"]

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Told:
    """What came of one command."""

    words: tuple[str, ...]
    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        assert self.status == 0, f"{self.words}: {self.err}"
        return json.loads(self.out)

    @property
    def code(self) -> str:
        """The code of the refusal."""
        assert self.status == 2, f"{self.words}: {self.status} {self.err}"
        return self.err.strip().rsplit("[", 1)[-1].rstrip("]")


def plant(
    environment: Mapping[str, str], commands: Sequence[Sequence[str]], *, careless: bool = False
) -> list[Told]:
    """Give commands, one after another."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("ASSAY_")}
    came = subprocess.run(
        [sys.executable, "-m", "tests.support.planting", *(["--careless"] if careless else [])],
        input=json.dumps([list(each) for each in commands]),
        env={**others, **environment},
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        timeout=400,
    )
    assert came.returncode == 0, came.stderr
    told = json.loads(came.stdout)
    return [
        Told(tuple(words), each["status"], each["out"], each["err"])
        for words, each in zip(commands, told, strict=True)
    ]


def main() -> None:
    """Read commands, give them, and tell."""
    import worker
    from adapters.inbound.cli.application import run

    if "--careless" in sys.argv:
        from tests.support.careless import be_careless

        be_careless()
    told = []
    with worker.compose(worker.settings_of()) as assay:
        assay.log_to(assay.settings.home / "log" / "commands.log", "debug")
        for words in json.load(sys.stdin):
            out, err = io.StringIO(), io.StringIO()
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                status = run(lambda: assay, worker.faults, words)
            told.append({"status": status, "out": out.getvalue(), "err": err.getvalue()})
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
