"""What a reader of a case is shown does not depend on the other's answers in other kinds of inspection either.

The lists, questions and frameworks are those of the kind; what shows a read is typed once as each of the readers, and
every page is opened as each of them in all of the staff's roles at once.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

import worker
from tests.e2e.test_read_blind import EITHER, GIVEN, READERS, is_own, shown
from tests.e2e.test_read_blind_pages import STAFF, opened_alike, seen
from tests.support.blind import FIRST, OTHER_KINDS, Blind, read

pytestmark = pytest.mark.timeout(600)

ROOMS = ("inspection", "case", "correlation", "panel", "people")
"""The groups of commands that tell of an inspection of this kind or that; the record's own tell of bytes alone."""

OF_ONE_LIST = frozenset({"case record-reads", "case note-references"})
"""What names a list that other kinds do not have."""

TYPED = {
    path: words for path, words in READERS.items() if path.split()[0] in ROOMS and path not in OF_ONE_LIST
} | {path: READERS[path] for path in ("audit replay", "audit explain")}

Worlds = tuple[dict[str, Blind], dict[str, worker.Assay]]


@pytest.fixture(scope="module", params=OTHER_KINDS, ids=" ".join)
def worlds(
    request: pytest.FixtureRequest, homes: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Worlds]:
    kind, population = request.param
    folder = tmp_path_factory.mktemp("blind-of-a-kind")
    found = read(homes, folder, "as-is", "first", "second", kind=kind, population=population)
    with ExitStack() as stack:
        yield found, {name: stack.enter_context(each.put_together()) for name, each in found.items()}


@pytest.mark.long
@pytest.mark.parametrize(("person", "other"), EITHER)
def test_what_a_reader_is_shown_is_the_same_whatever_the_other_answered(
    worlds: Worlds, tmp_path: Path, person: int, other: str
) -> None:
    blind = worlds[0]["as-is"]
    asked = {path: words for path, words in GIVEN.items() if not is_own(path, person)}
    for path, words in (TYPED | asked).items():
        of_it = tuple(each.replace("2.1.1", blind.questions[0]) for each in words)
        as_is, differing = shown(*worlds, other, person, path, of_it, tmp_path)
        assert as_is == differing, path
    shows = blind.typed_in(worlds[1]["as-is"], person, "case", "show", blind.case)
    assert (shows.status == 0) == (person == FIRST), (
        "whose read it is sees it, and the second reader does not"
    )


@pytest.mark.wide
@pytest.mark.parametrize(("person", "other"), EITHER)
def test_no_page_depends_on_what_the_other_answered(
    worlds: Worlds, tmp_path: Path, person: int, other: str
) -> None:
    told = {name: seen(worlds[0][name].copied(tmp_path / name), person, STAFF) for name in ("as-is", other)}
    shown_alike = opened_alike(told, other)
    own = "/cases/CASE" if person == FIRST else "/cases/CASE/again"
    question = worlds[0]["as-is"].questions[0]
    assert f"{own}/questions/{question}" in shown_alike, "there was something to be seen"
