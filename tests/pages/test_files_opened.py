"""Files that came in: opened by whoever may be shown them, noted, and given to a browser as nothing but bytes."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.people.roles import Role
from domain.streams import plan_stream
from tests.pages.test_page_sizes import somebody
from tests.pages.test_provider import PDF
from tests.support.site import Site, contact_of, site

pytestmark = pytest.mark.long

WEST, LEAD, ITEM = "division-west", "inspector-a", "/inspections/division-west/evidence"
FIGURES = b"The figures of May: thirty staff.\n"
PLAN = PDF
RIVERS, ACTION = "/inspections/crc-rivers/plan", "/provider/crc-rivers/actions/a1"


@pytest.fixture(scope="module")
def given(example_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Pages of an example in which a provider has handed in a file for an item, and another about an action."""
    with site(shutil.copytree(example_home, tmp_path_factory.mktemp("files") / "home")) as served:
        state = served.assay.records.read([f"inspection-{WEST}"])[f"inspection-{WEST}"].state
        (item, *_) = state.awaited
        day = {"true_from-day": "1", "true_from-month": "4", "true_from-year": "2026"}
        with served.visit(contact_of(served, "example-division-west")) as visit:
            path = f"/provider/{WEST}/evidence/{item}"
            done = visit.send(path, day, files={"document": ("figures.txt", FIGURES)})
            assert done.status_code == 200, done.text
        with served.visit(contact_of(served, "example-crc-rivers")) as visit:
            done = visit.send(ACTION, {"progress": "Half are."}, files={"document": ("f.pdf", PLAN)})
            assert done.status_code == 200, done.text
        yield served


def links(text: str) -> list[str]:
    return re.findall(r'href="(/inspections/[\w-]+/files/[0-9a-f]{64})"', text)


def of_content(served: Site, page: str, content: bytes) -> str:
    """The address of a file on a page, by what is in it."""
    with served.visit("inspector-f" if "crc" in page else LEAD) as visit:
        found = links(visit.get(page).text)
        return next(each for each in found if visit.get(each).content == content)


def test_a_lead_saves_the_file_of_an_item_and_it_is_noted(given: Site) -> None:
    address = of_content(given, ITEM, FIGURES)
    with given.visit(LEAD) as visit:
        answer = visit.get(address)
    assert answer.content == FIGURES
    assert answer.headers["content-type"] == "application/octet-stream"
    assert re.fullmatch(
        r'attachment; filename="division-west-[\w-]+\.txt"', answer.headers["content-disposition"]
    )
    assert answer.headers["content-security-policy"].startswith("sandbox")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    looks = list(given.assay.looking.looks(who=LEAD))
    noted = [each for each in looks if not isinstance(each, str) and each.what == "file of an inspection"]
    assert address.rpartition("/")[2] in noted[-1].about


def test_the_file_that_shows_an_action_is_saved_from_its_plan(given: Site) -> None:
    address = of_content(given, RIVERS, PLAN)
    with given.visit("inspector-f") as visit:
        assert visit.get(address).headers["content-disposition"].endswith('.pdf"')
    assert given.assay.store.load({plan_stream("crc-rivers"): 0})


def test_what_is_held_and_what_is_in_the_register_are_saved_too(looking: Site) -> None:
    state = looking.assay.records.read(["evidence-crc-valley"])["evidence-crc-valley"].state
    registered = {each.content.document for each in state.register.values() if each.content.document}
    with looking.visit("inspector-f") as visit:
        shown = {
            each.rpartition("/")[2] for each in links(visit.get("/inspections/crc-valley/evidence").text)
        }
        assert registered
        assert registered <= shown
        answers = [visit.get(f"/inspections/crc-valley/files/{each}") for each in sorted(shown)]
    assert {each.status_code for each in answers} == {200}


@pytest.mark.parametrize(
    "role", [Role.AUDITOR, Role.CHIEF_INSPECTOR, Role.QUALITY_LEAD, Role.OPERATIONS_MANAGER]
)
def test_whoever_may_be_shown_no_documents_is_shown_none(given: Site, role: Role) -> None:
    address = of_content(given, ITEM, FIGURES)
    with given.visit(somebody(given, role)) as visit:
        assert visit.get(address).status_code == 404
        assert links(visit.get(ITEM).text) == []


def test_a_file_is_there_neither_for_a_contact_nor_for_a_stranger_nor_under_another_inspection(
    given: Site,
) -> None:
    address = of_content(given, ITEM, FIGURES)
    with given.visit(contact_of(given, "example-division-west")) as visit:
        assert visit.get(address).status_code == 404
    with given.visit() as visit:
        assert FIGURES not in visit.get(address).content
    with given.visit(LEAD) as visit:
        assert visit.get(address.replace(WEST, "crc-valley")).status_code == 404
        assert visit.get(f"/inspections/{WEST}/files/{'0' * 64}").status_code == 404
