"""Who looked, a page at a time: the log is read from its end, and no further than a page needs."""

import json
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from activities.auditing.looking import THROUGH, Look, Looking, PageOfLooks
from adapters.outbound.looks import BLOCK, FolderLooks
from domain.ledger.envelope import instant
from tests.support.toy_matter import HandClock

BEGUN = datetime(2025, 11, 1, tzinfo=UTC)
STEP = timedelta(minutes=3)
A_PAGE = 50
MANY = 42_000


class Counted(FolderLooks):
    """Looks that are counted as they are read."""

    read = 0

    def back(self, place: str | None = None) -> Iterator[tuple[Look | str, str]]:
        for each in super().back(place):
            self.read += 1
            yield each


def look(number: int) -> Look:
    """Every hundredth is somebody else's, and every seventh is at another inspection too."""
    about = ("north", "east") if number % 7 == 0 else ("north",)
    return Look(BEGUN + number * STEP, "os-2" if number % 100 == 0 else "os-1", f"look {number}", about)


def kept(folder: Path, number: int) -> Counted:
    """So many looks in files as the log itself writes them, some months of them."""
    months: dict[str, list[str]] = {}
    for each in map(look, range(number)):
        said = {"at": instant(each.at), "who": each.who, "what": each.what, "about": list(each.about)}
        line = json.dumps(said)
        months.setdefault(f"{each.at:%Y-%m}", []).append(line)
    folder.mkdir()
    for month, lines in months.items():
        (folder / f"{month}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return Counted(folder)


def looking(log: FolderLooks) -> Looking:
    return Looking(log, HandClock(BEGUN), timedelta(days=3650))


def pages(of: Looking, **asked: object) -> Iterator[PageOfLooks]:
    """Every page, from the newest on."""
    place: str | None = None
    while True:
        found = of.page(A_PAGE, place, **asked)  # type: ignore[arg-type]  # as a test names them
        yield found
        if found.older is None:
            return
        place = found.older


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("many") / "looks"
    kept(folder, MANY)
    return folder


def test_what_the_log_writes_is_what_these_tests_write(tmp_path: Path) -> None:
    written, ours = FolderLooks(tmp_path / "written"), kept(tmp_path / "ours", 3)
    for number in range(3):
        written.add(look(number))
    (one,), (other,) = ((each for each in log._folder.glob("*.jsonl")) for log in (written, ours))
    assert one.read_bytes() == other.read_bytes()


def test_the_newest_page_of_many_looks_reads_that_page_and_one_look_more(many: Path) -> None:
    log = Counted(many)
    found = looking(log).page(A_PAGE)
    assert [each.what for each in found.rows] == [
        f"look {number}" for number in range(MANY - 1, MANY - 1 - A_PAGE, -1)
    ]
    assert log.read == found.through == A_PAGE + 1


def test_any_page_of_many_looks_is_as_little_work_and_takes_as_little_memory(many: Path) -> None:
    log = Counted(many)
    of = looking(log)
    places = [each.older for each in pages(of)]
    assert len(places) == MANY / A_PAGE
    middle, log.read = places[len(places) // 2], 0
    tracemalloc.start()
    found = of.page(A_PAGE, middle)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (len(found.rows), log.read) == (A_PAGE, A_PAGE + 1)
    assert most < 8 * BLOCK, "the log of so many is some megabytes"


def test_the_pages_together_have_every_look_once_though_others_are_added_meanwhile(tmp_path: Path) -> None:
    log = kept(tmp_path / "looks", 6_000)
    seen = []
    for number, page in enumerate(pages(looking(log))):
        seen += [each.what for each in page.rows]
        if number % 50 == 0:
            log.add(look(6_000 + number))
    assert seen == [f"look {number}" for number in reversed(range(6_000))]


def test_who_seldom_looked_is_found_through_all_of_it_a_bounded_part_at_a_time(many: Path) -> None:
    found = list(pages(looking(Counted(many)), who="os-2", about="east"))
    assert [each.what for page in found for each in page.rows] == [
        f"look {number}" for number in reversed(range(MANY)) if number % 700 == 0
    ]
    assert all(each.through <= THROUGH for each in found)
    assert len(found) >= 3


def test_a_year_is_read_from_its_own_end_to_its_beginning(many: Path) -> None:
    log = Counted(many)
    found = list(pages(looking(log), years=range(2025, 2026)))
    told = [each for page in found for each in page.rows]
    assert told[0].what == f"look {max(n for n in range(MANY) if look(n).at.year == 2025)}"
    assert {each.at.year for each in told} == {2025}
    assert log.read < MANY - 10_000, "what is newer than the year was not read"
    assert next(pages(looking(log), years=range(2031, 2032))).rows == ()
    assert next(pages(looking(log), years=range(9999, 10_000))).rows == ()


def test_what_must_not_be_told_is_left_out(many: Path) -> None:
    found = looking(Counted(many)).page(A_PAGE, told=lambda about: about != "east")
    assert len(found.rows) == A_PAGE
    assert {each.about for each in found.rows} == {("north",)}


def test_an_entry_that_cannot_be_read_is_said_where_it_stands(tmp_path: Path) -> None:
    log = kept(tmp_path / "looks", 3)
    (file,) = (tmp_path / "looks").glob("*.jsonl")
    one, two, three = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(one + b"torn" + two + three[:-30])
    found = looking(log).page(A_PAGE)
    assert [each.what for each in found.rows] == ["look 0"]
    assert found.unreadable == (
        f"An entry of {file.name}, at byte {len(one) + 4 + len(two)}, cannot be read.",
        f"An entry of {file.name}, at byte {len(one)}, cannot be read.",
    )


@pytest.mark.parametrize("place", ["", "end", "2026-01", "2026-01:-4", "2026-01:x", "../2026-01:4"])
def test_what_is_no_place_is_taken_for_the_end(tmp_path: Path, place: str) -> None:
    assert len(looking(kept(tmp_path / "looks", 5)).page(A_PAGE, place).rows) == 5


def test_a_log_that_is_not_there_yet_has_no_looks(tmp_path: Path) -> None:
    assert looking(FolderLooks(tmp_path / "looks")).page(A_PAGE) == PageOfLooks((), (), None, 0)


@pytest.mark.parametrize("length", [1, 10, 700])
def test_lines_of_any_length_come_back_whole_over_the_ends_of_blocks(tmp_path: Path, length: int) -> None:
    log = FolderLooks(tmp_path / "looks")
    about = tuple(f"case-{number:032x}" for number in range(length))
    looks = [Look(BEGUN + number * STEP, "os-1", f"look {number} é", about) for number in range(60)]
    for each in looks:
        log.add(each)
    assert [each for each, _ in log.back()] == looks[::-1]
