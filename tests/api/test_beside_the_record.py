"""What commands by way of the API do beside the record, as the pages do; and what somebody was offline about."""

from collections.abc import Callable
from datetime import date

import pytest

from activities.commanding.desk import Accepted, Order
from domain.cases.offline.messages import BringBack, Edit
from domain.cases.state import CaseRead
from domain.given import Actor
from domain.people.roles import Role
from tests.support.api import ServedApi, problem

pytestmark = pytest.mark.long

MANAGER, READER, OTHER = "os-1", "os-2", "os-3"


def test_a_version_that_is_published_or_retired_stands_with_the_files_of_rules(
    changing: Callable[[], ServedApi],
) -> None:
    served = changing()
    present = served.assay.library().framework("youth-2021")
    assert present is not None
    first = present.domains[0]
    domain = first.with_(standards=(first.standards[0].with_(title="Leading well"), *first.standards[1:]))
    content = present.with_(
        version="2", status="proposed", in_force_from=None, domains=(domain, *present.domains[1:])
    )
    about = {"framework": "youth-2021", "version": "2"}
    with served.as_(served.token(MANAGER, [Role.OPERATIONS_MANAGER])) as client:
        put = {"framework": "youth-2021", "content": content.model_dump(mode="json")}
        assert client.post("/api/commands/propose-framework", json=put).status_code == 200
        published = {**about, "in_force_from": "2031-06-01"}
        rehearsed = client.post("/api/commands/publish-framework?rehearse=true", json=published)
        assert rehearsed.status_code == 200, rehearsed.text
        assert served.assay.library().frameworks().version("youth-2021", "2") is None
        done = client.post("/api/commands/publish-framework", json=published)
        assert done.status_code == 200, done.text
        there = served.assay.library().frameworks().version("youth-2021", "2")
        assert there is not None
        assert (there.status, there.in_force_from) == ("in-force", date(2031, 6, 1))
        retired = {**about, "retired_on": "2031-09-01", "reason": "The law has changed."}
        assert client.post("/api/commands/retire-framework", json=retired).status_code == 200
        there = served.assay.library().frameworks().version("youth-2021", "2")
        assert there is not None
        assert (there.status, there.retired_on) == ("retired", date(2031, 9, 1))


def test_what_is_held_is_settled_by_its_reader_and_anybody_else_learns_nothing_of_it(
    changing: Callable[[], ServedApi],
) -> None:
    served = changing()
    state = served.assay.records.read(["inspection-crc-valley"])["inspection-crc-valley"].state
    reads: dict[str, CaseRead] = {
        case: each.state for case, each in served.assay.records.read(state.sampled).items()
    }
    case, read = next(
        (case, each)
        for case, each in reads.items()
        if not each.begun and each.readers.reader is None and not each.readers.paired
    )
    question, reader = read.unanswered[0], served.token(READER, [Role.INSPECTOR])
    with served.as_(reader) as client:
        given = {"case": case, "answers": [[question, "yes"]]}
        assert client.post("/api/commands/record-answers", json=given).status_code == 200
    edits = (Edit(question=question, answer="no"),)
    brought = BringBack(read=case, file="f" * 64, taken_on=date(2026, 1, 5), edits=edits)
    order = Order("brought-back", brought, Actor(READER, Role.INSPECTOR, "test"))
    assert isinstance(served.assay.desk.give(order), Accepted)
    settle = {"read": case, "number": 1, "keep": "theirs"}
    with served.as_(served.token(OTHER, [Role.INSPECTOR])) as client:
        for number in (1, 2):
            said = client.post("/api/commands/settle-edit", json=settle | {"number": number})
            assert problem(said)[1] == "not-reader"
        said = client.get("/api/inspections/crc-valley/tasks")
        assert said.status_code == 200, said.text
        listed = said.json()["tasks"]
        assert "settle-edit" not in {each["verb"] for each in listed}
    with served.as_(reader) as client:
        listed = client.get("/api/inspections/crc-valley/tasks").json()["tasks"]
        (task,) = (each for each in listed if each["verb"] == "settle-edit")
        assert (task["read"], task["whose"], task["status"]) == (case, [READER], "to-do")
        assert client.post("/api/commands/settle-edit", json=settle).status_code == 200
        assert problem(client.post("/api/commands/settle-edit", json=settle))[1] == "nothing-held"
