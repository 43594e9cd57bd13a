"""Every page and form within anybody's reach, as each role: what is there for them, and nothing of another's."""

import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

import worker
from adapters.inbound.visiting.house import House, PageSettings
from adapters.inbound.web.application import build
from adapters.inbound.web.example import example_people
from domain.cases.state import CaseRead
from domain.people.roles import Role
from tests.support.crawling import Crawl, Seen, crawl, patterns_in
from tests.support.site import Site, Visit, site

pytestmark = [pytest.mark.wide, pytest.mark.timeout(900)]

STARTS = ("/", "/home", "/results", "/inspections", "/panels", "/cases", "/audit", "/provider", "/calendar")
PUBLIC = ("/results", "/sign-in")
LARGEST_PAGE = 100 * 1024
SECRET = {"first": "Only the first reader wrote this.", "second": "Only the second reader wrote that."}


@dataclass(frozen=True)
class Ground:
    """The pages of an example, and who goes through them."""

    served: Site
    people: Mapping[str, str]
    roles: Mapping[str, set[Role]]
    patterns: list[tuple[str, re.Pattern[str]]]
    reference: str
    blind: str
    number: str
    first: str
    second: str

    def who(self, role: str) -> str | None:
        """Who somebody is; None for whoever is not signed in."""
        return {**self.people, "first reader": self.first, "second reader": self.second}.get(role)


@pytest.fixture(scope="module")
def ground(example_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """One person of each role; and a case that two read, each of whom has written something."""
    with site(shutil.copytree(example_home, tmp_path_factory.mktemp("crawl") / "home")) as served:
        people: dict[str, str] = {}
        roles: dict[str, set[Role]] = {}
        for each in example_people(served.assay)():
            roles[each.id] = {Role(role) for role in each.roles}
            for role in each.roles:
                people.setdefault(role, each.id)
        settings = PageSettings("http://127.0.0.1", "example", None, bytes(32))
        app = build(House(served.assay, settings, str(worker.STYLES), tuple))
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
        yield Ground(served, people, roles, patterns_in(app.routes), reference, blind, number, first, second)


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
    return {role: crawl(visit, STARTS, ground.patterns, each=1) for role, visit in everybody(ground)}


def everybody(ground: Ground) -> Iterator[tuple[str, Visit]]:
    """One person of each role, both readers of the case, and somebody who is not signed in."""
    for role, who in {**ground.people, "first reader": ground.first, "second reader": ground.second}.items():
        with ground.served.visit(who) as visit:
            yield role, visit
    with ground.served.visit() as visit:
        yield "nobody", visit


def test_every_link_that_somebody_is_shown_leads_to_a_page_that_says_where_and_who_they_are(
    crawls: Mapping[str, Crawl],
) -> None:
    wrong, looked_at = [], 0
    for role, found in crawls.items():
        for each in found.seen.values():
            if each.address in STARTS and each.answer.status_code == 404:
                continue
            if each.answer.status_code != 200:
                wrong.append(f"{role}: {each.address} is {each.answer.status_code}")
            elif each.is_page and not urlpath(each.address).endswith(".html"):
                looked_at += 1
                wrong += [f"{role}: {each.address} {fault}" for fault in _faults(role, each)]
    assert looked_at > 200
    assert wrong == []


def _faults(role: str, page: Seen) -> Iterator[str]:
    headings = [each.text_content().strip() for each in page.tree.xpath("//h1")]
    if len(headings) != 1 or not headings[0]:
        yield f"has the headings {headings}"
    title = (page.tree.findtext(".//title") or "").strip()
    if not re.fullmatch(r"(?s)\S.* \u2013 Assay", title):
        yield f"has the title {title!r}"
    who = " ".join(page.tree.xpath("string(//div[@class='assay-who'])").split())
    if ("Sign out" in who) != (role != "nobody") or (role != "nobody" and ":" not in who):
        yield f"does not say who somebody is: {who}"
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
    for role, visit in everybody(ground):
        parts = ("", "/second", "/differences", "/alerts", "/finish", "/questions/{}", "/second/questions/{}")
        addresses = [f"/cases/{ground.blind}{part}".format(ground.number) for part in parts]
        addresses += [
            f"/inspections/{ground.reference}{part}" for part in ("/time-line", "/cases", "/differences")
        ]
        texts = [each.answer.text for each in crawls[role].pages] + [
            visit.get(each).text for each in addresses
        ]
        who = ground.who(role)
        for whose, words in SECRET.items():
            if any(words in text for text in texts):
                (
                    by_them.add(whose)
                    if who == getattr(ground, whose)
                    else told.append(f"{role} is told the {whose}")
                )
    assert by_them == {"first", "second"}, "those who wrote it are shown it"
    assert told == []


def test_what_one_role_reaches_is_there_for_another_only_where_it_is_theirs(
    ground: Ground, crawls: Mapping[str, Crawl]
) -> None:
    everything = {
        each.address
        for found in crawls.values()
        for each in found.seen.values()
        if each.answer.status_code == 200
    }
    wrong = []
    for role, visit in everybody(ground):
        for address in sorted(everything - crawls[role].seen.keys()):
            answer = visit.client.get(address, follow_redirects=False)
            if answer.status_code >= 500 or (answer.status_code == 200 and not _may(ground, role, address)):
                wrong.append(f"{role}: {address} is {answer.status_code}")
        wrong += [
            f"{role} is led to {each.address}"
            for each in crawls[role].seen.values()
            if each.answer.status_code == 200
            and each.address not in STARTS
            and not _may(ground, role, each.address)
        ]
    assert wrong == []


def _may(ground: Ground, role: str, address: str) -> bool:
    """Whose a page is, by its address and the record alone: not by what the pages think."""
    parts = urlpath(address).strip("/").split("/")
    if parts[0] in ("results", "sign-in", ""):
        return True
    who = ground.who(role)
    if who is None:
        return parts[0] == "calendar" and len(parts) == 2  # the address of a calendar is its own key
    held = ground.roles[who]
    if Role.PROVIDER_CONTACT in held:
        return parts[0] == "provider" and (len(parts) == 1 or _of_theirs(ground, who, parts[1]))
    if parts[0] == "provider":
        return False
    if parts[0] == "audit":
        return bool(held & {Role.AUDITOR, Role.OPERATIONS_MANAGER, Role.CHIEF_INSPECTOR, Role.QUALITY_LEAD})
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


def test_what_somebody_guesses_is_not_there(ground: Ground) -> None:
    made_up = {
        "reference": ("no-such-inspection", "crc-valley'--", "..%2f..%2fetc"),
        "code": ("no-such-panel", "0" * 64),
        "case": (f"case-{'0' * 32}", f"case-{'f' * 64}", f"person-{'0' * 32}", "inspection-crc-valley"),
        "digest": ("0" * 64, "f" * 64),
    }
    wrong = []
    for role, visit in everybody(ground):
        for path, _ in ground.patterns:
            names = re.findall(r"\{(\w+)", path)
            if not names or path.startswith(("/assets", "/styles", "/own")):
                continue
            for number in range(3):

                def guess(found: re.Match[str], number: int = number) -> str:
                    several = made_up.get(found[1], ("no-such-thing", "0" * 32, "9.9.9"))
                    return several[number % len(several)]

                address = re.sub(r"\{(\w+)[^}]*\}", guess, path)
                answer = visit.client.get(address, follow_redirects=False)
                signed_out = role == "nobody" and answer.status_code == 303
                elsewhere = answer.status_code == 303 and answer.headers["location"].startswith(
                    ("/provider/", "/inspections/")
                )
                if answer.status_code not in (404, 405) and not signed_out and not elsewhere:
                    wrong.append(f"{role}: {address} is {answer.status_code}")
    assert wrong == []


def test_every_form_that_comes_without_its_token_does_nothing_and_loses_nothing(
    ground: Ground, crawls: Mapping[str, Crawl]
) -> None:
    words = "Written down at length, and not to be lost."
    tried, wrong = 0, []
    before = ground.served.assay.store.last_position()
    for role, visit in everybody(ground):
        for form in crawls[role].forms.values():
            if "/sign-" in form.action:
                continue
            sent = {**form.values, **dict.fromkeys(form.writes, words), "token": "made-up"}
            answer = visit.client.post(form.action, data=sent)
            tried += 1
            if answer.status_code != 422:
                wrong.append(f"{role}: {form.page} is {answer.status_code}")
            elif form.writes and words not in answer.text:
                wrong.append(f"{role}: {form.page} lost {form.writes}")
    assert tried > 100
    assert ground.served.assay.store.last_position() == before
    assert wrong == []
