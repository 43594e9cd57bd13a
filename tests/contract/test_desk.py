"""The desk on real stores: every command once, and no refusal on stale memory."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from activities.commanding.desk import Accepted, Declined, Order, Outcome, TooBusy
from activities.commanding.records import Records
from activities.ports import Append, RefusalNote, Stale
from adapters.outbound.store import Store
from domain.cases.commands import CompleteCaseRead, RecordAnswers, RecordInterview, ReopenCaseRead
from domain.deciders import EVENT_NAMES
from domain.given import Actor
from domain.inspections.commands import (
    AnnounceInspection,
    CloseCaseReads,
    MoveDeadline,
    ProposeRating,
    ReceiveEvidence,
    RecordNoticeSent,
    RequestEvidence,
    WriteSection,
)
from domain.inspections.events import DeadlineMoved
from domain.messages import Command
from domain.people.roles import Role
from domain.providers.provider import RegisterProvider
from domain.replacing import mark_of
from tests.support.example import (
    A_PROVIDER,
    ALL_READ,
    ANNOUNCED,
    AT_ANNOUNCEMENT,
    AT_CASE_READS,
    AT_EVIDENCE,
    AT_FIELDWORK,
    AT_FIELDWORK_WITH_SAMPLES,
    CASE,
    CASES,
    DOCUMENT,
    EVIDENCE_ASKED,
    INSPECTION,
    LIST_SIZE,
    POLICY,
    POPULATIONS,
    PROTOCOL,
    PROVIDER,
    ROTA,
    WITH_A_DRAFT,
    day,
    sample,
    sampled,
)
from tests.support.kinds.lists import CaseListAtHand
from tests.support.office import STREAM, Interrupted, Office, events, put, refused
from tests.support.toy_matter import HandClock

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
REOPEN = ReopenCaseRead(case=CASE, reason="It was misread.")
ANSWER = RecordAnswers(case=CASE, answers=(("2.1.1", "yes"),))


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
    assert (outcome.first, outcome.last) == (before + 1, before + 2), (
        "the case was nobody's, and is theirs from now on"
    )
    recorded = store.at([outcome.last])[0]
    envelope = EVENT_NAMES.read(recorded)
    assert (envelope.stream, envelope.actor, envelope.acting_role) == (CASE, "person-7", "inspector")
    assert (envelope.authenticated_by, envelope.command_id, envelope.causation_id) == (
        "operating-system",
        "c-1",
        "page-3",
    )
    assert envelope.correlation_id == STREAM, "a case belongs to its inspection"
    assert envelope.version == 3
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
        proposal = ProposeRating(
            inspection=INSPECTION, standard=standard, rating="good", reason=f"It is {command_id}, seen."
        )
        assert isinstance(office.give(command_id, proposal), Accepted)
    reasons = [event.reason for event in events(store, STREAM)[-4:] if hasattr(event, "reason")]
    assert reasons == [f"It is c-{number}, seen." for number in range(1, 5)]


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
    away = back.with_(due=day("2018-07-04"), reason="Snow fell.")
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
        for population in PROTOCOL.populations[1:]:
            at_hand = CaseListAtHand(INSPECTION, population, LIST_SIZE)
            for command in at_hand.before_the_seed():
                assert isinstance(other.give(f"{population.id} {command.verb}", command), Accepted)
            seed = other.records.read([at_hand.stream])[at_hand.stream].head.digest
            assert seed is not None
            draw = at_hand.draw(seed.hex())
            assert isinstance(other.give(f"{population.id} {draw.verb}", draw), Accepted)

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
        proposal = ProposeRating(
            inspection=INSPECTION, standard="1.1", rating="good", reason=f"Reason number {number}."
        )
        orders.append((f"hot-{number}", proposal))
        orders.append(
            (f"spread-{number}", RecordInterview(case=CASES[number % 4], reason=f"Reason number {number}."))
        )
    # Each is given three times, by different desks, as an impatient page would.
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(
            pool.map(lambda n: offices[n % 3].give(*orders[n % len(orders)]), range(3 * len(orders)))
        )
    assert all(isinstance(each, Accepted) for each in outcomes)
    firsts = Counter(each.first for each in outcomes if isinstance(each, Accepted))
    assert set(firsts.values()) == {3}
    assert sum(1 for each in outcomes if isinstance(each, Accepted) and not each.repeated) == len(orders)
    assert len(firsts) == len(orders)
    taken = 4  # each case was nobody's before the first word in it
    assert store.last_position() == before + len(orders) + taken
    for office in offices:
        for stream, standing in office.records.read([STREAM, *CASES]).items():
            fresh = Records(store).read([stream])[stream]
            assert (standing.head, standing.state) == (fresh.head, fresh.state), "memory is what was recorded"


# A command that was meant for what somebody had before them


def test_a_command_that_was_meant_for_an_earlier_version_is_refused_and_says_so(opened: Opening) -> None:
    store = opened()
    put(store, *AT_ANNOUNCEMENT)
    one, two = Office(store), Office(opened())
    assert isinstance(one.give("c-1", ASK, meant_for=1), Accepted)
    late = MoveDeadline(
        inspection=INSPECTION, deadline="evidence", due=day("2018-07-20"), reason="Snow fell."
    )
    outcome = two.give("c-2", late, meant_for=1)
    assert refused(outcome) == "stale-version"
    assert isinstance(two.give("c-3", late, meant_for=2), Accepted)


def test_a_repeat_of_what_was_meant_for_an_earlier_version_gets_the_first_answer(opened: Opening) -> None:
    store = opened()
    put(store, *AT_ANNOUNCEMENT)
    first = Office(store).give("c-1", ASK, meant_for=1)
    again = Office(opened()).give("c-1", ASK, meant_for=1)
    assert isinstance(first, Accepted)
    assert isinstance(again, Accepted)
    assert (again.first, again.repeated) == (first.first, True)


def test_what_was_written_meanwhile_is_not_overwritten_by_whoever_did_not_see_it(opened: Opening) -> None:
    store = opened()
    put(store, *WITH_A_DRAFT)
    one, two = Office(store), Office(opened())
    first, second = (
        WriteSection(inspection=INSPECTION, place="1.1", text=f"As {who} has it.") for who in ("one", "two")
    )
    assert isinstance(one.give("c-1", first, instead_of=""), Accepted)
    assert refused(two.give("c-2", second, instead_of="")) == "changed-meanwhile"
    seen = mark_of({"text": first.text})
    assert isinstance(two.give("c-3", second, instead_of=seen), Accepted), "meant for what stands"
    assert refused(one.give("c-4", first, instead_of=seen)) == "changed-meanwhile"
    assert isinstance(one.give("c-5", first), Accepted), "whoever does not say what they saw does not mind"


def test_what_says_what_stands_already_is_refused_to_nobody(opened: Opening) -> None:
    store = opened()
    put(store, *WITH_A_DRAFT)
    office = Office(store)
    section = WriteSection(inspection=INSPECTION, place="1.1", text="As both have it.")
    first = office.give("c-1", section, instead_of="")
    again = office.give("c-1", section, instead_of="")
    same = office.give("c-2", section, instead_of="")
    assert isinstance(first, Accepted)
    assert isinstance(again, Accepted)
    assert isinstance(same, Accepted)
    assert (again.first, again.repeated) == (first.first, True)
    assert same.events == ()


def test_of_two_who_replace_the_same_at_once_one_is_told(opened: Opening) -> None:
    store = opened()
    put(store, *WITH_A_DRAFT)
    begin = threading.Barrier(2)

    def write(number: int) -> Outcome:
        office = Office(opened())
        section = WriteSection(inspection=INSPECTION, place="1.1", text=f"As number {number} has it.")
        begin.wait()
        return office.give(f"c-{number}", section, instead_of="")

    with ThreadPoolExecutor(2) as threads:
        outcomes = list(threads.map(write, (1, 2)))
    assert sum(isinstance(each, Accepted) for each in outcomes) == 1
    assert [refused(each) for each in outcomes if isinstance(each, Declined)] == ["changed-meanwhile"]


def test_what_is_entered_afterwards_says_when_it_was_so_and_when_it_was_written_down(opened: Opening) -> None:
    store = opened()
    put(store, *AT_ANNOUNCEMENT)
    now = datetime(2018, 7, 2, 9, tzinfo=UTC)
    outcome = Office(store, on="2018-06-06", recorder=HandClock(now)).give("c-1", ASK)
    assert isinstance(outcome, Accepted)
    envelope = EVENT_NAMES.read(store.at([outcome.first])[0])
    assert envelope.occurred_at == datetime(2018, 6, 6, 10, tzinfo=UTC)
    assert envelope.recorded_at == now


# What is remembered


def test_a_desk_that_remembers_little_answers_like_any_other(opened: Opening) -> None:
    store = opened()
    put(store, *AT_FIELDWORK_WITH_SAMPLES)
    office = Office(store, remembered=2)
    for number, case in enumerate(CASES * 2):
        answer = RecordInterview(case=case, reason=f"Reason number {number}.")
        assert isinstance(office.give(f"c-{number}", answer), Accepted)
    for case in CASES:
        assert len(events(store, case)) == 4
