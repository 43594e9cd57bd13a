"""Leave and interests from files: all of a file or nothing, and each row once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.test_cli_people import ADA, STAFF
from tests.support.blind import acting_as
from tests.support.command_line import CommandLine

LEAVE = "staff,since,until\nos-1001,2018-07-02,2018-07-13\nos-1002,2018-07-02,2018-07-06\n"
INTERESTS = (
    "staff,interest,kind,provider,since,until\n"
    "os-1001,first-post,former-employer,nps-north-west,2012-01-09,2015-03-31\n"
    "os-1002,sister,family,nps-north-west,2010-05-01,\n"
)


@pytest.fixture
def staffed(assay: CommandLine) -> Iterator[CommandLine]:
    """With a staff record that os-1000 has begun and filled, and a provider."""
    with acting_as(1000):
        assay.done("people", "begin", "--details", assay.file("ada.toml", ADA))
        assay.done(
            "provider", "register", "nps-north-west", "--title", "NPS North West", "--kind", "nps-division",
            "--area", "North West",
        )  # fmt: skip
        assay.done("people", "import", assay.file("staff.csv", STAFF))
        yield assay


def count(assay: CommandLine, *words: str | Path) -> int:
    number: int = assay.done("people", *words)["commands"]
    return number


def test_leave_comes_from_a_file_and_a_file_that_grew_adds_what_is_new(staffed: CommandLine) -> None:
    assert count(staffed, "import-leave", staffed.file("leave.csv", LEAVE)) == 2
    assert staffed.done("people", "show", "os-1001")["leave"] == [
        {"since": "2018-07-02", "until": "2018-07-13"}
    ]
    grown = f"{LEAVE}os-1001,2018-08-20,2018-08-24\n"
    assert count(staffed, "import-leave", staffed.file("leave.csv", grown)) == 1
    assert len(staffed.done("people", "show", "os-1001")["leave"]) == 2


def test_interests_come_from_a_file_and_bar(staffed: CommandLine) -> None:
    assert count(staffed, "import-interests", staffed.file("interests.csv", INTERESTS)) == 2
    assert count(staffed, "import-interests", staffed.file("interests.csv", INTERESTS)) == 0
    [declared] = staffed.done("people", "show", "os-1002")["interests"]
    assert (declared["kind"], declared["provider"], declared["until"]) == ("family", "nps-north-west", None)


BAD: list[tuple[str, str, str]] = [
    ("import-leave", "staff,since,until\nos-1001,2018-07-13,2018-07-02\n", "line 2"),
    ("import-leave", "staff,since,until\nos-9999,2018-07-02,2018-07-03\n", "line 2"),
    ("import-leave", "staff,since,until\nos-1001,soon,2018-07-03\n", "since must be a date like 2026-03-02"),
    ("import-leave", f"{LEAVE}os-1001,2018-07-13,2018-07-20\n", "as line 2 has it"),
    ("import-leave", "staff,since\nos-1001,2018-07-13\n", "lacks the column until"),
    ("import-leave", "staff,since,until,why\nos-1001,2018-07-13,2018-07-14,ill\n", "has a column 'why'"),
    (
        "import-interests",
        f"{INTERESTS}os-1002,sister,family,nps-north-west,2010-05-01,\n",
        "as line 3 has it",
    ),
    (
        "import-interests",
        "staff,interest,kind,provider,since\nos-1001,x,enemy,nps-north-west,2018-01-01\n",
        "line 2",
    ),
    (
        "import-interests",
        "staff,interest,kind,provider,since\nos-1001,x,family,nobody,2018-01-01\n",
        "nobody",
    ),
]


@pytest.mark.parametrize(("verb", "content", "said"), BAD)
def test_of_a_file_with_a_wrong_row_nothing_is_recorded(
    staffed: CommandLine, verb: str, content: str, said: str
) -> None:
    before = staffed.done("people", "show", "os-1001")
    result = staffed("people", verb, staffed.file("more.csv", content))
    assert result.status != 0
    assert said in result.err
    assert staffed.done("people", "show", "os-1001") == before


def test_a_row_that_cannot_be_read_and_rows_that_cannot_be_so_are_named_together(
    staffed: CommandLine,
) -> None:
    """A file is put right in one go, whichever way its rows are wrong."""
    wrong = "staff,since,until\nos-1001,2018-12-31,2018-12-21\nos-9999,2018-12-21,2018-12-31\nos-1001,soon,2018-12-31\n"
    said = staffed("people", "import-leave", staffed.file("leave.csv", wrong))
    assert said.code == "bad-file"
    for each in (
        "line 2: Leave cannot end on 2018-12-21",
        "as os-9999; line 4",
        "line 4: since must be a date",
    ):
        assert each in said.sentence
    assert "(3 of 3 rows are wrong; nothing was recorded)" in said.sentence
