"""Every kind of inspection from its announcement to its end, with what sets it apart: ``kinds.csv`` beside this file.

A row is what was seen on the way, never what the file of the kind says: the stages at which the inspection stood, the
working days that each deadline was given, what went in, who decided, who had to sign, what came out and to whom. The
lists are as long as real ones: of each it says how many cases were drawn of how many, by what they were kept in
proportion, and which were too short; then how many were read twice. Of the evidence it says how many items were asked
for, how many prompts they name, and to how many lines of enquiry the items led that were not to be had. A policy
officer can read the table, and a change of a kind changes it.
"""

import csv
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

from domain.cases.events import CaseSampled
from domain.cases.lists.events import CasesExcluded
from domain.cases.second_reads.state import DifferenceDecided
from domain.dated_rules.library import Library
from domain.evidence.events import EnquiryCarried, EnquiryOpened
from domain.inspections import protocols
from domain.inspections.events import (
    CorrelationChecked,
    EvidenceRequested,
    InspectionAnnounced,
    PartnerSigned,
    RatingsConfirmed,
    RatingsDecided,
    SampleDrawn,
    SecondReadsDrawn,
)
from domain.inspections.kinds.parts import Population
from domain.inspections.kinds.protocol import Protocol, parse_protocol
from domain.inspections.react import react
from domain.inspections.stages import Stage
from domain.inspections.tasks import Surroundings, tasks
from domain.messages import Event
from domain.privacy.boxes import Plain
from domain.storyline.telling import sentence
from tests.support.house import shipped_library
from tests.support.kinds.ground import providers_of
from tests.support.kinds.walk import KindWalk
from tests.support.story_ground import StoryGround, a_working_day_of

TABLE = Path(__file__).with_name("kinds.csv")
COLUMNS = (
    "kind",
    "providers",
    "notice",
    "stages",
    "deadlines",
    "evidence",
    "enquiries",
    "samples",
    "read twice",
    "beside the cases",
    "decided by",
    "signed by",
    "ratings",
    "report",
    "action plan",
    "sent to",
)
KINDS = {each.id: each for each in shipped_library().protocols()}
LISTED_FOR_EACH_READ = 3
"""A list has some three times as many cases as are drawn from it (004 §4.12: 110 of some 330)."""


class RealLists(KindWalk):
    """A walk with lists as long as real ones."""

    def listed(self, population: Population) -> int:
        """How many cases stand in a list; where there is one case, there is one."""
        return LISTED_FOR_EACH_READ * population.sample + 1 if population.sample > 1 else 1


@cache
def walked(kind: str) -> tuple[KindWalk, StoryGround]:
    """A kind, walked to its end under the rules alone."""
    return walked_under(KINDS[kind], shipped_library())


def walked_under(protocol: Protocol, library: Library) -> tuple[KindWalk, StoryGround]:
    ground = StoryGround(library, a_working_day_of(protocol.in_force_from))
    walk = RealLists(protocol, ground)
    walk.to_the_end()
    ground.send_notices(walk.reference)
    return walk, ground


def row_of(protocol: Protocol, walk: KindWalk, ground: StoryGround) -> dict[str, str]:
    """What was seen of a kind on its way."""
    state, events = walk.state, [event for _, event in ground.happened]
    announced = next(each for each in events if isinstance(each, InspectionAnnounced))
    decisions = [each for each in events if isinstance(each, RatingsConfirmed | RatingsDecided)]
    rated = [each.rating for each in decisions[0].ratings] if decisions else []
    return {
        "kind": protocol.id,
        "providers": ", ".join(kind for _, kind in providers_of(protocol, "x")),
        "notice": str(ground.calendar.between(announced.announced_on, announced.fieldwork_from)),
        "stages": " > ".join(walk.walked.stages),
        "deadlines": ", ".join(f"{code} {days}" for code, days in walk.walked.deadlines.items()),
        "evidence": evidence_of(events),
        "enquiries": enquiries_of(events),
        "samples": "; ".join(sample_of(each, events) for each in state.samples.values()),
        "read twice": read_twice_of(events, len(state.sampled)),
        "beside the cases": correlation_of(events),
        "decided by": ", ".join(
            f"panel of {len(each.present)}" if isinstance(each, RatingsDecided) else each.role.value
            for each in decisions
        ),
        "signed by": ", ".join(each.partner for each in events if isinstance(each, PartnerSigned)),
        "ratings": f"{len(rated)}, overall {decisions[0].overall or 'none'}" if decisions else "in words",
        "report": ("published" if protocol.published else "issued") if state.published else "none",
        "action plan": "yes" if state.plan else "no",
        "sent to": "; ".join(protocol.distribution) if state.published else "",
    }


def sample_of(sample: SampleDrawn, events: Sequence[Event]) -> str:
    """What was drawn, of how many, in proportion by what; and whom the list named in vain."""
    cases = [each for each in events if isinstance(each, CaseSampled) and each.list == sample.list]
    sorts = {each.sort.text for each in cases if isinstance(each.sort, Plain)}
    columns = dict.fromkeys(part.split(":")[0] for sort in sorted(sorts) for part in sort.split("; "))
    by = f" by {' and '.join(columns)}" if columns else ""
    left_out = [f"{each.cases} of {each.rule}" for each in events if isinstance(each, CasesExcluded)]
    without = f" without {' and '.join(left_out)}" if left_out else ""
    return f"{sample.population} {len(sample.rows)} of {sample.list_size}{by}{without}"


def read_twice_of(events: Sequence[Event], cases: int) -> str:
    """How many cases were read twice, and on how many answers somebody had to decide."""
    drawn = [each for each in events if isinstance(each, SecondReadsDrawn)]
    decided = sum(isinstance(each, DifferenceDecided) for each in events)
    return f"{len(drawn[0].cases)} of {cases}, {decided} decided" if drawn else ""


def correlation_of(events: Sequence[Event]) -> str:
    """How many judgements were looked at beside the case results, and how many of them lay far off."""
    checked = [each for each in events if isinstance(each, CorrelationChecked)]
    looked_at = checked[0].standards if checked else ()
    return f"{len(looked_at)}, {sum(each.diverges for each in looked_at)} far off" if looked_at else ""


def evidence_of(events: Sequence[Event]) -> str:
    """How many items were asked for, and what they name."""
    asked = [item for each in events if isinstance(each, EvidenceRequested) for item in each.items]
    questions = {number for each in asked for number in each.key_questions}
    prompts = {prompt for each in asked for prompt in each.prompts}
    named = f" on {len(questions)} key questions" if questions else ""
    return f"{len(asked)}{named}{f' and {len(prompts)} prompts' if prompts else ''}"


def enquiries_of(events: Sequence[Event]) -> str:
    """The lines of enquiry that came of gaps, and how they ended."""
    opened = [each for each in events if isinstance(each, EnquiryOpened)]
    carried = [each for each in events if isinstance(each, EnquiryCarried)]
    return f"{len(opened)}, {len(carried)} carried to the panel" if opened else ""


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
        ("iaow-2014-1.1", "sample = 60", "sample = 61"),
        ("effective-supervision-follow-up-2004-1.1", "minimum_weeks = 10", "minimum_weeks = 11"),
        ("iyow-short-screening-2012", "sample = 20", "sample = 21"),
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
def test_when_a_kind_has_come_to_its_end_nothing_is_left_to_do(kind: str) -> None:
    walk, _ = walked(kind)
    agenda = react(walk.state)
    assert agenda.over
    assert (agenda.stage, agenda.deadlines, agenda.duties) == (Stage.CLOSED, (), ())
    assert tasks(walk.state, Surroundings(protocol=KINDS[kind])) == ()


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_everything_that_happens_in_a_kind_has_its_sentence(kind: str) -> None:
    _, ground = walked(kind)
    silent = {event.name for _, event in ground.happened if sentence(event) is None}
    # Answers are nobody's to read in a time line, and what goes from one read to the other is told with the other.
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
    around = Surroundings(protocol=protocol, scheme=ground.library.scheme(protocol.scheme or ""))
    listed = tasks(walk.state, around)
    assert {each.stage for each in listed} == set(protocol.stages)
    first = "request-evidence" if protocol.has(Stage.EVIDENCE_REQUEST) else "begin-fieldwork"
    # Lists may come in from the first day; nothing else waits for anybody yet.
    to_do = {each.verb for each in listed if each.status == "to-do"} - {"hand-in-case-list"}
    assert to_do == {first}
    verbs = {each.verb for each in listed}
    assert ("decide-ratings" in verbs) == (protocol.panel is not None)
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
