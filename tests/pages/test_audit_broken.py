"""The auditor's pages on a record that does not hold: each says so with the place, and none is lacking."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.damaged import damage
from tests.support.site import Site, site

pytestmark = pytest.mark.long

AUDITOR = "0" * 31 + "2"
EAST, SOUTH = "/audit/inspections/division-east", "/audit/inspections/division-south"


@pytest.fixture(scope="module")
def places(example_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, int, int]]:
    """The example, with one inspection's first event changed, and the last of another done in a role that may not."""
    home = shutil.copytree(example_home, tmp_path_factory.mktemp("broken") / "home")
    first = damage(home, "stream = 'inspection-division-east' AND version = 1", '"actor":"', '"actor":"x')
    last = damage(
        home,
        "position = (SELECT MAX(position) FROM events WHERE stream = 'inspection-division-south')",
        '"acting_role":"lead-inspector"',
        '"acting_role":"inspector"',
        hashed_anew=True,
    )
    with site(home) as served:
        yield served, first, last


def test_an_inspection_whose_first_event_was_changed_is_shown_as_changed(
    places: tuple[Site, int, int],
) -> None:
    served, first, _ = places
    with served.visit(AUDITOR) as visit:
        for path in ("", "/why", "/what-if"):
            answer = visit.get(f"{EAST}{path}")
            assert answer.status_code == 200, path
            assert f"Changed: event {first}: its bytes are not what was recorded" in answer.text, path


def test_what_is_wrong_at_the_end_is_said_of_what_would_have_been_too(places: tuple[Site, int, int]) -> None:
    served, _, last = places
    with served.visit(AUDITOR) as visit:
        for path in ("", "/why", "/what-if?rounding=half_up"):
            answer = visit.get(f"{SOUTH}{path}")
            assert answer.status_code == 200, path
            assert f"Not authorised: event {last}: " in answer.text, path
        assert "Verified" in visit.get(f"{SOUTH}?step=2").text
