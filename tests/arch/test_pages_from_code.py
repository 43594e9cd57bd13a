"""The pages that are made from the code are what the code now makes."""

import pytest

from adapters.inbound.cli import command_pages as reference
from adapters.outbound.settings import page as settings_page
from tests.arch.tree import ROOT


@pytest.mark.parametrize(
    ("page", "made"), [("commands.md", reference.markdown()), ("settings.md", settings_page.markdown())]
)
def test_a_page_that_is_made_from_the_code_is_up_to_date(page: str, made: str) -> None:
    assert (ROOT / "docs" / page).read_text(encoding="utf-8") == made, f"`make pages` makes docs/{page} again"
