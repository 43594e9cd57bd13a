"""What was faulty is replaced on pages: a list, by one person or by two, and a case that cannot be read."""

from collections.abc import Callable

import httpx2
import pytest
from playwright.sync_api import Browser

from domain.canonical import sha256_hex
from domain.cases.state import CaseRead
from domain.inspections.state import Inspection
from tests.support.axe import violations
from tests.support.site import Site, Visit, contact_of

pytestmark = pytest.mark.long

LEAD, MANAGER, AUDITOR = "inspector-a", "hq-operations", "0" * 31 + "2"
WEST, RIVERS = "example-division-west", "example-crc-rivers"
PATH = "/inspections/division-west/lists/supervised-cases"
THEIRS = "/provider/division-west/cases/supervised-cases"
AGREE = "/inspections/division-west/do/agree-to-new-list"
WHY = {"why": "Two people who were moved away were missing."}


def a_list(rows: int) -> bytes:
    """A list that nothing is wrong with."""
    lines = [f"NW/{number:04d},female,medium" for number in range(rows)]
    return "\n".join(["reference,gender,risk-level", *lines, ""]).encode()


def file_of(rows: int) -> dict[str, tuple[str, bytes]]:
    return {"list": ("cases.csv", a_list(rows))}


def inspection(served: Site) -> Inspection:
    found: Inspection = served.assay.records.read(["inspection-division-west"])[
        "inspection-division-west"
    ].state
    return found


def close(visit: Visit) -> httpx2.Response:
    visit.send(PATH, {}, files=file_of(12))
    return visit.send(PATH, {})


def test_a_contact_replaces_a_faulty_list_once_and_says_what_was_wrong(changing: Callable[[], Site]) -> None:
    served = changing()
    with served.visit(contact_of(served, WEST)) as visit:
        there = f"{THEIRS}/replace"
        assert visit.get(there).url.path == THEIRS, "there is nothing to replace yet"
        assert f'href="{there}"' in visit.send(THEIRS, {}, files=file_of(12)).text
        before = served.assay.store.last_position()
        bare = visit.send(there, {})
        assert bare.status_code == 422
        for words in ("Enter what was wrong with the earlier list", "Choose the file with the list"):
            assert words in bare.text
        faulty = {"list": ("cases.csv", b"reference,gender,risk-level\nA/1,femal,medium\nA/1,female,\n")}
        wrong = visit.send(there, WHY, files=faulty)
        assert wrong.status_code == 422
        for words in (">2<", ">3<", ">gender<", ">reference<", WHY["why"]):
            assert words in wrong.text, words
        same = visit.send(there, WHY, files=file_of(12))
        assert "nothing in it is corrected" in same.text
        long = visit.send(there, {"why": "x" * 8001}, files=file_of(13))
        assert "at most 8000 characters" in long.text
        assert served.assay.store.last_position() == before
        page = visit.get(there)
        done = visit.send(there, WHY, page, files=file_of(13))
        assert done.url.path == THEIRS, done.text
        assert sha256_hex(a_list(13)) in done.text
        before = served.assay.store.last_position()
        assert "nothing was done twice" in visit.send(there, WHY, page, files=file_of(13)).text
        assert served.assay.store.last_position() == before
    received = inspection(served).lists["supervised-cases"]
    assert (received.cases, received.reason) == (13, WHY["why"])
    with served.visit(contact_of(served, RIVERS)) as other:
        assert other.get(there).status_code == 404


def test_from_when_the_seed_is_known_it_takes_two_people_and_the_pages_say_who(
    changing: Callable[[], Site],
) -> None:
    served = changing()
    there = f"{PATH}/replace"
    with served.visit(LEAD) as lead, served.visit(contact_of(served, WEST)) as contact:
        assert lead.get(there).url.path == PATH, "there is nothing to replace yet"
        closed = close(lead)
        assert f"{AGREE}?population=supervised-cases" in closed.text
        assert there not in closed.text
        assert 'type="file"' not in lead.get(there).text
        alone = lead.send(there, WHY, closed, files=file_of(13))
        assert alone.status_code == 422
        assert "first somebody else agrees" in alone.text
        waits = contact.get(THEIRS).text
        assert "it takes two people" in waits
        assert f"{THEIRS}/replace" not in waits
        agreed = lead.send(
            f"{AGREE}?population=supervised-cases", {"population": "supervised-cases", "reason": WHY["why"]}
        )
        assert agreed.status_code == 200, agreed.text
        mine = lead.get(PATH).text
        assert "You agreed that another list takes its place" in mine
        assert AGREE not in mine
        assert f"{THEIRS}/replace" in contact.get(THEIRS).text
        done = contact.send(f"{THEIRS}/replace", WHY, files=file_of(13))
        assert done.url.path == THEIRS, done.text
        assert "with 13 cases" in lead.get(PATH).text
        assert f'href="{there}"' in lead.get(PATH).text, "the new list has no seed yet"
    with served.visit(MANAGER) as manager:
        assert manager.get(there).status_code == 404
    with served.visit(AUDITOR) as auditor:
        assert auditor.get(there).status_code == 404
        assert "If something is wrong" not in auditor.get(PATH).text


def test_a_case_that_cannot_be_read_is_replaced_once_with_the_reference_of_the_one_that_comes_in(
    changing: Callable[[], Site],
) -> None:
    served = changing()
    with served.visit(LEAD) as visit:
        close(visit)
        visit.send(PATH, {})
        drawn = inspection(served).samples["supervised-cases"]
        if len(drawn.cases) == 12:  # all of them were drawn: nothing is left that could come in
            assert visit.get(PATH).status_code == 200
        [case, other, *_] = drawn.cases
        there = f"/cases/{case}/replace"
        assert f'href="{there}"' in visit.get(f"/cases/{case}").text
        bare = visit.send(there, {"note": "Nobody has seen it."})
        assert bare.status_code == 422
        assert "Select why it cannot be read" in bare.text
        assert "Nobody has seen it." in bare.text
        why = {"code": "file-missing", "note": "Nobody has seen it."}
        before = served.assay.store.last_position()
        strange = visit.send(there, why, files=file_of(11))
        assert strange.status_code == 422
        assert "not the list from which the sample" in strange.text
        assert served.assay.store.last_position() == before
        page = visit.get(there)
        done = visit.send(there, why, page, files=file_of(12))
        assert done.url.path == PATH, done.text
        replaced = inspection(served).replaced[case]
        assert replaced.code == "file-missing"
        if replaced.by is not None:
            came: CaseRead = served.assay.records.read([replaced.by])[replaced.by].state
            assert came.referenced
        before = served.assay.store.last_position()
        assert "nothing was done twice" in visit.send(there, why, page, files=file_of(12)).text
        assert served.assay.store.last_position() == before
        assert f"/cases/{other}/replace" in visit.get(f"/cases/{other}").text
    with served.visit(MANAGER) as manager:
        assert manager.get(f"/cases/{other}/replace").status_code == 404
        assert f"/cases/{other}/replace" not in manager.get(f"/cases/{other}").text


def test_a_case_whose_read_has_begun_stays_and_no_page_offers_to_replace_it(
    changing: Callable[[], Site],
) -> None:
    served = changing()
    views = served.assay.views.catch_up()
    [begun, *_] = [each.case for each in views.cases("crc-valley") if each.status == "complete"]
    row = views.inspection("crc-valley")
    assert row is not None
    with served.visit(row.lead) as visit:
        assert f"/cases/{begun}/replace" not in visit.get(f"/cases/{begun}").text
        refused = visit.send(f"/cases/{begun}/replace", {"code": "file-missing"})
        assert refused.status_code == 422
        assert (
            begun
            not in served.assay.records.read(["inspection-crc-valley"])[
                "inspection-crc-valley"
            ].state.replaced
        )


def test_the_pages_on_which_something_is_replaced_can_be_used_by_everybody(
    changing: Callable[[], Site], browser: Browser
) -> None:
    served = changing()
    with served.visit(LEAD) as visit:
        visit.send(PATH, {}, files=file_of(12))
    with browser.new_context(viewport={"width": 320, "height": 800}) as context:
        page = context.new_page()
        page.goto(f"{served.address}/sign-in?then={PATH}")
        page.check(f"input[value='{LEAD}']")
        page.get_by_role("button", name="Continue").click()
        page.get_by_role("link", name="Hand in a corrected list in its place").click()
        assert violations(page) == []
        page.get_by_role("button", name="Replace the list").click()
        page.get_by_role("link", name="Choose the file with the list").wait_for()
        assert violations(page) == []
        page.set_input_files(
            "input[type=file]", {"name": "cases.csv", "mimeType": "text/csv", "buffer": a_list(13)}
        )
        page.get_by_label("What was wrong with the earlier one").fill(WHY["why"])
        page.get_by_role("button", name="Replace the list").click()
        page.get_by_text("Received, with 13 cases").wait_for()
        page.get_by_role("button", name="Close the list").click()
        page.get_by_role("button", name="Draw the sample").click()
        page.get_by_text("cases drawn").first.wait_for()
        case = inspection(served).samples["supervised-cases"].cases[0]
        page.goto(f"{served.address}/cases/{case}")
        page.get_by_role("link", name="Replace it in the sample").click()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
