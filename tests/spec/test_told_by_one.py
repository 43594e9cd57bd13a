"""No event is told of in two places: whichever is asked first, the sentence is the same."""

import pytest

from domain.deciders import EVENT_NAMES
from domain.ledger.envelope import Recorded
from domain.storyline.telling import TELLERS
from tests.support.golden.events import FOLDER

FILES = sorted(path.name for path in FOLDER.glob("*.json"))


@pytest.mark.parametrize("file", FILES)
def test_an_event_is_told_of_in_one_place_at_most(file: str) -> None:
    body = (FOLDER / file).read_bytes()
    stem, _, rest = file.partition(".v")
    recorded = Recorded(1, "inspection-north-2018", 7, f"{stem}.v{rest.split('.')[0]}", b"", body)
    event = EVENT_NAMES.read(recorded).data
    assert len([each for each in TELLERS if each(event) is not None]) <= 1
