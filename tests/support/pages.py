"""Pages of docs/ whose commands are run: their dates, users, files and commands, and what these are shown to print."""

import io
import re
import shlex
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from datetime import date
from pathlib import Path

import worker
from tests.arch.tree import ROOT
from tests.support.blind import acting_as
from tests.support.command_line import CommandLine

__all__ = ["machinery_of", "run_page"]

_PIECES = re.compile(
    r"<!-- today: (?P<today>[\d-]+) -->|<!-- (?P<machinery>the machinery works) -->|<!-- user: (?P<user>\d+|myself) -->"
    r"|^```output\n(?P<shown>.*?)```"
    r"|<!-- it (?P<warns>warns) -->"
    r"|^`(?P<file>[\w.-]+)`[^`]*?:\n\n```(?:csv|toml)\n(?P<content>.*?)```|^```sh\n(?P<commands>.*?)```",
    re.DOTALL | re.MULTILINE,
)
_ASKED_FOR = re.compile(r"\$\((assay [^)]+)\)")


def run_page(
    assay: CommandLine,
    page: str,
    folder: Path,
    machinery: Callable[[CommandLine], None] = lambda _assay: None,
    words: Mapping[str, str] = {},
) -> str:
    """Run a page from its first command to its last, in a folder that is the present one.

    Args:
        assay: the command line.
        page: the page's text.
        folder: where its files are put.
        machinery: does what a worker would do, where the page says that it does.
        words: what words of the page, such as CASE, stand for. A hyphen is answered with some text.

    Returns:
        What the last command said.
    """
    run, last, user, warns = 0, "", "myself", False
    for piece in _PIECES.finditer(page):
        if piece["today"]:
            assay.on(date.fromisoformat(piece["today"]))
        elif piece["user"]:
            user = piece["user"]
        elif piece["machinery"]:
            machinery(assay)
        elif piece["warns"]:
            warns = True
        elif piece["shown"]:
            _as_printed(piece["shown"], last)
        elif piece["file"]:
            (folder / piece["file"]).write_text(piece["content"])
        else:
            for line in _commands(piece["commands"]):
                if line.startswith("cp "):
                    _copy(assay, *line.split()[1:])
                    continue
                typed = [words.get(each, each) for each in _typed(assay, line)]
                with (
                    nullcontext() if user == "myself" else acting_as(int(user)),
                    _answering("In my own words."),
                ):
                    said = assay(*typed)
                assert said.status == 0, (line, said.err)
                assert (said.err != "") == warns, (line, said.err)
                run, last = run + 1, said.out
            warns = False
    assert run == page.count("\nassay "), "every command of the page has been run"
    return last


def _as_printed(shown: str, said: str) -> None:
    """Whether what a page shows was said, line by line and in this order; … stands for what differs, or is left out."""
    place = 0
    for line in filter(str.strip, shown.splitlines()):
        words = r"\s+".join(re.escape(word).replace("…", ".*?") for word in line.split())
        found = re.compile(words).search(said, place)
        assert found, f"not said, or not in this place: {line}"
        place = found.end()


def machinery_of(inspection: str) -> Callable[[CommandLine], None]:
    """Does what a worker would do for an inspection now: what is due, and what has passed."""
    stream = f"inspection-{inspection}"

    def works(assay: CommandLine) -> None:
        with worker.compose(worker.settings_of(assay.environment), clock=assay.clock) as house:
            now = house.clock.now()
            while due := [each for each in house.attending.look(stream).moments if (each.at or now) <= now]:
                first = due[0]
                if first.kind == "duty":
                    house.attending.carry_out(stream, first.id)
                elif first.due is not None:
                    house.attending.record_lapse(stream, first.id, first.due)

    return works


@contextmanager
def _answering(text: str) -> Iterator[None]:
    """Have a text to read where a command asks for one."""
    real, sys.stdin = sys.stdin, io.StringIO(text)
    try:
        yield
    finally:
        sys.stdin = real


def _commands(block: str) -> Iterator[str]:
    for line in block.replace("\\\n", " ").splitlines():
        assert line.startswith(("assay ", "cp ")), line
        yield line


def _copy(assay: CommandLine, source: str, target: str) -> None:
    """Copy a file of the source tree, or one that the page has made, into the installation's home."""
    found = Path(source) if Path(source).exists() else ROOT / source
    folder = Path(target.replace("$ASSAY_HOME", str(assay.home)))
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(found, folder)


def _typed(assay: CommandLine, line: str) -> list[str]:
    """The words of a command, what it asks for of another command put in."""
    return shlex.split(_ASKED_FOR.sub(lambda found: assay(*shlex.split(found[1])[1:]).out.strip(), line))[1:]
