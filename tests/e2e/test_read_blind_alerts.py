"""An alert says what a reader found: whoever was shown it, or took it up, is then not given the other read.

They have no hand in the case when they look, so nothing is kept from them: somebody in danger cannot wait.
"""

from pathlib import Path

import pytest

from domain.people.roles import Role
from tests.support.blind import FIRST, LEAD, SECOND, Blind, begun, undrawn
from tests.support.blind_pages import shown_page

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


def page(blind: Blind, person: int) -> str:
    """The page of the case's alerts, as somebody is shown it in the role that sees most of it."""
    with blind.put_together() as house:
        return shown_page(house, f"os-{person}", (Role.LEAD_INSPECTOR,), f"/cases/{blind.case}/alerts")


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


def test_whoever_was_told_by_telephone_is_not_given_the_other_read(drawn: Blind) -> None:
    refused = drawn.typed(FIRST, "case", "alert", drawn.case, "--what", WORDS, "--told", f"os-{SECOND}")
    assert refused.code == "reads-apart"
    assert WORDS not in refused.err
    drawn.done(FIRST, "case", "alert", drawn.case, "--what", WORDS, "--told", f"os-{LOOKS}")
    tell = ("case", "tell", drawn.case, "--number", "1", "--role", "lead-inspector", "--told")
    assert drawn.typed(LEAD, *tell, f"os-{SECOND}").code == "reads-apart"
    drawn.done(LEAD, *tell, f"os-{TAKES_UP}")
    for person in (LOOKS, TAKES_UP):
        said = ("--reader", f"os-{person}", "--reason", "The reader is ill.")
        assert drawn.typed(LEAD, "case", "allocate-second", drawn.case, *said).code == "was-shown"
    said = ("--reader", f"os-{APART}", "--reason", "The reader is ill.")
    drawn.done(LEAD, "case", "allocate-second", drawn.case, *said)


def test_an_alert_by_somebody_without_a_hand_is_shown_to_neither_reader(drawn: Blind) -> None:
    drawn.done(APART, "case", "alert", drawn.case, "--what", WORDS, "--role", "lead-inspector")
    for person in (FIRST, SECOND):
        shown = drawn.typed(person, "case", "alerts", REF, "--role", "inspector")
        assert WORDS not in shown.out
        assert "kept from you until both reads are in" in shown.out
        assert WORDS not in page(drawn, person)
    assert WORDS in page(drawn, LOOKS)
    for command in ("allocate", "allocate-second"):
        said = ("--reader", f"os-{LOOKS}", "--reason", "The reader is ill.")
        assert drawn.typed(LEAD, "case", command, drawn.case, *said).code == "was-shown"


@pytest.mark.parametrize("raises", [FIRST, SECOND], ids=["the first reader's", "the second reader's"])
@pytest.mark.parametrize("takes_up", ["the other", "somebody else"])
def test_what_is_done_about_an_alert_is_shown_to_no_reader_of_another_read(
    drawn: Blind, raises: int, takes_up: str
) -> None:
    done = "Zq8Canary the plan was changed"
    other = SECOND if raises == FIRST else FIRST
    acknowledges = other if takes_up == "the other" else TAKES_UP
    drawn.done(raises, "case", "alert", drawn.case, "--what", WORDS)
    words = ("--number", "1", "--action", done, "--role", "lead-inspector")
    drawn.done(acknowledges, "case", "acknowledge", drawn.case, *words)
    for person in (raises, other):
        for shown in (
            drawn.typed(person, "case", "alerts", REF, "--role", "inspector").out,
            drawn.typed(person, "case", "alerts", REF, "--role", "inspector", "--json").out,
            page(drawn, person),
        ):
            assert (WORDS in shown) == (person == raises)
            assert done not in shown, "nor of their own, as long as they are not shown the words it answers"
    assert done in drawn.typed(LOOKS, "case", "alerts", REF).out
    assert done in page(drawn, LOOKS)
    reader = ("--reader", f"os-{LOOKS}", "--reason", "They are ill.")
    given = drawn.typed(LEAD, "case", "allocate-second", drawn.case, *reader)
    if raises == FIRST or takes_up == "the other":
        assert given.code == "was-shown"
    else:
        assert given.status == 0, "they learned what the second read says, and of the first nothing"


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
