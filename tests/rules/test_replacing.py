"""What a command would put something else in the place of, and the mark by which a form says what it was made from."""

from datetime import date

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from domain.cases.commands import RecordClassification, RecordInterview
from domain.cases.reading import CASE
from domain.cases.state import Beside, CaseRead
from domain.deciders import DECIDERS
from domain.evidence.commands import AssessPrompts
from domain.evidence.decider import EVIDENCE
from domain.evidence.events import PromptAssessed
from domain.evidence.state import EvidenceRoom
from domain.panels.commands import CorrectMinutes, DraftMinutes
from domain.panels.decider import PANEL
from domain.panels.state import Minutes, Panel
from domain.replacing import CHANGED, NOTHING_STANDS, changed_since, mark_of, replaces_nothing

_TEXTS = st.text(min_size=1, max_size=40)

REPLACING = {
    "arrange-agenda",
    "assess-prompts",
    "change-body",
    "change-lead",
    "change-person",
    "change-staff",
    "conclude-criterion",
    "correct-minutes",
    "draft-minutes",
    "draft-report",
    "leave-unrated",
    "move-fieldwork",
    "note-practice",
    "propose-rating",
    "record-classification",
    "record-interview",
    "score-criterion",
    "set-team",
    "translate-text",
    "write-section",
}


def test_these_commands_say_what_they_replace() -> None:
    found = {
        rule.command.verb
        for decider in DECIDERS.values()
        for rule in decider.rules.values()
        if rule.replaces is not replaces_nothing
    }
    assert found == REPLACING


@drawn(_TEXTS, _TEXTS)
def test_marks_are_alike_for_what_is_alike_and_for_nothing_else(one: str, other: str) -> None:
    assert (mark_of({"text": one}) == mark_of({"text": other})) is (one == other)
    assert (mark_of(one) == mark_of(other)) is (one == other)
    assert len(mark_of({"text": one})) == 16


@drawn(st.dictionaries(st.sampled_from("abcdef"), _TEXTS | st.none(), min_size=1))
def test_a_mark_does_not_hang_on_the_order_in_which_fields_are_named(standing: dict[str, str | None]) -> None:
    turned = dict(reversed(list(standing.items())))
    assert mark_of(turned) == mark_of(standing)


@pytest.mark.parametrize(
    ("mark", "standing", "refused"),
    [
        pytest.param(None, {"text": "What stands."}, False, id="whoever says nothing does not mind"),
        pytest.param("", NOTHING_STANDS, False, id="nothing stood, and nothing does"),
        pytest.param("", {"text": "What stands."}, True, id="nothing stood, and something does"),
        pytest.param(mark_of({"text": "What stood."}), {"text": "What stands."}, True, id="another stood"),
        pytest.param(mark_of({"text": "What stood."}), NOTHING_STANDS, True, id="it was taken out"),
        pytest.param(mark_of({"text": "What stood."}), {"text": "What stood."}, False, id="it stands still"),
    ],
)
def test_a_command_is_refused_where_something_else_stands(
    mark: str | None, standing: dict[str, str], refused: bool
) -> None:
    refusal = changed_since(mark, standing)
    assert (refusal is not None) is refused
    assert refusal is None or refusal.code == CHANGED


def test_an_interview_stands_by_its_day_or_by_how_often_it_was_said_why_there_was_none() -> None:
    interview = CASE.rules[RecordInterview].replaces
    assert interview(CaseRead(), {}) == NOTHING_STANDS
    held = CaseRead(interviewed=True, beside=Beside(interview_on=date(2018, 7, 9)))
    assert interview(held, {}) == {"held_on": "2018-07-09"}
    once, twice = (CaseRead(interviewed=False, beside=Beside(reasons=each)) for each in (1, 2))
    assert mark_of(interview(once, {})) != mark_of(interview(twice, {})), "another reason is another word"


def test_a_classification_stands_by_its_aspect() -> None:
    classified = CASE.rules[RecordClassification].replaces
    case = CaseRead(beside=Beside(classified={"risk-of-serious-harm": ("high", None)}))
    assert classified(case, {"aspect": "risk-of-serious-harm"}) == {"provider": "high", "inspector": None}
    assert classified(case, {"aspect": "another"}) == NOTHING_STANDS


def test_what_was_found_about_a_prompt_stands_for_that_prompt_alone() -> None:
    found = EVIDENCE.rules[AssessPrompts].replaces
    met = PromptAssessed(prompt="1.1.1 a", finding="met", evidence=("e1",))
    room = EvidenceRoom(findings={"1.1.1 a": met})
    assert found(room, {"assessments": (met,)}) == {
        "1.1.1 a": {"finding": "met", "evidence": ["e1"], "note": None}
    }
    other = PromptAssessed(prompt="1.1.1 b", finding="not-known")
    assert found(room, {"assessments": (other,)}) == NOTHING_STANDS


@pytest.mark.parametrize("command", [DraftMinutes, CorrectMinutes])
def test_minutes_stand_by_their_text(command: type[DraftMinutes | CorrectMinutes]) -> None:
    written = PANEL.rules[command].replaces
    assert written(Panel(), {}) == NOTHING_STANDS
    assert written(Panel(written=Minutes("All agreed.", "0" * 64)), {}) == {"text": "All agreed."}
