"""Every kind of inspection from its announcement to its end, with what sets it apart: ``kinds.csv`` beside this file.

A row is what was seen on the way, never what the file of the kind says: the stages at which the inspection stood, the
working days that each deadline was given, what went in (evidence, lists, lists' cases), who decided, who had to sign,
what came out and to whom. A policy officer can read the table, and a change of a kind changes it.
"""

import csv
from functools import cache
from pathlib import Path

import pytest

from domain.inspections.events import InspectionAnnounced, PartnerSigned, RatingsConfirmed, RatingsDecided
from domain.inspections.protocol import Protocol
from domain.inspections.react import react
from domain.inspections.stages import Stage
from domain.inspections.tasks import Surroundings, tasks
from domain.storyline import sentence
from tests.support.house import shipped_library
from tests.support.kinds import KindWalk, providers_of
from tests.support.story_ground import StoryGround, a_working_day_of

TABLE = Path(__file__).with_name("kinds.csv")
COLUMNS = (
    "kind",
    "providers",
    "notice",
    "stages",
    "deadlines",
    "evidence",
    "lists",
    "decided by",
    "signed by",
    "ratings",
    "report",
    "action plan",
    "sent to",
)
KINDS = {each.id: each for each in shipped_library().protocols()}


@cache
def walked(kind: str) -> tuple[KindWalk, StoryGround]:
    """A kind, walked to its end under the rules alone."""
    protocol = KINDS[kind]
    ground = StoryGround(shipped_library(), a_working_day_of(protocol.in_force_from))
    walk = KindWalk(protocol, ground)
    walk.to_the_end()
    ground.send_notices(walk.reference)
    return walk, ground


def row_of(protocol: Protocol) -> dict[str, str]:
    """What was seen of a kind on its way."""
    walk, ground = walked(protocol.id)
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
        "evidence": str(len(state.evidence)),
        "lists": ", ".join(state.samples),
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


def written() -> list[dict[str, str]]:
    with TABLE.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_the_table_has_every_kind_that_ships() -> None:
    assert [row["kind"] for row in written()] == sorted(KINDS)


@pytest.mark.parametrize("row", written(), ids=lambda row: row["kind"])
def test_a_kind_goes_from_its_announcement_to_its_end_as_the_table_says(row: dict[str, str]) -> None:
    assert row_of(KINDS[row["kind"]]) == row


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
    assert silent <= {"case.answers-recorded.v1"}


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
    assert [each.verb for each in listed if each.status == "to-do"] == [first]
    verbs = {each.verb for each in listed}
    assert ("decide-ratings" in verbs) == (protocol.panel is not None)
    assert ("confirm-ratings" in verbs) == (protocol.decides is not None)
    assert ("sign-for-partner" in verbs) == bool(protocol.signatories)
    assert ("propose-rating" in verbs) <= (protocol.scheme is not None)
