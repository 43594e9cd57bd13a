"""Every page and form within anybody's reach, as each role: what is there for them, and nothing of another's."""

import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from adapters.inbound.web.example import example_people
from domain.cases.state import CaseRead
from domain.people.roles import Role
from tests.support.crawling import (
    NOBODY,
    STARTS,
    Crawl,
    Patterns,
    Seen,
    crawl,
    one_of_each_role,
    patterns_of,
)
from tests.support.page_grounds import year_under_way
from tests.support.programme_pages import MANAGER, PEOPLE
from tests.support.site import Site, Visit, site

pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]

LARGEST_PAGE = 100 * 1024
SECRET = {"first": "Only the first reader wrote this.", "second": "Only the second reader wrote that."}


@dataclass(frozen=True)
class Ground:
    """The pages of an example, and who goes through them: one person of each role, and both readers of a case.

    Attributes:
        served: the pages.
        roles: which roles everybody has; whoever is not signed in has none.
        patterns: the addresses of the pages.
        reference: an inspection.
        blind: a case of it that two people read.
        number: a key question in it, on which each of them has written something.
        first: who reads it first.
        second: who reads it again.
    """

    served: Site
    roles: Mapping[str, set[Role]]
    patterns: Patterns
    reference: str
    blind: str
    number: str
    first: str
    second: str


@pytest.fixture(scope="module")
def ground(example_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """One person of each role; and a case that two read, each of whom has written something."""
    with site(shutil.copytree(example_home, tmp_path_factory.mktemp("crawl") / "home")) as served:
        reference, blind, read = _read_twice(served)
        first, second = read.readers.reader or "", read.readers.second or ""
        number = read.unanswered[0]
        for who, where, words in (
            (first, f"/cases/{blind}/questions/{number}", SECRET["first"]),
            (second, f"/cases/{blind}/second/questions/{number}", SECRET["second"]),
        ):
            with served.visit(who) as visit:
                done = visit.send(where, {"answer": "yes", "note": words})
                assert done.status_code == 200, done.text
        held = {each.id: each.roles for each in example_people(served.assay)()}
        coming = dict.fromkeys((*one_of_each_role(served), first, second))
        roles = {each: {Role(role) for role in held[each]} for each in coming}
        patterns = patterns_of(served.assay)
        yield Ground(served, {**roles, NOBODY: set()}, patterns, reference, blind, number, first, second)


def _read_twice(served: Site) -> tuple[str, str, CaseRead]:
    for row in served.assay.views.catch_up().inspections():
        state = served.assay.records.read([f"inspection-{row.reference}"])[
            f"inspection-{row.reference}"
        ].state
        seen = served.assay.records.read(state.twice) if state.twice else {}
        for case, found in seen.items():
            read: CaseRead = found.state
            if not read.begun and read.readers.reader and read.readers.second:
                return row.reference, case, read
    raise AssertionError("the example has cases that are read twice, and not begun")


@pytest.fixture(scope="module")
def crawls(ground: Ground) -> Mapping[str, Crawl]:
    """What everybody finds who follows every link: one page of each kind."""
    return {who: crawl(visit, STARTS, ground.patterns, each=1) for who, visit in everybody(ground)}


def everybody(ground: Ground) -> Iterator[tuple[str, Visit]]:
    """Whoever goes through the pages, the one who is not signed in among them."""
    for who in ground.roles:
        with ground.served.visit(who or None) as visit:
            yield who, visit


def test_every_link_that_somebody_is_shown_leads_to_a_page_that_says_where_and_who_they_are(
    crawls: Mapping[str, Crawl],
) -> None:
    wrong, looked_at = [], 0
    for who, found in crawls.items():
        for each in found.seen.values():
            if each.address in STARTS and each.answer.status_code == 404:
                continue
            if each.answer.status_code != 200:
                wrong.append(f"{who}: {each.address} is {each.answer.status_code}")
            elif each.is_page and not urlpath(each.address).endswith(".html"):
                looked_at += 1
                wrong += [f"{who}: {each.address} {fault}" for fault in _faults(who, each)]
    assert looked_at > 200
    assert wrong == []


def _faults(who: str, page: Seen) -> Iterator[str]:
    headings = [each.text_content().strip() for each in page.tree.xpath("//h1")]
    if len(headings) != 1 or not headings[0]:
        yield f"has the headings {headings}"
    title = (page.tree.findtext(".//title") or "").strip()
    if not re.fullmatch(r"(?s)\S.* \u2013 Assay", title):
        yield f"has the title {title!r}"
    said = " ".join(page.tree.xpath("string(//div[@class='assay-who'])").split())
    if ("Sign out" in said) != (who != NOBODY) or (who != NOBODY and ":" not in said):
        yield f"does not say who somebody is: {said}"
    if len(page.answer.content) > LARGEST_PAGE:
        yield f"is {len(page.answer.content)} bytes long"
    if page.address.startswith("/setting-up/"):
        return  # a rule's own words stand there as its file has them
    for each in page.tree.xpath("//main//text()[not(ancestor::code) and not(ancestor::a)]"):
        if found := re.search(r"(?<![\w-])\d{4}-\d{2}-\d{2}(?![\w-])", each):
            yield f"has a day as no person writes it: {found[0]}"


def urlpath(address: str) -> str:
    return address.split("?", 1)[0]


def test_nothing_shows_of_either_read_to_anybody_but_who_wrote_it_before_both_are_in(
    ground: Ground, crawls: Mapping[str, Crawl]
) -> None:
    told, by_them = [], set()
    for who, visit in everybody(ground):
        parts = ("", "/second", "/differences", "/alerts", "/finish", "/questions/{}", "/second/questions/{}")
        addresses = [f"/cases/{ground.blind}{part}".format(ground.number) for part in parts]
        addresses += [
            f"/inspections/{ground.reference}{part}" for part in ("/time-line", "/cases", "/differences")
        ]
        texts = [each.answer.text for each in crawls[who].pages]
        texts += [visit.get(each).text for each in addresses]
        for whose, words in SECRET.items():
            if any(words in text for text in texts):
                if who == getattr(ground, whose):
                    by_them.add(whose)
                else:
                    told.append(f"{who} is told the {whose}")
    assert by_them == {"first", "second"}, "those who wrote it are shown it"
    assert told == []


OF_A_YEAR = (
    *("year", "selection", "lots/{rule}", "pins", "unplaced", "why", "conflicts", "plans", "plans/{digest}"),
    *("responses", "time-line"),
)
"""What there is to see of a year's programme whose draft is out."""


def test_whoever_arranges_a_year_meets_all_of_it_and_a_contact_what_it_has_for_them(
    ground: Ground, crawls: Mapping[str, Crawl]
) -> None:
    for who, held in ground.roles.items():
        met = {each for each in crawls[who].first_of_each if each.startswith("/programme/{code}/")}
        of_all = {f"/programme/{{code}}/{each}" for each in OF_A_YEAR}
        if held & ARRANGING:
            assert met >= of_all, who
        elif Role.ASSISTANT not in held:
            assert met == set(), f"{who} is shown a draft"
        if Role.PROVIDER_CONTACT in held:
            assert "/planned/{code}/respond" in crawls[who].first_of_each


def test_people_on_the_staff_record_are_shown_to_whoever_sets_up_and_to_nobody_else(
    tmp_path: Path,
) -> None:
    with year_under_way(tmp_path) as place:
        patterns = patterns_of(place.served.assay)
        roles = {who: set(held) for who, held in PEOPLE.items()} | {MANAGER: {Role.OPERATIONS_MANAGER}}
        staffed = Ground(place.served, roles, patterns, "", "", "", "", "")
        found = {who: crawl(visit, STARTS, patterns, each=1) for who, visit in everybody(staffed)}
        assert "/setting-up/people/{staff}" in found[MANAGER].first_of_each
        assert _elsewhere(staffed, found) == []


def test_what_one_role_reaches_is_there_for_another_only_where_it_is_theirs(
    ground: Ground, crawls: Mapping[str, Crawl]
) -> None:
    assert _elsewhere(ground, crawls) == []


def _elsewhere(ground: Ground, crawls: Mapping[str, Crawl]) -> list[str]:
    """What somebody reaches that is not theirs."""
    led_to = {
        who: {each.address: each for each in found.seen.values() if each.answer.status_code == 200}
        for who, found in crawls.items()
    }
    everything = {address for found in led_to.values() for address in found}
    wrong = []
    for who, visit in everybody(ground):
        for address in sorted(everything - crawls[who].seen.keys()):
            answer = visit.client.get(address, follow_redirects=False)
            if answer.status_code >= 500 or (answer.status_code == 200 and not _may(ground, who, address)):
                wrong.append(f"{who}: {address} is {answer.status_code}")
        wrong += [
            f"{who} is led to {address}"
            for address in led_to[who]
            if address not in STARTS and not _may(ground, who, address)
        ]
    return wrong


FOR = {
    "setting-up": {Role.OPERATIONS_MANAGER, Role.CHIEF_INSPECTOR},
    "comments": {Role.OPERATIONS_MANAGER, Role.CHIEF_INSPECTOR, Role.ASSISTANT},
    "agreement": {Role.QUALITY_LEAD},
    "exercises": {Role.QUALITY_LEAD, Role.INSPECTOR, Role.LEAD_INSPECTOR},
    "audit": {Role.AUDITOR, Role.OPERATIONS_MANAGER, Role.CHIEF_INSPECTOR, Role.QUALITY_LEAD},
}
"""Parts of the pages that are for some roles only, as docs/pages.md has it."""

ARRANGING = {Role.OPERATIONS_MANAGER, Role.CHIEF_INSPECTOR, Role.AUDITOR}
"""Who is shown more of a programme than what is published."""
FOR_ASSISTANTS = {"responses", "respond"}
"""What assistants are shown of a draft besides, to write down what others respond."""


def _may(ground: Ground, who: str, address: str) -> bool:
    """Whose a page is, by its address and the record alone: not by what the pages think."""
    parts = urlpath(address).strip("/").split("/")
    if parts[0] in ("results", "sign-in", ""):
        return True
    if who == NOBODY:
        # The address of a calendar, or of a copy under embargo, is its own key.
        return (parts[0], len(parts)) in {("calendar", 2), ("embargo", 3), ("embargo", 4)}
    held = ground.roles[who]
    if Role.PROVIDER_CONTACT in held:
        return _may_as_a_contact(ground, who, parts)
    if parts[0] in ("provider", "planned"):
        return False
    if parts == ["comments", "receive"]:
        return bool(held & {Role.OPERATIONS_MANAGER, Role.LEAD_INSPECTOR, Role.ASSISTANT})
    if parts[0] in FOR:
        return bool(held & FOR[parts[0]])
    if parts[0] == "programme" and len(parts) > 2 and parts[2] not in ("published", "published.csv"):
        mine = {Role.ASSISTANT} if parts[2] in FOR_ASSISTANTS else set[Role]()
        return bool(held & (ARRANGING | mine))
    if parts[:2] == ["cases", "finished"]:
        return bool(held & {Role.INSPECTOR, Role.LEAD_INSPECTOR})
    if parts[0] == "cases" and len(parts) > 1:
        return _has_to_do_with(ground, who, held, parts[1])
    if held <= {Role.AUDITOR}:
        return "do" not in parts
    if held <= {Role.DATA_PROTECTION_OFFICER}:
        return parts[0] not in ("cases",)
    return True


def _of_theirs(ground: Ground, who: str, reference: str) -> bool:
    records = ground.served.assay.records
    mine = records.read([who])[who].state.provider
    state = records.read([f"inspection-{reference}"])[f"inspection-{reference}"].state
    return mine in state.known.providers


def _may_as_a_contact(ground: Ground, who: str, parts: Sequence[str]) -> bool:
    """Their own provider's inspections, and what a year has for it."""
    if parts[0] == "planned":
        return len(parts) == 1 or (parts[2:] == ["respond"] and _in_the_year(ground, who, parts[1]))
    return parts[0] == "provider" and (len(parts) == 1 or _of_theirs(ground, who, parts[1]))


def _in_the_year(ground: Ground, who: str, code: str) -> bool:
    records = ground.served.assay.records
    mine = records.read([who])[who].state.provider
    state = ground.served.assay.programme_record.programme(code)
    return state.draft is not None and any(
        mine in each.providers for each in state.plans[state.draft.plan].slots
    )


def _has_to_do_with(ground: Ground, who: str, held: set[Role], case: str) -> bool:
    read: CaseRead = ground.served.assay.records.read([case])[case].state
    readers = read.readers
    if who in readers.answering or who == readers.second:
        return True
    arranges = held & {
        Role.LEAD_INSPECTOR,
        Role.QUALITY_LEAD,
        Role.OPERATIONS_MANAGER,
        Role.PANEL_CHAIR,
        Role.CHIEF_INSPECTOR,
    }
    return bool(arranges) or readers.reader is None or Role.ASSISTANT in held


MADE_UP = {
    "reference": ("no-such-inspection", "crc-valley'--", "..%2f..%2fetc"),
    "code": ("no-such-panel", "0" * 64),
    "case": (f"case-{'0' * 32}", f"case-{'f' * 64}", f"person-{'0' * 32}", "inspection-crc-valley"),
    "digest": ("0" * 64, "f" * 64),
}
ANYTHING = ("no-such-thing", "0" * 32, "9.9.9")
GUESSES = 3
WHOEVER_SEES_MOST = Role.OPERATIONS_MANAGER


def test_what_somebody_guesses_is_not_there(ground: Ground) -> None:
    """Everybody guesses at every address; whoever sees most, the provider's contact and strangers guess longest."""
    wrong, tried = [], 0
    for who, visit in everybody(ground):
        held = ground.roles[who]
        longest = who == NOBODY or held & {WHOEVER_SEES_MOST, Role.PROVIDER_CONTACT}
        for address in _guesses(ground.patterns, GUESSES if longest else 1):
            answer = visit.client.get(address, follow_redirects=False)
            tried += 1
            signed_out = who == NOBODY and answer.status_code == 303
            elsewhere = answer.status_code == 303 and answer.headers["location"].startswith(
                ("/provider/", "/inspections/")
            )
            if answer.status_code not in (404, 405) and not signed_out and not elsewhere:
                wrong.append(f"{who}: {address} is {answer.status_code}")
    assert tried > 1000
    assert wrong == []


def _guesses(patterns: Patterns, each: int) -> Iterator[str]:
    """Addresses of which every part that differs is made up, so many for each that the application answers."""
    for path, _ in patterns:
        names = set(re.findall(r"\{(\w+)", path))
        if not names or path.startswith(("/assets", "/styles", "/own")):
            continue
        for number in range(each):
            made_up = {name: MADE_UP.get(name, ANYTHING) for name in names}
            yield re.sub(
                r"\{(\w+)[^}]*\}",
                lambda found: made_up[found[1]][number % len(made_up[found[1]])],  # noqa: B023 - used at once
                path,
            )


def test_every_form_that_comes_without_its_token_does_nothing_and_loses_nothing(
    ground: Ground, crawls: Mapping[str, Crawl]
) -> None:
    words = "Written down at length, and not to be lost."
    tried, wrong = 0, []
    before = ground.served.assay.store.last_position()
    for who, visit in everybody(ground):
        for form in crawls[who].forms.values():
            if "/sign-" in form.action:
                continue
            sent = {**form.values, **dict.fromkeys(form.writes, words), "token": "made-up"}
            answer = visit.client.post(form.action, data=sent)
            tried += 1
            if answer.status_code != 422:
                wrong.append(f"{who}: {form.page} is {answer.status_code}")
            elif form.writes and words not in answer.text:
                wrong.append(f"{who}: {form.page} lost {form.writes}")
    assert tried > 100
    assert ground.served.assay.store.last_position() == before
    assert wrong == []
