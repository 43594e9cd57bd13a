"""What was done is told on the next page, however long a text is quoted in it."""

import pytest
from fastapi import Request, Response
from hypothesis import given
from hypothesis import strategies as st

from adapters.inbound.visiting.house import PageSettings
from adapters.inbound.web.entry.sessions import Sessions

MOST_KEPT_BY_BROWSERS = 4096
SESSIONS = Sessions(PageSettings("http://127.0.0.1", "example", None, b"k" * 32))


def told(said: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The cookie as a browser is sent it, and what the next page makes of it."""
    response = Response()
    SESSIONS.tell(response, said)
    cookie = response.headers["set-cookie"]
    name_and_value = cookie.split(";", 1)[0]
    headers = [(b"cookie", name_and_value.encode())]
    return cookie, SESSIONS.said(Request({"type": "http", "method": "GET", "path": "/", "headers": headers}))


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(
            ("The deadline was moved: " + "a reason at length, " * 150,), id="a reason of 3,000 characters"
        ),
        pytest.param(("Gohiriwyd yr arolygiad: " + "ŵ ŷ " * 750,), id="in Welsh"),
        pytest.param(tuple(f"{number}: " + "words " * 500 for number in range(7)), id="several"),
        pytest.param(("x" * 3000,), id="one word"),
    ],
)
def test_a_long_text_is_told_by_its_beginning_in_a_cookie_that_browsers_keep(said: tuple[str, ...]) -> None:
    cookie, shown = told(said)
    assert len(cookie) <= MOST_KEPT_BY_BROWSERS
    assert shown
    for whole, begun in zip(said, shown, strict=False):
        assert begun.endswith(" …")
        assert whole.startswith(begun.removesuffix(" …"))
        assert len(begun) > 50


def test_what_is_short_is_told_as_it_is() -> None:
    said = ("The section 1.1 was written.", "“Ŵ”: put right.")
    assert told(said)[1] == said


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=4000), min_size=1, max_size=6))
def test_whatever_is_told_is_kept_and_begins_as_it_was_said(said: list[str]) -> None:
    cookie, shown = told(tuple(said))
    assert len(cookie) <= MOST_KEPT_BY_BROWSERS
    assert len(shown) == min(len(said), 5)
    assert all(
        whole == each or whole.startswith(each.removesuffix(" …"))
        for whole, each in zip(said, shown, strict=False)
    )
