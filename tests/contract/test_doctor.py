"""What the doctor says of workflows that lag behind the record."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from activities.ports import Attention
from adapters.outbound import checking
from adapters.outbound.checking import LAG_SECONDS, Check, checks
from adapters.outbound.store import create, open_store
from adapters.outbound.temporal.connecting import TemporalAddress
from domain.agenda import Agenda
from domain.library import Library
from tests.support.hands import NoNudges
from tests.support.toy_matter import HandClock, ToyMatter
from worker import settings_of

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def lag(seconds: int, *, loud: bool = True) -> Attention:
    return Attention("inspection-a", 9, 8, loud, NOW - timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("lagging", "conducted", "verdict"),
    [
        ([], True, "good"),
        ([lag(9999, loud=False)], True, "good"),
        ([lag(LAG_SECONDS)], True, "note"),
        ([lag(LAG_SECONDS + 1)], True, "wrong"),
        ([lag(1), lag(LAG_SECONDS + 1)], True, "wrong"),
        ([lag(9999)], False, "note"),
    ],
)
def test_a_lag_that_does_not_clear_is_wrong_where_somebody_should_clear_it(
    lagging: list[Attention], conducted: bool, verdict: str
) -> None:
    said = checking._workflows(lagging, conducted, NOW)
    assert said.verdict == verdict
    assert bool(said.remedy) == (verdict != "good")


@pytest.mark.parametrize(("server", "verdict"), [(True, "wrong"), (False, "note")])
def test_the_doctor_finds_the_lag_of_a_record(tmp_path: Path, server: bool, verdict: str) -> None:
    settings = settings_of({"ASSAY_HOME": str(tmp_path)})
    create(settings.database_url, simulated=False)
    store = open_store(settings.database_url)
    ToyMatter(store, HandClock(NOW - timedelta(days=3650)), NoNudges()).set_agenda(
        "inspection-a", Agenda(stage="fieldwork")
    )
    store.close()
    address = TemporalAddress(target="127.0.0.1:1", task_queue="assay") if server else None
    found: dict[str, Check] = {}
    for each in checks(settings, lambda: address, Library):
        found[each.name] = each
        if each.name == "workflows":
            break
    assert found["workflows"].verdict == verdict
