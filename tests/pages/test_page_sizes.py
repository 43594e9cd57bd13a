"""No page grows with the record: on one with hundreds of inspections each is small, and lists go on by links."""

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import httpx2
import pytest
from lxml import html  # type: ignore[import-untyped]  # it brings no types

from activities.commanding.desk import Accepted, Order
from activities.ports import Append, Appended, Head, Write
from adapters.inbound.today import today_in_london
from adapters.inbound.web.example import example_people
from adapters.inbound.web.pages.paging import paged
from domain.cases.events import CaseAllocated, CaseSampled
from domain.given import Actor
from domain.inspections.commands import AnnounceInspection
from domain.inspections.events import SampleDrawn
from domain.ledger.envelope import Draft
from domain.messages import Command, Event
from domain.people.roles import Role
from domain.providers.provider import RegisterProvider
from tests.support.crawling import NOBODY, STARTS, crawl, one_of_each_role, patterns_of
from tests.support.site import Site, site

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]

LARGEST_PAGE = 100_000
"""Bytes as they are sent."""
MANY = 230
"""Three years of inspections, and none of them over."""
NAME = "An Uncommonly Long Name of a Service, as Partnerships of Several Boroughs Give Themselves, Number {}"


@pytest.fixture(scope="module")
def large(example_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The pages of the example, on whose record many more inspections have been announced."""
    with site(shutil.copytree(example_home, tmp_path_factory.mktemp("large") / "home")) as served:
        assay = served.assay
        like = assay.views.catch_up().inspections()[0]
        kind = next(
            each.kind for each in assay.views.catch_up().providers() if each.provider == like.provider
        )
        manager, lead = somebody(served, Role.OPERATIONS_MANAGER), somebody(served, Role.LEAD_INSPECTOR)

        def give(command: Command) -> None:
            who = Actor(manager, Role.OPERATIONS_MANAGER, "tests")
            outcome = assay.desk.give(Order(uuid4().hex, command, who))
            assert isinstance(outcome, Accepted), outcome

        for number in range(MANY):
            code = f"service-{number:03}"
            give(RegisterProvider(provider=code, title=NAME.format(number), kind=kind, area="North"))
            begins = assay.calendar.after(today_in_london(assay), 60 + number)
            give(
                AnnounceInspection(
                    inspection=f"large-{number:03}",
                    provider=code,
                    protocol=like.kind,
                    lead=lead,
                    fieldwork_from=begins,
                    fieldwork_to=assay.calendar.after(begins, 4),
                )
            )
        yield served


CASES = 180
"""As many as the demonstration's largest inspection reads."""
READ = "large-000"


@pytest.fixture(scope="module")
def much_to_read(large: Site) -> Site:
    """The same; in one of the inspections a sample has been drawn, and each case has a reader."""
    assay, now = large.assay, large.assay.clock.now()
    lead = somebody(large, Role.LEAD_INSPECTOR)
    cases = tuple(f"case-{number:032x}" for number in range(1, CASES + 1))
    drawn = SampleDrawn(
        population="supervised-cases",
        list_digest="1" * 64,
        list_size=2 * CASES,
        seed="drawn",
        rows=tuple(range(1, CASES + 1)),
        cases=cases,
    )
    written = []
    for number, case in enumerate(cases, start=1):
        sampled = CaseSampled(
            inspection=READ,
            population="supervised-cases",
            list_digest="1" * 64,
            row=number,
            key_questions=("2.1.1",),
        )
        reader = CaseAllocated(reader=f"{number:032x}")
        written.append(written_to(case, Head(0, None), now, lead, sampled, reader))
    stream = f"inspection-{READ}"
    [*_, last] = assay.store.load({stream: 0})[stream]
    written.append(written_to(stream, Head(last.version, last.digest), now, lead, drawn))
    answer = assay.store.append(Append(uuid4().hex, b"d" * 32, now, tuple(written), {}))
    assert isinstance(answer, Appended)
    return large


def written_to(stream: str, head: Head, now: datetime, who: str, *events: Event) -> Write:
    """What is recorded at once, as if it had come about in weeks."""
    drafts = []
    for version, event in enumerate(events, start=head.version + 1):
        id_ = uuid4().hex
        drafts.append(
            Draft(id_, stream, version, now, who, "lead-inspector", "tests", id_, stream, None, event)
        )
    return Write(stream, head, tuple(drafts))


def somebody(served: Site, role: Role) -> str:
    return next(each.id for each in example_people(served.assay)() if role in each.roles)


def size(answer: httpx2.Response) -> int:
    return int(answer.headers.get("content-length", len(answer.content)))


def test_no_page_is_larger_than_it_may_be_however_much_is_on_the_record(large: Site) -> None:
    patterns, heavy, pages = patterns_of(large.assay), [], 0
    for who in (*one_of_each_role(large), NOBODY):
        with large.visit(who or None) as visit:
            for each in crawl(visit, STARTS, patterns, each=1).seen.values():
                pages += each.is_page
                if each.is_page and size(each.answer) > LARGEST_PAGE:
                    heavy.append(f"{who}: {each.address} has {size(each.answer):,} bytes")
    assert pages > 200
    assert heavy == []


@pytest.mark.parametrize("role", [Role.LEAD_INSPECTOR, Role.OPERATIONS_MANAGER, Role.QUALITY_LEAD])
def test_an_inspection_with_many_cases_shows_who_reads_each_of_them_page_by_page(
    much_to_read: Site, role: Role
) -> None:
    path = f"/inspections/{READ}/cases"
    found: set[str] = set()
    with much_to_read.visit(somebody(much_to_read, role)) as visit:
        at: str | None = path
        while at is not None:
            answer = visit.get(at)
            assert answer.status_code == 200
            assert size(answer) <= LARGEST_PAGE // 2, "names of people are longer than their ids"
            tree = html.document_fromstring(answer.text)
            found |= {each for each in tree.xpath("//main//h2/a/@href") if each.startswith("/cases/")}
            following = tree.xpath("//nav//a[@rel='next']/@href")
            at = path + following[0] if following else None
        assert len(found) == CASES
        for beside in ("", "/lists", "/lists/supervised-cases", "/cases/allocate", "/differences"):
            answer = visit.get(f"/inspections/{READ}{beside}")
            assert size(answer) <= LARGEST_PAGE, (beside, size(answer))


@pytest.mark.parametrize(
    ("role", "path"),
    [
        (Role.OPERATIONS_MANAGER, "/inspections"),
        (Role.LEAD_INSPECTOR, "/home"),
        (Role.OPERATIONS_MANAGER, "/audit"),
    ],
)
def test_a_list_goes_on_by_links_to_its_end_and_shows_each_thing_once(
    large: Site, role: Role, path: str
) -> None:
    found: list[str] = []
    with large.visit(somebody(large, role)) as visit:
        at: str | None = path
        while at is not None:
            answer = visit.get(at)
            assert size(answer) <= LARGEST_PAGE
            tree = html.document_fromstring(answer.text)
            listed = "//main//*[self::tbody or contains(@class, 'task-list')]//a/@href"
            found += [each for each in tree.xpath(listed) if "/large-" in each]
            following = tree.xpath("//nav//a[@rel='next']/@href")
            at = path + following[0] if following else None
    named = [each for each in found if f"large-{MANY - 1}" in each or "large-000" in each]
    assert len(set(found)) >= MANY
    assert len(named) >= 2


def test_a_page_that_a_list_does_not_have_is_the_nearest_one_that_it_has() -> None:
    rows = list(range(101))
    assert paged(rows, 1, 50).shown == rows[:50]
    assert (paged(rows, 3, 50).shown, paged(rows, 3, 50).after) == ([100], None)
    assert paged(rows, 99, 50) == paged(rows, 3, 50)
    assert paged(rows, -1, 50) == paged(rows, 0, 50) == paged(rows, 1, 50)
    empty = paged(rows[:0], 1, 50)
    assert (empty.number, empty.last, empty.before, empty.after) == (1, 1, None, None)
