"""Every page of an installation as somebody is shown it: each address there is, and whatever is linked from there."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from itertools import product

import httpx2
from fastapi import FastAPI, Response
from fastapi.routing import APIRoute

import worker
from adapters.inbound.visiting.house import House, PageSettings
from adapters.inbound.visiting.visitors import Session
from adapters.inbound.web.application import build
from adapters.inbound.web.entry.sessions import COOKIE, Sessions
from adapters.inbound.web.serving import bound, served
from domain.deciders import DECIDERS
from domain.people.roles import Role
from tests.support.blind import same

__all__ = ["addresses", "opened", "shown_on_every_page", "shown_page", "verbs_of"]

MOST = 2_000
"""So many pages are enough: with more, something leads from page to page without an end."""

_PART = re.compile(r"{(\w+)}")
_LINK = re.compile(r'href="(/[^"#]*)')
_DRAWN = re.compile(r'nonce[=-]"?[^"\']*["\']|page-[0-9a-f-]{36}|name="(token|command_id)" value="[^"]*"')
_NOT_PAGES = ("/assets/", "/styles/", "/own/", "/sign-")
_NO_COMPARISON = ("application/zip",)
"""A dossier has another key and other salts each time. Whether there is one at all is compared."""


def addresses(
    app: FastAPI, parts: Mapping[str, Sequence[str]], asking: Mapping[str, Sequence[str]]
) -> list[str]:
    """The address of every page that an application has.

    Args:
        app: the application.
        parts: what stands for each part of an address that is left open, by its name; one that stands for something
            else in some addresses has their beginning before it: ``/cases/code``.
        asking: beside its plain address, what else each page is asked: ``?step=3``.

    Raises:
        KeyError: a part of an address of which nobody said what stands for it.
    """
    found: list[str] = []
    for route in app.routes:
        if not isinstance(route, APIRoute) or "GET" not in (route.methods or ()):
            continue
        names = _PART.findall(route.path)
        values = [_values(route.path, name, parts) for name in names]
        for chosen in product(*values):
            path = route.path
            for name, value in zip(names, chosen, strict=True):
                path = path.replace(f"{{{name}}}", value, 1)
            found += [path, *(path + each for each in asking.get(route.path, ()))]
    return found


def _values(path: str, name: str, parts: Mapping[str, Sequence[str]]) -> Sequence[str]:
    found = parts.get(path.partition(f"{{{name}}}")[0] + name) or parts.get(name)
    if not found:
        raise KeyError(f"say what {name} stands for in {path}")
    return found


def verbs_of(*kinds: str) -> list[str]:
    """The commands about some kinds of matter."""
    return sorted(each.command.verb for kind in kinds for each in DECIDERS[kind].rules.values())


def shown_on_every_page(
    assay: worker.Assay,
    person: str,
    roles: Sequence[Role],
    parts: Mapping[str, Sequence[str]],
    asking: Mapping[str, Sequence[str]],
    case: str,
) -> dict[str, tuple[int, str]]:
    """What somebody is shown on every page, by its address: the answer's number, and what does not differ by itself.

    Args:
        assay: the installation.
        person: who looks.
        roles: in which roles.
        parts: as of :func:`addresses`.
        asking: as of :func:`addresses`.
        case: the case whose every page is opened, called CASE in the addresses; of the others one stands for all.
    """

    def called(path: str) -> str:
        return same(path.replace(f"{case}/second", "CASE/again").replace(case, "CASE"))

    with opened(assay, person, roles) as (client, app):
        waiting = addresses(app, parts, asking)
        found: dict[str, tuple[int, str]] = {}
        while waiting:
            path = waiting.pop()
            if called(path) in found:
                continue
            assert len(found) < MOST, path
            answer = client.get(path)
            found[called(path)] = (answer.status_code, _plain(answer))
            waiting += [each for each in _linked(answer) if called(each) not in found]
        return found


def shown_page(assay: worker.Assay, person: str, roles: Sequence[Role], path: str) -> str:
    """What somebody is shown at one address, which must be there for them."""
    with opened(assay, person, roles) as (client, _):
        answer = client.get(path)
        assert answer.status_code == HTTPStatus.OK, answer.text
        return answer.text


def _linked(answer: httpx2.Response) -> Iterator[str]:
    for path in _LINK.findall(answer.text if "html" in answer.headers.get("content-type", "") else ""):
        if not path.startswith(_NOT_PAGES):
            yield path.replace("&amp;", "&")


def _plain(answer: httpx2.Response) -> str:
    kind = answer.headers.get("content-type", "")
    if kind.startswith(_NO_COMPARISON):
        return kind
    return same(_DRAWN.sub("", answer.text)) + str(answer.headers.get("location", ""))


@contextmanager
def opened(
    assay: worker.Assay, person: str, roles: Sequence[Role]
) -> Iterator[tuple[httpx2.Client, FastAPI]]:
    """A browser in which somebody is signed in, whether or not they could be chosen at the door."""
    at = bound("127.0.0.1:0", anybody=True)
    origin = "http://{}:{}".format(*at.getsockname())
    settings = PageSettings(
        origin=origin, sign_in="example", open_id=None, key=b"k" * 32, example_beside_staff=True
    )
    app = build(House(assay, settings, str(worker.STYLES), lambda: ()))
    cookie = Response()
    Sessions(settings).keep(cookie, Session.begun(person, tuple(roles), "somebody", "example"))
    written = cookie.headers["set-cookie"].split(";")[0].partition("=")[2]
    # A connection that is kept may be closed by the server just as it is asked for more.
    asked = {"Connection": "close"}
    with (
        served(app, at),
        httpx2.Client(base_url=origin, cookies={COOKIE: written}, headers=asked, timeout=60) as client,
    ):
        yield client, app
