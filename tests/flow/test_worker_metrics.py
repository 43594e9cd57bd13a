"""An operator's Prometheus can ask a worker how it fares."""

import asyncio
import urllib.request

import pytest

from adapters.outbound.temporal.connecting import TemporalAddress, connect
from adapters.outbound.temporal.ports import free_ports
from domain.refusals import Refused


def test_a_process_that_is_told_where_answers_prometheus(address: TemporalAddress) -> None:
    (port,) = free_ports(1)

    async def asked() -> str:
        await connect(address, identity="tests", codec=None, metrics=f"127.0.0.1:{port}")
        return await asyncio.to_thread(scraped, port)

    assert "temporal_request" in asyncio.run(asked())


def scraped(port: int) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as page:
        return str(page.read(), "utf-8")


def test_an_address_that_cannot_be_served_is_refused_in_a_sentence(address: TemporalAddress) -> None:
    with pytest.raises(Refused) as refused:
        asyncio.run(connect(address, identity="tests", codec=None, metrics=f"{address.target}"))
    assert refused.value.refusal.code == "metrics-address"
    assert address.target in refused.value.refusal.sentence
