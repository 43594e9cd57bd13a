"""The specifications leave nothing out: every declared event and refusal of every command is specified somewhere.

They are run once more, here, and what they saw is held against the rules. What cannot be specified cannot happen
and is taken out of the declaration. Every decision in them is held against the list of tasks as well: what is offered
there is refused only for what the list does not know.
"""

import importlib.util
import inspect
import re
from collections.abc import Callable, Iterator
from csv import DictReader
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from domain.deciders import COMMANDS, DECIDERS
from domain.evidence.commands import NoteNoExperience
from domain.inspections.commands import NoteTold
from domain.inspections.tasks import Task
from domain.inspections.tasks import __file__ as listed
from domain.messages import Command
from domain.refusals import Refusal
from domain.streams import inspection_stream
from tests.support.looking_around import tasks_in
from tests.support.specification import HAPPENED, REFUSED, WITNESSES, Story, shared_refusals

HERE = Path(__file__).parent
SPECIFICATIONS = (
    "test_announcement",
    "test_evidence",
    "test_evidence_once",
    "test_evidence_of_several",
    "test_evidence_late",
    "test_fieldwork",
    "test_lists_and_samples",
    "test_cases_replaced",
    "test_diversity_over_periods",
    "test_evidence_register",
    "test_evidence_timetable",
    "test_evidence_voices",
    "test_enquiries",
    "test_judgements",
    "test_judgements_to_the_panel",
    "test_case_reads",
    "test_read_once",
    "test_panel_review",
    "test_panel_meeting",
    "test_panel_items",
    "test_panel_after_deciding",
    "test_publication",
    "test_sign_off",
    "test_reporting",
    "test_report_coming_out",
    "test_judged_anew",
    "test_days_moved",
    "test_plans_of_each",
    "test_dossier_release",
    "test_comments",
    "test_course",
    "test_told_otherwise",
    "test_kinds_apart",
    "test_questions",
    "test_changes",
    "test_action_plan",
    "test_action_plan_agreed",
    "test_body_answers",
    "test_follow_up",
    "test_follow_up_report",
    "test_providers_and_the_record",
    "test_privacy_subjects",
    "test_frameworks_publishing",
    "test_personal_data",
    "test_people",
    "test_duty",
    "test_calendars",
    "test_bodies",
    "test_bodies_by_area",
    "test_tokens",
    "test_allocation",
    "test_second_reads",
    "test_second_reads_and_readers",
    "test_alerts",
    "test_held",
    "test_quality",
    "test_agreement_over_period",
    "test_programme_opening",
    "test_programme_plans",
    "test_programme_abreast",
    "test_programme_running",
)


def run_all() -> None:
    for name in SPECIFICATIONS:
        found = importlib.util.spec_from_file_location(f"again_{name}", HERE / f"{name}.py")
        assert found is not None
        assert found.loader is not None
        module = importlib.util.module_from_spec(found)
        found.loader.exec_module(module)
        for each, test in inspect.getmembers(module, inspect.isfunction):
            if each.startswith("test_"):
                for given in _given(test):
                    test(**given)


def _given(test: Callable[..., None]) -> Iterator[dict[str, Any]]:
    """What a specification is run with: nothing, or each row of its tables."""
    tables = [mark for mark in getattr(test, "pytestmark", ()) if mark.name == "parametrize"]
    for rows in product(*(mark.args[1] for mark in tables)):
        found: dict[str, Any] = {}
        for mark, row in zip(tables, rows, strict=True):
            names = mark.args[0].split(",") if isinstance(mark.args[0], str) else mark.args[0]
            values = (row,) if len(names) == 1 else row
            found |= dict(zip((each.strip() for each in names), values, strict=True))
        yield found


@dataclass
class Offered:
    """What was asked for that a list of tasks had: refused although it was offered, accepted although it was locked."""

    refused: dict[tuple[str, str], str] = field(default_factory=dict)
    accepted: dict[str, str] = field(default_factory=dict)
    unexplained: set[str] = field(default_factory=set)
    _last: tuple[Story, str, tuple[Task, ...]] | None = None

    def witness(self, story: Story, command: Command, refusal: Refusal | None) -> None:
        if command.verb not in _TASKS or (refusal and (command.verb, refusal.code) in self.refused):
            return
        named = getattr(command, "inspection", None)
        one = inspection_stream(named) if isinstance(named, str) else "inspection-"
        for stream in [each for each in story.history if each.startswith(one)]:
            if story.state(stream).announced is not None:
                self._hold(self._tasks_in(story, stream), command, refusal)

    def _tasks_in(self, story: Story, stream: str) -> tuple[Task, ...]:
        """The tasks; worked out once where several things are asked for in the same story, one after the other."""
        if self._last is None or self._last[0] is not story or self._last[1] != stream:
            self._last = (story, stream, tasks_in(story, stream))
        return self._last[2]

    def _hold(self, tasks: tuple[Task, ...], command: Command, refusal: Refusal | None) -> None:
        found = {each.status: each for each in tasks if each.verb == command.verb}
        self.unexplained.update(each.title for each in tasks if (each.status == "locked") != bool(each.why))
        if refusal and "to-do" in found:
            self.refused[command.verb, refusal.code] = f"{found['to-do'].title}: {refusal.sentence}"
        elif refusal is None and "locked" in found and "to-do" not in found:
            self.accepted[command.verb] = found["locked"].why


_TASKS = frozenset(
    re.findall(
        r'Item\(\s*"([a-z-]+)"', "".join(each.read_text() for each in Path(listed).parent.glob("*.py"))
    )
) | {NoteNoExperience.verb, NoteTold.verb}
"""The commands of tasks, as the lists name them: to ask of others which tasks there are would be asked in vain."""

NEEDS_A_WORD = {
    "check-correlation": "what is proposed so far may be looked at; what is proposed later is looked at again",
    "propose-ratings": "a standard without a proposal may be left out, with the reason",
}
"""What is locked because it would be too early, and may all the same be done, and why."""


@pytest.fixture(scope="module")
def offered() -> Offered:
    """Every specification was run once more, and the lists of tasks were looked at in each state on the way."""
    found = Offered()
    WITNESSES.append(found.witness)
    try:
        run_all()
    finally:
        WITNESSES.remove(found.witness)
    return found


def test_a_task_that_is_offered_is_refused_only_for_what_the_list_does_not_know(offered: Offered) -> None:
    with (HERE / "refused_tasks.csv").open(newline="") as file:
        known = {(row["verb"], row["code"]): row["what_the_list_does_not_know"] for row in DictReader(file)}
    new = {pair: said for pair, said in offered.refused.items() if pair not in known}
    assert not new, "lock the task for that reason, or say in refused_tasks.csv what the list does not know"
    assert sorted(known.keys() - offered.refused.keys()) == []
    assert all(known.values())


def test_a_task_that_is_locked_says_why_and_is_refused_unless_a_reason_is_given(offered: Offered) -> None:
    assert offered.unexplained == set()
    assert offered.accepted.keys() == NEEDS_A_WORD.keys(), offered.accepted


@pytest.mark.usefixtures("offered")
def test_every_event_and_every_refusal_that_a_rule_declares_is_specified() -> None:
    rules = [(kind, r) for kind, d in DECIDERS.items() for r in d.rules.values()]
    refusals = {(r.command.verb, code) for _, r in rules for code in r.refusals}
    events = {(r.command.verb, event.name) for _, r in rules for event in r.events}
    assert sorted(refusals - REFUSED) == []
    assert sorted(events - HAPPENED) == []


def test_no_rule_declares_what_all_commands_share() -> None:
    for kind, decider in DECIDERS.items():
        for rule in decider.rules.values():
            assert not set(rule.refusals) & shared_refusals(rule, kind), rule.command.verb
            assert len(set(rule.refusals)) == len(rule.refusals), rule.command.verb


def test_every_command_knows_its_stream_and_says_what_it_does() -> None:
    for verb, command in COMMANDS.items():
        assert isinstance(inspect.getattr_static(command, "stream"), property), verb
        assert command.__doc__, verb
    for kind, decider in DECIDERS.items():
        for rule in decider.rules.values():
            assert rule.meaning.endswith("."), rule.command.verb
            assert rule.command.verb == rule.command.verb.lower()
            assert decider.kind == kind
