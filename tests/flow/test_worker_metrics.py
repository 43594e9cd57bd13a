"""An operator's Prometheus can ask a worker how it fares."""

import asyncio
import threading
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from activities.commanding.desk import Desk, Order
from activities.ports import StoreFault
from activities.viewing.views import Views
from adapters.outbound.metrics import Measuring, Tally, counting
from adapters.outbound.store import Store, create, open_store
from adapters.outbound.temporal.connecting import TemporalAddress, connect
from adapters.outbound.temporal.ports import free_ports
from domain.given import Actor
from domain.people.roles import Role
from domain.providers.provider import RegisterProvider
from domain.refusals import Refused
from tests.support.by_hand import not_knowing, views_of
from tests.support.hands import NoNudges
from tests.support.house import House
from tests.support.servers.prometheus import scraped
from tests.support.toy_matter import HandClock


def test_a_process_that_is_told_where_answers_prometheus(address: TemporalAddress) -> None:
    (port,) = free_ports(1)

    async def asked() -> str:
        await connect(address, identity="tests", codec=None, metrics=f"127.0.0.1:{port}")
        return await asyncio.to_thread(scraped, port)

    assert "temporal_request" in asyncio.run(asked())


def test_an_address_that_cannot_be_served_is_refused_in_a_sentence(address: TemporalAddress) -> None:
    with pytest.raises(Refused) as refused:
        asyncio.run(connect(address, identity="tests", codec=None, metrics=f"{address.target}"))
    assert refused.value.refusal.code == "metrics-address"
    assert address.target in refused.value.refusal.sentence


class Meter:
    """Keeps what it is told last, for each metric and its labels."""

    def __init__(self) -> None:
        self.values: dict[tuple[str, str], float] = {}

    def create_counter(self, name: str, *_: object) -> "Metric":
        return Metric(self, name)

    create_gauge = create_gauge_float = create_counter


class Metric:
    def __init__(self, meter: Meter, name: str) -> None:
        self._values, self._name = meter.values, name

    def set(self, value: float, labels: Mapping[str, str] | None = None) -> None:
        self._values[self._name, " ".join((labels or {}).values())] = value

    def add(self, value: float, labels: Mapping[str, str] | None = None) -> None:
        key = self._name, " ".join((labels or {}).values())
        self._values[key] = self._values.get(key, 0) + value


NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def place(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path}/assay.db"
    create(url, simulated=True)
    return url


@pytest.fixture
def store(place: str) -> Iterator[Store]:
    store = open_store(place)
    yield store
    store.close()


def measuring(store: Store, views: Views, meter: Meter, tally: Tally) -> Measuring:
    return Measuring(
        meter,  # type: ignore[arg-type]  # it has the methods that are called
        store=store,
        views=views.standing,
        sealed=lambda: NOW - timedelta(minutes=7),
        consistent=lambda: False,
        tally=tally,
        clock=HandClock(NOW),
    )


def test_lags_are_told_in_events_and_in_time_and_commands_by_what_came_of_them(
    store: Store, place: str, tmp_path: Path
) -> None:
    tally, meter = Tally(), Meter()
    clock = HandClock(NOW - timedelta(seconds=90))
    desk = counting(Desk, tally)
    house = House.build(store, clock, NoNudges(), tmp_path, desk=desk)
    register = RegisterProvider(provider="east", title="East", kind="nps-division", area="East")
    manager = Actor("person-1", Role.OPERATIONS_MANAGER, "tests")
    for command_id in ("c-1", "c-1", "c-2"):
        house.desk.give(Order(command_id, register, manager))
    with views_of(place, store) as (views, _):
        measure = measuring(store, views, meter, tally)
        measure.measure()
        assert meter.values == {
            ("assay_commands_total", "register-provider accepted"): 1,
            ("assay_commands_total", "register-provider repeated"): 1,
            ("assay_commands_total", "register-provider refused"): 1,
            ("assay_events_total", ""): 1,
            ("assay_projection_lag_events", "views"): 1,
            ("assay_projection_lag_seconds", "views"): 90,
            ("assay_projection_stopped", "views"): 0,
            ("assay_workflows_lagging", ""): 0,
            ("assay_checkpoint_age_seconds", ""): 420,
            ("assay_record_consistent", ""): 0,
            ("assay_record_up", ""): 1,
        }
        with not_knowing("provider.registered.v1"):
            measure.measure()
        assert meter.values["assay_projection_stopped", "views"] == 1
        views.catch_up()
        measure.measure()
        assert meter.values["assay_projection_lag_seconds", "views"] == 0
        assert meter.values["assay_events_total", ""] == 1, "counted once"


def test_a_record_that_cannot_be_read_is_told_as_down(
    store: Store, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    meter, stop = Meter(), threading.Event()

    def gone() -> int:
        stop.set()
        raise StoreFault("The database server cannot be reached.")

    with views_of(place, store) as (views, _):
        monkeypatch.setattr(store, "last_position", gone)
        measuring(store, views, meter, Tally()).run(stop)
    assert meter.values == {("assay_record_up", ""): 0}
