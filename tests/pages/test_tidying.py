"""What pages leave that goes round in circles is searched between them, and not while somebody waits for one."""

import asyncio
import gc

import pytest
from starlette.types import Message, Receive, Scope, Send

from adapters.inbound.web.tidying import PAGES, ROUNDS, Tidied


@pytest.fixture
def searched(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How much was searched each time that somebody asked for it."""
    found = list[int]()
    monkeypatch.setattr(gc, "collect", found.append)
    return found


async def _nothing() -> Message:
    return {"type": "http.request"}


async def _anywhere(_: Message) -> None:
    pass


def test_after_some_pages_what_they_left_is_searched_and_now_and_then_all_of_it(searched: list[int]) -> None:
    before = list[int]()

    async def page(_: Scope, __: Receive, ___: Send) -> None:
        before.append(len(searched))

    async def visits() -> None:
        tidied = Tidied(page)
        for _ in range(PAGES * ROUNDS):
            await tidied({"type": "http"}, _nothing, _anywhere)

    asyncio.run(visits())
    assert searched == [1] * (ROUNDS - 1) + [2]
    assert before == [number // PAGES for number in range(PAGES * ROUNDS)]


def test_nothing_is_searched_while_another_page_is_being_made(searched: list[int]) -> None:
    async def visits() -> None:
        leave = asyncio.Event()

        async def page(scope: Scope, _: Receive, __: Send) -> None:
            if scope["slow"]:
                await leave.wait()

        tidied = Tidied(page)
        slow = asyncio.create_task(tidied({"slow": True}, _nothing, _anywhere))
        for _ in range(PAGES + 1):
            await asyncio.create_task(tidied({"slow": False}, _nothing, _anywhere))
        assert searched == []
        leave.set()
        await slow
        assert searched == [1]

    asyncio.run(visits())


def test_a_page_that_fails_is_answered_too(searched: list[int]) -> None:
    async def page(_: Scope, __: Receive, ___: Send) -> None:
        raise OSError("gone")

    async def visits() -> None:
        tidied = Tidied(page)
        for _ in range(PAGES):
            with pytest.raises(OSError, match="gone"):
                await tidied({"type": "http"}, _nothing, _anywhere)

    asyncio.run(visits())
    assert searched == [1]
