"""Somebody who follows every link that the pages show them, and looks at every form."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import httpx2
from lxml import html  # type: ignore[import-untyped]  # it brings no types

import worker
from adapters.inbound.visiting.house import House, PageSettings
from adapters.inbound.web.application import build
from adapters.inbound.web.example import example_people
from tests.support.site import Site, Visit

__all__ = [
    "NOBODY",
    "STARTS",
    "Crawl",
    "FormSeen",
    "Patterns",
    "Seen",
    "crawl",
    "one_of_each_role",
    "pattern_of",
    "patterns_of",
]

NOBODY = ""
"""Who somebody is who is not signed in."""
STARTS = ("/", "/home", "/results", "/inspections", "/panels", "/cases", "/audit", "/provider", "/calendar")
"""Where one begins to look for pages."""
ELSEWHERE = ("/assets", "/styles", "/own", "/api")
"""Files that pages are made of, and the API, whose reference is no page of ours."""
Patterns = Sequence[tuple[str, re.Pattern[str]]]
"""The addresses that an application answers, each with what stands for its parts that differ."""

EACH = 2
"""So many pages of one kind are looked at: as many inspections, cases, panels."""


@dataclass(frozen=True)
class FormSeen:
    """A form that is sent by POST.

    Attributes:
        page: where it stands.
        action: where it is sent.
        values: what stands in it, by input.
        writes: the inputs in which one writes freely.
    """

    page: str
    action: str
    values: dict[str, str]
    writes: tuple[str, ...]


@dataclass(frozen=True)
class Seen:
    """A page that was opened."""

    address: str
    answer: httpx2.Response

    @property
    def is_page(self) -> bool:
        return self.answer.headers.get("content-type", "").startswith("text/html")

    @property
    def tree(self) -> Any:
        return html.document_fromstring(self.answer.text)


@dataclass
class Crawl:
    """What was found on the way.

    Attributes:
        seen: every page that was opened, by address.
        first_of_each: the first page of each kind that was there, by kind.
        forms: every form on one of them, the first of each kind.
    """

    seen: dict[str, Seen] = field(default_factory=dict)
    first_of_each: dict[str, Seen] = field(default_factory=dict)
    forms: dict[str, FormSeen] = field(default_factory=dict)

    @property
    def pages(self) -> list[Seen]:
        return [each for each in self.seen.values() if each.is_page]


def one_of_each_role(served: Site) -> dict[str, set[str]]:
    """One person of each role of an example, with all roles that each of them has."""
    people = {each.id: set(each.roles) for each in example_people(served.assay)()}
    first: dict[str, str] = {}
    for who, roles in people.items():
        for role in roles:
            first.setdefault(role, who)
    return {who: people[who] for who in dict.fromkeys(first.values())}


def patterns_of(assay: worker.Assay) -> Patterns:
    """The addresses that the pages of an installation answer."""
    settings = PageSettings("http://127.0.0.1", "example", None, bytes(32), example_beside_staff=True)
    found = []
    for route in build(House(assay, settings, str(worker.STYLES), tuple)).routes:
        path = getattr(route, "path", None)
        if path is not None:
            made = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path))
            found.append((path, re.compile(f"{made}$")))
    return tuple(dict(found).items())


def pattern_of(path: str, patterns: Patterns) -> str:
    """Which address of the application a path is; a command's form is of its own kind."""
    for name, pattern in patterns:
        if pattern.match(path):
            return name.replace("{verb}", path.rsplit("/", 1)[1])
    return path


def crawl(visit: Visit, starts: Sequence[str], patterns: Patterns, each: int = EACH) -> Crawl:
    """Follow every link from some pages on, a few of each kind of page.

    Args:
        visit: who.
        starts: where to begin.
        patterns: the kinds of pages.
        each: how many of each kind.
    """
    found, waiting, counted = Crawl(), list(starts), Counter[str]()
    while waiting:
        address = waiting.pop(0)
        kind = pattern_of(urlsplit(address).path, patterns)
        if address in found.seen or counted[kind] >= each:
            continue
        counted[kind] += 1
        seen = found.seen[address] = Seen(address, visit.get(address))
        if seen.is_page and seen.answer.status_code == 200:
            found.first_of_each.setdefault(kind, seen)
            here = str(seen.answer.url)
            waiting += _links(seen.tree, here)
            for form in _forms(seen.tree, here):
                found.forms.setdefault(pattern_of(urlsplit(form.action).path, patterns), form)
    return found


def _links(tree: Any, here: str) -> Iterator[str]:
    ours = urlsplit(here)
    asked = (
        f"{form.get('action')}?{urlencode(form.form_values())}"
        for form in tree.xpath("//form[@action and not(@method='post')]")
    )
    for each in (*tree.xpath("//a[@href]/@href"), *asked):
        parts = urlsplit(urljoin(here, each))
        same = (parts.path, parts.query) == (ours.path, ours.query)
        if parts.netloc == ours.netloc and not same and not parts.path.startswith(ELSEWHERE):
            yield f"{parts.path}?{parts.query}" if parts.query else parts.path


def _forms(tree: Any, here: str) -> Iterator[FormSeen]:
    for form in tree.xpath("//main//form[@method='post']"):
        values = {name: value or "" for name, value in form.form_values()}
        free = form.xpath(".//textarea/@name | .//input[@type='text' and not(@inputmode)]/@name")
        action = urljoin(here, form.get("action") or "")
        yield FormSeen(
            here, action, values, tuple(each for each in free if not re.search(r"-(day|month|year)$", each))
        )
