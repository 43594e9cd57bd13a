"""The desk on real stores: every command once, no refusal on stale memory, and workflows told what concerns them."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from activities.desk import Accepted, Declined, Desk, Order, Outcome, TooBusy
from activities.ports import Append, Appended, EventStore, Head, RefusalNote, Stale, Write
from activities.records import Records
from adapters.outbound.store import Store
from domain.action_plans.commands import AcceptActionPlan
from domain.cases.commands import CompleteCaseRead, RecordAnswers, RecordInterview, ReopenCaseRead
from domain.decider import On
from domain.given import Actor
from domain.inspections.commands import (
    AnnounceInspection,
    CloseCaseReads,
    DrawSample,
    MoveDeadline,
    ProposeRating,
    ReceiveEvidence,
    RecordDeadlinePassed,
    RecordNoticeSent,
    RecordPublication,
    RequestEvidence,
)
from domain.inspections.events import DeadlineMoved
from domain.ledger.envelope import Draft
from domain.messages import Command, Event
from domain.people.authority import AUTHORITY
from domain.people.roles import Role
from domain.providers.provider import RegisterProvider
from domain.rooms import EVENT_NAMES
from tests.support.example import (
    A_PROVIDER,
    ALL_READ,
    ANNOUNCED,
    AT_ANNOUNCEMENT,
    AT_CASE_READS,
    AT_EVIDENCE,
    AT_FIELDWORK,
    AT_FIELDWORK_WITH_SAMPLES,
    CALENDAR,
    CASE,
    CASES,
    DOCUMENT,
    EVIDENCE_ASKED,
    INSPECTION,
    LIBRARY,
    LIST_SIZE,
    LISTS,
    PLAN,
    POLICY,
    POPULATIONS,
    PROVIDER,
    QUESTIONS,
    READY_TO_PUBLISH,
    REPORT,
    ROTA,
    SEED,
    WITH_A_PLAN,
    day,
    sample,
    sampled,
)
from tests.support.specification import given
from tests.support.toy_matter import HandClock

STREAM = f"inspection-{INSPECTION}"
KEY = b"k" * 32
Opening = Callable[[], Store]

REGISTER = RegisterProvider(
    provider=PROVIDER, title="Northern Division", kind="nps-division", area="The North"
)
ANNOUNCE = AnnounceInspection(
    inspection=INSPECTION,
    provider=PROVIDER,
    protocol="small-2018",
    lead="lead-inspector-1",
    fieldwork_from=day("2018-07-09"),
    fieldwork_to=day("2018-07-13"),
)
ASK = RequestEvidence(inspection=INSPECTION, items=(POLICY, ROTA))
CLOSE = CloseCaseReads(inspection=INSPECTION)
REOPEN = ReopenCaseRead(case=CASE, reason="Misread.")
ANSWER = RecordAnswers(case=CASE, answers=(("2.1.1", "yes"),))


class Told:
    """A nudger that notes whom it was to wake."""

    def __init__(self) -> None:
        self.nudges: list[str] = []

    def nudge(self, stream: str, position: int) -> None:
        assert position > 0
        self.nudges.append(stream)


class Interrupted:
    """A store before which, at the moment of a call, somebody else gets something done first."""

    def __init__(self, store: EventStore, call: str, number: int, deed: Callable[[], None]) -> None:
        self._store, self._call, self._left, self._deed = store, call, number, deed

    def __getattr__(self, name: str) -> Any:
        real = getattr(self._store, name)
        if name != self._call:
            return real

        def call(*arguments: Any) -> Any:
            self._left -= 1
            if self._left == 0:
                self._deed()
            return real(*arguments)

        return call


class Office:
    """One process: a desk with its own memory on the common store."""

    def __init__(self, store: Any, on: str = "2018-06-20") -> None:
        self.told = Told()
        self.clock = HandClock(datetime.combine(date.fromisoformat(on), time(10), tzinfo=UTC))
        self.records = Records(store)
        self.desk = Desk(
            store=store,
            records=self.records,
            clock=self.clock,
            nudger=self.told,
            library=lambda: LIBRARY,
            calendar=CALENDAR,
            command_key=KEY,
        )

    def give(
        self,
        command_id: str,
        command: Command,
        role: Role | None = None,
        actor: str = "person-1",
        **more: Any,
    ) -> Outcome:
        role = role or min(AUTHORITY[command.verb], key=list(Role).index)
        return self.desk.give(
            Order(command_id, command, Actor(actor, role, more.pop("authenticated_by", "tests")))
        )


def put(store: Store, *facts: Event | On) -> None:
    """Put facts on the record, as if they had been decided long ago."""
    by_stream = given(*facts).history
    drafts: dict[str, tuple[Draft, ...]] = {
        stream: tuple(
            Draft(
                event_id=f"put/{stream}/{version}",
                stream=stream,
                version=version,
                occurred_at=datetime(2018, 6, 1, tzinfo=UTC),
                actor="person-1",
                acting_role="lead-inspector",
                authenticated_by="tests",
                command_id="put",
                correlation_id=stream,
                causation_id=None,
                event=event,
            )
            for version, event in enumerate(events, start=1)
        )
        for stream, events in by_stream.items()
    }
    writes = tuple(Write(stream, Head(0, None), several) for stream, several in drafts.items())
    answer = store.append(Append("put", b"p" * 32, datetime(2018, 6, 1, tzinfo=UTC), writes, {}))
    assert isinstance(answer, Appended)


def events(store: EventStore, stream: str) -> list[Event]:
    return [EVENT_NAMES.read(each).data for each in store.load({stream: 0})[stream]]


def refused(outcome: Outcome) -> str:
    assert isinstance(outcome, Declined), outcome
    return outcome.refusal.code


# Every command is answered once


def test_a_command_is_recorded_with_who_gave_it_and_what_it_belongs_to(opened: Opening) -> None:
    store = opened()
    put(store, *AT_FIELDWORK_WITH_SAMPLES)
    before = store.last_position()
    office = Office(store)
    outcome = office.desk.give(
        Order("c-1", ANSWER, Actor("person-7", Role.INSPECTOR, "operating-system"), causation_id="page-3")
    )
    assert isinstance(outcome, Accepted)
    assert (outcome.first, outcome.last) == (before + 1, before + 1)
    recorded = store.at([outcome.first])[0]
    envelope = EVENT_NAMES.read(recorded)
    assert (envelope.stream, envelope.actor, envelope.acting_role) == (CASE, "person-7", "inspector")
    assert (envelope.authenticated_by, envelope.command_id, envelope.causation_id) == (
        "operating-system",
        "c-1",
        "page-3",
    )
    assert envelope.correlation_id == STREAM, "a case belongs to its inspection"
    assert envelope.version == 2
    assert envelope.occurred_at == office.clock.now()


def test_the_same_command_again_gets_the_first_answer_from_any_desk(opened: Opening) -> None:
    store = opened()
    put(store, A_PROVIDER)
    first = Office(store, on="2018-06-04").give("c-1", ANNOUNCE)
    assert isinstance(first, Accepted)
    assert first.events == ((STREAM, ANNOUNCED),)
    for office in (Office(store), Office(opened()), Office(store, on="2018-07-30")):
        again = office.give("c-1", ANNOUNCE)
        assert isinstance(again, Accepted)
        assert (again.first, again.last, again.repeated) == (first.first, first.last, True)
        assert again.events == ()
        assert office.told.nudges == []
    assert len(events(store, STREAM)) == 1


def test_a_refused_command_stays_refused_under_its_id_even_when_it_would_be_accepted_now(
    opened: Opening,
) -> None:
    store = opened()
    office = Office(store, on="2018-06-04")
    assert refused(office.give("c-1", ANNOUNCE)) == "unknown-provider"
    assert isinstance(office.give("c-2", REGISTER), Accepted)
    again = office.give("c-1", ANNOUNCE)
    assert isinstance(again, Declined)
    assert (again.refusal.code, again.repeated) == ("unknown-provider", True)
    assert isinstance(office.give("c-3", ANNOUNCE), Accepted)


def test_an_id_is_good_for_one_command_only(opened: Opening) -> None:
    store = opened()
    office = Office(store)
    assert isinstance(office.give("c-1", REGISTER), Accepted)
    for command, more in (
        (REGISTER.with_(title="Another"), {}),
        (ANNOUNCE, {}),
        (REGISTER, {"actor": "person-2"}),
        (REGISTER, {"role": Role.LEAD_INSPECTOR}),
    ):
        assert refused(office.give("c-1", command, **more)) == "command-id-reused"
    assert isinstance(office.give("c-1", REGISTER, authenticated_by="sign-in"), Accepted)
    assert len(events(store, f"provider-{PROVIDER}")) == 1


def test_a_command_that_finds_nothing_to_do_uses_up_its_id(opened: Opening) -> None:
    store = opened()
    put(store, *AT_ANNOUNCEMENT)
    office = Office(store)
    note = RecordNoticeSent(inspection=INSPECTION, notice="draft-9", document=DOCUMENT)
    first = office.give("c-1", note)
    assert first == Accepted(0, 0)
    assert office.give("c-1", note) == Accepted(0, 0, repeated=True)
    assert refused(office.give("c-1", note.with_(notice="announcement"))) == "command-id-reused"
    assert isinstance(office.give("c-2", note.with_(notice="announcement")), Accepted)


def test_a_refusal_is_logged_with_its_code_and_who_was_refused_and_moves_no_stream(opened: Opening) -> None:
    store = opened()
    put(store, *AT_ANNOUNCEMENT)
    before = store.last_position()
    assert (
        refused(Office(store).give("c-1", ASK, role=Role.PROVIDER_CONTACT, actor="person-9"))
        == "not-authorised"
    )
    assert store.last_position() == before
    (note,) = (note for _, note in store.refusals())
    assert isinstance(note, RefusalNote)
    assert (note.command_id, note.verb, note.stream) == ("c-1", "request-evidence", STREAM)
    assert (note.actor, note.acting_role, note.refusal.code) == (
        "person-9",
        "provider-contact",
        "not-authorised",
    )


def test_a_desk_is_refused_before_it_looks_and_says_so_in_a_sentence(opened: Opening) -> None:
    outcome = Office(opened()).give("c-1", REGISTER, role=Role.AUDITOR)
    assert isinstance(outcome, Declined)
    assert outcome.refusal.sentence == "The role auditor may not register provider."


# Memory is never trusted by itself


def test_a_decision_on_stale_memory_is_taken_again(opened: Opening) -> None:
    store = opened()
    put(store, *AT_FIELDWORK_WITH_SAMPLES)
    one, two = Office(store), Office(opened())
    for office, command_id in ((one, "c-1"), (two, "c-2"), (one, "c-3"), (two, "c-4")):
        standard = "1.1" if office is one else "1.2"
        proposal = ProposeRating(inspection=INSPECTION, standard=standard, rating="good", reason=command_id)
        assert isinstance(office.give(command_id, proposal), Accepted)
    reasons = [event.reason for event in events(store, STREAM)[-4:] if hasattr(event, "reason")]
    assert reasons == ["c-1", "c-2", "c-3", "c-4"]


def test_stale_memory_never_leads_to_a_wrong_refusal(opened: Opening) -> None:
    store = opened()
    put(store, *AT_ANNOUNCEMENT)
    one, two = Office(store), Office(opened())
    # One remembers the inspection at its announcement; the other takes it further.
    assert refused(one.give("c-1", ReceiveEvidence(inspection=INSPECTION, item="policy"))) == "wrong-stage"
    assert isinstance(two.give("c-2", ASK), Accepted)
    assert isinstance(one.give("c-3", ReceiveEvidence(inspection=INSPECTION, item="policy")), Accepted)


def test_stale_memory_of_another_stream_never_leads_to_a_wrong_refusal(opened: Opening) -> None:
    store = opened()
    put(store, *AT_CASE_READS, *ALL_READ[:-1])
    one, two = Office(store), Office(opened())
    assert refused(one.give("c-1", CLOSE)) == "reads-incomplete"
    assert isinstance(two.give("c-2", CompleteCaseRead(case=CASES[-1])), Accepted)
    assert isinstance(one.give("c-3", CLOSE), Accepted)


def test_stale_memory_never_lets_a_command_find_nothing_to_do(opened: Opening) -> None:
    store = opened()
    put(store, *AT_EVIDENCE)
    one, two = Office(store), Office(opened())
    back = MoveDeadline(
        inspection=INSPECTION, deadline="evidence", due=EVIDENCE_ASKED.due, reason="As it was."
    )
    assert one.give("c-1", back) == Accepted(0, 0)
    away = back.with_(due=day("2018-07-04"), reason="Snow.")
    assert isinstance(two.give("c-2", away), Accepted)
    outcome = one.give("c-3", back)
    assert isinstance(outcome, Accepted)
    assert outcome.events == (
        (
            STREAM,
            DeadlineMoved(
                deadline="evidence", was=day("2018-07-04"), due=EVIDENCE_ASKED.due, reason="As it was."
            ),
        ),
    )


def test_a_stream_that_is_needed_only_since_a_moment_ago_is_read_too(opened: Opening) -> None:
    store = opened()
    put(store, *AT_FIELDWORK, sample(POPULATIONS[0]), *sampled(POPULATIONS[0]))
    other = Office(opened(), on="2018-07-10")

    def draw_the_rest() -> None:
        for number, population in enumerate(POPULATIONS[1:]):
            draw = DrawSample(
                inspection=INSPECTION,
                population=population,
                list_digest=LISTS[population],
                list_size=LIST_SIZE,
                seed=SEED,
            )
            assert isinstance(other.give(f"d-{number}", draw), Accepted)

    # Two looks from memory, which is empty; then afresh: the inspection, and, a moment later, its cases.
    office = Office(Interrupted(store, "load", 4, draw_the_rest), on="2018-07-10")
    assert refused(office.give("c-1", CLOSE)) == "wrong-stage"
    assert len(office.records.read([STREAM])[STREAM].state.sampled) == len(CASES)


def test_a_command_that_always_comes_second_says_so_and_may_be_given_again(opened: Opening) -> None:
    store = opened()
    put(store, *AT_FIELDWORK_WITH_SAMPLES)

    class Busy(Interrupted):
        def append(self, append: Append) -> Stale:
            return Stale((CASE,))

    with pytest.raises(TooBusy, match="record-answers lost"):
        Office(Busy(store, "none", 0, lambda: None)).give("c-1", ANSWER)
    assert isinstance(Office(store).give("c-1", ANSWER), Accepted)


# A case re-opens while the gate that counted it closes


def test_of_a_gate_that_closes_and_a_case_that_re_opens_meanwhile_the_gate_is_refused(
    opened: Opening,
) -> None:
    store = opened()
    put(store, *AT_CASE_READS, *ALL_READ)
    inspector = Office(opened(), on="2018-07-27")
    lead = Office(Interrupted(store, "append", 1, lambda: _accepted(inspector, REOPEN)), on="2018-07-27")
    assert refused(lead.give("c-1", CLOSE)) == "reads-incomplete"


def test_of_a_case_that_re_opens_and_a_gate_that_closes_meanwhile_the_case_is_refused(
    opened: Opening,
) -> None:
    store = opened()
    put(store, *AT_CASE_READS, *ALL_READ)
    lead = Office(opened(), on="2018-07-27")
    inspector = Office(Interrupted(store, "append", 1, lambda: _accepted(lead, CLOSE)), on="2018-07-27")
    assert refused(inspector.give("c-1", REOPEN)) == "gate-closed"


def _accepted(office: Office, command: Command) -> None:
    assert isinstance(office.give(f"first-{command.verb}", command), Accepted)


def test_at_the_same_moment_exactly_one_of_them_gets_through(opened: Opening) -> None:
    store = opened()
    put(store, *AT_CASE_READS, *ALL_READ)
    lead, inspector = Office(store, on="2018-07-27"), Office(opened(), on="2018-07-27")
    for round_ in range(10):
        start = threading.Barrier(2)

        def at_once(
            office: Office, command: Command, start: threading.Barrier = start, n: int = round_
        ) -> Outcome:
            start.wait()
            return office.give(f"{command.verb}-{n}", command)

        with ThreadPoolExecutor(2) as pool:
            gate, case = pool.submit(at_once, lead, CLOSE), pool.submit(at_once, inspector, REOPEN)
            outcomes = [gate.result(), case.result()]
        assert sorted(type(each).__name__ for each in outcomes) == ["Accepted", "Declined"]
        if isinstance(outcomes[0], Accepted):
            break  # the gate is closed, and stays so
        assert isinstance(inspector.give(f"complete-{round_}", CompleteCaseRead(case=CASE)), Accepted)


# Several desks and threads at once


def test_every_command_of_many_threads_and_desks_is_recorded_exactly_once(opened: Opening) -> None:
    store = opened()
    put(store, *AT_FIELDWORK_WITH_SAMPLES)
    before = store.last_position()
    offices = [Office(store), Office(store), Office(opened())]
    orders: list[tuple[str, Command]] = []
    for number in range(12):
        proposal = ProposeRating(inspection=INSPECTION, standard="1.1", rating="good", reason=str(number))
        orders.append((f"hot-{number}", proposal))
        orders.append((f"spread-{number}", RecordInterview(case=CASES[number % 4], reason=str(number))))
    # Each is given three times, by different desks, as an impatient page would.
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(
            pool.map(lambda n: offices[n % 3].give(*orders[n % len(orders)]), range(3 * len(orders)))
        )
    assert all(isinstance(each, Accepted) for each in outcomes)
    firsts = Counter(each.first for each in outcomes if isinstance(each, Accepted))
    assert set(firsts.values()) == {3}
    assert sum(1 for each in outcomes if isinstance(each, Accepted) and not each.repeated) == len(orders)
    assert sorted(firsts) == list(range(before + 1, before + 1 + len(orders)))
    for office in offices:
        for stream, standing in office.records.read([STREAM, *CASES]).items():
            fresh = Records(store).read([stream])[stream]
            assert (standing.head, standing.state) == (fresh.head, fresh.state), "memory is what was recorded"


# Who is told


def test_what_concerns_an_inspections_workflow_wakes_it_at_once(opened: Opening) -> None:
    store = opened()
    put(store, A_PROVIDER)
    office = Office(store, on="2018-06-04")
    outcome = office.give("c-1", ANNOUNCE)
    assert isinstance(outcome, Accepted)
    assert office.told.nudges == [STREAM]
    attention = store.attention(STREAM)
    assert attention is not None
    assert (attention.owed, attention.acknowledged, attention.loud) == (outcome.last, 0, True)


def test_a_provider_has_no_workflow_to_be_told(opened: Opening) -> None:
    store = opened()
    office = Office(store)
    office.give("c-1", REGISTER)
    assert office.told.nudges == []
    assert store.lagging() == []


def test_answers_tell_nobody_the_end_of_a_read_tells_quietly_and_its_re_opening_aloud(
    opened: Opening,
) -> None:
    store = opened()
    put(store, *AT_FIELDWORK_WITH_SAMPLES)
    office = Office(store, on="2018-07-11")
    office.give("c-1", RecordInterview(case=CASE, held_on=day("2018-07-11")))
    office.give("c-2", RecordAnswers(case=CASE, answers=tuple((question, "yes") for question in QUESTIONS)))
    assert store.attention(STREAM) is None
    read = office.give("c-3", CompleteCaseRead(case=CASE))
    assert isinstance(read, Accepted)
    attention = store.attention(STREAM)
    assert attention is not None
    assert (attention.owed, attention.loud) == (read.last, False)
    assert office.told.nudges == []
    office.give("c-4", REOPEN)
    assert office.told.nudges == [STREAM]
    attention = store.attention(STREAM)
    assert attention is not None
    assert attention.loud


def test_publication_wakes_the_action_plans_workflow_and_not_the_one_that_published(opened: Opening) -> None:
    store = opened()
    put(store, *READY_TO_PUBLISH)
    office = Office(store, on="2018-09-20")
    published = RecordPublication(inspection=INSPECTION, report=REPORT, document=DOCUMENT)
    outcome = office.give("c-1", published)
    assert isinstance(outcome, Accepted)
    assert [stream for stream, _ in outcome.events] == [STREAM, PLAN]
    assert office.told.nudges == [PLAN]
    assert {each.stream for each in store.lagging()} == {STREAM, PLAN}, "both have something new to attend to"


def test_a_plans_events_wake_its_own_workflow(opened: Opening) -> None:
    store = opened()
    put(store, *WITH_A_PLAN)
    office = Office(store, on="2018-10-12")
    outcome = office.give("c-1", AcceptActionPlan(inspection=INSPECTION))
    assert isinstance(outcome, Accepted)
    assert office.told.nudges == [PLAN]
    assert EVENT_NAMES.read(store.at([outcome.last])[0]).correlation_id == STREAM


def test_what_the_machinery_notes_itself_does_not_nudge_it(opened: Opening) -> None:
    store = opened()
    put(store, *AT_EVIDENCE)
    office = Office(store, on="2018-06-28")
    note = RecordDeadlinePassed(inspection=INSPECTION, deadline="evidence", due=day("2018-06-27"))
    assert isinstance(office.give("c-1", note), Accepted)
    assert office.told.nudges == []
    assert [each.stream for each in store.lagging()] == [STREAM]
