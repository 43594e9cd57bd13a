"""Waiting for something to become true: by asking often, never by sleeping for luck."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

__all__ = ["PATIENCE_SECONDS", "eventually", "eventually_async", "seldom"]

T = TypeVar("T")

# Long enough for a machine that has much else to do: a test that passes never waits it out.
PATIENCE_SECONDS = 90.0
ASK_EVERY_SECONDS = 0.02


def eventually(ask: Callable[[], T], what: str, within: float = PATIENCE_SECONDS) -> T:
    """Ask until the answer is truthy, and return it.

    Raises:
        AssertionError: it never was; the message has the last answer, or what asking raised.
    """
    deadline = time.monotonic() + within
    while True:
        answer, trouble = _asked(ask)
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {within:g} s: {what}; last answer: {trouble or answer!r}")
        time.sleep(ASK_EVERY_SECONDS)


async def eventually_async(ask: Callable[[], Awaitable[T]], what: str, within: float = PATIENCE_SECONDS) -> T:
    """The same for a coroutine function.

    Raises:
        AssertionError: it never was.
    """
    deadline = time.monotonic() + within
    while True:
        answer: T | None = None
        trouble: str | None = None
        try:
            answer = await ask()
        except Exception as error:  # noqa: BLE001 - asking may fail while a server is down; the last error is told
            trouble = repr(error)
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {within:g} s: {what}; last answer: {trouble or answer!r}")
        await asyncio.sleep(ASK_EVERY_SECONDS)


def _asked(ask: Callable[[], T]) -> tuple[T | None, str | None]:
    try:
        return ask(), None
    except Exception as error:  # noqa: BLE001 - asking may fail while a server is down; the last error is told
        return None, repr(error)


def seldom(do: Callable[[], None], every: float = 1.0) -> Callable[[], None]:
    """The same, but it does nothing when it was done less than so many seconds ago: for use while asking often."""
    last = float("-inf")

    def at_most() -> None:
        nonlocal last
        if time.monotonic() - last >= every:
            last = time.monotonic()
            do()

    return at_most
