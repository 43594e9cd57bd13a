"""How long ratings take, beside what the same machine needs for the bare minimum, in the same run.

Run as `python -m benchmarks.ratings`. Ends with 1 when a ratio is missed.
"""

import argparse
import gc
import random
import statistics
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from hashlib import sha256
from time import process_time

from domain.ratings import Answer, CaseAnswers, Inputs, Judgement, Rating, Scheme, derive, shipped_schemes
from domain.ratings.inputs import StandardInput
from domain.ratings.nearness.nearness import nearness_of

PROVIDERS, CASES, ROUNDS = 40, 1_000, 7
"""A national year: the providers inspected, and cases each; and how often each is timed."""

MOST_YEAR, MOST_NEARNESS = 5, 50
"""The year at most so many times Counter; nearness at most so many times the rating it belongs to."""


def inspection(scheme: Scheme, cases: int, chance: random.Random) -> Inputs:
    """An inspection with so many cases over the scheme's populations: 60 % supervised, 25 % and 15 % of the others."""
    populations = list(scheme.populations.items())
    shares = (0.60, 0.25, 0.15)
    words = (Answer.YES, Answer.NO, Answer.NOT_APPLICABLE)
    judged: dict[str, StandardInput] = {
        standard.id: Judgement(chance.choice(list(Rating)), f"event-{chance.getrandbits(64):x}")
        for standard in scheme.standards
        if standard.aggregator == "judgement"
    }
    read: list[CaseAnswers] = []
    for (population, questions), share in zip(populations, shares, strict=True):
        for _ in range(round(cases * share)):
            name = f"case-{chance.getrandbits(128):032x}"
            answers = {question: chance.choices(words, (70, 24, 6))[0] for question in questions}
            digest = sha256(name.encode()).hexdigest()
            read.append(CaseAnswers(name, digest, population, answers, version=chance.randint(1, 9)))
    chance.shuffle(read)
    return Inputs(judged, read)


def timed(work: Callable[[], object], rounds: int) -> list[float]:
    """The seconds of processor that each run takes, after one that is not counted; garbage is collected before each."""
    work()
    found = []
    for _ in range(rounds):
        gc.collect()
        begin = process_time()
        work()
        found.append(process_time() - begin)
    return found


def in_turn(first: Callable[[], object], second: Callable[[], object], rounds: int) -> tuple[float, float]:
    """The median seconds of two works done in turn, so that whatever else the machine does falls on both."""
    pairs = [(timed(first, 1)[0], timed(second, 1)[0]) for _ in range(rounds)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def national_year(rounds: int) -> tuple[float, float, int]:
    """Seconds for Counter over a year's answers, for all ratings with their traces and digests, and the answers."""
    chance = random.Random(2018)
    schemes = [shipped_schemes()[id_] for id_ in ("adult-nps-2018", "adult-crc-2018")]
    year = [(scheme, inspection(scheme, CASES, chance)) for scheme in schemes * (PROVIDERS // 2)]
    flat = [
        [(question, answer) for case in inputs.cases for question, answer in case.answers.items()]
        for _, inputs in year
    ]

    def count() -> None:
        for answers in flat:
            Counter(answers)

    def rate() -> None:
        for scheme, inputs in year:
            assert len(derive(scheme, inputs).digest) == 64

    counter, ours = in_turn(count, rate, rounds)
    return counter, ours, sum(map(len, flat))


def one_nearness(rounds: int) -> tuple[float, float]:
    """Seconds for rating one inspection of 150 cases with its trace, and for its nearness."""
    scheme = shipped_schemes()["adult-nps-2018"]
    inputs = inspection(scheme, 150, random.Random(4))
    derivation = derive(scheme, inputs)
    times = 20

    def rate() -> None:
        for _ in range(times):
            assert derive(scheme, inputs).digest

    def near() -> None:
        for _ in range(times):
            nearness_of(derivation)

    rating, nearness = in_turn(rate, near, rounds)
    return rating / times, nearness / times


def main(arguments: Sequence[str] | None = None) -> int:
    """Print ours, the baseline and the ratio of each, and say whether the ratios hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--rounds", type=int, default=ROUNDS, help="how often each is timed; medians are printed"
    )
    rounds = parser.parse_args(arguments).rounds
    counter, year, answers = national_year(rounds)
    rating, nearness = one_nearness(rounds)
    print(f"Ratings: medians of {rounds} rounds, each baseline timed in turn with ours")
    print(f"{'':<46}{'ours':>12}{'baseline':>12}{'ratio':>8}{'at most':>9}")
    lines = (
        (f"national year, {PROVIDERS} x {CASES:,} cases, {answers:,} answers", year, counter, MOST_YEAR),
        ("nearness of one inspection of 150 cases", nearness, rating, MOST_NEARNESS),
    )
    held = True
    for name, ours, baseline, most in lines:
        ratio = ours / baseline
        held = held and ratio <= most
        verdict = "" if ratio <= most else "  missed"
        print(f"{name:<46}{1000 * ours:>9.2f} ms{1000 * baseline:>9.2f} ms{ratio:>8.2f}{most:>9}{verdict}")
    print(
        "Baselines: collections.Counter over the same answers as ready-made pairs; the rating with trace and digest."
    )
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
