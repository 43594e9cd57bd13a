"""A published programme that is longer than a page: a page at a time, and whole as a table to be fetched."""

from pathlib import Path

import pytest

from adapters.inbound.web.programme import consulting
from tests.pages.test_programme import AT, to_publication
from tests.support.programme_pages import MANAGER, plain, programme_pages

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
