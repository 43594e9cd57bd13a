"""A home with the example programme, an inspection at every stage, made once for all tests that copy it."""

from pathlib import Path

import pytest

import worker
from tests.support.made_once import made_once

__all__ = ["example_programme"]


def example_programme(factory: pytest.TempPathFactory) -> Path:
    """The home. It is to be copied, not used."""
    return made_once(factory, "example", _make)


def _make(home: Path) -> None:
    with worker.compose(worker.settings_of({"ASSAY_HOME": str(home)})) as assay:
        assay.log_to(home / "log" / "made.log")
        assay.migrate()
        assay.load_example(lambda _: None)
        assay.views.catch_up()
