"""An alert says what a reader found: whoever was shown it, or took it up, is then not given the other read.

They have no hand in the case when they look, so nothing is kept from them: somebody in danger cannot wait.
"""

from pathlib import Path

import pytest

from tests.support.blind import FIRST, LEAD, SECOND, Blind, begun, undrawn

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]

REF = "nps-nw"
LOOKS, TAKES_UP, APART, ANYBODY = 41009, 41010, 41011, 41012
WORDS = "Zq7Canary the plan leaves out the risk"
QUESTIONS = {"supervised-cases": "2.1.1", "court-reports": "3.1.1", "victims": "3.2.1"}
"""A key question that each population is asked."""
TAKING_UP = ("--number", "1", "--action", "The police were told.")


@pytest.fixture
def drawn(homes: Path, tmp_path: Path) -> Blind:
    return begun(homes, tmp_path)


def events(blind: Blind) -> int:
    return int(blind.line.done("audit", "verify")["events"])


@pytest.mark.parametrize(
    ("raises", "command", "other"),
    [
        pytest.param(FIRST, "allocate-second", "allocate", id="the first reader's words"),
        pytest.param(SECOND, "allocate", "allocate-second", id="the second reader's words"),
    ],
)
def test_whoever_was_shown_an_alert_or_took_it_up_is_not_given_the_other_read(
    drawn: Blind, raises: int, command: str, other: str
) -> None:
    drawn.done(raises, "case", "alert", drawn.case, "--what", WORDS)
    before = events(drawn)
    assert WORDS in drawn.typed(LOOKS, "case", "alerts", REF).out, "whoever must act is shown it"
    assert events(drawn) == before + 1
    drawn.done(LOOKS, "case", "alerts", REF)
    assert events(drawn) == before + 1, "it is noted once"
    drawn.done(TAKES_UP, "case", "acknowledge", drawn.case, *TAKING_UP, "--role", "lead-inspector")
    for person in (LOOKS, TAKES_UP):
        said = ("--reader", f"os-{person}", "--reason", "The reader is ill.")
        refused = drawn.typed(LEAD, "case", command, drawn.case, *said)
        assert refused.code == "was-shown"
        assert "alert" in refused.err
    said = ("--reader", f"os-{APART}", "--reason", "The reader is ill.")
    drawn.done(LEAD, "case", command, drawn.case, *said)
    said = ("--reader", f"os-{LOOKS}", "--reason", "The reader is ill.")
    drawn.done(LEAD, "case", other, drawn.case, *said)


def test_neither_reader_nor_whoever_is_not_shown_the_words_is_noted(drawn: Blind) -> None:
    drawn.done(FIRST, "case", "alert", drawn.case, "--what", WORDS)
    before = events(drawn)
    for person, role in ((FIRST, "inspector"), (SECOND, "inspector"), (ANYBODY, "data-analyst")):
        said = drawn.typed(person, "case", "alerts", REF, "--role", role)
        assert (WORDS in said.out) == (person == FIRST)
    assert events(drawn) == before


def test_an_alert_of_a_case_that_may_yet_be_drawn_is_noted_before_anybody_has_said_anything_in_it(
    homes: Path, tmp_path: Path
) -> None:
    blind = undrawn(homes, tmp_path)
    cases = {
        each["case"]: QUESTIONS[each["population"]] for each in blind.line.done("case", "list", REF)["cases"]
    }
    for case in cases:
        blind.done(FIRST, "case", "alert", case, "--what", WORDS)
    assert WORDS in blind.typed(LOOKS, "case", "alerts", REF).out
    for case, question in cases.items():
        blind.done(TAKES_UP, "case", "acknowledge", case, *TAKING_UP, "--role", "lead-inspector")
        blind.done(FIRST, "case", "record-answers", case, "--answer", f"{question}=yes")
        blind.done(LEAD, "case", "allocate", case, "--reader", f"os-{FIRST}")
    told = blind.done(LEAD, "case", "draw-second", REF)
    for case in told["events"][0]["data"]["cases"]:
        for person in (LOOKS, TAKES_UP):
            refused = blind.typed(LEAD, "case", "allocate-second", case, "--reader", f"os-{person}")
            assert refused.code == "was-shown"
    inspectors = tmp_path / "inspectors.csv"
    skilled = ";".join(("supervised-cases", "court-reports", "victims"))
    inspectors.write_text(
        "inspector,populations\n" + "".join(f"os-{each},{skilled}\n" for each in (LOOKS, ANYBODY))
    )
    proposal = ("case", "propose-readers", REF, "--second", "--inspectors", inspectors, "--most", "9")
    assert {each["reader"] for each in blind.done(LEAD, *proposal)["proposed"]} == {f"os-{ANYBODY}"}
