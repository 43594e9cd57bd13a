"""No id stands where somebody may be shown a name: every page and every choice that an operations manager is led to."""

import os
import re
from collections.abc import Iterator, Mapping
from datetime import date

import pytest

from domain.comments.commands import AssignComment, ReceiveComment
from domain.inspections.commands import SetTeam
from domain.people.roles import Role
from domain.people.staff.commands import ChangeStaff, EndRole, GiveRole, NameDeputy, StaffDetails
from domain.programme.year.commands import SetPin
from tests.support.crawling import STARTS, Crawl, crawl, patterns_of
from tests.support.programme_pages import ASSISTANT, AUDITOR, CODE, INSPECTOR, MANAGER, Pages
from tests.support.programme_running import STARTED, running_year

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]

NAMES: Mapping[str, str] = {
    MANAGER: "Mae Arranger",
    AUDITOR: "Abe Checker",
    ASSISTANT: "Tess Helper",
    INSPECTOR: "Ina Chair",
    "os-1001": "Ada Leader",
    "os-1002": "Ben Leader",
    "os-1003": "Cyd Reader",
}
IDS = re.compile(rf"(?<![\w.-])({'|'.join(map(re.escape, NAMES))})(?![\w-])")
COMMENT = "comment-" + "0a1b" * 8
WITH_IDS = ("/setting-up/people", "/sign-in")
"""Where an id stands beside the name, for whoever has to know under which one somebody signs in."""
EXAMPLE = "reader:os-1001"
"""How a task names somebody, in the words of a form."""
NAMED = "//h1 | //a | //option | //label"
"""What calls people by their names there all the same."""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    """A year under way, in which everybody has a name, and is named for something."""
    with running_year(tmp_path_factory.mktemp("everywhere")) as served:
        for who, name in NAMES.items():
            served.give(ChangeStaff(staff=who, details=StaffDetails(person_name=name)))
        since, until = date(2018, 6, 19), date(2018, 7, 31)
        served.give(GiveRole(staff=INSPECTOR, held=Role.PANEL_CHAIR, since=since))
        # Nobody gives themselves a role; with this one the manager opens exercises too.
        both = GiveRole(staff=MANAGER, held=Role.QUALITY_LEAD, since=since)
        served.give(both, f"os-{os.getuid()}")
        deputy = NameDeputy(
            staff="os-1003", place_of="os-1001", held=Role.LEAD_INSPECTOR, since=since, until=until
        )
        served.give(deputy)
        served.give(
            SetPin(
                programme=CODE, inspection="south-2018", person="os-1002", post="lead", why="They know it."
            )
        )
        served.give(
            ReceiveComment(
                comment=COMMENT,
                sort="complaint",
                about="other",
                said="Nobody came.",
                whom="A neighbour",
                received_on=since,
            )
        )
        served.give(AssignComment(comment=COMMENT, reviewer="os-1002"))
        yield served


@pytest.fixture(scope="module")
def seen(pages: Pages) -> Crawl:
    starts = (
        *STARTS,
        "/setting-up",
        "/comments",
        f"/comments/{COMMENT}/do/assign-comment",
        f"/inspections/{STARTED}/do/set-team",
        "/setting-up/people/os-1002/do/name-deputy",
        "/setting-up/people/os-1003/do/end-deputy",
        "/exercises/do/open-benchmark",
    )
    with pages.served.visit(MANAGER) as visit:
        return crawl(visit, starts, patterns_of(pages.served.assay))


def test_nobody_is_called_by_an_id_where_a_name_may_be_shown(seen: Crawl) -> None:
    wrong, looked_at, called = [], 0, set()
    for page in seen.pages:
        if page.answer.status_code != 200:
            continue
        looked_at += 1
        within = NAMED if page.address.startswith(WITH_IDS) else "//body//*[not(self::script)]"
        for each in page.tree.xpath(within):
            said = " ".join(each.xpath("text()")).replace(EXAMPLE, "").strip()
            wrong += [f"{page.address}: {said[:90]}" for _ in IDS.findall(said)]
            called |= {name for name in NAMES.values() if name in said}
    assert looked_at > 80
    assert called == set(NAMES.values())
    assert wrong == [], "\n".join(dict.fromkeys(wrong))


@pytest.mark.parametrize("by", ["week", "provider", "person"])
def test_the_picture_of_a_year_calls_people_by_name_for_whoever_may_be_shown_names(
    pages: Pages, by: str
) -> None:
    picture = f"/programme/{CODE}/year.svg?by={by}"
    with pages.served.visit(MANAGER) as visit:
        shown = visit.get(picture).text
    assert NAMES["os-1001"] in shown
    assert IDS.findall(shown) == []
    with pages.served.visit(AUDITOR) as visit:
        kept = visit.get(picture).text
    assert "os-1001" in kept
    assert NAMES["os-1001"] not in kept


def test_whoever_is_on_a_team_can_stay_on_it(pages: Pages) -> None:
    team = SetTeam(inspection=STARTED, inspectors=("os-1003",), reason="They know the division.")
    pages.give(team)
    pages.give(EndRole(staff="os-1003", held=Role.INSPECTOR, last_day=date(2018, 6, 18)))
    with pages.served.visit(MANAGER) as visit:
        form = visit.get(f"/inspections/{STARTED}/do/set-team").text
    assert 'value="os-1003"' in form
    assert NAMES["os-1003"] in form
