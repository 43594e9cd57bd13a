"""The draw of a sample: anyone with the list's digest and the seed draws the same cases again (004 §4.12)."""

import hashlib
import re
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.cases.commands import CompleteCaseRead
from domain.cases.sampling.drawing import case_stream, draw
from tests.support.missing import missing_part

DIGESTS = st.binary(min_size=32, max_size=32).map(bytes.hex)
SEEDS = st.text(min_size=1, max_size=80)
SIZES = st.integers(0, 120)


def hmac_by_the_book(key: bytes, message: bytes) -> bytes:
    """RFC 2104 word for word, sharing no code with the standard library's hmac."""
    if len(key) > 64:
        key = hashlib.sha256(key).digest()
    key = key.ljust(64, b"\x00")
    inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in key) + message).digest()
    return hashlib.sha256(bytes(byte ^ 0x5C for byte in key) + inner).digest()


def draw_by_hand(list_digest: str, list_size: int, seed: str, size: int) -> list[int]:
    """A second draw, as the sentence in the documentation has it."""
    lots = {}
    for row in range(1, list_size + 1):
        lots[row] = hmac_by_the_book(seed.encode(), f"{list_digest}:{row}".encode()).hex()
    drawn: list[int] = []
    while len(drawn) < min(size, list_size):
        drawn.append(min((row for row in lots if row not in drawn), key=lots.__getitem__))
    return drawn


@given(DIGESTS, st.integers(0, 60), SEEDS, st.integers(0, 70))
def test_somebody_else_draws_the_same_cases(list_digest: str, list_size: int, seed: str, size: int) -> None:
    assert list(draw(list_digest, list_size, seed, size)) == draw_by_hand(list_digest, list_size, seed, size)


@given(DIGESTS, SIZES, SEEDS, SIZES)
def test_a_draw_has_as_many_different_rows_of_the_list_as_were_wanted_or_there_are(
    list_digest: str, list_size: int, seed: str, size: int
) -> None:
    drawn = draw(list_digest, list_size, seed, size)
    assert len(drawn) == len(set(drawn)) == min(size, list_size)
    assert all(1 <= row <= list_size for row in drawn)


@given(DIGESTS, SIZES, SEEDS, SIZES, SIZES)
def test_a_larger_sample_begins_with_the_smaller(
    list_digest: str, list_size: int, seed: str, one: int, other: int
) -> None:
    small, large = sorted((one, other))
    assert (
        draw(list_digest, list_size, seed, large)[:small] == draw(list_digest, list_size, seed, small)[:small]
    )


@given(DIGESTS, st.integers(1, 120), SEEDS)
def test_whether_a_row_is_drawn_before_another_does_not_hang_on_what_else_is_in_the_list(
    list_digest: str, list_size: int, seed: str
) -> None:
    longer = [row for row in draw(list_digest, list_size + 20, seed, list_size + 20) if row <= list_size]
    assert longer == list(draw(list_digest, list_size, seed, list_size))


def test_openssl_draws_the_same_cases() -> None:
    list_digest, seed, list_size = "ab" * 32, "drawn in public, 4 June 2018", 12
    lots: dict[str, int] = {}
    for row in range(1, list_size + 1):
        try:
            answer = subprocess.run(
                ["openssl", "dgst", "-sha256", "-hmac", seed],
                input=f"{list_digest}:{row}".encode(),
                capture_output=True,
                check=True,
                timeout=120,
            )
        except FileNotFoundError:
            missing_part("openssl is not installed")
        found = re.search(rb"[0-9a-f]{64}", answer.stdout)
        assert found is not None
        lots[found.group().decode()] = row
    assert tuple(lots[lot] for lot in sorted(lots))[:5] == draw(list_digest, list_size, seed, 5)


def test_every_row_has_about_the_same_chance() -> None:
    # 2,000 draws of 5 of 20 rows: each row is expected 500 times; six standard deviations are some 116.
    counts = dict.fromkeys(range(1, 21), 0)
    for number in range(2_000):
        for row in draw("cd" * 32, 20, f"seed {number}", 5):
            counts[row] += 1
    assert all(abs(count - 500) < 116 for count in counts.values()), counts


@pytest.mark.parametrize(
    ("seed", "drawn"),
    [("drawn in public", (3, 9, 2)), ("drawn in private", (3, 8, 7))],
)
def test_what_was_drawn_once_is_drawn_for_ever(seed: str, drawn: tuple[int, ...]) -> None:
    assert draw("1" * 64, 10, seed, 3) == drawn


@given(SEEDS, st.integers(1, 1000))
def test_a_cases_stream_says_nothing_and_is_its_own(population: str, row: int) -> None:
    stream = case_stream("north-2018", population, "1" * 64, row)
    assert re.fullmatch(r"case-[0-9a-f]{32}", stream)
    assert stream == case_stream("north-2018", population, "1" * 64, row)
    assert stream != case_stream("south-2018", population, "1" * 64, row)
    assert stream != case_stream("north-2018", population, "1" * 64, row + 1)
    assert CompleteCaseRead(case=stream).stream == stream
