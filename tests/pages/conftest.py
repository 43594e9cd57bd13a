"""Pages of an example, served once for all that only look, and anew for those who change something."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.support.example_home import example_programme
from tests.support.servers.chromium import chromium
from tests.support.site import Site, site


@pytest.fixture(scope="session")
def example_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the example programme: an inspection at every stage. To be copied, not used."""
    return example_programme(tmp_path_factory)


@pytest.fixture(scope="session")
def looking(example_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The pages of the example, for tests that change nothing."""
    home = shutil.copytree(example_home, tmp_path_factory.mktemp("looking") / "home")
    with site(home) as served:
        yield served


@pytest.fixture
def changing(example_home: Path, tmp_path: Path) -> Iterator[Callable[[], Site]]:
    """The pages of an example of one's own, for a test that changes something."""
    with ExitStack() as stack:

        def make() -> Site:
            return stack.enter_context(site(shutil.copytree(example_home, tmp_path / "home")))

        yield make


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium; while it runs no other test of the process may start one, so it ends with its module."""
    with chromium() as started:
        yield started
