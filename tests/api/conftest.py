"""An API of the example programme, served once for all that only look, and anew for those who change something."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from adapters.inbound.api.limits import Limits
from tests.support.api import WIDE, ServedApi, api
from tests.support.example_home import example_programme


@pytest.fixture(scope="session")
def example_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the example programme. To be copied, not used."""
    return example_programme(tmp_path_factory)


@pytest.fixture(scope="session")
def served_api(example_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedApi]:
    """The API of the example, for tests that change nothing but tokens."""
    home = shutil.copytree(example_home, tmp_path_factory.mktemp("api") / "home")
    with api(home) as served:
        yield served


@pytest.fixture
def changing(example_home: Path, tmp_path: Path) -> Iterator[Callable[..., ServedApi]]:
    """The API of an example of one's own, for a test that changes something."""
    with ExitStack() as stack:

        def make(limits: Limits = WIDE) -> ServedApi:
            return stack.enter_context(api(shutil.copytree(example_home, tmp_path / "home"), limits=limits))

        yield make
