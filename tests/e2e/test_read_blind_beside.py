"""Beside commands and pages: no view, log, trace or notice, and nothing that Temporal keeps, tells what a reader said.

As in :mod:`tests.e2e.test_read_blind`: what there is must be the same in installations that differ in nothing but what
one of two readers has answered and noted.
"""

import re
import sqlite3
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client, WorkflowHistory

import worker
from activities.commanding.desk import Accepted, Order
from adapters.outbound.temporal.connecting import TemporalAddress
from adapters.outbound.temporal.histories import payloads_of
from adapters.outbound.temporal.server import DevServer
from domain.cases.commands import RecordAnswers
from domain.given import Actor
from domain.people.roles import Role
from tests.support.blind import FIRST, SECOND, Blind, copied, same, three
from tests.support.logged import every_log
from tests.support.payloads import KEY
from tests.support.rig import Rig
from tests.support.toy_matter import HandClock
from tests.support.waiting import eventually

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]

REF = "nps-nw"


@pytest.fixture(scope="module")
def worlds(homes: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Blind]:
    return three(homes, tmp_path_factory.mktemp("blind-beside"))


def test_no_view_of_the_installation_has_an_answer(worlds: dict[str, Blind]) -> None:
    """Views are made for everybody, so nothing may be in them that would have to be kept from anybody."""
    shown_in: dict[str, list[object]] = {}
    for name in ("as-is", "first", "second"):
        with sqlite3.connect(worlds[name].line.home / "assay.db") as database:
            tables = [
                each
                for (each,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
                if each.startswith("view_")
            ]
            rows = {each: [str(row) for row in database.execute(f"SELECT * FROM {each}")] for each in tables}
        database.close()
        shown_in[name] = [(each, same(str(rows[each]))) for each in sorted(rows)]
    assert shown_in["as-is"]
    assert shown_in["as-is"] == shown_in["first"] == shown_in["second"]


def test_no_log_and_no_trace_has_an_answer(worlds: dict[str, Blind]) -> None:
    """What is told to either is the same, whatever is answered: the verb, the stream and the position."""
    told = []
    for name in ("as-is", "first"):
        line, case = worlds[name].line, worlds[name].case
        answer = "not_applicable" if name == "first" else "no"
        command = RecordAnswers.model_validate({"case": case, "answers": (("2.1.2", answer),)})
        order = Order(f"logged-{name}", command, Actor(f"os-{FIRST}", Role.INSPECTOR, "a test"))
        settings = worker.settings_of(line.environment)
        with worker.compose(settings, clock=line.clock) as house, every_log() as logged:
            assert isinstance(house.desk.give(order), Accepted)
        told.append(same(str(logged)).replace(name, ""))
    assert "record-answers" in told[0]
    assert told[0] == told[1]


@pytest.mark.parametrize("other", ["first", "second"])
def test_what_temporal_is_told_of_an_inspection_does_not_depend_on_what_a_reader_has_answered(
    worlds: dict[str, Blind], temporal_server: DevServer, tmp_path: Path, other: str
) -> None:
    copies = copied(worlds, tmp_path, "as-is", other)
    said = {name: _told_to_temporal(each, temporal_server) for name, each in copies.items()}
    assert len(said["as-is"]) > 5
    assert said["as-is"] == said[other]
    assert not any("Zq7Canary" in each for each in said[other])


def _told_to_temporal(blind: Blind, server: DevServer) -> list[str]:
    """What stands in the history of the inspection's workflow, decrypted, once it has acted on all that concerns it."""
    stream = f"inspection-{REF}"
    address = TemporalAddress(target=server.address, task_queue=f"blind-{uuid4().hex[:12]}")
    clock = blind.line.clock or HandClock()
    with blind.put_together() as house, Rig(address, f"sqlite:///{blind.line.home}/assay.db", clock) as rig:
        # What Assay must do is done before, so that how many looks it takes is not a matter of moments.
        for moment in house.attending.look(stream).moments:
            if moment.kind == "duty":
                house.attending.carry_out(stream, moment.id)
        with rig.worker(house.attending, reconcile=True):
            eventually(lambda: rig.acknowledged(stream), "the inspection is attended to")
            eventually(lambda: _at_rest(rig.history(stream)), "its workflow waits for nothing but time")
            history = rig.history(stream)
        typed = _typed_history(blind, server, stream)

        async def ended(client: Client) -> None:
            await client.get_workflow_handle(stream).terminate("it has been read")

        rig.ask(ended)
    # How often it was nudged, and how long ago a day of 2018 is, are matters of moments; what was said to it is not. A
    # position counts the events of the whole record, whoever they are of.
    said = [each.data.decode() for event in history for each in payloads_of(event)]
    assert typed == said, "the command shows what is compared here, and nothing else"
    moments = re.compile(r'"ahead":"[^"]*"|"position":[0-9]+|^[0-9]+$|(?<="up to )[0-9]+')
    return sorted({same(moments.sub("", each)) for each in said})


def _typed_history(blind: Blind, server: DevServer, stream: str) -> list[str]:
    """What the second reader is shown of a workflow who types `assay workflow history`: what it was told and said."""
    (blind.line.home / "keys" / "payload-0001.key").write_text(f"{KEY.hex()}\n")  # the key of these workers
    environment = {**blind.line.environment, "ASSAY_TEMPORAL_TARGET": server.address}
    with worker.compose(worker.settings_of(environment), clock=blind.line.clock) as house:
        shown_to = blind.typed_in(house, SECOND, "workflow", "history", stream)
    assert shown_to.status == 0, shown_to.err
    history = WorkflowHistory.from_json(stream, shown_to.out)
    return [each.data.decode() for event in history.events for each in payloads_of(event)]


def _at_rest(history: Sequence[Any]) -> bool:
    """Whether a workflow has had the answers to all that it asked for, and has thought about them."""
    kinds = Counter(event.event_type for event in history)
    asked = kinds[EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED]
    thinking = kinds[EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED]
    return (
        asked == kinds[EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED]
        and thinking == kinds[EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED]
    )


@pytest.mark.parametrize("other", ["first", "second"])
@pytest.mark.parametrize("in_already", [False, True], ids=["neither is in", "the other's is in"])
def test_no_notice_and_no_log_of_looks_depends_on_what_a_reader_has_answered(
    worlds: dict[str, Blind], tmp_path: Path, other: str, in_already: bool
) -> None:
    """They are files of the installation, and are sent to people: what is due is done, and then they are compared."""
    told = {}
    for name, blind in copied(worlds, tmp_path, "as-is", other).items():
        if in_already:
            blind.finish(other)
        with blind.put_together() as house:
            for stream in house.store.streams("inspection-"):
                for moment in house.attending.look(stream).moments:
                    if moment.kind == "duty":
                        house.attending.carry_out(stream, moment.id)
        told[name] = {
            " ".join(map(same, file.relative_to(blind.line.home).parts)): same(file.read_text())
            for folder in ("notices", "looks", "log")
            for file in sorted((blind.line.home / folder).rglob("*"))
            if file.is_file()
        }
    assert {each.partition(" ")[0] for each in told["as-is"]} >= {"notices", "looks"}
    assert told["as-is"] == told[other]
    assert not any("Zq7Canary" in each for each in told[other].values())
