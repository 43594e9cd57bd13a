"""Every kind of inspection from its announcement to its end, with what sets it apart: ``kinds.csv`` beside this file.

A row is what was seen on the way, never what the file of the kind says: the stages at which the inspection stood, the
working days that each deadline was given, what went in, who decided, who had to sign, what came out and to whom. The
lists are as long as real ones: of each it says how many cases were drawn of how many, by what they were kept in
proportion, and which were too short; then how many were read twice. Of the evidence it says how many items were asked
for, how many prompts they name, and to how many lines of enquiry the items led that were not to be had. Of a follow-up
it says how many standards stand beside their first results. A policy officer can read the table, and a change of a
kind changes it.
"""

import csv
from functools import cache
from pathlib import Path

import pytest

from domain.dated_rules.library import Library
from domain.inspections import protocols
from domain.inspections.events import CorrelationChecked
from domain.inspections.kinds.protocol import parse_protocol
from domain.inspections.react import react
from domain.inspections.stages import Stage
from domain.inspections.tasks import Surroundings, tasks
from domain.storyline.telling import sentence
from tests.support.house import shipped_library
from tests.support.kinds.seen import RealLists, row_of, walked_under
from tests.support.kinds.walk import KindWalk
from tests.support.story_ground import StoryGround, a_working_day_of

TABLE = Path(__file__).with_name("kinds.csv")
KINDS = {each.id: each for each in shipped_library().protocols()}


@cache
def walked(kind: str) -> tuple[RealLists, StoryGround]:
    """A kind, walked to its end under the rules alone."""
    return walked_under(KINDS[kind], shipped_library())


def written() -> list[dict[str, str]]:
    with TABLE.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_the_table_has_every_kind_that_ships() -> None:
    assert [row["kind"] for row in written()] == sorted(KINDS)


@pytest.mark.parametrize("row", written(), ids=lambda row: row["kind"])
def test_a_kind_goes_from_its_announcement_to_its_end_as_the_table_says(row: dict[str, str]) -> None:
    kind = KINDS[row["kind"]]
    assert row_of(kind, *walked(kind.id)) == row


@pytest.mark.parametrize(
    ("file", "says", "instead"),
    [
        ("nps-division-2018-1.1", "sample = 40", "sample = 39"),
        ("nps-division-2018-1.1", 'strata = ["office"]', 'strata = ["gender"]'),
        ("nps-division-2018-1.1", 'prompts = ["1.2.3 a", ', "prompts = ["),
        ("crc-2018-1.1", "confidence = 80", "confidence = 81"),
        ("crc-2018-1.1", "margin = 5", "margin = 6"),
        ("pdu-2023-1.1", "percent = 10", "percent = 20"),
        ("nps-division-2018-1.1", "correlation_steps = 2", "correlation_steps = 3"),
        ("yot-2021-1.1", 'strata = ["gender"]\n', ""),
        ("iaow-2014-1.2", "sample = 60", "sample = 61"),
        ("thematic-1.2", "percent = 10", "percent = 20"),
        ("joint-targeted-area-1.1", "sample = 7", "sample = 6"),
        ("effective-supervision-follow-up-2004-1.1", "minimum_weeks = 10", "minimum_weeks = 11"),
        ("iyow-short-screening-2012-1.1", "sample = 20", "sample = 21"),
        ("pilot-crc-2017", "closing_feedback = true", "closing_feedback = false"),
        ("effective-supervision-follow-up-2004-1.1", 'standards = ["B1", ', "standards = ["),
        ("nps-division-2018-1.2", 'voice = "victims"', 'voice = "parents-carers"'),
        ("nps-division-2018-1.2", "papers_days = 3", "papers_days = 13"),
        ("nps-division-2018-1.2", "minutes_days = 10", "minutes_days = 40"),
        (
            "nps-division-2018-1.2",
            "[periods.action-plan]\nworking_days = 20",
            "[periods.action-plan]\nworking_days = 90",
        ),
        ("nps-division-2018-1.2", "lowest_agreement = 80", "lowest_agreement = 10"),
        ("nps-division-2018-1.2", 'statutory_basis = "', 'statutory_basis = "Another: '),
    ],
)
def test_a_change_of_a_kind_changes_its_row(file: str, says: str, instead: str) -> None:
    text = protocols.texts()[f"{file}.toml"].decode()
    assert says in text
    changed = parse_protocol(text.replace(says, instead, 1).encode(), where=file)
    shipped = shipped_library()
    others = (each for each in shipped.protocols() if each.id != changed.id)
    library = Library.of([*others, changed], shipped.frameworks().all(), shipped.schemes())
    [row] = [each for each in written() if each["kind"] == changed.id]
    assert row_of(changed, *walked_under(changed, library)) != row


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_kind_stands_at_the_stages_that_it_has_and_at_no_other(kind: str) -> None:
    walk, _ = walked(kind)
    assert walk.walked.stages == [*KINDS[kind].stages, Stage.CLOSED]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_when_a_kind_has_come_to_its_end_only_the_submission_of_its_report_is_left_to_be_noted(
    kind: str,
) -> None:
    walk, _ = walked(kind)
    agenda = react(walk.state)
    assert agenda.over
    assert (agenda.stage, agenda.deadlines, agenda.duties) == (Stage.CLOSED, (), ())
    left = [each.verb for each in tasks(walk.state, Surroundings(protocol=KINDS[kind]))]
    assert left == (["submit-report"] if KINDS[kind].has(Stage.PUBLICATION) else [])


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_everything_that_happens_in_a_kind_has_its_sentence(kind: str) -> None:
    _, ground = walked(kind)
    silent = {event.name for _, event in ground.happened if sentence(event) is None}
    # Answers are nobody's to read in a timeline, and what goes from one read to the other is told with the other.
    assert silent <= {
        "case.answers-recorded.v1",
        "case.second-reader-named.v1",
        "case.second-read-received.v1",
    }


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_task_of_a_stage_that_a_kind_does_not_have_is_on_its_list(kind: str) -> None:
    protocol = KINDS[kind]
    ground = StoryGround(shipped_library(), a_working_day_of(protocol.in_force_from))
    walk = KindWalk(protocol, ground)
    walk.announce()
    around = Surroundings(
        protocol=protocol,
        scheme=ground.library.scheme(protocol.scheme or ""),
        framework=ground.library.framework_of(walk.state.known.framework),
    )
    listed = tasks(walk.state, around)
    assert {each.stage for each in listed} == set(protocol.stages)
    first = "request-evidence" if protocol.has(Stage.EVIDENCE_REQUEST) else "begin-fieldwork"
    # Lists may come in, and questions be set, from the first day; nothing else waits for anybody yet.
    to_do = {each.verb for each in listed if each.status == "to-do"} - {"hand-in-case-list", "set-questions"}
    assert to_do == {first}
    verbs = {each.verb for each in listed}
    assert ("decide-ratings" in verbs) == (protocol.panel is not None)
    assert ("set-questions" in verbs) == protocol.sets_questions
    assert ("confirm-ratings" in verbs) == (protocol.decides is not None)
    assert ("sign-for-partner" in verbs) == bool(protocol.signatories)
    assert ("propose-rating" in verbs) <= (protocol.scheme is not None)


@pytest.mark.parametrize("kind", sorted(each.id for each in KINDS.values() if each.scheme))
def test_judged_standards_are_looked_at_beside_the_case_results_before_they_go_to_the_panel(
    kind: str,
) -> None:
    protocol = KINDS[kind]
    scheme = shipped_library().scheme(protocol.scheme or "")
    assert scheme is not None
    judged = [each.id for each in scheme.standards if each.aggregator == "judgement"]
    asked = protocol.judgements
    assert (asked is not None and asked.correlation_steps is not None and asked.names_evidence) == bool(
        judged
    )
    _, ground = walked(kind)
    checked = [each for _, each in ground.happened if isinstance(each, CorrelationChecked)]
    assert bool(checked) == bool(judged)
