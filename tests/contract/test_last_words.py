"""Why a server ended is in the one line of its log that says so."""

from pathlib import Path

import pytest

from adapters.outbound.temporal.last_words import last_words

TAKEN = '{"level":"ERROR","msg":"Failed to start gRPC listener","error":"bind: address already in use"}'
PANIC = "panic: runtime error: nil pointer dereference\n\ngoroutine 1:\nmain.main()\n\tmain.go:18 +0x8e"


@pytest.mark.parametrize(
    ("log", "says"),
    [
        ("starting\nError: disk is full\n", "Error: disk is full"),
        (f"{TAKEN}\n{PANIC}\n", "address already in use"),
        (f"{PANIC}\n", "main.go:18"),
        (f"{TAKEN}\n" + "later line\n" * 3, "later line"),
        ("", "It said nothing"),
    ],
)
def test_the_line_that_says_why_is_told(tmp_path: Path, log: str, says: str) -> None:
    (tmp_path / "temporal.log").write_text(log)
    assert says in last_words(tmp_path / "temporal.log")


def test_a_log_that_is_not_there_says_nothing(tmp_path: Path) -> None:
    assert "It said nothing" in last_words(tmp_path / "temporal.log")
