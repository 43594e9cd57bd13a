"""The auditor's replay steps through what an inspection has beside its cases: evidence, lists, alerts."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from activities.auditing.replaying import Point, Replay, Replaying
from activities.auditing.stepping import difference, steps_taken, stood_beside
from adapters.outbound.store import Store
from domain.cases.alerts.commands import (
    AcknowledgeAlert,
    RaiseAlert,
    RecordAlertNotice,
    RecordAlertUnacknowledged,
    TellOfAlert,
)
from domain.dated_rules.library import Library
from domain.deciders import EVENT_NAMES, kind_of
from domain.evidence.commands import CorrectEvidence, RegisterEvidence, WithdrawEvidence
from domain.frameworks.reading import shipped_frameworks
from domain.inspections import protocols
from domain.inspections.commands import AgreeToNewList, RecordDeadlinePassed
from domain.inspections.kinds.protocol import Population, parse_protocol
from domain.people.roles import Role
from domain.ratings import shipped_schemes
from domain.refusals import Refused
from tests.support.altered import Altered, Change, a_byte_of
from tests.support.dossiers.drawn import DossierHouse, passing_folder
from tests.support.dossiers.walks import Corrected
from tests.support.kinds.walk import KindWalk

REFERENCE = "the-one"
CANARY = "Zq7Canary"
NOT_TOLD = frozenset({"account", "hold", "document", "holdings", "privacy"})
"""What was said, sealed; what waited for a choice; files; what is held of the provider: other events tell of them."""


class Beside(KindWalk):
    """An item comes late; evidence is put right and withdrawn; a list is replaced; an alert is taken up too late."""

    ground: DossierHouse

    def hand_in_and_begin(self) -> None:
        (deadline,) = {
            self.state.deadlines[each.deadline].id: self.state.deadlines[each.deadline]
            for each in self.state.evidence.values()
        }.values()
        self.ground.turn(self.ground.calendar.after(deadline.due, 1))
        passed = RecordDeadlinePassed(inspection=REFERENCE, deadline=deadline.id, due=deadline.due)
        self.give(passed, Role.MACHINERY)
        super().hand_in_and_begin()

    def _begin_fieldwork(self) -> None:
        for entry in ("kept", "gone"):
            self.give(
                RegisterEvidence(
                    inspection=REFERENCE, entry=entry, kind="interview", title="Said", source="Staff",
                    bears_on=("1.1",), true_from=self.ground.today, note=f"{CANARY}-said",
                )
            )  # fmt: skip
        self.give(
            CorrectEvidence(
                inspection=REFERENCE, entry="kept", reason="One word of it had been misheard.", title="Heard"
            )
        )
        self.give(WithdrawEvidence(inspection=REFERENCE, entry="gone", reason="It was of another office."))
        super()._begin_fieldwork()

    def draw(self, population: Population) -> None:
        super().draw(population)
        if population == self.protocol.populations[0]:
            agreed = AgreeToNewList(inspection=REFERENCE, population=population.id, reason="It is faulty.")
            self.give(agreed, Role.QUALITY_LEAD)
            cases = Corrected(REFERENCE, population, self.listed(population))
            for command in cases.before_the_seed():
                self.give(command)
            self.give(cases.draw(self.ground.head(cases.stream)))

    def read_cases(self) -> None:
        case, house = self.state.sampled[0], self.ground
        house.give(RaiseAlert(case=case, what=f"{CANARY}-alert", told=("duty-1",)), who="reader-1")
        due = house.today
        house.give(TellOfAlert(case=case, number=1, told=("duty-2",)), who="reader-1")
        notice = RecordAlertNotice(
            case=case, number=1, occasion="raised", to=("duty-3",), on_duty=True, document="d" * 64
        )
        house.give(notice, Role.MACHINERY)
        house.turn(house.calendar.after(due, 1))
        house.give(RecordAlertUnacknowledged(case=case, number=1, due=due), Role.MACHINERY)
        house.give(AcknowledgeAlert(case=case, number=1, action=f"{CANARY}-done"), who="duty-1")
        super().read_cases()


@pytest.fixture(scope="module")
def house() -> Iterator[DossierHouse]:
    kind = parse_protocol(protocols.texts()["nps-division-2018-1.2.toml"], where="nps-division-2018-1.2.toml")
    with passing_folder() as folder:
        house = DossierHouse(folder)
        house.library = Library.of([kind], shipped_frameworks().values(), shipped_schemes().values())
        house.turn(house.calendar.after(kind.in_force_from, 1))
        walk = Beside(kind, house, REFERENCE)
        walk.announce()
        while walk.state.decided is None:
            step = walk._next()
            assert step is not None
            step()
        yield house
        house.close()


def again(house: DossierHouse, store: Store | Altered | None = None) -> Replaying:
    return Replaying(store=store or house.store, library=lambda: house.library)  # type: ignore[arg-type]  # as much of it as a replay uses


@pytest.fixture(scope="module")
def whole(house: DossierHouse) -> Replay:
    found = again(house).replay(REFERENCE)
    assert (found.verdict, found.place) == ("verified", "")
    return found


def test_every_event_that_is_recorded_of_an_inspection_is_a_step(house: DossierHouse, whole: Replay) -> None:
    """By its correlation: whatever is recorded in the matter of the inspection, in whichever stream."""
    of_it = {
        each.position: kind_of(each.stream)
        for each in house.store.scan(0, 100_000)
        if EVENT_NAMES.read(each).correlation_id == f"inspection-{REFERENCE}"
    }
    told = {each.step.position for each in steps_taken(whole)}
    assert {"evidence", "list", "case", "second-read", "inspection"} <= {
        of_it[each] for each in told if each in of_it
    }
    assert {of_it[each] for each in of_it.keys() - told} <= NOT_TOLD
    alerts = {each.position for each in house.store.scan(0, 100_000) if kind_of(each.stream) == "alert"}
    beside = {each.position for each in whole.steps}
    assert alerts | {each for each in told if of_it.get(each) in ("evidence", "list")} <= beside


def test_each_of_them_says_who_did_it_on_what_authority_and_what_it_changed(
    house: DossierHouse, whole: Replay
) -> None:
    taken = [
        each
        for each in steps_taken(whole)
        if kind_of(each.step.envelope.stream) in ("evidence", "list", "alert")
    ]
    held = again(house).roles.of({each.step.position: each.step.envelope for each in taken})
    for each in taken:
        assert each.warrant.allowed, each.step.sentence
        assert each.changes, each.step.sentence
        assert held[each.step.position].words
        assert each.step.sentence
    alerts = [each for each in taken if kind_of(each.step.envelope.stream) == "alert"]
    case = alerts[0].step.envelope.stream.replace("alert-", "case-")
    assert all(each.step.words.startswith(f"{case}: ") for each in alerts)
    day = r"\d+ \w+ \d{4}"
    expected = (
        ("reader-1", rf"alert 1 in {case}: raised on {day}, to be taken up that day"),
        ("reader-1", rf"duty-2 told of alert 1 in {case}: {day}, \d\d:\d\d"),
        ("machinery-1", rf"duty-3 told of alert 1 in {case}: {day}, \d\d:\d\d"),
        ("machinery-1", rf"alert 1 in {case}: raised on {day}, not taken up by the end of its day, was .*"),
        ("duty-1", rf"alert 1 in {case}: raised on {day}, taken up, after its day had ended, was .*"),
    )
    for each, (who, words) in zip(alerts, expected, strict=True):
        assert each.step.envelope.actor == who
        assert re.fullmatch(words, each.changes[0].words), each.changes[0].words


def test_after_each_event_it_stands_as_it_stood_then(house: DossierHouse, whole: Replay) -> None:
    """The same as the fold of each stream to that position, told anew; and nothing is there before it was."""
    positions = [each.position for each in whole.steps]
    stood = {
        each.position: stood_beside(each)
        for each in again(house).several(REFERENCE, [Point(at=each) for each in positions])
    }
    first, last = stood[positions[0]], stood[positions[-1]]
    assert first == {}
    assert last["evidence asked for"].startswith(f"{len(whole.state.evidence)} items, ")
    assert "1 withdrawn" in last["evidence room"]
    assert "1 put right" in last["evidence room"]
    assert last["alerts"] == "1 raised, 1 taken up, 1 not taken up by the end of the day"
    lists = {what for what in last if what.startswith("list of ")}
    assert len(lists) == len(whole.state.samples)
    assert all(last[each].endswith("closed for its draw") for each in lists)
    late = [
        words
        for each in positions
        if (words := stood[each].get("evidence asked for", "")) and "overdue" in words
    ]
    assert late
    assert "overdue" not in last["evidence asked for"]
    assert "of which came in late" in last["evidence asked for"]
    for before, after in pairwise(positions):
        step = next(each for each in whole.steps if each.position == after)
        if kind_of(step.envelope.stream) not in ("evidence", "list", "alert", "inspection"):
            assert stood[before] == stood[after], step.sentence


def test_between_two_points_evidence_lists_and_alerts_are_compared(
    house: DossierHouse, whole: Replay
) -> None:
    announced, now = again(house).several(REFERENCE, [Point(version=1), Point(at=whole.position)])
    apart = {each.what: each for each in difference(announced, now).changes}
    assert apart["entry gone of the register"].after is not None
    assert apart["entry gone of the register"].after.endswith("; withdrawn: It was of another office.")
    assert "Heard (interview, from Staff)" in (apart["entry kept of the register"].after or "")
    assert [each for each in apart.values() if each.about == "alert"]
    replaced = [each for each in apart.values() if (each.after or "").startswith("replaced by list-")]
    assert len(replaced) == 1


def test_nothing_that_was_said_of_anybody_is_told(whole: Replay) -> None:
    taken = steps_taken(whole)
    told = [each.step.words for each in taken]
    told += [change.words for each in taken for change in each.changes]
    told += stood_beside(whole).values()
    assert [each for each in told if CANARY in each] == []


@pytest.mark.parametrize("kind", ["evidence", "list", "alert"])
def test_what_was_changed_there_is_a_verdict_with_its_place(
    house: DossierHouse, whole: Replay, kind: str
) -> None:
    last = max(
        (each.recorded for each in whole.events if kind_of(each.recorded.stream) == kind),
        key=lambda each: each.position,
    )
    broken = again(house, Altered(house.store, last.stream, a_byte_of(-1)))
    found = broken.replay(REFERENCE)
    assert (found.verdict, found.place) == (
        "changed",
        f"event {last.position}: its bytes are not what was recorded",
    )
    assert broken.replay(REFERENCE, Point(at=last.position - 1)).verdict == "verified"


def test_what_was_found_sound_is_not_gone_through_again_and_what_is_changed_meanwhile_is(
    house: DossierHouse, whole: Replay
) -> None:
    """The same use case, asked before and after somebody changed a byte: nothing stale is told."""
    change: list[Change] = [list]
    replaying = again(house, Altered(house.store, "alert-", lambda events: change[0](events)))
    first = replaying.replay(REFERENCE)
    kept = {id(each) for each in replaying.replay(REFERENCE).events}
    assert kept == {id(each) for each in first.events}, "the very events that were found sound"
    change[0] = a_byte_of(-1)
    assert replaying.replay(REFERENCE).verdict == "changed"
    change[0] = list
    assert replaying.replay(REFERENCE).verdict == "verified"
    with pytest.raises(Refused, match="not-recorded-then"):
        replaying.replay(REFERENCE, Point(as_recorded=datetime(2001, 1, 1, tzinfo=UTC)))
