"""One inspection led at random on a real store for each module, its dossier, and both verifiers to ask about it."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from random import Random

import pytest

from domain.inspections.stages import Stage
from tests.support.dossiers.drawn import DossierHouse, kinds_to_draw, passing_folder, verifier
from tests.support.dossiers.ends import LongWalk
from tests.support.dossiers.verifiers import Verifiers, both_verifiers
from tests.support.dossiers.walks import RandomWalk


@pytest.fixture(scope="module")
def both() -> Iterator[Verifiers]:
    """The verifier in one file and the page of it in Chromium."""
    with both_verifiers() as both:
        yield both


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder for a house of one test."""
    with passing_folder() as folder:
        yield folder


@pytest.fixture(scope="module")
def house() -> Iterator[DossierHouse]:
    """A real desk on a real store, from which dossiers are made."""
    with passing_folder() as folder:
        house = DossierHouse(folder)
        yield house
        house.close()


@pytest.fixture(scope="module")
def walk(house: DossierHouse) -> RandomWalk:
    """An inspection with cases, second reads, and a panel that decided."""
    (kind,) = (each for each in kinds_to_draw()["adult-nps-2018"] if each.id == "nps-division-2018-twice")
    walk = RandomWalk(kind, house, "the-one", Random("the one 4"))
    walk.to_a_decision()
    assert len(walk.state.sampled) > 3
    assert walk.state.twice
    return walk


@pytest.fixture(scope="module")
def content(house: DossierHouse, walk: RandomWalk) -> bytes:
    """The dossier of that inspection."""
    return house.dossiers.make(walk.reference).content


@pytest.fixture(scope="module")
def published(house: DossierHouse) -> bytes:
    """The dossier of an inspection of the same kind whose report is out as well."""
    (kind,) = (each for each in kinds_to_draw()["adult-nps-2018"] if each.id == "nps-division-2018-twice")
    walk = LongWalk(kind, house, "the-one", Random("the one 4"))
    walk.to_publication()
    made = house.dossiers.make(walk.reference).content
    assert verifier().verify(made, str(house.key))["verdict"] == "verified"
    return made


@pytest.fixture(scope="module")
def of_all_schemes(both: Verifiers) -> Iterator[list[tuple[DossierHouse, bytes]]]:
    """A dossier under each scheme, with the house that made it: ratings decided, a report published, or corrected."""
    made: list[tuple[DossierHouse, bytes]] = []
    with ExitStack() as stack:
        for number, (scheme, kinds) in enumerate(kinds_to_draw().items()):
            house = DossierHouse(stack.enter_context(passing_folder()))
            stack.callback(house.close)
            walk = LongWalk(kinds[number % len(kinds)], house, f"bent-{number}", Random(f"bent {scheme}"))
            ends = (walk.to_a_decision, walk.to_publication, walk.to_a_corrected_report)
            (ends[number % 3] if walk.protocol.has(Stage.PUBLICATION) else walk.to_a_decision)()
            content = house.dossiers.make(walk.reference).content
            assert both.verify(content, house.key)["verdict"] == "verified", scheme
            made.append((house, content))
        yield made


@pytest.fixture
def tell(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Says how far a long run has come; a short one says nothing."""
    capture = request.config.pluginmanager.getplugin("capturemanager")

    def tell(line: str) -> None:
        if "DOSSIERS" in os.environ:
            with capture.global_and_fixture_disabled():
                print(line, flush=True)

    return tell
