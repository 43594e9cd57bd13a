"""A published programme that is longer than a page: a page at a time, searched, and whole as a table to be fetched."""

from pathlib import Path

import pytest

from adapters.inbound.web.programme import consulting, making
from tests.pages.test_programme import AT, to_publication
from tests.support.programme_pages import MANAGER, answered, day, plain, programme_pages, until_made

pytestmark = pytest.mark.long


def test_a_published_programme_is_read_a_page_at_a_time_and_fetched_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consulting, "SLOTS_ON_A_PAGE", 1)
    with programme_pages(tmp_path) as pages, pages.served.visit(MANAGER) as visit:
        to_publication(pages, visit)
        plan = pages.state.plan
        assert plan is not None
        every = [each.inspection for each in plan.slots]
        assert len(every) > 1
        address, read = f"{AT}/published", []
        while address:
            page = visit.get(address)
            read += [each for each in every if each in plain(page)]
            assert f"page {len(read)} of {len(every)}" in plain(page)
            address = (
                f"{AT}/published?page={len(read) + 1}" if f'href="?page={len(read) + 1}"' in page.text else ""
            )
        assert sorted(read) == sorted(every), "each of them once"
        whole = visit.get(f"{AT}/published.csv").text
        assert all(each in whole for each in every)


def test_a_published_programme_is_searched_by_provider_area_and_person_on_the_page_and_in_the_table(
    tmp_path: Path,
) -> None:
    with programme_pages(tmp_path) as pages, pages.served.visit(MANAGER) as visit:
        to_publication(pages, visit)
        plan = pages.state.plan
        assert plan is not None
        every = {each.inspection: each for each in plan.slots}
        (other,) = every.keys() - {"south-2018"}
        title, area = {
            "north-2018": ("Northern Division", "The North"),
            "east-2018": ("Eastern Division", "The South"),
        }[other]

        def found(**query: str) -> set[str]:
            page, table = (visit.client.get(f"{AT}/published{kind}", params=query) for kind in ("", ".csv"))
            shown = {each for each in every if each in plain(page)}
            assert {each for each in every if each in table.text} == shown
            return shown

        assert found() == set(every)
        assert found(q=title.lower()) == {other}
        assert found(q="division south") == {"south-2018"}
        assert found(q="2018") == set(every)
        in_area = {"south-2018", *((other,) if area == "The South" else ())}
        assert found(area="The South") == in_area == found(area=" the  SOUTH")
        for each in {one.person for slot in plan.slots for one in slot.team}:
            mine = {code for code, slot in every.items() if each in {one.person for one in slot.team}}
            assert found(person=each) == mine
        lead = every[other].lead
        assert found(q=title, area=area, person=lead) == {other}
        assert found(q="nobody") == set()
        page = visit.client.get(f"{AT}/published", params={"q": "nobody"})
        assert "No published inspection is like that." in plain(page)
        page = visit.client.get(f"{AT}/published", params={"q": title})
        assert f'href="{AT}/published.csv?q={title.replace(" ", "+")}"' in page.text


def test_what_another_plan_would_change_is_read_a_page_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "ROWS", 1)
    with programme_pages(tmp_path) as pages, pages.served.visit(MANAGER) as visit:
        to_publication(pages, visit)
        published = pages.state.plan
        assert published is not None
        first = min(published.slots, key=lambda each: each.fieldwork_from)
        asking = answered(visit, visit.get(f"{AT}/changes"), {"do": "add-moves"})
        move = {"of": first.inspection, "why": "The division asks for it."}
        weeks = {**day("since", "2018-08-13"), **day("until", "2018-10-12")}
        said = answered(visit, asking, {"do": "keep", **move, **weeks})
        tried = until_made(visit, answered(visit, said, {"do": "try"}))
        assert "What would be different" in plain(tried)
        check = visit.get(f"{tried.url.path}/record")
        assert "What would change (page 1 of" in plain(check)
        assert "Fieldwork" in plain(check)
        again = visit.get(f"{tried.url.path}/record?page=2")
        assert "What would change (page 2 of" in plain(again)
        assert "Publication" not in plain(check)
        pages_of = int(plain(check).split("(page 1 of ", 1)[1].split(")", 1)[0])
        every = " ".join(
            plain(visit.get(f"{tried.url.path}/record?page={each + 1}")) for each in range(pages_of)
        )
        assert {"Fieldwork", "Publication"} <= set(every.split())
