"""The specifications leave nothing out: every declared event and refusal of every command is specified somewhere.

They are run once more, here, and what they saw is held against the rules. What cannot be specified cannot happen
and is taken out of the declaration.
"""

import importlib.util
import inspect
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

from domain.deciders import COMMANDS, DECIDERS
from tests.support.specification import HAPPENED, REFUSED, shared_refusals

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


def test_every_event_and_every_refusal_that_a_rule_declares_is_specified() -> None:
    run_all()
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
