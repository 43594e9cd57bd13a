"""Whom the desk tells, on real stores: workflows are woken by what concerns them, aloud, quietly or not at all."""

from collections.abc import Callable

from activities.commanding.desk import Accepted
from adapters.outbound.store import Store
from domain.action_plans.commands import AcceptActionPlan
from domain.cases.commands import CompleteCaseRead, RecordAnswers, RecordInterview, ReopenCaseRead
from domain.deciders import EVENT_NAMES
from domain.inspections.commands import (
    AnnounceInspection,
    CloseCaseReads,
    RecordDeadlinePassed,
    RecordPublication,
    RequestEvidence,
)
from domain.providers.provider import RegisterProvider
from tests.support.example import (
    A_PROVIDER,
    AT_EVIDENCE,
    AT_FIELDWORK_WITH_SAMPLES,
    CASE,
    DOCUMENT,
    INSPECTION,
    PLAN,
    POLICY,
    PROVIDER,
    QUESTIONS,
    READY_TO_PUBLISH,
    REPORT,
    ROTA,
    WITH_A_PLAN,
    day,
)
from tests.support.office import STREAM, Office, put

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
