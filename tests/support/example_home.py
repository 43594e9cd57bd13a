"""A home with the example programme, an inspection at every stage, made once for all tests that copy it."""

import shutil
from pathlib import Path

import pytest

import worker
from domain.cases.state import CaseRead
from domain.streams import inspection_stream
from tests.support.made_once import made_once

__all__ = ["example_programme"]

BEING_READ = "crc-valley"
"""The inspection of the example whose cases are being read."""

MOST_DRAWS = 10
"""Of ten draws about one lacks a sort of case; that ten do so in turn will not be seen."""


def example_programme(factory: pytest.TempPathFactory) -> Path:
    """The home. It is to be copied, not used.

    Nobody chooses a seed, so which cases are read twice, and which of those have been read, is another thing in every
    example. It is made again where a sort of case is missing that tests look for.
    """
    return made_once(factory, "example", _make)


def _make(home: Path) -> None:
    for _ in range(MOST_DRAWS):
        with worker.compose(worker.settings_of({"ASSAY_HOME": str(home)})) as assay:
            assay.log_to(home / "log" / "made.log")
            assay.migrate()
            assay.load_example(lambda _: None)
            assay.views.catch_up()
            if _has_every_sort(assay):
                return
        shutil.rmtree(home)
    raise AssertionError(f"of {MOST_DRAWS} examples none has every sort of case that tests look for")


def _has_every_sort(assay: worker.Assay) -> bool:
    """Whether a case is read twice and both reads are in, one is and neither has begun, and so on."""
    sampled = assay.records.read([inspection_stream(BEING_READ)])[inspection_stream(BEING_READ)].state.sampled
    reads: list[CaseRead] = [each.state for each in assay.records.read(sampled).values()]
    nobodys = [each for each in reads if not (each.begun or each.readers.reader or each.readers.paired)]
    of_one = [each for each in reads if each.readers.reader and not each.readers.paired]
    asked = {len(each.sampled.key_questions) for each in nobodys if each.sampled}
    return (
        any(each.both_in for each in reads)
        and any(each.blind and not each.begun and each.readers.second for each in reads)
        and {each.readers.reader for each in of_one if each.complete} >= {"inspector-g"}
        and asked >= {3, 12}
        and len(nobodys) >= 10
    )
