"""The command line by way of the API prints the same and ends the same as on the record itself."""

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from domain.people.roles import Role
from tests.e2e.conftest import at_monday
from tests.support.api import ServedApi, api
from tests.support.blind import acting_as
from tests.support.command_line import CommandLine, Said
from tests.support.toy_matter import HandClock

pytestmark = pytest.mark.slow

ME = 41000
REF = "nps-nw"
SCRIPT: tuple[tuple[str, ...], ...] = (
    ("inspection", "list"),
    ("inspection", "list", "--json"),
    (
        "provider",
        "register",
        "nps-south",
        "--title",
        "NPS South",
        "--kind",
        "nps-division",
        "--area",
        "South",
    ),
    (
        "provider",
        "register",
        "nps-south",
        "--title",
        "NPS South",
        "--kind",
        "nps-division",
        "--area",
        "South",
    ),
    ("provider", "register", "NPS", "--title", "NPS", "--kind", "nps-division", "--area", "South"),
    ("provider", "register", "nps-x", "--title", "X", "--kind", "k", "--area", "x", "--command-id", "mine"),
    ("provider", "register", "nps-x", "--title", "X", "--kind", "k", "--area", "x", "--command-id", "mine"),
    ("provider", "register", "nps-y", "--title", "X", "--kind", "k", "--area", "x", "--command-id", "mine"),
    ("provider", "register", "nps-z", "--title", "X", "--kind", "k", "--area", "x", "--role", "assistant"),
    ("provider", "register", "nps-z", "--title", "X", "--kind", "k", "--area", "x", "--role", "nobody"),
    ("evidence", "request", REF, "--items", "ITEMS"),
    ("evidence", "submit", REF, "--item", "plan", "--document", "PLAN"),
    ("evidence", "submit", REF, "--item", "plan", "--document", "EMPTY"),
    ("evidence", "waive", REF, "--item", "rota", "--reason", "It is being redone.", "--json"),
    ("evidence", "waive", REF, "--item", "rota", "--reason", "It is being redone."),
    ("inspection", "tasks", REF),
    ("inspection", "tasks", REF, "--all", "--json"),
    ("inspection", "show", REF, "--json"),
    ("inspection", "show", REF, "--field", "version"),
    ("inspection", "begin-fieldwork", REF, "--if-version", "1"),
    ("inspection", "begin-fieldwork", REF),
    ("inspection", "begin-fieldwork", "there-is-none"),
    ("inspection", "defer", REF, "--until", "2018-08-01", "--reason", "A strike.", "--json"),
    ("inspection", "timeline", REF),
    ("inspection", "timeline", REF, "--all", "--json"),
    ("inspection", "show", "there-is-none"),
    ("person", "register", "--provider", "nps-south", "--details", "PERSON"),
    ("report", "send", REF),
    ("no-such-command",),
)
"""What is typed, in order; ITEMS and so on stand for files."""

_DRAWN = re.compile(
    r"cli-[0-9a-f-]{36}|person-[0-9a-f]{32}|20\d\d-\d\d-\d\dT[\d:.]+(?:Z|\+00:00)?|[A-Za-z0-9+/=]{40,}|\b[0-9a-f]{12,}\b"
)


def plainly(said: Said) -> tuple[int, str, str]:
    """What was said, without what is drawn anew each time: ids, keys, instants."""
    return said.status, _DRAWN.sub("DRAWN", said.out), _DRAWN.sub("DRAWN", said.err)


@pytest.fixture(scope="module")
def announced_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("through") / "home"
    line = at_monday(home)
    with acting_as(ME):
        assert line("db", "migrate").status == 0
        line.done(
            "provider", "register", "nps-north-west", "--title", "NPS North West", "--kind", "nps-division",
            "--area", "North West",
        )  # fmt: skip
        line.done(
            "inspection", "announce", REF, "--provider", "nps-north-west", "--protocol", "nps-division-2018",
            "--lead", f"os-{ME}", "--fieldwork-from", "2018-06-18", "--fieldwork-to", "2018-06-29",
        )  # fmt: skip
    return home


def copied(home: Path, to: Path) -> Path:
    return shutil.copytree(home, to / "home")


@pytest.fixture
def served(announced_home: Path, tmp_path: Path) -> Iterator[ServedApi]:
    clock = HandClock()
    line = CommandLine(copied(announced_home, tmp_path / "far"), clock)
    line.on(date(2018, 5, 15))
    with api(line.home, clock) as found:
        yield found


def files(folder: Path) -> dict[str, str]:
    contents = {
        "ITEMS": ("items.csv", b"id,title,standard\nplan,The business plan,1.1\nrota,The rota,1.2\n"),
        "PLAN": ("plan.pdf", b"%PDF-1.7 the plan"),
        "EMPTY": ("empty.pdf", b""),
        "PERSON": ("person.toml", b'person_name = "Cyd Example"\nemail = "cyd@example.org"\n'),
    }
    for name, content in contents.values():
        (folder / name).write_bytes(content)
    return {word: str(folder / name) for word, (name, _) in contents.items()}


def test_what_is_typed_prints_and_ends_the_same_either_way(
    announced_home: Path, served: ServedApi, tmp_path: Path
) -> None:
    token = served.token(f"os-{ME}", [Role.OPERATIONS_MANAGER, Role.LEAD_INSPECTOR, Role.ASSISTANT])
    here = CommandLine(copied(announced_home, tmp_path / "near"), HandClock())
    here.on(date(2018, 5, 15))
    # One token stands on the record there; positions are compared, so something stands here too.
    with acting_as(ME):
        here.done(
            "api",
            "token",
            "issue",
            "For a test",
            "--for",
            "me",
            "--acts-as",
            "assistant",
            "--until",
            "2018-12-31",
        )
    there = CommandLine(tmp_path / "nothing-here", None, served.environment(token))
    words = files(tmp_path)
    for typed in SCRIPT:
        filled = [words.get(each, each) for each in typed]
        with acting_as(ME):
            directly = plainly(here(*filled))
        with acting_as(ME + 1):  # who uses this machine does not matter: the token says who acts
            through = plainly(there(*filled))
        assert through == directly, typed
    assert not (tmp_path / "nothing-here").exists(), "nothing is opened or made on this machine"


def test_what_needs_the_record_itself_is_refused_in_a_sentence(served: ServedApi, tmp_path: Path) -> None:
    token = served.token(f"os-{ME}", [Role.OPERATIONS_MANAGER])
    there = CommandLine(tmp_path / "nothing-here", None, served.environment(token))
    for typed in (
        ("provider", "list"),
        ("audit", "verify"),
        ("inspection", "show", REF),
        ("keys", "rotate", "sealing"),
        ("db", "migrate"),
        ("export", str(tmp_path / "whole")),
        ("lists", "close", REF, "--population", "supervised-cases"),
        ("api", "token", "issue", "X", "--for", "me", "--acts-as", "assistant", "--until", "2018-12-31"),
    ):
        said = there(*typed)
        assert (said.status, said.code) == (2, "not-through-api"), typed


def test_a_token_that_is_not_good_and_an_api_that_is_not_there_are_told(
    served: ServedApi, tmp_path: Path
) -> None:
    home = tmp_path / "nothing-here"
    wrong = CommandLine(home, None, {"ASSAY_API": served.address, "ASSAY_TOKEN": "assay.no.token"})
    assert wrong("inspection", "list").code == "no-token"
    without = CommandLine(home, None, {"ASSAY_API": served.address})
    assert without("inspection", "list").code == "no-token"
    plain = CommandLine(home, None, {"ASSAY_API": "http://assay.example", "ASSAY_TOKEN": "x"})
    assert plain("inspection", "list").code == "not-secure"
    nowhere = CommandLine(home, None, {"ASSAY_API": "http://127.0.0.1:1", "ASSAY_TOKEN": "x"})
    said = nowhere("inspection", "list")
    assert said.status == 1
    assert "cannot be reached" in said.sentence


def test_a_provider_is_shown_by_a_token_of_its_own_nothing_that_is_ours(
    served: ServedApi, tmp_path: Path
) -> None:
    token = served.token(None, [Role.PROVIDER_CONTACT], ["ask-for-extension"], "nps-north-west")
    there = CommandLine(tmp_path / "nothing-here", None, served.environment(token))
    assert there("inspection", "list").code == "not-through-api"
    assert there("inspection", "tasks", REF).code == "not-through-api"
