"""What is held for a year's programme goes in its time: the tables of its plans, and the responses to its draft."""

from activities.privacy.erasing import Erasing
from activities.privacy.retention import Retention
from adapters.outbound.store import Store
from adapters.outbound.vault import KeyVault
from domain.decider import On
from domain.privacy.boxes import Place, Plain
from domain.privacy.retention import shipped_schedules
from domain.programme.year.events import ProgrammeClosed, ResponseNoted, ResponseSettled
from domain.programme.year.published.responses import ResponseDecided, ResponseReceived
from tests.support.example import day
from tests.support.golden.events import sealed
from tests.support.noted_case import ON_ONE
from tests.support.office import Office, put
from tests.support.programme_on_record import AT_PUBLISHED

SCHEDULE = shipped_schedules()["retention-2026"].with_(status="in-force")
RESPONSE, TABLES = "response-" + "0a1b" * 8, "document-" + "d" * 64
RECEIVED = ResponseReceived(
    programme="2018",
    said=sealed("response", "said", RESPONSE),
    whom=None,
    received_on=day("2018-03-01"),
    confidential=True,
)
DECIDED = ResponseDecided(outcome="noted", reasons=sealed("response", "reasons", RESPONSE))


HAPPENED = (
    *AT_PUBLISHED,
    On(RESPONSE, RECEIVED),
    ResponseNoted(response=RESPONSE, received_on=day("2018-03-01"), confidential=True),
    On(RESPONSE, DECIDED),
    ResponseSettled(response=RESPONSE, outcome="noted"),
)


def due(store: Store, vault: KeyVault, on: str) -> set[tuple[str, str]]:
    """What need not be kept any longer on a day; all of this was recorded on 1 June 2018."""
    office = Office(store, vault=lambda: vault)
    retention = Retention(store, office.records, office.vault, Erasing(store, office.desk, office.vault))
    return {(each.subject, each.category) for each in retention.due(SCHEDULE, day(on))}


def kept(vault: KeyVault) -> None:
    """Keys for a response and for the tables of the plan."""
    vault.seal(Plain("It is too early.", RESPONSE, "response"), Place(RESPONSE, "e-1", "said"))
    vault.seal(Plain("{}", TABLES, "document"), Place(TABLES, "e-2", "content"))


@ON_ONE
def test_a_response_goes_some_time_after_it_was_decided_on(store: Store, vault: KeyVault) -> None:
    kept(vault)
    put(store, *HAPPENED)
    assert due(store, vault, "2020-05-31") == set()
    assert due(store, vault, "2020-06-01") == {(RESPONSE, "response")}
    assert due(store, vault, "2040-01-01") == {(RESPONSE, "response")}, "the programme goes on"


@ON_ONE
def test_the_tables_of_a_plan_go_some_time_after_the_programme_was_closed(
    store: Store, vault: KeyVault
) -> None:
    kept(vault)
    put(store, *HAPPENED, ProgrammeClosed(closed_on=day("2018-12-03")))
    assert due(store, vault, "2018-12-04") == set()
    assert due(store, vault, "2040-01-01") == {(RESPONSE, "response"), (TABLES, "document")}
