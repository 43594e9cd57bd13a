"""The lottery: the same by another hand, fair to regions, and every service knows why it is in or out."""

import hashlib
import random
import re
import shutil
import subprocess
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.programme.choice.lottery import (
    Drawing,
    Entry,
    Exclusion,
    Frame,
    Share,
    draw_lots,
    lot_of,
    seed_from,
)
from domain.public_draw import PublicNumbers
from domain.refusals import Refused
from tests.arch.tree import ROOT
from tests.support.missing import missing_part

REGIONS = ("north", "south", "wales")


def frame_of(number: int, draw: int, shares: dict[str, int] | None = None) -> Frame:
    return Frame(
        title="Youth services, drawn",
        draw=draw,
        entries=tuple(Entry(id=f"yot-{at:03}", region=REGIONS[at % 3]) for at in range(number)),
        shares=tuple(Share(region=region, most=most) for region, most in sorted((shares or {}).items())),
        excluded=(Exclusion(id="yot-900", reason="chosen by risk"),),
    )


def hmac_by_hand(key: bytes, text: bytes) -> str:
    """RFC 2104, written out."""
    block = (hashlib.sha256(key).digest() if len(key) > 64 else key).ljust(64, b"\0")
    inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in block) + text).digest()
    return hashlib.sha256(bytes(byte ^ 0x5C for byte in block) + inner).hexdigest()


def drawn_by_hand(frame: Frame, seed: str) -> list[str]:
    """A second implementation: take the lowest lot that is left and may be taken, until there are enough."""
    left = {hmac_by_hand(seed.encode(), each.id.encode()): each for each in frame.entries}
    room = {each.region: each.most for each in frame.shares}
    drawn: list[str] = []
    while left and len(drawn) < frame.draw:
        entry = left.pop(min(left))
        if room.get(entry.region, 1) > 0:
            drawn.append(entry.id)
            if entry.region in room:
                room[entry.region] -= 1
    return drawn


def test_a_second_implementation_agrees_on_a_thousand_seeds() -> None:
    frame = frame_of(30, 8, {"north": 3, "wales": 1})
    results = set()
    for number in range(1_000):
        seed = seed_from("we commit to this", f"draw {number}")
        drawn = draw_lots(frame, seed).drawn
        assert list(drawn) == drawn_by_hand(frame, seed)
        results.add(drawn)
    assert len(results) > 990, "another seed draws others"


NUMBERS = PublicNumbers(6, 59, "When the frame was frozen")


@given(
    st.sets(st.integers(1, 59), min_size=6, max_size=6),
    st.randoms(),
    st.sampled_from([" ", ", ", ",", " ,  "]),
)
def test_one_result_makes_one_seed_however_it_is_written(
    numbers: set[int], order: random.Random, between: str
) -> None:
    """By another hand: `printf %s "$NUMBERS" | tr -s ', ' '\n' | sort -n | paste -sd ' '` gives what makes the seed."""
    written = [f"{each:0{order.randint(1, 3)}d}" for each in order.sample(sorted(numbers), 6)]
    by_hand = " ".join(sorted((each.lstrip("0") for each in written), key=lambda each: (len(each), each)))
    value = NUMBERS.of(between.join(written))
    assert value == by_hand
    assert NUMBERS.of(value) == value
    assert seed_from("ours", value) == hashlib.sha256(f"ours\n{by_hand}".encode()).hexdigest()


@pytest.mark.parametrize(
    "said",
    [
        "",
        "1 2 3 4 5",
        "1 2 3 4 5 5",
        "1 2 3 4 5 60",
        "0 1 2 3 4 5",
        "1-2-3-4-5-6",
        "a b c d e f",
        "1 2 3 4 5 \uff16",
    ],
)
def test_what_is_no_result_of_that_draw_is_refused(said: str) -> None:
    with pytest.raises(Refused, match="6 different numbers from 1 to 59"):
        NUMBERS.of(said)


def test_anyone_can_redo_the_draw_with_the_lines_on_the_page() -> None:
    if not shutil.which("openssl"):
        missing_part("openssl")
    page = (ROOT / "docs" / "programme-data.md").read_text(encoding="utf-8")
    script = re.search(r"```sh\n(.*?)```", page.split("## A draw")[1], re.DOTALL)
    assert script
    frame = frame_of(12, 12)
    ids = "\n".join(each.id for each in frame.entries)
    done = subprocess.run(
        ["sh", "-c", script[1]],
        input=ids,
        env={
            "COMMITMENT": "we commit to this",
            "BEACON": "3 9 27 41",
            "PATH": "/usr/local/bin:/usr/bin:/bin",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    drawing = draw_lots(frame, seed_from("we commit to this", "3 9 27 41"))
    assert done.stdout.splitlines() == [f"{each.lot} {each.id}" for each in drawing.lots]


def test_the_arithmetic_never_changes() -> None:
    """Known values, made once with openssl."""
    seed = seed_from("we commit to this", "3 9 27 41")
    assert seed == "4d83fdd2a9a8daef2b0ac5eae1e279e0543cb01d5be13f054dd19b9b7fb778f8"
    assert lot_of(seed, "yot-001") == "3efd359e38a886c89ebd3c0fc9a5435971ca2d37e8712b27f334b34cf6e0c4be"


def test_every_service_says_why_it_was_drawn_or_not() -> None:
    drawing = draw_lots(frame_of(9, 3, {"north": 1, "south": 0}), "seed")
    assert [each.place for each in drawing.lots] == list(range(1, 10))
    assert [each.lot for each in drawing.lots] == sorted(each.lot for each in drawing.lots)
    said = {(each.outcome, each.reason) for each in drawing.lots if each.region == "south"}
    assert said <= {("passed-over", "south had its 0 already"), ("not-reached", "all 3 had been drawn")}
    assert [each.reason for each in drawing.lots if each.outcome == "drawn"] == [
        "number 1 of 3",
        "number 2 of 3",
        "number 3 of 3",
    ]


def test_if_fewer_may_be_drawn_than_are_wanted_fewer_are() -> None:
    assert len(draw_lots(frame_of(9, 20), "seed").drawn) == 9
    assert len(draw_lots(frame_of(9, 9, {"north": 1, "south": 1, "wales": 1}), "seed").drawn) == 3


@given(
    st.integers(0, 40),
    st.integers(0, 40),
    st.dictionaries(st.sampled_from(REGIONS), st.integers(0, 5)),
    st.text(),
)
def test_as_many_are_drawn_as_wanted_and_no_region_has_more_than_its_share(
    number: int, wanted: int, shares: dict[str, int], seed: str
) -> None:
    frame = frame_of(number, wanted, shares)
    drawing = draw_lots(frame, seed.encode(errors="replace").decode())
    regions = Counter(each.region for each in drawing.lots if each.outcome == "drawn")
    assert all(regions[region] <= most for region, most in shares.items())
    there = Counter(each.region for each in frame.entries)
    assert len(drawing.drawn) == min(wanted, sum(min(there[r], shares.get(r, number)) for r in REGIONS))
    assert sorted(each.id for each in drawing.lots) == [each.id for each in frame.entries]


@given(st.sets(st.integers(0, 29), max_size=10), st.text(alphabet="abc", min_size=1))
def test_whoever_is_not_in_the_frame_changes_the_lots_of_nobody_else(gone: set[int], seed: str) -> None:
    whole = frame_of(30, 5)
    rest = whole.with_(entries=tuple(each for at, each in enumerate(whole.entries) if at not in gone))

    def lots(drawing: Drawing) -> dict[str, str]:
        return {each.id: each.lot for each in drawing.lots}

    assert lots(draw_lots(rest, seed)).items() <= lots(draw_lots(whole, seed)).items()


def test_every_service_has_the_same_chance() -> None:
    counts = Counter(id_ for number in range(3_000) for id_ in draw_lots(frame_of(10, 3), str(number)).drawn)
    # 900 of 3,000 expected each, with a standard deviation of 25.
    assert all(775 <= counts[f"yot-{at:03}"] <= 1_025 for at in range(10)), counts


def test_the_digest_of_a_frame_changes_with_anything_in_it() -> None:
    frame = frame_of(9, 3)
    others = [
        frame.with_(draw=4),
        frame.with_(entries=frame.entries[1:]),
        frame.with_(shares=(Share(region="north", most=2),)),
        frame.with_(excluded=()),
    ]
    assert len({frame.digest, *(each.digest for each in others)}) == 5
    assert frame_of(9, 3).digest == frame.digest


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"entries": frame_of(3, 1).entries[::-1]}, "entries must be in the order of their codes, each once"),
        (
            {"excluded": (Exclusion(id="yot-001", reason="overdue"),)},
            "yot-001 is both in the frame and excluded",
        ),
    ],
)
def test_a_frame_that_is_ambiguous_cannot_be_built(changes: dict[str, object], sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        frame_of(3, 1).with_(**changes)
