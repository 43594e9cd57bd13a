"""A dossier of 150 cases: how large it is, and verifying it beside decoding its JSON and hashing its bytes.

    python -m benchmarks.dossier [--rounds 15] [--cases 150] [--json]

The verifier is the single file verify/assay_verify.py on plain Python, with its signatures, which it checks in pure
Python too; what they take is printed besides. All is processor time, with the collector of rubbish off, as timeit has
it, ours and the baseline in turn in the same run: time by the clock would say how busy the machine is.
"""

import argparse
import gc
import hashlib
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from random import Random
from zipfile import ZipFile

import structlog

from benchmarks.common import Figure, compared, in_turn, report, show, surroundings
from domain.cases.commands import RecordAnswers
from domain.dated_rules.library import Library
from domain.dossiers.dossier import Dossier
from domain.frameworks.reading import shipped_frameworks
from domain.inspections.kinds.parts import SecondReads
from domain.inspections.kinds.protocol import Population
from domain.ratings import shipped_schemes
from tests.support.dossiers.drawn import FIRST, DossierHouse, verifier
from tests.support.dossiers.walks import RandomWalk
from tests.support.house import first_library

LARGEST = 1_500_000
MOST_TIMES = 5.0
VERIFY, DECODE = "verify", "decode and hash"


class FullWalk(RandomWalk):
    """An inspection of so many cases, as many from each list, each answered question by question."""

    def listed(self, population: Population) -> int:
        return (
            self.cases * 7 // (6 * len(self.protocol.populations))
        )  # some are none of those that the kind means

    def record_answers(self, case: str, questions: tuple[str, ...]) -> None:
        for question in questions:
            self.ground.give(RecordAnswers(case=case, answers=self.answers((question,))), who=FIRST)


def files_of(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


def decoded_and_hashed(files: dict[str, bytes]) -> None:
    """What nobody who checks the dossier can do without: every JSON text decoded, every byte hashed."""
    for name, content in files.items():
        hashlib.sha256(content).digest()
        if name.endswith(".json"):
            json.loads(content)
        elif name.endswith(".jsonl"):
            for line in content.splitlines():
                json.loads(line)


def in_processor_time(work: Callable[[], object]) -> float:
    """The milliseconds that a processor has to do with some work; rubbish is collected before, not meanwhile."""
    gc.collect()
    gc.disable()
    try:
        begun = time.process_time()
        work()
        return 1000 * (time.process_time() - begun)
    finally:
        gc.enable()


def led(house: DossierHouse, cases: int) -> Dossier:
    """The dossier of an inspection that has so many cases, all of them drawn, a tenth of them read twice."""
    nps = first_library().protocol("nps-division-2018")
    assert nps is not None
    several = tuple(replace_sample(each, cases) for each in nps.populations)
    kind = nps.with_(
        id="full",
        populations=several,
        second_reads=SecondReads(percent=10, lowest_agreement=80, fewest_pairs=10, citation="a benchmark"),
    )
    house.library = Library.of([kind], shipped_frameworks().values(), shipped_schemes().values())
    walk = FullWalk(kind, house, "full", Random("full"), cases)
    walk.to_a_decision()
    return house.dossiers.make("full")


def replace_sample(population: Population, cases: int) -> Population:
    """The population with a sample that is as large as any list."""
    return population.model_copy(update={"sample": cases})


def measured(house: DossierHouse, made: Dossier, rounds: int) -> list[Figure]:
    """Size and time."""
    module, key, files = verifier(), str(house.key), files_of(made.content)
    found = module.verify(made.content, key)
    assert found["verdict"] == "verified", found
    seconds = 0.0
    arithmetic = module.signed_by

    def apart(*each: bytes) -> bool:
        nonlocal seconds
        begun = time.process_time()
        holds: bool = arithmetic(*each)
        seconds += time.process_time() - begun
        return holds

    vars(module)["signed_by"] = apart
    signatures: list[float] = []

    def verifying() -> float:
        nonlocal seconds
        seconds = 0.0
        whole = in_processor_time(lambda: module.verify(made.content, key))
        signatures.append(1000 * seconds)
        return whole

    works = {VERIFY: verifying, DECODE: lambda: in_processor_time(lambda: decoded_and_hashed(files))}
    times = in_turn(rounds, works)
    unpacked = sum(map(len, files.values()))
    print(f"{found['cases']} cases, {made.events} events, {unpacked:,} bytes unpacked")
    print(f"of which the signatures, in pure Python: {statistics.median(signatures):.1f} ms")
    size = len(made.content)
    return [
        compared(
            f"verify a dossier of {found['cases']} cases", "ms", times, VERIFY, DECODE, at_most=MOST_TIMES
        ),
        Figure("its size", "bytes", size, LARGEST, "1.5 MB", size / LARGEST, at_most=1.0),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--cases", type=int, default=150)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    with tempfile.TemporaryDirectory() as folder:
        about = surroundings(Path(folder), given.rounds)
        house = DossierHouse(Path(folder))
        made = led(house, given.cases)
        figures = measured(house, made, given.rounds)
        house.close()
    for each in figures:
        show(each)
    return report(figures, about, as_json=given.json)


if __name__ == "__main__":
    raise SystemExit(main())
