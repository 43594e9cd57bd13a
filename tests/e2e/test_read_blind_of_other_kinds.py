"""What a reader of a case is shown does not depend on the other's answers in other kinds of inspection either.

The lists, questions and frameworks are those of the kind; what shows a read is typed once as each of the readers.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

import worker
from tests.e2e.test_read_blind import EITHER, READERS, shown
from tests.support.blind import FIRST, Blind, read

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]

ROOMS = ("inspection", "case", "correlation", "panel", "people")
"""The groups of commands that tell of an inspection of this kind or that; the record's own tell of bytes alone."""

OF_ONE_LIST = frozenset({"case record-reads", "case note-references"})
"""What names a list that other kinds do not have."""

TYPED = {
    path: words for path, words in READERS.items() if path.split()[0] in ROOMS and path not in OF_ONE_LIST
} | {path: READERS[path] for path in ("audit replay", "audit explain")}


@pytest.fixture(scope="module", params=["yot-2018"])
def worlds(
    request: pytest.FixtureRequest, homes: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[dict[str, Blind], dict[str, worker.Assay]]]:
    folder = tmp_path_factory.mktemp("blind-of-a-kind")
    found = read(homes, folder, "as-is", "first", "second", kind=request.param)
    with ExitStack() as stack:
        yield found, {name: stack.enter_context(each.put_together()) for name, each in found.items()}


@pytest.mark.parametrize(("person", "other"), EITHER)
def test_what_a_reader_is_shown_is_the_same_whatever_the_other_answered(
    worlds: tuple[dict[str, Blind], dict[str, worker.Assay]], tmp_path: Path, person: int, other: str
) -> None:
    for path, words in TYPED.items():
        as_is, differing = shown(*worlds, other, person, path, words, tmp_path)
        assert as_is == differing, path
    shows = worlds[0]["as-is"].typed_in(worlds[1]["as-is"], person, "case", "show", worlds[0]["as-is"].case)
    assert (shows.status == 0) == (person == FIRST), (
        "whose read it is sees it, and the second reader does not"
    )
