"""What a nudge, a worker or a Temporal server has lost comes back by itself."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from activities.conducting.reconciling import COMPARE_EVERY, GATHER, LONGEST_PATIENCE, Reconciling
from adapters.outbound.store import open_store
from adapters.outbound.temporal.connecting import TemporalAddress, connect
from adapters.outbound.temporal.line import Line
from adapters.outbound.temporal.nudging import TemporalNudger
from domain.agenda import Agenda, Deadline, Duty
from tests.support.logged import every_log
from tests.support.payloads import CODEC
from tests.support.rig import Rig, new_store
from tests.support.servers.temporal import OwnServer, delete_database
from tests.support.toy_matter import DeadlinePassed, HandClock, NoticedOnly, ToyMatter
from tests.support.waiting import eventually

FAR = date(2999, 1, 4)
LONG_AGO = date(2018, 5, 4)


class Deaf:
    """A nudger whose nudges are lost on the way, but counted."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, int]] = []

    def nudge(self, stream: str, position: int) -> None:
        self.heard.append((stream, position))


class Memory:
    """A Temporal server as the loop sees it."""

    def __init__(self) -> None:
        self.id, self.open, self.furnished = "first", set[str](), 0

    def memory(self) -> str:
        return self.id

    def furnish(self) -> None:
        self.furnished += 1

    def running(self) -> frozenset[str]:
        return frozenset(self.open)


@pytest.fixture
def deaf() -> Deaf:
    return Deaf()


@pytest.fixture
def memory() -> Memory:
    return Memory()


@pytest.fixture
def lonely(rig: Rig, clock: HandClock, deaf: Deaf) -> ToyMatter:
    """A matter whose nudges all get lost."""
    return ToyMatter(rig.store, clock, deaf)


Loop = Callable[[], Reconciling]


@pytest.fixture
def loop(rig: Rig, lonely: ToyMatter, deaf: Deaf, memory: Memory) -> Loop:
    def made() -> Reconciling:
        attending = rig.attending({"inspection": lonely})
        return Reconciling(
            store=rig.store,
            nudger=deaf,
            clock=rig.clock,
            oversight=memory,
            kinds=["inspection"],
            over=attending.over,
        )

    return made


def test_at_a_workers_start_whatever_has_no_workflow_is_nudged_unless_it_is_over(
    loop: Loop, lonely: ToyMatter, memory: Memory, deaf: Deaf
) -> None:
    lonely.set_agenda("inspection-a", Agenda(stage="fieldwork"))
    lonely.set_agenda("inspection-b", Agenda(stage="closed", over=True))
    position = lonely.set_agenda("inspection-c", Agenda(stage="fieldwork"))
    memory.open = {"inspection-a"}
    deaf.heard.clear()
    swept = loop().sweep()
    assert swept.restored == ("inspection-c",)
    assert ("inspection-c", position) in deaf.heard
    assert memory.furnished == 1


def test_a_server_that_lost_its_memory_is_furnished_again_and_gets_every_workflow_back(
    loop: Loop, rig: Rig, lonely: ToyMatter, memory: Memory
) -> None:
    for name in ("a", "b"):
        rig.store.acknowledge(
            f"inspection-{name}", lonely.set_agenda(f"inspection-{name}", Agenda(stage="fieldwork"))
        )
    memory.open = {"inspection-a", "inspection-b"}
    reconciling = loop()
    assert reconciling.sweep().restored == ()
    memory.id, memory.open = "second", set()
    assert reconciling.sweep().restored == ("inspection-a", "inspection-b")
    assert memory.furnished == 2


def test_a_workflow_that_is_missing_at_two_comparisons_is_warned_about(
    loop: Loop, rig: Rig, lonely: ToyMatter
) -> None:
    rig.store.acknowledge("inspection-a", lonely.set_agenda("inspection-a", Agenda(stage="fieldwork")))
    reconciling = loop()
    with every_log() as logged:
        for _ in range(COMPARE_EVERY):
            reconciling.sweep()
    assert [each for each in logged if each["log_level"] == "warning"] == []
    with every_log() as logged:
        reconciling.sweep()
    assert [each for each in logged if each["log_level"] == "warning"] == [
        {
            "event": "workflows asked for before are still missing",
            "streams": 1,
            "first": "inspection-a",
            "log_level": "warning",
        }
    ]


def test_a_workflow_that_was_ended_by_hand_comes_back_within_five_minutes(
    loop: Loop, rig: Rig, lonely: ToyMatter, memory: Memory
) -> None:
    rig.store.acknowledge("inspection-a", lonely.set_agenda("inspection-a", Agenda(stage="fieldwork")))
    memory.open = {"inspection-a"}
    reconciling = loop()
    reconciling.sweep()
    memory.open = set()
    restored = [reconciling.sweep().restored for _ in range(COMPARE_EVERY)]
    assert restored == [()] * (COMPARE_EVERY - 1) + [("inspection-a",)]


def test_a_lost_nudge_is_made_up_for_at_the_second_meeting_and_then_ever_more_rarely(
    loop: Loop, lonely: ToyMatter, memory: Memory, deaf: Deaf
) -> None:
    memory.open = {"inspection-a"}
    reconciling = loop()
    reconciling.sweep()
    lonely.set_agenda("inspection-a", Agenda(stage="fieldwork"))
    deaf.heard.clear()
    nudged = [bool(reconciling.sweep().nudged) for _ in range(40)]
    # First seen, then nudged; then after 2, 4, 8 and 16 sweeps: a workflow that knows is not told in vain.
    assert [place for place, yes in enumerate(nudged) if yes] == [1, 3, 7, 15, 31]
    assert set(deaf.heard) == {("inspection-a", 1)}
    assert LONGEST_PATIENCE >= 16


def test_what_lags_when_a_worker_starts_is_nudged_at_once(
    loop: Loop, lonely: ToyMatter, memory: Memory, deaf: Deaf
) -> None:
    lonely.set_agenda("inspection-a", Agenda(stage="fieldwork"))
    memory.open = {"inspection-a"}
    deaf.heard.clear()
    assert loop().sweep().nudged == ("inspection-a",)


def test_quiet_events_gather_before_the_workflow_is_told(
    loop: Loop, rig: Rig, lonely: ToyMatter, memory: Memory, clock: HandClock
) -> None:
    memory.open = {"inspection-a"}
    clock.set(rig.clock.now())
    rig.store.acknowledge("inspection-a", lonely.set_agenda("inspection-a", Agenda(stage="case-reads")))
    lonely.record("inspection-a", NoticedOnly(), loud=False)
    reconciling = loop()
    assert not any(reconciling.sweep().nudged for _ in range(5))
    clock.set(clock.now() + GATHER)
    assert any(reconciling.sweep().nudged for _ in range(2))


def test_workflows_come_back_to_a_server_whose_database_was_deleted_and_deadlines_still_fall_once(
    own_temporal_server: OwnServer, tmp_path: Path
) -> None:
    server = own_temporal_server()
    address = TemporalAddress(target=server.address)
    with Rig(address, new_store(tmp_path), HandClock()) as rig:
        toy = ToyMatter(rig.store, rig.clock, rig.nudger)
        with rig.worker(rig.attending({"inspection": toy}), reconcile=True):
            waiting = Deadline(id="evidence", due=FAR, awaits="documents")
            for name in ("a", "b", "c"):
                toy.set_agenda(f"inspection-{name}", Agenda(stage="fieldwork", deadlines=(waiting,)))
            toy.set_agenda("inspection-over", Agenda(stage="closed", over=True))
            eventually(
                lambda: all(rig.acknowledged(f"inspection-{name}") for name in ("a", "b", "c", "over")),
                "settled",
            )
            server.stop()
            delete_database(server)
            server.start()
            for name in ("a", "b", "c"):
                standing = rig.at_stage(f"inspection-{name}", "fieldwork")
                assert standing.next_deadline == waiting.passes_at
            assert rig.status("inspection-over") is None
            toy.set_agenda(
                "inspection-a", Agenda(stage="fieldwork", deadlines=(waiting.with_(due=LONG_AGO),))
            )
            eventually(
                lambda: DeadlinePassed(deadline="evidence", due=LONG_AGO) in toy.events("inspection-a"),
                "passed",
            )
        assert sum(isinstance(each, DeadlinePassed) for each in toy.events("inspection-a")) == 1


def test_a_server_that_is_killed_and_started_again_goes_on_where_it_was(
    own_temporal_server: OwnServer, tmp_path: Path
) -> None:
    server = own_temporal_server()
    with Rig(TemporalAddress(target=server.address), new_store(tmp_path), HandClock()) as rig:
        toy = ToyMatter(rig.store, rig.clock, rig.nudger)
        with rig.worker(rig.attending({"inspection": toy}), reconcile=True):
            toy.set_agenda("inspection-a", Agenda(stage="fieldwork"))
            eventually(lambda: rig.acknowledged("inspection-a"), "settled")
            server.kill()
            # A command is accepted without Temporal, and its nudge is lost.
            toy.set_agenda(
                "inspection-a", Agenda(stage="publication", duties=(Duty(id="n", kind="send-notice"),))
            )
            server.start()
            eventually(
                lambda: toy.deeds == ["n"] and rig.acknowledged("inspection-a"), "the duty is carried out"
            )
            rig.at_stage("inspection-a", "publication")
        assert toy.deeds == ["n"], "and not once more"


def test_a_command_is_not_held_up_by_a_server_that_is_not_there(tmp_path: Path, clock: HandClock) -> None:
    nowhere = TemporalAddress(target="127.0.0.1:1")
    url = new_store(tmp_path)

    line = Line(lambda: connect(nowhere, identity="tests", codec=CODEC))
    store = open_store(url)
    try:
        nudger = TemporalNudger(line)
        toy = ToyMatter(store, clock, nudger)
        for _ in range(20):
            toy.record("inspection-a", NoticedOnly())
        assert len(toy.events("inspection-a")) == 20
        assert not nudger.flush(0.1)
    finally:
        line.close()
        store.close()
