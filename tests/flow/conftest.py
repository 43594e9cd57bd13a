from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from adapters.outbound.temporal.connecting import TemporalAddress
from adapters.outbound.temporal.server import DevServer
from tests.support.rig import Rig, new_store
from tests.support.toy_matter import HandClock, ToyMatter


@pytest.fixture
def address(temporal_server: DevServer) -> TemporalAddress:
    return TemporalAddress(target=temporal_server.address, task_queue=f"test-{uuid4().hex[:12]}")


@pytest.fixture
def stream() -> str:
    """The id of an inspection that no other test has."""
    return f"inspection-{uuid4().hex[:12]}"


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def rig(address: TemporalAddress, tmp_path: Path, clock: HandClock) -> Iterator[Rig]:
    with Rig(address, new_store(tmp_path), clock) as made:
        yield made


@pytest.fixture
def toy(rig: Rig, clock: HandClock) -> ToyMatter:
    return ToyMatter(rig.store, clock, rig.nudger)
