"""Tables of the command line: folded between words in a terminal, blocks where that is too narrow, lines in a pipe."""

import re
from collections.abc import Sequence
from contextlib import redirect_stdout
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.inbound import speaking

COLUMNS = ("inspection", "stage", "due", "waiting for")
ROWS = (
    ("nps-example-2018", "panel-review", "2018-08-29", "the lead inspector's proposals and 3 more"),
    ("crc-2018-wales", "fieldwork", None, ""),
)


class Out(StringIO):
    """Standard output, as a terminal or a pipe."""

    def __init__(self, *, terminal: bool) -> None:
        super().__init__()
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal


def shown(width: int, columns: Sequence[str] = COLUMNS, rows: Sequence[Sequence[object]] = ROWS) -> list[str]:
    """What a terminal of so many characters shows; of none: what another program reads."""
    out = Out(terminal=width > 0)
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out):
        for name in ("FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
            patch.delenv(name, raising=False)
        patch.setenv("TERM", "xterm")
        patch.setenv("COLUMNS", str(width or 80))
        speaking.table(columns, rows)
    return [line.rstrip() for line in re.sub(r"\x1b\[[0-9;]*m", "", out.getvalue()).splitlines()]


def test_a_pipe_gets_a_line_for_each_row_however_wide() -> None:
    assert len(shown(0)) == 3
    assert shown(0)[1].endswith("2018-08-29  the lead inspector's proposals and 3 more")


def test_a_wide_terminal_gets_the_same() -> None:
    assert shown(200) == shown(0)


def test_a_narrow_terminal_folds_between_words() -> None:
    assert shown(60) == [
        "inspection        stage         due         waiting for",
        "nps-example-2018  panel-review  2018-08-29  the lead",
        "                                            inspector's",
        "                                            proposals and 3",
        "                                            more",
        "crc-2018-wales    fieldwork",
    ]


def test_a_terminal_too_narrow_for_the_words_gets_a_block_for_each_row() -> None:
    assert shown(50) == [
        "inspection   nps-example-2018",
        "stage        panel-review",
        "due          2018-08-29",
        "waiting for  the lead inspector's proposals and 3",
        "             more",
        "",
        "inspection   crc-2018-wales",
        "stage        fieldwork",
        "",
    ]


def test_what_people_write_is_no_markup_in_any_shape() -> None:
    rows = [("[bold]a[/bold]", "[/red] and so on")]
    for width in (0, 30, 18):
        assert "[bold]a[/bold]" in " ".join(shown(width, ("x", "y"), rows))
        assert "[/red]" in " ".join(shown(width, ("x", "y"), rows))


WORD = st.text("abcdefgh", min_size=1, max_size=12)
CELL = st.lists(WORD, min_size=1, max_size=6).map(" ".join)


@given(rows=st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=4), width=st.integers(16, 120))
def test_no_word_is_broken_and_none_is_lost(rows: list[tuple[str, str, str]], width: int) -> None:
    lines = shown(width, ("a", "b", "c"), rows)
    assert max(map(len, lines)) <= width
    words = [word for row in rows for cell in row for word in cell.split()]
    assert sorted(word for line in lines for word in line.split() if word not in "abc") == sorted(
        word for word in words if word not in "abc"
    )
